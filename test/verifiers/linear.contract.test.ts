import { linear } from "../../verifiers/linear/verifier.ts"
import { verifierContract } from "../contract/verifier.ts"

verifierContract(linear, new URL("../../verifiers/linear/exploits.json", import.meta.url))
