import type { Contrast } from "./study-contrast.ts"
import { detectable, seedsNeeded } from "./study-power.ts"

/** What is asked of the data before a study says a word. */
export interface VerdictRule {
  /** Level of each test, after correction for all that were made. */
  readonly alpha: number
  /** The smallest difference worth knowing, as a share: 0.03 is three points. */
  readonly smallest: number
  /** Odds of finding that difference, for the number of seeds that is asked for. */
  readonly power: number
}

export const VERDICT_RULE: VerdictRule = { alpha: 0.05, smallest: 0.03, power: 0.8 }

export interface StudyVerdict {
  /** `alike`: the whole interval lies within the smallest difference worth knowing. */
  readonly outcome: "beats" | "loses" | "alike" | "cannot-tell"
  readonly sentence: string
  /** After Holm's correction for all comparisons of the study. */
  readonly pAdjusted: number
  /** Seeds that would show the smallest difference worth knowing; absent where none would. */
  readonly seedsNeeded?: number
  /** The difference that these seeds show with the rule's power, beside all other comparisons. */
  readonly detectable: number
}

export interface Comparison {
  readonly of: string
  readonly against: string
  readonly contrast: Contrast
  /** Seeds under which both arms ended with the very same weights. */
  readonly same?: number
}

/** One comparison alone. */
export function verdictOf(comparison: Comparison, rule = VERDICT_RULE): StudyVerdict {
  return verdictsOf([comparison], rule)[0]!
}

/** All comparisons of a study: each must hold beside the others. */
export function verdictsOf(
  comparisons: readonly Comparison[],
  rule = VERDICT_RULE,
): StudyVerdict[] {
  const adjusted = holm(comparisons.map(({ contrast }) => contrast.pValue))
  return comparisons.map((one, at) => decide(one, adjusted[at]!, comparisons.length, rule))
}

/**
 * p-values that may be held against one level together: the chance that any false one passes stays
 * below it, however they depend on each other (S. Holm 1979, Scandinavian J. Statistics 6:65).
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, at) => at).sort((a, b) => pValues[a]! - pValues[b]!)
  const adjusted = new Array<number>(pValues.length)
  let largest = 0
  order.forEach((at, rank) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[at]!))
    adjusted[at] = largest
  })
  return adjusted
}

function decide(
  { of, against, contrast, same = 0 }: Comparison,
  pAdjusted: number,
  tests: number,
  rule: VerdictRule,
): StudyVerdict {
  const { gain, interval, seeds } = contrast
  // One and the same checkpoint tells two arms neither apart nor alike, and a single seed in which
  // they differ does not say by how much they may.
  if (seeds > 1 && seeds - same < 2) {
    const where = same === seeds ? `all ${seeds} seeds` : `${same} of ${seeds} seeds`
    const why = `both end with the very same weights in ${where}`
    const sentence = `cannot tell ${of} from ${against}: ${why}`
    return { outcome: "cannot-tell", sentence, pAdjusted, detectable: Infinity }
  }
  // The level that a comparison is sure to be held to, whatever becomes of the others: Holm's
  // strictest. Seeds that are enough for one comparison alone are too few for one of twelve.
  const level = rule.alpha / tests
  const needed = seedsNeeded(contrast, rule.smallest, level, rule.power)
  const told = {
    pAdjusted,
    detectable: detectable(contrast, seeds, level, rule.power),
    ...(needed !== undefined && { seedsNeeded: needed }),
  }
  if (pAdjusted <= rule.alpha) {
    const size = `${points(Math.abs(gain))} points`
    const { low, high } = gain > 0 ? interval : { low: -interval.high, high: -interval.low }
    const measured = `by ${size} [${points(low)}, ${points(high)}], ${seeds} seeds`
    return gain > 0
      ? { outcome: "beats", sentence: `${of} beats ${against} ${measured}`, ...told }
      : { outcome: "loses", sentence: `${of} loses to ${against} ${measured}`, ...told }
  }
  const found = `${signed(gain)} [${signed(interval.low)}, ${signed(interval.high)}]`
  if (-rule.smallest < interval.low && interval.high < rule.smallest) {
    const within = `within ${points(rule.smallest)} points of each other`
    const sentence = `${of} and ${against} are ${within}: ${found}, ${seeds} seeds`
    return { outcome: "alike", sentence, ...told }
  }
  const why = refusal(contrast, { pAdjusted, tests, needed, rule })
  return { outcome: "cannot-tell", sentence: `cannot tell ${of} from ${against}: ${why}`, ...told }
}

interface Refusal {
  readonly pAdjusted: number
  readonly tests: number
  readonly needed: number | undefined
  readonly rule: VerdictRule
}

function refusal(contrast: Contrast, about: Refusal): string {
  const { gain, interval, pValue, seeds } = contrast
  const { tests, needed, rule, pAdjusted } = about
  if (seeds < 2) return "one seed bounds nothing; run five or more"
  const half = (interval.high - interval.low) / 2
  const margin = `${signed(gain)} ±${points(half)} at ${seeds} seeds`
  const worth = `a difference of ${points(rule.smallest)}`
  const remedy =
    needed === undefined
      ? `no number of seeds would show ${worth}: the set has too few items`
      : needed <= seeds
        ? `${worth} would have shown at ${needed} seeds`
        : `${needed} seeds would do, for ${worth}`
  if (pValue <= rule.alpha) {
    const among = `among ${tests} comparisons p is ${pAdjusted.toFixed(3)}`
    return `${margin} would do alone, but ${among}; ${remedy}`
  }
  return `${margin}; ${remedy}`
}

function points(share: number): string {
  const text = (100 * Math.abs(share)).toFixed(1)
  return share < 0 && text !== "0.0" ? `−${text}` : text
}

function signed(share: number): string {
  return share > 0 ? `+${points(share)}` : points(share)
}
