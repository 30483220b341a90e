import { combinatorics } from "../../verifiers/combinatorics/verifier.ts"
import { verifierContract } from "../contract/verifier.ts"

const EXPLOITS = new URL("../../verifiers/combinatorics/exploits.json", import.meta.url)

verifierContract(combinatorics, EXPLOITS)
