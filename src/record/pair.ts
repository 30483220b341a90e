import { z } from "zod"
import { AttemptId, contentId, PairId, ProblemId } from "./id.ts"
import { SolveRate } from "./solve-rate.ts"
import { Verdict } from "./verdict.ts"

/**
 * Whose words a pair teaches. `reference`: the verifier's key. `accepted`: the solver's own answer,
 * proved correct. `majority`: the most frequent answer, checked by nobody; unsafe, for study arms.
 */
export const Label = z.enum(["reference", "accepted", "majority"])
export type Label = z.infer<typeof Label>

/** How each label source is named where people read it. */
export const LABEL_NAMES: Readonly<Record<Label, string>> = {
  reference: "reference labels",
  accepted: "accepted labels",
  majority: "UNSAFE majority labels",
}

export const Pair = z.object({
  id: PairId,
  problem: ProblemId,
  label: Label,
  completion: z.string(),
  /** The attempt whose words these are; absent where the words are the verifier's. */
  attempt: AttemptId.optional(),
  verdict: Verdict,
  solveRate: SolveRate,
  /** The proposer's reward for having posed this problem. */
  reward: z.number(),
  round: z.int().min(1),
})
export type Pair = z.infer<typeof Pair>

export function mintPair(content: Omit<Pair, "id">): Pair {
  const { problem, label, completion } = content
  return { id: contentId("pair", { problem, label, completion }), ...content }
}
