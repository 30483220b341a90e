import { DOMAINS } from "../domains.ts"
import { composedOf } from "../kernel/composed.ts"
import { PAIRS } from "./pairs.ts"

/** Problems of the other domains, two made into one. */
export const composed = composedOf(DOMAINS, PAIRS)
