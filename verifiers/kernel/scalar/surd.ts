import * as rationals from "../rational.ts"
import { absoluteSum } from "./absolute.ts"
import { addForms, constantForm, formOf, type Reading } from "./form.ts"
import { exactRoot } from "./integers.ts"
import { rationalPowerForm } from "./power-form.ts"
import { perfectRoot } from "./square.ts"
import { type Form, type Sum, singleTerm } from "./sum.ts"

const HALF = rationals.rational(1n, 2n)

/** The square root of a sum of two or more terms where it is a sum itself, or null. */
export function squareRootOf(reading: Reading, sum: Sum): Form | null {
  const nested = sum.size === 2 ? denested(reading, sum) : null
  if (nested !== null || reading.ring.setting.complex) return nested
  const root = perfectRoot(reading.ring, sum)
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
