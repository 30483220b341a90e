import type { Rational } from "../rational.ts"
import { bitsOf } from "./integers.ts"
import { Beyond } from "./ring.ts"
import { SCALE } from "./sum.ts"

const UNITS_BITS_MAX = 50 // powers of about a million

export const NO_POWER = new Beyond("a power that the form does not hold")

/** A rational as a whole multiple of 1/SCALE, or the end of the canonical form. */
export function unitsOf(power: Rational): number {
  const scaled = power.numerator * BigInt(SCALE)
  if (scaled % power.denominator !== 0n) throw NO_POWER
  const units = scaled / power.denominator
  if (bitsOf(units) > UNITS_BITS_MAX) throw NO_POWER
  return Number(units)
}

/** (p / SCALE) · (q / SCALE) in units of 1/SCALE. */
export function productOfPowers(power: number, units: number): number {
  const product = BigInt(power) * BigInt(units)
  if (product % BigInt(SCALE) !== 0n) throw NO_POWER
  const result = product / BigInt(SCALE)
  if (bitsOf(result) > UNITS_BITS_MAX) throw NO_POWER
  return Number(result)
}
