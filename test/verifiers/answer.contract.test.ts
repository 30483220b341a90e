import { answerVerifier } from "../../verifiers/answer/verifier.ts"
import { verifierContract } from "../contract/verifier.ts"

const EXPLOITS = new URL("../../verifiers/answer/exploits.json", import.meta.url)

verifierContract(answerVerifier, EXPLOITS)
