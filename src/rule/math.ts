/**
 * Transcendental functions from basic arithmetic only. `Math.exp`, `Math.log` and `Math.cos` may
 * differ in the last bit between JavaScript engines, and a run must not.
 */

const LN2_HIGH = 0.6931471803691238 // ln 2 split in two (fdlibm), so that k·LN2_HIGH is exact
const LN2_LOW = 1.90821492927058e-10
const EXP_ARGUMENT_MAX = 700 // e^700 ≈ 1e304, still finite

/** e^x, relative error below 1e-14; arguments are clamped to ±700. */
export function exp(x: number): number {
  const bounded = Math.min(EXP_ARGUMENT_MAX, Math.max(-EXP_ARGUMENT_MAX, x))
  const k = Math.round(bounded / (LN2_HIGH + LN2_LOW))
  const r = bounded - k * LN2_HIGH - k * LN2_LOW
  let term = 1
  let sum = 1
  // Taylor: |r| <= 0.347, so the 18th term is below 1e-23.
  for (let n = 1; n <= 18; n++) {
    term *= r / n
    sum += term
  }
  return scaleByPowerOfTwo(sum, k)
}

/** Natural logarithm of a positive normal number, relative error below 1e-14. */
export function log(x: number): number {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY) throw new RangeError(`log of ${x}`)
  let mantissa = x
  let exponent = 0
  while (mantissa >= Math.SQRT2) {
    mantissa /= 2
    exponent++
  }
  while (mantissa < Math.SQRT1_2) {
    mantissa *= 2
    exponent--
  }
  const s = (mantissa - 1) / (mantissa + 1)
  const square = s * s
  let power = s
  let sum = 0
  // ln m = 2·artanh((m−1)/(m+1)); |s| <= 0.172, so the 15th term is below 1e-23.
  for (let n = 1; n <= 29; n += 2) {
    sum += power / n
    power *= square
  }
  return 2 * sum + exponent * LN2_LOW + exponent * LN2_HIGH
}

/** Cosine for |x| up to a few turns, absolute error below 1e-14. */
export function cos(x: number): number {
  const turn = 2 * Math.PI
  const r = x - turn * Math.round(x / turn)
  const square = r * r
  let term = 1
  let sum = 1
  for (let n = 2; n <= 40; n += 2) {
    term *= -square / (n * (n - 1))
    sum += term
  }
  return sum
}

function scaleByPowerOfTwo(value: number, power: number): number {
  let scaled = value
  for (let n = power; n > 0; n--) scaled *= 2
  for (let n = power; n < 0; n++) scaled /= 2
  return scaled
}
