import type { Rational } from "../rational.ts"

/**
 * A real number known up to a proven error: it lies within `radius` of `middle`, both counted in
 * units of 2^exponent. Middle and radius share the exponent, so that every operation is a few
 * bigint operations, and the radius is kept to 32 bits. Every operation rounds outwards: what holds
 * of the operands' true values holds of the result's. (Midpoint and radius rather than two ends:
 * half the work of interval ends at high precision; J. van der Hoeven, Ball arithmetic, 2009.)
 */
export interface Ball {
  readonly middle: bigint
  readonly radius: bigint
  readonly exponent: number
}

const RADIUS_BITS = 32 // more digits of an error say nothing
const GUARD_BITS = 64 // what a sum keeps below the working precision before it rounds
const POWER_EXPONENT_MAX = 2 ** 40 // far beyond what is compared, far below 2^53

// A double's exponent tells a bigint's length without writing its digits out.
const FLOAT = new Float64Array(1)
const WORDS = new Uint32Array(FLOAT.buffer)
const HIGH = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0

export const ZERO: Ball = { middle: 0n, radius: 0n, exponent: 0 }
export const ONE: Ball = { middle: 1n, radius: 0n, exponent: 0 }

/** The ball with its middle cut to so many bits, the cut added to its radius. */
export function round(middle: bigint, radius: bigint, exponent: number, bits: number): Ball {
  const cut = Math.max(bitLength(middle) - bits, bitLength(radius) - RADIUS_BITS)
  if (cut <= 0) return { middle, radius, exponent }
  const places = BigInt(cut)
  // The floor of the middle is less than one unit away, that of the radius, too.
  return { middle: middle >> places, radius: (radius >> places) + 2n, exponent: exponent + cut }
}

export function fromInteger(value: bigint, bits: number): Ball {
  return round(value, 0n, 0, bits)
}

export function fromRational({ numerator, denominator }: Rational, bits: number): Ball {
  if (denominator === 1n) return round(numerator, 0n, 0, bits)
  const shift = Math.max(0, bits + 2 - bitLength(numerator) + bitLength(denominator))
  return round((numerator << BigInt(shift)) / denominator, 1n, -shift, bits)
}

export function negate(a: Ball): Ball {
  return { middle: -a.middle, radius: a.radius, exponent: a.exponent }
}

export function add(a: Ball, b: Ball, bits: number): Ball {
  if (a.exponent < b.exponent) return add(b, a, bits)
  const gap = a.exponent - b.exponent
  if (gap === 0) return round(a.middle + b.middle, a.radius + b.radius, a.exponent, bits)
  if (isExactZero(a)) return round(b.middle, b.radius, b.exponent, bits)
  if (gap <= 2 * bits + GUARD_BITS) {
    const places = BigInt(gap)
    const middle = (a.middle << places) + b.middle
    return round(middle, (a.radius << places) + b.radius, b.exponent, bits)
  }
  // b is far below a: only what it has above the kept bits counts, the rest widens the radius.
  const kept = bits + GUARD_BITS
  const small = shiftRight(b, gap - kept)
  const places = BigInt(kept)
  const middle = (a.middle << places) + small.middle
  return round(middle, (a.radius << places) + small.radius, a.exponent - kept, bits)
}

export function subtract(a: Ball, b: Ball, bits: number): Ball {
  return add(a, negate(b), bits)
}

export function multiply(a: Ball, b: Ball, bits: number): Ball {
  const middle = a.middle * b.middle
  const exponent = a.exponent + b.exponent
  if (a.radius === 0n && b.radius === 0n) return round(middle, 0n, exponent, bits)
  const radius =
    magnitude(a.middle) * b.radius + magnitude(b.middle) * a.radius + a.radius * b.radius
  return round(middle, radius, exponent, bits)
}

