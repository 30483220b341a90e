import { number } from "../build.ts"
import type { Rational } from "../rational.ts"
import * as rationals from "../rational.ts"
import type { Expr } from "../tree.ts"
import { bendsOf } from "./bends.ts"
import { compareForms } from "./compare-forms.ts"
import { evaluateExact, isRational } from "./exact-value.ts"
import { compareOnGrid } from "./grid.ts"
import { wholeRoot } from "./integers.ts"
import { polynomialIn } from "./polynomial.ts"
import { printExact } from "./print.ts"
import type { Comparison, ScalarSetting } from "./setting.ts"
import { substitute } from "./trees.ts"

const KINKS_MAX = 8 // arguments that are looked at
const OTHERS = [3n, 7n, 5n, 11n] // what other names are meanwhile
const PLACES = 1n << 20n // how finely a root is placed

/**
 * |u|, √(u²), min and max change their formula where an argument is zero. Functions that agree at
 * many points may part beyond such a place, so each stretch between these places is looked at.
 */
export function compareAtKinks(
  left: Expr,
  right: Expr,
  names: readonly string[],
  setting: ScalarSetting,
): Comparison | null {
  if (setting.complex) return null
  const bends = bendsOf(left, right)
  if (bends.length === 0) return null
  for (const name of names) {
    const others = names.filter((other) => other !== name)
    const fixed = (expr: Expr) =>
      others.reduce((tree, other, at) => substitute(tree, other, at4(at)), expr)
    if (setting.assume.get(name) === "integer") continue
    const places = bends
      .slice(0, KINKS_MAX)
      .flatMap((bend) => rootsOf(polynomialIn(fixed(bend.of), name, setting.fuel) ?? []))
    for (const value of between(places)) {
      if (!isAllowed(value, name, setting)) continue
      const [a, b] = [left, right].map((side) => substitute(fixed(side), name, number(value)))
      const found = apart(a!, b!, setting)
      if (found === null) continue
      const rest = others.map((other, at) => `${other} = ${OTHERS[at % OTHERS.length]}`)
      const where = [`${name} = ${printExact(value)}`, ...rest].join(", ")
      return { ...found, witness: `at ${where}: ${found.witness}` }
    }
  }
  return compareOnGrid(left, right, names, bends, setting)
}

/** A difference of two constants: of values, not of where they are defined. */
function apart(a: Expr, b: Expr, setting: ScalarSetting) {
  const [one, two] = [a, b].map((side) => evaluateExact(side, new Map(), setting))
  if (isRational(one!) && isRational(two!)) {
    if (rationals.equal(one, two)) return null
    const witness = `${printExact(one)} against ${printExact(two)}`
    const reason = "different-value" as const
    return { is: "different" as const, method: "kink", reason, witness }
  }
  const found = compareForms(a, b, [], setting)
  return found !== null && found !== "apart" && found.is === "different" ? found : null
}

function at4(at: number): Expr {
  return number(OTHERS[at % OTHERS.length]!)
}

/** The real roots of a linear or quadratic polynomial, nearly; of a higher one, bounds on them. */
function rootsOf(coefficients: readonly Rational[]): Rational[] {
  const [c, b, a] = coefficients
  if (c === undefined || b === undefined) return []
  if (a === undefined) return [rationals.negate(rationals.divide(c, b))]
  if (coefficients.length > 3) {
    const lead = rationals.absolute(coefficients.at(-1)!)
    const largest = coefficients
      .map((value) => rationals.divide(rationals.absolute(value), lead))
      .reduce((most, value) => (rationals.compare(value, most) > 0 ? value : most))
    const bound = rationals.add(largest, rationals.rational(1n))
    return [rationals.negate(bound), bound]
  }
  const twice = rationals.multiply(a, rationals.rational(2n))
  const square = rationals.subtract(
    rationals.multiply(b, b),
    rationals.multiply(rationals.multiply(twice, c), rationals.rational(2n)),
  )
  const middle = rationals.negate(rationals.divide(b, twice))
  if (square.numerator < 0n) return [middle]
  const scaled = (square.numerator * PLACES * PLACES) / square.denominator
  const width = rationals.divide(rationals.rational(wholeRoot(scaled, 2), PLACES), twice)
  return [rationals.subtract(middle, width), middle, rationals.add(middle, width)]
}

/** A point below the first place, between each two, and above the last. */
function between(places: readonly Rational[]): Rational[] {
  if (places.length === 0) return []
  const sorted = [...places].sort(rationals.compare)
  const half = rationals.rational(1n, 2n)
  const points = [rationals.subtract(sorted[0]!, rationals.rational(1n))]
  for (const [at, place] of sorted.entries()) {
    const next = sorted[at + 1]
    if (next === undefined) points.push(rationals.add(place, rationals.rational(1n)))
    else if (rationals.compare(place, next) < 0) {
      points.push(rationals.multiply(rationals.add(place, next), half))
    }
  }
  return points
}

function isAllowed(value: Rational, name: string, setting: ScalarSetting): boolean {
  const assumption = setting.assume.get(name)
  if (assumption === "positive") return value.numerator > 0n
  if (assumption === "nonnegative") return value.numerator >= 0n
  if (assumption === "negative") return value.numerator < 0n
  return value.numerator !== 0n || assumption !== "nonzero"
}
