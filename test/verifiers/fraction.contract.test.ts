import { fraction } from "../../verifiers/fraction/verifier.ts"
import { verifierContract } from "../contract/verifier.ts"

verifierContract(fraction, new URL("../../verifiers/fraction/exploits.json", import.meta.url))
