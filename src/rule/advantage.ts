import type { Judged } from "./gate.ts"

/** One attempt as a policy-gradient row. */
export interface Weighed {
  readonly seat: number
  readonly completion: string
  readonly weight: number
}

/**
 * Group-relative advantages (GRPO without the clip, Shao et al. 2024, arXiv 2402.03300, §4.1): an
 * attempt's reward, 1 for correct and 0 for incorrect, minus the mean of its problem's attempts,
 * over their standard deviation. A problem whose attempts all fared alike teaches nothing;
 * undecided and abstained attempts take no part: nothing is known of them, or nothing was said.
 */
export function advantagesOf(judged: readonly Judged[]): Weighed[] {
  const decided = judged.flatMap(({ answer, verdict }, seat) =>
    answer.kind === "answered" && verdict.outcome !== "undecided"
      ? [{ seat, completion: answer.text, reward: verdict.outcome === "correct" ? 1 : 0 }]
      : [],
  )
  const mean = decided.reduce((sum, { reward }) => sum + reward, 0) / decided.length
  const deviation = Math.sqrt(mean * (1 - mean))
  if (!(deviation > 0)) return []
  return decided.map(({ seat, completion, reward }) => ({
    seat,
    completion,
    weight: (reward - mean) / deviation,
  }))
}
