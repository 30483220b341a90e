import type { Rational } from "../rational.ts"
import * as rationals from "../rational.ts"
import type { Ring } from "./ring.ts"
import { ONE, SCALE, type Sum } from "./sum.ts"

const DEGREE_MAX = 24 // of the polynomials whose common divisor is taken

/** Whether two products of sums are zero at the same points; false also where it is not known. */
export function haveSameRoots(ring: Ring, left: readonly Sum[], right: readonly Sum[]): boolean {
  const [a, b] = [left, right].map((sums) => {
    return polynomialOf(
      ring,
      sums.reduce((product, sum) => ring.multiply(product, sum), ONE),
    )
  })
  if (a === undefined || b === undefined || a === null || b === null) return false
  if (a.id !== null && b.id !== null && a.id !== b.id) return false
  const [one, two] = [squareFree(a.coefficients), squareFree(b.coefficients)]
  if (one.length !== two.length) return false
  return one.every((value, at) => rationals.equal(value, two[at]!))
}

/** Coefficients from the constant up of a sum in one unknown with whole powers. */
function polynomialOf(
  ring: Ring,
  sum: Sum,
): { id: number | null; coefficients: Rational[] } | null {
  const coefficients: Rational[] = []
  let name: number | null = null
  for (const { coefficient, ids, powers } of sum.values()) {
    const [id] = ids
    if (ids.length > 1 || (id !== undefined && ring.atoms[id]!.kind !== "symbol")) return null
    if (id !== undefined && name !== null && name !== id) return null
    name = id ?? name
    const power = id === undefined ? 0 : powers[0]! / SCALE
    if (!Number.isInteger(power) || power < 0 || power > DEGREE_MAX) return null
    while (coefficients.length <= power) coefficients.push(rationals.rational(0n))
    coefficients[power] = coefficient
  }
  return { id: name, coefficients }
}

/** The product of the distinct factors, leading coefficient 1: p / gcd(p, p′). */
function squareFree(coefficients: readonly Rational[]): Rational[] {
  const slope = coefficients
    .slice(1)
    .map((value, at) => rationals.multiply(value, rationals.rational(BigInt(at + 1))))
  return monic(divided(coefficients, commonDivisor(coefficients, slope)).quotient)
}

function commonDivisor(a: readonly Rational[], b: readonly Rational[]): readonly Rational[] {
  let [larger, smaller] = [a, b]
  while (smaller.length > 0) [larger, smaller] = [smaller, monic(divided(larger, smaller).rest)]
  return larger
}

function divided(top: readonly Rational[], bottom: readonly Rational[]) {
  const rest = [...top]
  const quotient: Rational[] = []
  const lead = bottom.at(-1)!
  for (let at = top.length - bottom.length; at >= 0; at--) {
    const by = rationals.divide(rest[at + bottom.length - 1]!, lead)
    quotient.unshift(by)
    for (const [k, value] of bottom.entries()) {
      rest[at + k] = rationals.subtract(rest[at + k]!, rationals.multiply(by, value))
    }
  }
  while (rest.length > 0 && rest.at(-1)!.numerator === 0n) rest.pop()
  return { quotient, rest }
}

function monic(coefficients: readonly Rational[]): Rational[] {
  const lead = coefficients.at(-1)
  return lead === undefined ? [] : coefficients.map((value) => rationals.divide(value, lead))
}
