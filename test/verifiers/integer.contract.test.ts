import { integer } from "../../verifiers/integer/verifier.ts"
import { verifierContract } from "../contract/verifier.ts"

verifierContract(integer, new URL("../../verifiers/integer/exploits.json", import.meta.url))
