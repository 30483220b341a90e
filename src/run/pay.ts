import type { Cell, Posed, Proposed, SolverReply } from "../agent.ts"
import type { Paid, ProposalLesson } from "../record/event.ts"
import type { CallId } from "../record/id.ts"
import type { Recipe } from "../record/recipe.ts"
import type { SolveRate } from "../record/solve-rate.ts"
import { countAlike, countMalformed, rewardOf } from "../rule/reward-terms.ts"

/** What each posed problem earned its proposer, counted from the run's own records alone. */
export function payFor(
  recipe: Recipe,
  posed: Posed,
  replies: readonly SolverReply[],
  rates: readonly SolveRate[],
  frontier: readonly Cell[],
): Paid[] {
  const before = new Map(frontier.map((cell) => [`${cell.skill} ${cell.level}`, cell.rate]))
  const { reward, terms = {} } = recipe.proposer
  const alike = countAlike(posed.admitted)
  const made = byCall(posed.proposals ?? [])
  return posed.admitted.map(({ skill, level, lineage }, at) =>
    rewardOf(reward, terms, {
      rate: rates[at]!,
      before: before.get(`${skill} ${level}`),
      alike: alike[at]!,
      proposals: lineage.proposal && countMalformed(fatesOf(made, lineage.proposal.call)),
      uses: replies[at]!.uses,
    }),
  )
}

function byCall(proposals: readonly Proposed[]): Map<CallId, Proposed[]> {
  return Map.groupBy(proposals, ({ call }) => call)
}

function fatesOf(made: ReadonlyMap<CallId, readonly Proposed[]>, call: CallId) {
  return (made.get(call) ?? []).map(({ fate }) => fate)
}

interface Coaching {
  readonly lessons: ProposalLesson[]
  readonly preferences: { call: CallId; chosen: number; rejected: number }[]
}

/**
 * What a proposer's own training is made of. Every proposal has a reward: its problem's, or, where
 * it was refused, less than any problem of the round has earned. Of each call the best and the
 * worst make a preference, where they differ.
 */
export function coachingFrom(posed: Posed, paid: readonly Paid[]): Coaching {
  const earned = new Map(posed.admitted.map(({ id }, at) => [id, paid[at]!.reward]))
  const least = Math.min(0, ...paid.map(({ reward }) => reward))
  const lessons = (posed.proposals ?? []).map(({ call, seat, fate }): ProposalLesson => {
    if ("admitted" in fate) {
      return { call, seat, problem: fate.admitted, reward: earned.get(fate.admitted) ?? 0 }
    }
    return { call, seat, refused: fate.refused, reward: least - REFUSAL_COST }
  })
  const preferences = [...Map.groupBy(lessons, ({ call }) => call)].flatMap(([call, own]) => {
    const ranked = [...own].sort((a, b) => b.reward - a.reward || a.seat - b.seat)
    const [best, worst] = [ranked[0]!, ranked.at(-1)!]
    if (best.reward === worst.reward) return []
    return [{ call, chosen: best.seat, rejected: worst.seat }]
  })
  return { lessons, preferences }
}

const REFUSAL_COST = 0.5 // Absolute Zero's price for what is ill-formed (arXiv 2505.03335, eq. 6)
