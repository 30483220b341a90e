import type { Rational } from "../rational.ts"
import { constantForm, formOf, multiplyForms, plainOf, type Reading } from "./form.ts"
import { bitsOf, factorsOf } from "./integers.ts"
import { NO_POWER, productOfPowers } from "./powers.ts"
import { type Form, SCALE } from "./sum.ts"

const FACTOR_BITS_MAX = 256 // the largest integer that is taken apart under a root

/** A positive rational to a power, as whole numbers and fractional powers of primes. */
export function numberPower(reading: Reading, value: Rational, units: number): Form {
  if (value.numerator === value.denominator) return constantForm(1n)
  let result = constantForm(1n)
  for (const [whole, sign] of [[value.numerator, 1] as const, [value.denominator, -1] as const]) {
    if (bitsOf(whole) > FACTOR_BITS_MAX) throw NO_POWER
    reading.ring.spend(1 + bitsOf(whole))
    for (const { base, power, prime } of factorsOf(whole)) {
      if (!prime) throw NO_POWER
      const atom = reading.ring.atom("prime", `prime ${base}`, { sign: "positive", value: base })
      const drawn = reading.ring.monomial(atom, productOfPowers(sign * power * SCALE, units))
      result = multiplyForms(reading, result, formOf(drawn))
    }
  }
  return result
}

/** A power of a number that is too large to be written out: an atom for each of its primes. */
export function hugePower(reading: Reading, base: Form, power: Rational): Form {
  const { ring } = reading
  const plain = plainOf(base)
  if (plain === null || plain.numerator <= 0n || power.denominator !== 1n) throw NO_POWER
  if (plain.numerator === plain.denominator) return constantForm(1n)
  let result = constantForm(1n)
  for (const [whole, sign] of [[plain.numerator, 1n] as const, [plain.denominator, -1n] as const]) {
    if (bitsOf(whole) > FACTOR_BITS_MAX) throw NO_POWER
    for (const factor of factorsOf(whole)) {
      const key = `huge ${factor.base}^${sign * BigInt(factor.power) * power.numerator}`
      const atom = ring.atom("call", key, { sign: "positive" })
      result = multiplyForms(reading, result, formOf(ring.monomial(atom)))
    }
  }
  return result
}
