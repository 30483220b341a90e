import type { Recipe } from "../record/recipe.ts"
import { type Budget, reserve } from "./budget.ts"
import { entropyDrop, type Spread, type Vitals } from "./drift.ts"

/** What a round showed that may end a run, or take it back. */
export interface Signs {
  /** Labels that failed their second proof, and the first of them in words. */
  readonly audit: { readonly errors: number; readonly first?: string | undefined }
  readonly vitals: Vitals
  readonly spread: Spread
  /** Of the first round: what an entropy is compared with. */
  readonly firstSpread: Spread
  /** The rounds up to this one, oldest first: what the proposer earned, and who was promoted. */
  readonly course: readonly Step[]
  /** Rounds in a row without promotion, this one counted. */
  readonly heldRounds: number
}

/** A round as the rules look back on it. */
export interface Step {
  readonly meanReward: number
  readonly isPromoted: boolean
  /** Whether the challenger was worse, or a rule took the run back. */
  readonly isRolledBack: boolean
}

type Rules = Recipe["stop"]

/** Evidence that what decides cannot be trusted: the run is halted at once. Undefined: none. */
export function haltReason({ audit, vitals }: Signs, { yieldMin }: Rules): string | undefined {
  if (audit.errors > 0) {
    const first = audit.first === undefined ? "" : `, first ${audit.first}`
    return `label-audit: ${audit.errors} labels failed the second proof${first}`
  }
  if (vitals.yieldShare >= yieldMin) return undefined
  const floor = percent(yieldMin)
  return `yield: ${percent(vitals.yieldShare)} of posed problems made a pair, ${floor} is the floor`
}

/**
 * Signs that the curriculum has gone wrong though every label is right. Then the line goes back to
 * the champion, the proposer to the policy of the last sound round, and the pairs of the bad
 * rounds are set aside. `rounds`: how many rounds back the fault began, this one counted.
 */
export function backReason(
  { spread, firstSpread, course }: Signs,
  { entropyDropMax, flatRoundsMax, rewardRiseMax }: Rules,
): { readonly reason: string; readonly rounds: number } | undefined {
  for (const kind of ["skills", "families"] as const) {
    const drop = entropyDrop(firstSpread[kind], spread[kind])
    if (drop <= entropyDropMax) continue
    const lost = `${percent(drop)} of the first round's, ${percent(entropyDropMax)} is borne`
    return { reason: `entropy: the spread over ${kind} has lost ${lost}`, rounds: 1 }
  }
  const rise = riseWithout(course.slice(-flatRoundsMax - 1))
  if (course.length <= flatRoundsMax || rise <= rewardRiseMax) return undefined
  const gained = `the proposer's reward rose by ${rise.toFixed(3)}`
  const reason = `gaming: ${gained} in ${flatRoundsMax} rounds in which no challenger was better`
  return { reason, rounds: flatRoundsMax }
}

/**
 * By how much the reward rose in every round after the first of these, nobody being promoted. A
 * solver that was taken back fares worse for that reason alone, so that a new count begins there.
 */
function riseWithout(course: readonly Step[]): number {
  if (course.some(({ isRolledBack }) => isRolledBack)) return 0
  const [before, ...rounds] = course
  let last = before
  for (const step of rounds) {
    if (step.isPromoted || last === undefined || step.meanReward <= last.meanReward) return 0
    last = step
  }
  return (last?.meanReward ?? 0) - (before?.meanReward ?? 0)
}

/** Nothing is wrong with what was decided, and going on would bring nothing or cost too much. */
export function stopReason(
  { course, heldRounds }: Signs,
  { heldRoundsMax, rolledBackMax }: Rules,
  spend: { readonly budget: Budget; readonly lastRound: number },
): string | undefined {
  const back = course.slice(-rolledBackMax)
  if (back.length === rolledBackMax && back.every(({ isRolledBack }) => isRolledBack)) {
    return `the run was rolled back in ${rolledBackMax} rounds in a row`
  }
  if (heldRounds >= heldRoundsMax) return `no challenger was promoted in ${heldRounds} rounds`
  const { budget, lastRound } = spend
  if (reserve(budget, lastRound) !== undefined) return undefined
  const left = Math.max(0, budget.limit - budget.spent)
  return `${left} of ${budget.limit} tokens are left, and the last round took ${lastRound}`
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}
