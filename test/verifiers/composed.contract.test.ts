import { composed } from "../../verifiers/composed/verifier.ts"
import { verifierContract } from "../contract/verifier.ts"

verifierContract(composed, new URL("../../verifiers/composed/exploits.json", import.meta.url))
