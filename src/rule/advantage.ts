import { hashWord } from "../record/id.ts"
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
 *
 * With `random` rewards every attempt earns a coin toss, whatever its verdict: the control of Shao
 * et al. 2025 (arXiv 2506.10947), in which some models improved all the same.
 */
export function advantagesOf(
  judged: readonly Judged[],
  kind: "verdict" | "random" = "verdict",
): Weighed[] {
  const decided = judged.flatMap(({ answer, verdict }, seat) =>
    answer.kind === "answered" && verdict.outcome !== "undecided"
      ? [{ seat, completion: answer.text, reward: rewardFor(verdict.outcome, kind, seat, judged) }]
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

/** The coin falls by the group's words and the seat, so that a resumed run tosses it alike. */
function rewardFor(
  outcome: Judged["verdict"]["outcome"],
  kind: "verdict" | "random",
  seat: number,
  group: readonly Judged[],
): number {
  if (kind === "verdict") return outcome === "correct" ? 1 : 0
  const words = group.map(({ answer }) => (answer.kind === "answered" ? answer.text : ""))
  return hashWord(`random reward ${seat} ${words.join("\n")}`) % 2
}
