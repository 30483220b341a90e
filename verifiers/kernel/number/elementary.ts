import {
  absolute,
  add,
  type Ball,
  bitLength,
  divide,
  isExactZero,
  magnitude,
  multiply,
  negate,
  ONE,
  root,
  round,
  scale,
  sign,
  subtract,
  topExponent,
  widen,
  ZERO,
} from "./ball.ts"
import {
  arctanFixed,
  cosSinFixed,
  eFixed,
  expFixed,
  FIXED_ERROR,
  ln2Fixed,
  lnFixed,
  piFixed,
} from "./fixed.ts"

/**
 * Elementary functions of balls. Each takes the function of the middle in fixed point, with a
 * proven error, and adds what the function may change over the radius: the radius times the
 * largest slope. Null says that the ball reaches where the function is not defined, or too far to
 * be computed.
 */

const EXP_TOP_MAX = 34 // |x| < 2^34: results keep exponents far below 2^53
const ANGLE_TOP_MAX = 8192 // an angle below 2^8192 is reduced with as many digits of π
const GUARD = 10 // places beyond the working precision; covers a few dozen units of error

/** e^x = 2^n · e^(x − n·ln 2). */
export function exp(a: Ball, bits: number): Ball | null {
  const top = topExponent(a)
  if (top > EXP_TOP_MAX || topExponent(errorOf(a)) > 0) return null
  const places = bits + GUARD + Math.max(0, top)
  const ln2 = ln2Fixed(places)
  const x = toFixed(a, places)
  const n = floorDivide(x, ln2)
  const value = expFixed(x - n * ln2, places)
  // The argument is off by one unit and by FIXED_ERROR a multiple of ln 2; the slope is below 2.
  const radius = 2n * (1n + FIXED_ERROR * magnitude(n)) + 2n * FIXED_ERROR
  const exact = round(value, radius, Number(n) - places, bits)
  if (a.radius === 0n) return exact
  // e^(m ± r) = e^m · (1 ± 2r) for r ≤ 1.
  const share = { middle: 0n, radius: 2n * a.radius, exponent: a.exponent }
  return multiply(exact, add(ONE, share, bits), bits)
}

/**
 * ln (f · 2^n) = n·ln 2 + ln f, f between ¾ and 3/2; the slope over [m − r, m + r] is 1/(m − r).
 */
export function ln(a: Ball, bits: number): Ball | null {
  if (sign(a) <= 0) return null
  const size = bitLength(a.middle)
  const low = size > 1 && ((a.middle >> BigInt(size - 2)) & 1n) === 0n
  const n = a.exponent + size - (low ? 1 : 0)
  const exact = { middle: a.middle, radius: 0n, exponent: a.exponent }
  const offset = n === 0 ? topExponent(subtract(exact, ONE, size + GUARD)) : 0
  if (offset === Number.NEGATIVE_INFINITY && a.radius === 0n) return ZERO
  // Near 1 the logarithm is small, and needs as many more places.
  const places = bits + GUARD + bitLength(BigInt(n)) + Math.min(4 * bits, Math.max(0, -offset))
  const f = toFixed({ ...exact, exponent: a.exponent - n }, places)
  const value = BigInt(n) * ln2Fixed(places) + lnFixed(f, places)
  const error = FIXED_ERROR * (magnitude(BigInt(n)) + 1n) + 2n
  const result = round(value, error, -places, bits)
  const bottom = { middle: a.middle - a.radius, radius: 0n, exponent: a.exponent }
  return widen(result, divide(errorOf(a), bottom, 32)!, bits)
}

/** [cos a, sin a]: a quarter turn n and a rest, both functions' slopes at most 1. */
export function cosSin(a: Ball, bits: number): readonly [Ball, Ball] | null {
  const top = topExponent(a)
  if (top > ANGLE_TOP_MAX) return null
  if (top < -bits) {
    // |sin a − a| ≤ |a|³ and |cos a − 1| ≤ a².
    const square = multiply(a, a, 32)
    return [widen(ONE, square, bits), widen(a, multiply(square, a, 32), bits)]
  }
  const places = bits + GUARD + Math.abs(top)
  const quarter = piFixed(places + 1) >> 2n
  const x = toFixed(a, places)
  const n = floorDivide(x, quarter)
  const [cos, sin] = cosSinFixed(x - n * quarter, places)
  const error = FIXED_ERROR * (magnitude(n) + 1n) + 2n
  const turned = n & 3n
  const pair = turned === 0n ? [cos, sin] : turned === 1n ? [-sin, cos] : null
  const [c, s] = pair ?? (turned === 2n ? [-cos, -sin] : [sin, -cos])
  return [c!, s!].map((value) =>
    widen(round(value, error, -places, bits), errorOf(a), bits),
  ) as unknown as readonly [Ball, Ball]
}

