import * as rationals from "../rational.ts"
import type { Ring } from "./ring.ts"
import { type Atom, type Form, SCALE, type Sign, type Sum, type Term, UNITY } from "./sum.ts"

/** What is known of the values of a sum, wherever it is defined. */
export function signOfSum(ring: Ring, sum: Sum): Sign {
  let sign: Sign | "none" = "none"
  for (const term of sum.values()) {
    sign = joined(sign, signOfTerm(ring, term))
    if (sign === null) return null
  }
  return sign === "none" ? null : sign
}

export function signOfTerm(ring: Ring, term: Term): Sign {
  let negative = term.coefficient.numerator < 0n
  let strict = true
  for (let at = 0; at < term.ids.length; at++) {
    const atom = ring.atoms[term.ids[at]!]!
    if (!isRealPower(ring, atom, term.powers[at]!)) return null
    const sign = signOfPower(atom, term.powers[at]!)
    if (sign === null) return null
    if (sign === "negative") negative = !negative
    if (sign === "nonnegative") strict = false
  }
  if (negative) return strict ? "negative" : null
  return strict ? "positive" : "nonnegative"
}

/** Even powers and even roots are not negative; odd powers have the sign of the atom. */
export function signOfPower(atom: Atom, power: number): Sign {
  if (atom.sign === "positive") return "positive"
  if (!atom.real) return null
  if (isEvenPower(power)) {
    return atom.sign === "negative" || power < 0 ? "positive" : "nonnegative"
  }
  if (hasEvenRoot(power)) return power < 0 ? "positive" : "nonnegative"
  return power < 0 && atom.sign === "nonnegative" ? "positive" : atom.sign
}

/** power / SCALE has an even numerator and an odd denominator, in lowest terms. */
export function isEvenPower(power: number): boolean {
  return twoPart(power) > twoPart(SCALE)
}

/** power / SCALE has an even denominator, in lowest terms. */
export function hasEvenRoot(power: number): boolean {
  return twoPart(power) < twoPart(SCALE)
}

/** No unknown occurs in it. */
export function isConstantSum(ring: Ring, sum: Sum): boolean {
  for (const { ids } of sum.values()) {
    for (const id of ids) if (!ring.atoms[id]!.constant) return false
  }
  return true
}

/** Plainly real: no i, and no atom that may be complex. */
export function isPlainReal(ring: Ring, sum: Sum): boolean {
  for (const { ids, powers } of sum.values()) {
    for (let at = 0; at < ids.length; at++) {
      if (!isRealPower(ring, ring.atoms[ids[at]!]!, powers[at]!)) return false
    }
  }
  return true
}

/** In complex mode a fractional power of what may be negative is not real. */
function isRealPower(ring: Ring, atom: Atom, power: number): boolean {
  if (!atom.real) return false
  if (!ring.setting.complex || power % SCALE === 0) return true
  return atom.sign === "positive" || atom.sign === "nonnegative"
}

/** The complex conjugate, or null where an atom may be complex in a way that is not written out. */
export function conjugateOf(ring: Ring, sum: Sum): Sum | null {
  const result = new Map<string, Term>()
  for (const term of sum.values()) {
    const powers = [...term.powers]
    for (let at = 0; at < term.ids.length; at++) {
      const atom = ring.atoms[term.ids[at]!]!
      if (term.ids[at] === UNITY || atom.turning) {
        powers[at] = -powers[at]!
      } else if (!isRealPower(ring, atom, term.powers[at]!)) return null
    }
    ring.include(result, term.coefficient, term.ids, powers)
  }
  return result
}

/** Real for certain: equal to its own conjugate. */
export function isRealSum(ring: Ring, sum: Sum): boolean {
  if (isPlainReal(ring, sum)) return true
  const conjugate = conjugateOf(ring, sum)
  return conjugate !== null && isSameSum(sum, conjugate)
}

export function isSameSum(a: Sum, b: Sum): boolean {
  if (a.size !== b.size) return false
  for (const [key, { coefficient }] of a) {
    const other = b.get(key)
    if (other === undefined || !rationals.equal(coefficient, other.coefficient)) return false
  }
  return true
}

function joined(sign: Sign | "none", next: Sign): Sign {
  if (next === null) return null
  if (sign === "none" || sign === next) return next
  if (sign === null || sign === "negative" || next === "negative") return null
  return "positive"
}

/** The largest power of two that divides a whole number. */
function twoPart(value: number): number {
  let part = 1
  for (let rest = Math.abs(value); rest > 0 && rest % 2 === 0; rest /= 2) part *= 2
  return part
}

/** Zero nowhere: of known sign, or a product of factors that are never zero. */
export function isNeverZero(ring: Ring, sum: Sum): boolean {
  const sign = signOfSum(ring, sum)
  if (sign === "positive" || sign === "negative") return true
  const [term] = sum.values()
  return sum.size === 1 && term!.ids.every((id) => ring.atoms[id]!.nonzero)
}

/** The real and the imaginary part, where the sum can be taken apart. */
export function realParts(ring: Ring, sum: Sum): { real: Sum; imaginary: Sum } | null {
  const conjugate = conjugateOf(ring, sum)
  if (conjugate === null) return null
  const half = rationals.rational(1n, 2n)
  const real = ring.scale(ring.add(sum, conjugate), half)
  const rest = ring.add(sum, ring.scale(conjugate, rationals.rational(-1n)))
  const minusI = ring.monomial(ring.atoms[0]!, -SCALE / 2)
  return { real, imaginary: ring.scale(ring.multiply(rest, minusI), half) }
}

export function isConstantForm(ring: Ring, form: Form): boolean {
  return isConstantSum(ring, form.top) && isConstantSum(ring, form.bottom)
}
