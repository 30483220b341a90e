import type { Pair } from "../record/pair.ts"
import type { Problem } from "../record/problem.ts"
import type { Recipe } from "../record/recipe.ts"
import type { SolveRate } from "../record/solve-rate.ts"
import type { Verdict } from "../record/verdict.ts"
import { gatePair, type Judged } from "../rule/gate.ts"
import { type Desk, verifierNamed } from "./desk.ts"
import { verdictOn } from "./judge.ts"

/** What the gate and the second proof make of a judged problem. */
export type Proving =
  | { readonly kept: false; readonly reason: string; readonly isDisproved: boolean }
  | {
      readonly kept: true
      readonly completion: string
      readonly seat: number | undefined
      readonly verdict: Verdict
      readonly isDisproved: boolean
    }

/**
 * The gate chooses the words; then the label is proved: the judge has to accept it, and the
 * verifier's second method has to confirm the key.
 */
export function gateProblem(
  desk: Pick<Desk, "verifiers">,
  problem: Problem,
  judged: readonly Judged[],
  rate: SolveRate,
  label: Pair["label"],
  gate: Recipe["gate"],
): Proving {
  const gated = gatePair(problem.answer, judged, rate, label, gate)
  if (!gated.kept) return { kept: false, reason: gated.reason, isDisproved: false }
  const { completion, seat } = gated
  const verifier = verifierNamed(desk, problem.verifier)
  const verdict = verdictOn(verifier, problem, { kind: "answered", text: completion })
  const rechecked = verifier.recheck(problem.spec as never, problem.key as never)
  const isDisproved = verdict.outcome !== "correct" || rechecked.outcome !== "correct"
  // A majority's label is kept even so: that arm is there to show what it costs.
  if (isDisproved && label !== "majority") {
    return { kept: false, reason: "label-not-proved", isDisproved }
  }
  return { kept: true, completion, seat, verdict, isDisproved }
}