/** arctan a; for |a| > 1 as a quarter turn less arctan 1/a. */
export function arctan(a: Ball, bits: number): Ball {
  if (sign(a) === 0) return widen(ZERO, a, bits) // |arctan a| ≤ |a|
  if (a.middle < 0n) return negate(arctan(negate(a), bits))
  const top = topExponent(a)
  if (top < -bits) return widen(a, multiply(multiply(a, a, 32), a, 32), bits)
  const exact = { middle: a.middle, radius: 0n, exponent: a.exponent }
  const places = bits + GUARD + Math.max(0, -top)
  if (sign(subtract(exact, ONE, bits)) <= 0) {
    const value = arctanFixed(toFixed(exact, places), places)
    return widen(round(value, FIXED_ERROR + 1n, -places, bits), errorOf(a), bits)
  }
  const inverse = divide(ONE, exact, places)!
  const value = (piFixed(places) >> 1n) - arctanFixed(toFixed(inverse, places), places)
  // A unit each for the halved π, the cut of 1/a and its own error.
  const result = round(value, 2n * FIXED_ERROR + 4n, -places, bits)
  const bottom = { middle: a.middle - a.radius, radius: 0n, exponent: a.exponent }
  const slope = divide(ONE, multiply(bottom, bottom, 32), 32)!
  return widen(result, multiply(errorOf(a), top > 1 ? slope : ONE, 32), bits)
}

export function pi(bits: number): Ball {
  return round(piFixed(bits + 4), FIXED_ERROR, -(bits + 4), bits)
}

export function e(bits: number): Ball {
  return round(eFixed(bits + 4), FIXED_ERROR, -(bits + 4), bits)
}

export function tan(a: Ball, bits: number): Ball | null {
  const pair = cosSin(a, bits)
  return pair && divide(pair[1], pair[0], bits)
}

/** arcsin a = arctan (a / √(1 − a²)); null where a may leave (−1, 1). */
export function arcsin(a: Ball, bits: number): Ball | null {
  const rest = root(multiply(subtract(ONE, a, bits), add(ONE, a, bits), bits), 2, bits)
  const slope = rest && divide(a, rest, bits)
  return slope && arctan(slope, bits)
}

/** arccos a = π/2 − arcsin a, or 2·arctan √((1 − a) / (1 + a)), which is sharp near 1. */
export function arccos(a: Ball, bits: number): Ball | null {
  const share = divide(subtract(ONE, a, bits), add(ONE, a, bits), bits)
  const half = share && root(share, 2, bits)
  return half && scale(arctan(half, bits), 1)
}

/** (e^a − e^−a) / 2, with more digits where a is small and the two nearly cancel. */
export function sinh(a: Ball, bits: number): Ball | null {
  const inner = bits + smallness(a, bits)
  const up = exp(a, inner)
  const down = up && divide(ONE, up, inner)
  return down && scale(subtract(up, down, bits), -1)
}

export function cosh(a: Ball, bits: number): Ball | null {
  const up = exp(a, bits)
  const down = up && divide(ONE, up, bits)
  return down && scale(add(up, down, bits), -1)
}

/** 1 − 2 / (e^2a + 1) for positive a, and tanh (−a) = −tanh a. */
export function tanh(a: Ball, bits: number): Ball | null {
  if (a.middle < 0n) {
    const mirrored = tanh(negate(a), bits)
    return mirrored && negate(mirrored)
  }
  const inner = bits + smallness(a, bits)
  const up = exp(scale(a, 1), inner)
  const share = up && divide(scale(ONE, 1), add(up, ONE, inner), inner)
  return share && subtract(ONE, share, bits)
}

/** ln (a + √(a² + 1)) for positive a, and arsinh (−a) = −arsinh a. */
export function arsinh(a: Ball, bits: number): Ball | null {
  if (a.middle < 0n) {
    const mirrored = arsinh(negate(a), bits)
    return mirrored && negate(mirrored)
  }
  const inner = bits + smallness(a, bits)
  const side = root(add(multiply(a, a, inner), ONE, inner), 2, inner)
  return side && ln(add(a, side, inner), bits)
}

/** ln (a + √(a² − 1)); null where a may be below 1. */
export function arcosh(a: Ball, bits: number): Ball | null {
  const side = root(multiply(subtract(a, ONE, bits), add(a, ONE, bits), bits), 2, bits)
  return side && ln(add(a, side, bits), bits)
}

/** ½ · ln ((1 + a) / (1 − a)); null where a may leave (−1, 1). */
export function artanh(a: Ball, bits: number): Ball | null {
  const inner = bits + smallness(a, bits)
  const share = divide(add(ONE, a, inner), subtract(ONE, a, inner), inner)
  const log = share && ln(share, bits)
  return log && scale(log, -1)
}

/** base^exponent for a positive base: e^(exponent · ln base). */
export function positivePower(base: Ball, exponent: Ball, bits: number): Ball | null {
  const log = ln(base, bits + 8)
  if (!log) return null
  const top = topExponent(multiply(log, exponent, 32))
  if (top > EXP_TOP_MAX) return null
  const inner = bits + 8 + Math.max(0, top)
  const sharper = inner > bits + 8 ? ln(base, inner)! : log
  return exp(multiply(sharper, exponent, inner), bits)
}

/** Extra bits for an argument near zero, where a function's leading terms cancel. */
function smallness(a: Ball, bits: number): number {
  if (isExactZero(a)) return 0
  return Math.min(2 * bits, Math.max(0, -topExponent(absolute(a))))
}

/** The radius as a number. */
export function errorOf(a: Ball): Ball {
  return { middle: a.radius, radius: 0n, exponent: a.exponent }
}

/** The middle in fixed point, at most one unit too low. */
function toFixed(a: Ball, places: number): bigint {
  const shift = a.exponent + places
  return shift >= 0 ? a.middle << BigInt(shift) : a.middle >> BigInt(-shift)
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b
  return quotient * b > a ? quotient - 1n : quotient
}
