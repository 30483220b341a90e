import type { Answer } from "../record/attempt.ts"
import type { Label } from "../record/pair.ts"
import type { Recipe } from "../record/recipe.ts"
import { type SolveRate, shareOf } from "../record/solve-rate.ts"
import type { Verdict } from "../record/verdict.ts"

/** One attempt with what the judge said of it. */
export interface Judged {
  readonly answer: Answer
  readonly verdict: Verdict
}

export type Gated =
  | { readonly kept: true; readonly completion: string; readonly seat?: number }
  | { readonly kept: false; readonly reason: string }

/**
 * Which words of a judged problem become training data, if any. An undecided attempt is left out of
 * the solve rate and is never correct, so it can neither move the band nor make a label; a problem
 * of which nothing is decided stays out, whatever its label.
 */
export function gatePair(
  answer: string,
  judged: readonly Judged[],
  rate: SolveRate,
  label: Label,
  gate: Recipe["gate"],
): Gated {
  if (rate.tried === 0) return { kept: false, reason: "undecided" }
  const share = shareOf(rate, 0)
  if (share < gate.solveRateMin) return { kept: false, reason: "below-band" }
  if (share > gate.solveRateMax) return { kept: false, reason: "above-band" }
  switch (label) {
    case "reference":
      return { kept: true, completion: answer }
    case "accepted":
      return firstAccepted(judged)
    case "majority":
      return majority(judged)
  }
}

function firstAccepted(judged: readonly Judged[]): Gated {
  const seat = judged.findIndex(({ verdict }) => verdict.outcome === "correct")
  const answer = judged[seat]?.answer
  if (answer?.kind !== "answered") return { kept: false, reason: "no-accepted-attempt" }
  return { kept: true, completion: answer.text, seat }
}

const MAJORITY_SHARE_MIN = 0.5 // the filter that gives voting its best chance in the literature

/** The most frequent answer, whether true or not: what others do, kept here to measure its cost. */
function majority(judged: readonly Judged[]): Gated {
  const votes = new Map<string, number>()
  for (const { answer } of judged) {
    if (answer.kind === "answered") votes.set(answer.text, (votes.get(answer.text) ?? 0) + 1)
  }
  const [text, count] = [...votes].reduce(
    (best, next) => (next[1] > best[1] ? next : best),
    ["", 0],
  )
  if (count < MAJORITY_SHARE_MIN * judged.length) return { kept: false, reason: "no-majority" }
  const seat = judged.findIndex(({ answer }) => answer.kind === "answered" && answer.text === text)
  return { kept: true, completion: text, seat }
}
