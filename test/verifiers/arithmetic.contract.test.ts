import { arithmetic } from "../../verifiers/arithmetic/verifier.ts"
import { verifierContract } from "../contract/verifier.ts"

verifierContract(arithmetic, new URL("../../verifiers/arithmetic/exploits.json", import.meta.url))
