import type { Rational } from "../kernel/rational.ts"

/**
 * Numbers as whole multiples of 2^-BITS, for sums of series. Every step is off by less than one
 * unit, so that a thousand steps leave 2^-300.
 */
export const BITS = 320n
const ONE = 1n << BITS

export function fixed({ numerator, denominator }: Rational): bigint {
  return (numerator << BITS) / denominator
}

export function timesFixed(a: bigint, b: bigint): bigint {
  return (a * b) >> BITS
}

/** Whether two numbers differ by less than 2^-150. */
export function areNear(a: bigint, b: bigint): boolean {
  const gap = a > b ? a - b : b - a
  return gap < 1n << (BITS - NEAR_BITS)
}

const NEAR_BITS = 150n
/** Decimal digits behind the point in which such numbers agree. */
export const NEAR_DIGITS = 45

/** e^n for a whole number: the power series of 1/e or e, then powers. */
export function expOf(n: number): bigint {
  let [sum, term] = [ONE, ONE]
  const x = fixed({ numerator: BigInt(n), denominator: 1n })
  for (let i = 1n; term > 1n || term < -1n; i++) {
    term = timesFixed(term, x) / i
    sum += term
  }
  return sum
}

/** ln r for a positive rational: 2 artanh((r - 1)/(r + 1)), halving r towards 1 first. */
export function lnOf({ numerator, denominator }: Rational): bigint {
  let [top, bottom, twos] = [numerator, denominator, 0n]
  for (; top > 2n * bottom; twos++) bottom *= 2n
  for (; 2n * top < bottom; twos--) top *= 2n
  return twos * doubleArtanh(1n, 3n) + doubleArtanh(top - bottom, top + bottom)
}

/** 2(z + z^3/3 + z^5/5 + …) for z = top/bottom with |z| ≤ 1/3. */
export function doubleArtanh(top: bigint, bottom: bigint): bigint {
  let [sum, power] = [0n, (2n * (top << BITS)) / bottom]
  for (let i = 1n; power !== 0n && power !== -1n; i += 2n) {
    sum += power / i
    power = (power * top * top) / (bottom * bottom)
  }
  return sum
}

/** Machin's formula: π/4 = 4 arctan(1/5) − arctan(1/239). */
export function piFixed(): bigint {
  return 4n * (4n * arctanOne(5n) - arctanOne(239n))
}

function arctanOne(below: bigint): bigint {
  let [sum, power, sign] = [0n, ONE / below, 1n]
  for (let i = 1n; power > 0n; i += 2n) {
    sum += (sign * power) / i
    power /= below * below
    sign = -sign
  }
  return sum
}
