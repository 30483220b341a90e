import { algebra } from "../../verifiers/algebra/verifier.ts"
import { verifierContract } from "../contract/verifier.ts"

verifierContract(algebra, new URL("../../verifiers/algebra/exploits.json", import.meta.url))
