import type { Fate } from "../agent.ts"
import type { Paid } from "../record/event.ts"
import type { Problem } from "../record/problem.ts"
import type { RewardName } from "../record/recipe.ts"
import type { SolveRate } from "../record/solve-rate.ts"
import { reward } from "./reward.ts"

const TERMS = ["repetition", "format", "tool"] as const
export type TermName = (typeof TERMS)[number]

/** The recipe's `proposer.terms`: what each term is multiplied by before it is added. */
export type TermWeights = { readonly [Term in TermName]?: number | undefined }

/**
 * All that a reward is computed from. Every field is counted by the run from records that it made
 * itself: identities by the verifier, refusals by the screen, tool uses by the journal. No text of
 * a model is among them, so none can claim anything.
 */
export interface RewardRecord {
  readonly rate: SolveRate
  /** The solve rate of the problem's skill and level before this round. */
  readonly before?: SolveRate | undefined
  /** Problems admitted this round that are like this one, itself counted, and all of them. */
  readonly alike: { readonly problems: number; readonly of: number }
  /** Proposals of the call that this problem came from, and those of them that were malformed. */
  readonly proposals?: { readonly made: number; readonly malformed: number } | undefined
  /** Executed tool uses of each attempt at this problem. */
  readonly uses?: readonly number[] | undefined
}

/**
 * What a proposer is paid for one problem: its reward for the solve rate, plus every configured
 * term times its weight. With all weights 1 and `uncertainty` this is the sum in Agent0's code
 * (arXiv 2511.16043), with the tool term from executed uses as in its paper: the code counts
 * a string that the proposer may write itself.
 */
export function rewardOf(name: RewardName, weights: TermWeights, record: RewardRecord): Paid {
  const base = reward(name, record.rate, record.before)
  const configured = TERMS.filter((term) => weights[term] !== undefined)
  const terms = Object.fromEntries(configured.map((term) => [term, worthOf(term, record)]))
  const paid = configured.reduce((sum, term) => sum + weights[term]! * terms[term]!, base)
  return { reward: paid, base, terms }
}

function worthOf(term: TermName, { rate, alike, proposals, uses = [] }: RewardRecord): number {
  switch (term) {
    case "repetition":
      return 0 - shareIn(alike.problems, alike.of)
    case "format":
      return 0 - shareIn(proposals?.malformed ?? 0, proposals?.made ?? 0)
    case "tool":
      // Where nobody could judge an attempt, using tools on it earns nothing either.
      return rate.tried === 0 ? 0 : toolBonus(uses)
  }
}

const TOOL_BONUS = 0.05 // for one use, and
const TOOL_USES_MAX = 4 // no more than so many an attempt: Agent0's code

function toolBonus(uses: readonly number[]): number {
  const counted = uses.reduce((sum, count) => sum + Math.min(count, TOOL_USES_MAX), 0)
  return TOOL_BONUS * shareIn(counted, uses.length)
}

/**
 * How many of a round's admitted problems are like each, itself counted: those of its family, or of
 * its neighbourhood where that is larger. R-Zero (arXiv 2508.05004) clusters wordings, which
 * another wording escapes; a family and a canonical form are the verifier's and have no wording.
 */
export function countAlike(
  admitted: readonly Pick<Problem, "skill" | "family" | "canonical">[],
): RewardRecord["alike"][] {
  const names = admitted.map((problem) => [
    `family ${problem.family}`,
    `near ${problem.skill} ${neighbourhood(problem.canonical)}`,
  ])
  const counts = new Map<string, number>()
  for (const name of names.flat()) counts.set(name, (counts.get(name) ?? 0) + 1)
  return names.map((own) => ({
    problems: Math.max(...own.map((name) => counts.get(name)!)),
    of: admitted.length,
  }))
}

/** A canonical form with only the first digit and the length of every number: 12+345 is 1_+3__. */
function neighbourhood(canonical: string): string {
  return canonical.replace(/\d+/g, (digits) => digits[0]! + "_".repeat(digits.length - 1))
}

const MALFORMED: ReadonlySet<string> = new Set([
  "malformed-spec",
  "unknown-skill",
  "other-skill",
  // Of a statement in the model's own words:
  "no-statement",
  "too-long",
  "hidden-characters",
  "markup",
])

/** How many of a call's proposals the screen refused for their form, before what they ask. */
export function countMalformed(fates: readonly Fate[]): { made: number; malformed: number } {
  const malformed = fates.filter((fate) => "refused" in fate && MALFORMED.has(fate.refused)).length
  return { made: fates.length, malformed }
}

const EFFECT_MIN = 1e-9 // a smaller difference of rewards moves no policy

/**
 * Configured terms without a measurable effect: with their weight they paid every problem of the
 * round alike. So did the reward itself where `reward` is named. One problem shows no difference.
 */
export function deadTerms(weights: TermWeights, rows: readonly Paid[]): (TermName | "reward")[] {
  if (rows.length < 2) return []
  const configured = TERMS.filter((term) => weights[term] !== undefined)
  const dead = configured.filter((term) => {
    const effects = rows.map(({ terms }) => weights[term]! * (terms[term] ?? 0))
    return spread(effects) < EFFECT_MIN
  })
  return spread(rows.map(({ base }) => base)) < EFFECT_MIN ? ["reward", ...dead] : dead
}

/** The alarm of a round for a term that `deadTerms` names. */
export function deadTermAlarm(term: TermName | "reward"): string {
  return `reward-without-effect:${term}`
}

function spread(values: readonly number[]): number {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return high - low
}

function shareIn(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}
