import type { SolveRate } from "../record/solve-rate.ts"
import { type Interval, wilson, zOf } from "./statistics.ts"

export interface SamplingRule {
  /** Attempts of the first wave, and attempts at most. */
  readonly min: number
  readonly max: number
  /** The band of solve rates that the gate keeps, both ends in it. */
  readonly bandMin: number
  readonly bandMax: number
  /** Coverage of the interval at one look, for example 0.9. */
  readonly confidence: number
}

/**
 * How many more attempts a problem gets: none once its interval (Wilson's) lies wholly inside or
 * wholly outside the band, none beyond `max`, and otherwise as many again as it has had. `rate`
 * counts what was decided, `made` every attempt: one that nobody could judge costs just as much.
 *
 * Doubling keeps the number of looks at log2(max / min) + 1, so that peeking inflates the error of
 * one look little, and lets a wave go out as one batch. With ten attempts for everything, a problem
 * of p = 0.9 enters the band 0.3–0.8 in 26 % of all cases; what adaptive attempts make of that is
 * measured exactly in test/rule/sampling.test.ts.
 */
export function nextSeats(rate: SolveRate, made: number, rule: SamplingRule): number {
  if (made >= rule.max) return 0
  if (made < rule.min) return Math.min(rule.min, rule.max) - made
  if (bandSide(wilson(rate, zOf(rule.confidence)), rule) !== "open") return 0
  return Math.min(made, rule.max - made)
}

/** Where an interval lies against the band; `open` while it has points on both sides. */
export function bandSide(
  { low, high }: Interval,
  { bandMin, bandMax }: Pick<SamplingRule, "bandMin" | "bandMax">,
): "inside" | "outside" | "open" {
  if (low >= bandMin && high <= bandMax) return "inside"
  if (high < bandMin || low > bandMax) return "outside"
  return "open"
}
