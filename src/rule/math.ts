/**
 * Exponential, logarithm and cosine from +, −, × and ÷ alone. JavaScript leaves the last bits of
 * Math.exp, Math.log and Math.cos to the engine; IEEE 754 defines the four operations to the bit,
 * so these give the same number everywhere, to rules and learner alike. Each is within 2 units in
 * the last place of the true value over the range it is used on.
 */

const LN2_HIGH = 0.6931471803691238 // the first 32 bits of ln 2, so that n · LN2_HIGH is exact
const LN2_LOW = 1.9082149292705877e-10
const EXP_ARGUMENT_MAX = 700 // e^700 ≈ 1e304, still finite

/** e^x; arguments are clamped to ±700. */
export function exp(x: number): number {
  const bounded = Math.min(EXP_ARGUMENT_MAX, Math.max(-EXP_ARGUMENT_MAX, x))
  const n = Math.round(bounded / (LN2_HIGH + LN2_LOW))
  const r = bounded - n * LN2_HIGH - n * LN2_LOW
  let sum = 1
  for (let k = 14; k >= 1; k--) sum = 1 + (sum * r) / k
  return n >= 0 ? sum * power(2, n) : sum / power(2, -n)
}

/**
 * ln x for a positive, normal x: x = m · 2^e with m in [√½, √2], and ln m = 2 artanh((m − 1) / (m
 * + 1)).
 */
export function log(x: number): number {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY) throw new RangeError(`log of ${x}`)
  let m = x
  let e = 0
  for (; m > Math.SQRT2; m /= 2) e++
  for (; m < Math.SQRT1_2; m *= 2) e--
  const s = (m - 1) / (m + 1)
  let sum = 0
  for (let k = 21; k >= 3; k -= 2) sum = (sum + 1 / k) * s * s
  return e * LN2_HIGH + (e * LN2_LOW + 2 * s * (1 + sum))
}

/** The cosine of so many whole turns: cosTurns(½) = −1. Reducing turns, not radians, is exact. */
export function cosTurns(turns: number): number {
  const t = turns - Math.floor(turns)
  const quarter = Math.round(t * 4)
  const angle = (t - quarter / 4) * 2 * Math.PI // within ±π/4
  const odd = quarter % 2 === 1
  const z = angle * angle
  let sum = 1
  for (let k = odd ? 17 : 18; k >= 2; k -= 2) sum = 1 - (sum * z) / (k * (k - 1))
  const value = odd ? angle * sum : sum
  return quarter === 1 || quarter === 2 ? -value : value
}

/** base^n for a whole n ≥ 0, by squaring. */
export function power(base: number, n: number): number {
  let result = 1
  let square = base
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square
    square *= square
  }
  return result
}
