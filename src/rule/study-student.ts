import { exp, log } from "./math.ts"

/**
 * Student's t for any positive degrees of freedom, from the four operations alone, so that an
 * interval has the same digits on every machine.
 */
export function tBelow(t: number, freedom: number): number {
  // Abramowitz & Stegun 26.7.1: the tails beyond ±t hold I_x(ν/2, ½) with x = ν/(ν + t²).
  const x = freedom / (freedom + t * t)
  const tails = incompleteBeta(x, freedom / 2, 0.5)
  return t < 0 ? tails / 2 : 1 - tails / 2
}

/** The odds of a value at least as far from 0 as this one, on either side. */
export function tBeyond(t: number, freedom: number): number {
  return incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5)
}

const T_MAX = 1e6 // beyond the 99.99th percentile even at one degree of freedom

/** The t below which lies this share: 0.975 gives the half-width of a 95 % interval. */
export function tQuantile(share: number, freedom: number): number {
  if (!(share > 0 && share < 1)) throw new RangeError(`no quantile at ${share}`)
  if (share < 0.5) return -tQuantile(1 - share, freedom)
  let low = 0
  let high = 1
  while (high < T_MAX && tBelow(high, freedom) < share) high *= 2
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = (low + high) / 2
    if (tBelow(middle, freedom) < share) low = middle
    else high = middle
  }
  return (low + high) / 2
}

const BISECTIONS = 60 // until the last bit
const FRACTION_TERMS_MAX = 500 // it takes about the root of the larger parameter
const TINY = 1e-300 // stands for a zero in a denominator, as Lentz's method asks

/** The regularised incomplete beta function by its continued fraction (DLMF 8.17.22). */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  // The fraction converges fast below the mean; above it, the mirror image does (DLMF 8.17.4).
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  const front = exp(lnGamma(a + b) - lnGamma(a) - lnGamma(b) + a * log(x) + b * log(1 - x))
  return (front * fraction(x, a, b)) / a
}

/** Lentz's method (Press et al., Numerical Recipes 3rd ed., §5.2 and §6.4). */
function fraction(x: number, a: number, b: number): number {
  let c = 1
  let d = 1 / notZero(1 - ((a + b) * x) / (a + 1))
  let value = d
  for (let m = 1; m <= FRACTION_TERMS_MAX; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / notZero(1 + even * d)
    c = notZero(1 + even / c)
    value *= c * d
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / notZero(1 + odd * d)
    c = notZero(1 + odd / c)
    value *= c * d
    if (Math.abs(c * d - 1) < 1e-15) return value
  }
  return value
}

function notZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value
}

/** C. Lanczos 1964, SIAM J. Numer. Anal. 1:86, with g = 7 and nine terms: 15 digits. */
const LANCZOS = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406,
  12.507343278686905, -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
] as const
const HALF_LN_2_PI = 0.9189385332046728

/** ln Γ(x) for x ≥ ½. */
export function lnGamma(x: number): number {
  const y = x - 1
  const sum = LANCZOS.reduce((total, term, i) => (i === 0 ? term : total + term / (y + i)), 0)
  const t = y + 7.5
  return HALF_LN_2_PI + (y + 0.5) * log(t) - t + log(sum)
}
