import { calculus } from "../../verifiers/calculus/verifier.ts"
import { verifierContract } from "../contract/verifier.ts"

verifierContract(calculus, new URL("../../verifiers/calculus/exploits.json", import.meta.url))
