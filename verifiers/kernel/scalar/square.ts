import * as rationals from "../rational.ts"
import { exactRoot } from "./integers.ts"
import type { Ring } from "./ring.ts"
import { SCALE, type Sum, singleTerm, type Term } from "./sum.ts"

const ROOT_TERMS_MAX = 12 // terms of a square root that is looked for

/** A sum whose square is the given one, by the long division of square roots, or null. */
export function perfectRoot(ring: Ring, sum: Sum): Sum | null {
  if (sum.size < 3 || sum.size > ROOT_TERMS_MAX * ROOT_TERMS_MAX) return null
  const first = leadingTerm(sum)
  if (first.coefficient.numerator < 0n || first.powers.some((power) => power % 2 !== 0)) return null
  if (first.ids.some((id) => !ring.atoms[id]!.real)) return null
  const head = exactRoot(first.coefficient, 2)
  if (head === null) return null
  const lead = term(
    head,
    first.ids,
    first.powers.map((power) => power / 2),
  )
  let root: Sum = single(ring, lead)
  const twice = ring.scale(root, rationals.rational(2n))
  const inverse = ring.termPower(singleTerm(twice)!, -1)
  let rest = less(ring, sum, ring.multiply(root, root))
  for (let step = 0; step < ROOT_TERMS_MAX && rest.size > 0; step++) {
    const next = ring.multiply(single(ring, leadingTerm(rest)), inverse)
    const grown = ring.add(root, next)
    const doubled = ring.add(ring.scale(root, rationals.rational(2n)), next)
    rest = less(ring, rest, ring.multiply(doubled, next))
    root = grown
  }
  return rest.size === 0 ? root : null
}

function less(ring: Ring, a: Sum, b: Sum): Sum {
  return ring.add(a, ring.scale(b, rationals.rational(-1n)))
}

function single(ring: Ring, from: Term): Sum {
  const result = new Map<string, Term>()
  ring.include(result, from.coefficient, from.ids, from.powers)
  return result
}

function term(coefficient: rationals.Rational, ids: readonly number[], powers: number[]): Term {
  return { coefficient, ids, powers }
}

/** The term that comes first when powers are compared atom by atom, in the order of their ids. */
function leadingTerm(sum: Sum): Term {
  let best: Term | null = null
  for (const candidate of sum.values()) {
    if (best === null || precedes(candidate, best)) best = candidate
  }
  return best!
}

function precedes(a: Term, b: Term): boolean {
  for (let at = 0; at < Math.max(a.ids.length, b.ids.length); at++) {
    const left = a.ids[at] ?? Number.POSITIVE_INFINITY
    const right = b.ids[at] ?? Number.POSITIVE_INFINITY
    if (left < right) return a.powers[at]! > 0
    if (right < left) return b.powers[at]! < 0
    if (a.powers[at] !== b.powers[at]) return a.powers[at]! > b.powers[at]!
  }
  return false
}

/** A quadratic in one real unknown that is positive everywhere: a > 0 and b² < 4ac. */
export function isDefinite(ring: Ring, sum: Sum): boolean {
  const coefficients = [0, 0, 0].map(() => rationals.rational(0n))
  let unknown: number | null = null
  for (const { coefficient, ids, powers } of sum.values()) {
    const [id] = ids
    if (ids.length > 1 || (id !== undefined && !ring.atoms[id]!.real)) return false
    if (id !== undefined && unknown !== null && unknown !== id) return false
    unknown = id ?? unknown
    const power = id === undefined ? 0 : powers[0]! / SCALE
    if (power !== 0 && power !== 1 && power !== 2) return false
    coefficients[power] = coefficient
  }
  const [c, b, a] = coefficients as [rationals.Rational, rationals.Rational, rationals.Rational]
  const product = rationals.multiply(rationals.multiply(a, c), rationals.rational(4n))
  return a.numerator > 0n && rationals.compare(rationals.multiply(b, b), product) < 0
}
