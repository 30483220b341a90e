import { numberTheory } from "../../verifiers/number-theory/verifier.ts"
import { verifierContract } from "../contract/verifier.ts"

const EXPLOITS = new URL("../../verifiers/number-theory/exploits.json", import.meta.url)

verifierContract(numberTheory, EXPLOITS)
