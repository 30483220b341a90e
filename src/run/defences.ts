import { leakFault } from "../rule/leak.ts"
import { openNovelty } from "../rule/novelty.ts"

/**
 * The rules of the screen that stand between a proposer and the curriculum, as a run is handed
 * them, so that a test can take one away and see that a canary passes. The judge's defences are
 * the verifiers' and the solver's own, which a run is handed as well.
 */
export interface Defences {
  readonly leak: typeof leakFault
  readonly novelty: typeof openNovelty
}

export const DEFENCES: Defences = { leak: leakFault, novelty: openNovelty }
