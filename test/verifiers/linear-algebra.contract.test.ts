import { linearAlgebra } from "../../verifiers/linear-algebra/verifier.ts"
import { verifierContract } from "../contract/verifier.ts"

const EXPLOITS = new URL("../../verifiers/linear-algebra/exploits.json", import.meta.url)

verifierContract(linearAlgebra, EXPLOITS)
