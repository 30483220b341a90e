import type { SolveRate } from "../record/solve-rate.ts"
import { exp } from "./math.ts"
import { tQuantile } from "./study-student.ts"

/** A two-sided interval for a share or for a difference of shares. */
export interface Interval {
  readonly low: number
  readonly high: number
}

const Z_95 = 1.959963984540054 // 97.5th percentile of the standard normal

/**
 * Wilson score interval for a share, 95 % by default (E. B. Wilson 1927, JASA 22:209). It stays
 * within [0, 1] and is honest at 0 of n, where the textbook interval has no width.
 */
export function wilson(rate: SolveRate, z = Z_95): Interval {
  if (rate.tried === 0) return { low: 0, high: 1 }
  const n = rate.tried
  const share = rate.correct / n
  const scale = 1 + (z * z) / n
  const centre = (share + (z * z) / (2 * n)) / scale
  const spread = (z / scale) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))
  // At the ends the two terms cancel exactly in theory and to the last bit only in practice.
  return {
    low: rate.correct === 0 ? 0 : Math.max(0, centre - spread),
    high: rate.correct === n ? 1 : Math.min(1, centre + spread),
  }
}

const Z_MAX = 8.3 // beyond it 1 − Φ(z) is less than half of the last bit of 1

/**
 * The z of a two-sided interval with this coverage: Φ(z) = (1 + coverage) / 2, by bisection on
 * Φ(z) = ½ + φ(z) · (z + z³/3 + z⁵/(3·5) + …) (G. Marsaglia 2004, J. Stat. Software 11:4).
 */
export function zOf(coverage: number): number {
  if (!(coverage > 0 && coverage < 1)) throw new RangeError(`no interval covers ${coverage}`)
  let low = 0
  let high = Z_MAX
  for (let step = 0; step < 56; step++) {
    const middle = (low + high) / 2
    if (coverageOf(middle) < coverage) low = middle
    else high = middle
  }
  return (low + high) / 2
}

const ROOT_2_PI = 2.5066282746310002 // √(2π)

function coverageOf(z: number): number {
  let term = z
  let sum = z
  for (let odd = 3; term > sum * 1e-17; odd += 2) {
    term *= (z * z) / odd
    sum += term
  }
  return (2 * sum * exp(-0.5 * z * z)) / ROOT_2_PI
}

/**
 * Upper 95 % bound of an error rate of which none was seen in n independent checks: 1 − 0.05^(1/n),
 * at most 3/n ("rule of three", Hanley & Lippman-Hand 1983, JAMA 249:1743).
 */
export function ruleOfThree(checked: number): number {
  return checked === 0 ? 1 : Math.min(1, 2.995732273553991 / checked)
}

/**
 * Exact one-sided McNemar test (Q. McNemar 1947): the odds of at least `gained` heads in
 * `gained + lost` tosses of a fair coin. Counted in integers and rounded up at the twelfth digit:
 * no rounding promotes anyone, and no p-value is zero.
 */
export function mcnemar(gained: number, lost: number): number {
  const n = gained + lost
  let choose = 1n // C(n, n)
  let tail = 0n
  for (let k = n; k >= gained; k--) {
    tail += choose
    choose = (choose * BigInt(k)) / BigInt(n - k + 1)
  }
  const digits = 1_000_000_000_000n
  const whole = 1n << BigInt(n)
  return Number((tail * digits + whole - 1n) / whole) / Number(digits)
}

/**
 * Difference of two paired shares with its 95 % interval (Wald interval for matched pairs, Agresti
 * & Min 2005, with one half added to each discordant cell so that it never has zero width).
 */
export function pairedGain(
  gained: number,
  lost: number,
  n: number,
): { gain: number; interval: Interval } {
  if (n === 0) return { gain: 0, interval: { low: -1, high: 1 } }
  const gain = (gained - lost) / n
  const b = gained + 0.5
  const c = lost + 0.5
  const total = n + 2
  const centre = (b - c) / total
  const spread = (Z_95 / total) * Math.sqrt(b + c - ((b - c) * (b - c)) / total)
  return { gain, interval: { low: centre - spread, high: centre + spread } }
}

/** Mean with its 95 % Student interval; meant for a handful of seeds. One seed bounds nothing. */
export function meanInterval(values: readonly number[]): { mean: number; interval: Interval } {
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  if (n < 2) return { mean, interval: { low: -Infinity, high: Infinity } }
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0)
  const spread = tQuantile(0.975, n - 1) * Math.sqrt(squares / (n - 1) / n)
  return { mean, interval: { low: mean - spread, high: mean + spread } }
}

/** The arithmetic mean; 0 of no values. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}