/** Null where the divisor may be zero. |a/b − A/B| ≤ (r·|B| + |A|·s) / (|B|·(|B| − s)). */
export function divide(a: Ball, b: Ball, bits: number): Ball | null {
  const bottom = magnitude(b.middle)
  if (bottom <= b.radius) return null
  if (isExactZero(a)) return ZERO
  const top = magnitude(a.middle)
  const shift = Math.max(0, bits + 2 - bitLength(top) + bitLength(bottom))
  const places = BigInt(shift)
  const middle = (a.middle << places) / b.middle
  const error = (a.radius * bottom + top * b.radius) << places
  const radius = error === 0n ? 1n : error / (bottom * (bottom - b.radius)) + 2n
  return round(middle, radius, a.exponent - b.exponent - shift, bits)
}

/**
 * a^n by squaring, for a safe integer n (a^0 is 1, whatever a); null where n < 0 and a may be zero,
 * and where the exponent leaves its range.
 */
export function power(a: Ball, n: number, bits: number): Ball | null {
  if (Math.abs(n) * (Math.abs(a.exponent) + bitLength(a.middle) + 1) > POWER_EXPONENT_MAX) {
    return null
  }
  const inner = bits + 8 + Math.ceil(bitLength(BigInt(Math.abs(n))))
  let result = ONE
  let square = a
  for (let rest = Math.abs(n); rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = multiply(result, square, inner)
    if (rest > 1) square = multiply(square, square, inner)
  }
  return n < 0
    ? divide(ONE, result, bits)
    : round(result.middle, result.radius, result.exponent, bits)
}

/**
 * The n-th root of a ball without negative numbers, n ≥ 1; null where there may be some. The root's
 * slope falls, so over a ball [m − r, m + r] it is at most root(m − r) / (n·(m − r)).
 */
export function root(a: Ball, n: number, bits: number): Ball | null {
  const low = a.middle - a.radius
  if (low < 0n) return null
  if (isExactZero(a)) return ZERO
  if (low === 0n) {
    const high = root({ middle: a.middle + a.radius, radius: 0n, exponent: a.exponent }, n, bits)
    return fromZeroTo(high!)
  }
  const size = bitLength(a.middle)
  let shift = Math.max(0, n * (bits + 2) - size)
  const odd = modulo(a.exponent - shift, n)
  shift += odd
  const scaled = shift > 0 ? a.middle << BigInt(shift) : a.middle
  const middle = integerRoot(scaled, n)
  const index = BigInt(n)
  const error = a.radius === 0n ? 0n : ((middle + 1n) * a.radius) / (index * low) + 1n
  return round(middle, error + 1n, (a.exponent - shift) / n, bits)
}

/** The ball from 0 to the upper end of a ball. */
export function fromZeroTo(a: Ball): Ball {
  const high = a.middle + a.radius
  return { middle: high, radius: high, exponent: a.exponent - 1 }
}

/** Below zero, above zero, or 0 where both are possible. */
export function sign(a: Ball): -1 | 0 | 1 {
  return a.middle > a.radius ? 1 : -a.middle > a.radius ? -1 : 0
}

/** -1 and 1 are proved, 0 says that the balls overlap (or nearly so). */
export function compare(a: Ball, b: Ball): -1 | 0 | 1 {
  const bits = Math.max(bitLength(a.middle), bitLength(b.middle), RADIUS_BITS) + GUARD_BITS
  return sign(subtract(a, b, bits))
}

/** A ball around both. */
export function hull(a: Ball, b: Ball, bits: number): Ball {
  const gap = subtract(a, b, bits)
  const far = { middle: 0n, radius: magnitude(gap.middle) + gap.radius, exponent: gap.exponent }
  return add(b, far, bits)
}

/** Widens the radius by |error|'s largest value. */
export function widen(a: Ball, error: Ball, bits: number): Ball {
  const radius = magnitude(error.middle) + error.radius
  return add(a, { middle: 0n, radius, exponent: error.exponent }, bits)
}

export function absolute(a: Ball): Ball {
  const known = sign(a)
  if (known !== 0) return known > 0 ? a : negate(a)
  return fromZeroTo({ ...a, middle: magnitude(a.middle) })
}

/** a · 2^places, exactly. */
export function scale(a: Ball, places: number): Ball {
  return { middle: a.middle, radius: a.radius, exponent: a.exponent + places }
}

export function isExactZero(a: Ball): boolean {
  return a.middle === 0n && a.radius === 0n
}

