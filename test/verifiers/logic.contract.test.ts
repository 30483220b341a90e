import { logic } from "../../verifiers/logic/verifier.ts"
import { verifierContract } from "../contract/verifier.ts"

const EXPLOITS = new URL("../../verifiers/logic/exploits.json", import.meta.url)

verifierContract(logic, EXPLOITS)
