import * as rationals from "../rational.ts"
import { absoluteSum } from "./absolute.ts"
import { addForms, constantForm, formOf, type Reading } from "./form.ts"
import { exactRoot } from "./integers.ts"
import { rationalPowerForm } from "./power-form.ts"
import { type Form, type Sum, singleTerm, type Term } from "./sum.ts"

const HALF = rationals.rational(1n, 2n)
const ROOT_TERMS_MAX = 12 // terms of a square root that is looked for

/** The square root of a sum of two or more terms where it is a sum itself, or null. */
export function squareRootOf(reading: Reading, sum: Sum): Form | null {
  const nested = sum.size === 2 ? denested(reading, sum) : null
  if (nested !== null || reading.ring.setting.complex) return nested
  const root = perfectRoot(reading, sum)
  return root === null ? null : absoluteSum(reading, root)
}

/**
 * √(a + b√c) = √((a + d)/2) ± √((a − d)/2) where d = √(a² − b²c) is rational and a is positive
 * (Borodin, Fagin, Hopcroft and Tompa, "Decreasing the nesting depth of expressions involving
 * square roots", 1985).
 */
function denested(reading: Reading, sum: Sum): Form | null {
  const terms = [...sum.values()]
  const plain = terms.find(({ ids }) => ids.length === 0)
  const surd = terms.find(({ ids }) => ids.length > 0)
  if (plain === undefined || surd === undefined || plain.coefficient.numerator <= 0n) return null
  const { ring } = reading
  const square = singleTerm(ring.termPower(surd, 2))
  if (square === null || square.ids.length > 0 || square.coefficient.numerator < 0n) return null
  if (!surd.ids.every((id) => ring.atoms[id]!.kind === "prime")) return null
  const a = plain.coefficient
  const norm = rationals.subtract(rationals.multiply(a, a), square.coefficient)
  if (norm.numerator < 0n) return null
  const d = exactRoot(norm, 2)
  if (d === null) return null
  const half = (value: rationals.Rational) =>
    rationalPowerForm(reading, constantForm(rationals.multiply(value, HALF)), HALF)
  const [high, low] = [half(rationals.add(a, d)), half(rationals.subtract(a, d))]
  const sign = rationals.rational(surd.coefficient.numerator < 0n ? -1n : 1n)
  return addForms(reading, high, formOf(ring.scale(low.top, sign)))
}

/** A sum whose square is the given one, by the long division of square roots, or null. */
function perfectRoot(reading: Reading, sum: Sum): Sum | null {
  const { ring } = reading
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

type Ring = Reading["ring"]

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