/** The k for which every number of the ball is at most 2^k in size; −Infinity for zero itself. */
export function topExponent(a: Ball): number {
  return isExactZero(a)
    ? Number.NEGATIVE_INFINITY
    : bitLength(magnitude(a.middle) + a.radius) + a.exponent
}

/** The middle as a double, ±Infinity where it is too large for one. */
export function toNumber(a: Ball): number {
  const short = round(a.middle, 0n, a.exponent, 64)
  return Number(short.middle) * 2 ** short.exponent
}

/** Bits of the middle that the radius leaves certain: relative accuracy, at least 0. */
export function accuracy(a: Ball): number {
  if (a.radius === 0n) return Number.POSITIVE_INFINITY
  return Math.max(0, bitLength(a.middle) - bitLength(a.radius) - 1)
}

/** The exact ends as fractions, or null where they have more than so many bits. */
export function ends(a: Ball, bitsMax: number): readonly [Rational, Rational] | null {
  if (Math.abs(a.exponent) + bitLength(a.middle) > bitsMax) return null
  return [dyadic(a.middle - a.radius, a.exponent), dyadic(a.middle + a.radius, a.exponent)]
}

/** The one integer inside a ball narrower than 1, or null. */
export function integerInside(a: Ball): bigint | null {
  if (a.exponent > 0 || bitLength(a.radius) + a.exponent > -2) return null
  const places = BigInt(-a.exponent)
  const low = (a.middle - a.radius) >> places
  const high = (a.middle + a.radius) >> places
  return high === low ? null : high
}

/** value · 2^exponent as a fraction in lowest terms. */
export function dyadic(value: bigint, exponent: number): Rational {
  if (exponent >= 0) return { numerator: value << BigInt(exponent), denominator: 1n }
  if (value === 0n) return { numerator: 0n, denominator: 1n }
  const places = -exponent
  const even = Math.min(places, bitLength(value & -value) - 1)
  return { numerator: value >> BigInt(even), denominator: 1n << BigInt(places - even) }
}

/**
 * The floor of the n-th root of a value that is not negative: Newton's method from above, started
 * with the root of the upper half of the digits, so that each level takes a step or two.
 */
export function integerRoot(value: bigint, n: number): bigint {
  if (value < 2n || n === 1) return value
  const index = BigInt(n)
  const less = BigInt(n - 1)
  let guess = guessAbove(value, n)
  for (;;) {
    const next =
      n === 2 ? (guess + value / guess) >> 1n : (less * guess + value / guess ** less) / index
    if (next >= guess) return guess
    guess = next
  }
}

function guessAbove(value: bigint, n: number): bigint {
  const size = bitLength(value)
  const digits = Math.ceil(size / n)
  if (digits > 48) {
    const half = digits >> 1
    return (integerRoot(value >> BigInt(n * half), n) + 1n) << BigInt(half)
  }
  if (n === 2) return BigInt(Math.floor(Math.sqrt(Number(value)))) + 2n
  return 1n << BigInt(digits)
}

/** The number of binary digits of |value|, 0 for 0. */
export function bitLength(value: bigint): number {
  FLOAT[0] = Number(value)
  const exponent = (WORDS[HIGH]! >>> 20) & 0x7ff
  if (exponent === 0) return 0
  if (exponent === 0x7ff) {
    const digits = magnitude(value).toString(16)
    return digits.length * 4 + 28 - Math.clz32(Number.parseInt(digits[0]!, 16))
  }
  const length = exponent - 1022
  const power = (WORDS[HIGH]! & 0xfffff) === 0 && WORDS[1 - HIGH] === 0
  // The double may have been rounded up to a power of two.
  return power && length > 53 && magnitude(value) >> BigInt(length - 1) === 0n ? length - 1 : length
}

export function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value
}

function shiftRight(a: Ball, places: number): Ball {
  const cut = BigInt(places)
  return { middle: a.middle >> cut, radius: (a.radius >> cut) + 2n, exponent: a.exponent + places }
}

function modulo(a: number, n: number): number {
  return ((a % n) + n) % n
}
