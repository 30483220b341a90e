import { number } from "../build.ts"
import type { Rational } from "../rational.ts"
import * as rationals from "../rational.ts"
import type { Expr } from "../tree.ts"
import { compareForms } from "./compare-forms.ts"
import { evaluateExact, isRational } from "./exact-value.ts"
import { printExact, printPair } from "./print.ts"
import type { Assumption, Comparison, ScalarSetting } from "./setting.ts"
import { substitute } from "./trees.ts"

/**
 * Small whole numbers that no ordinary mistake makes look alike. All are positive, so that they are
 * allowed under every assumption but `negative`, where their opposites are.
 */
const POINTS: readonly (readonly bigint[])[] = [
  [3n, 7n, 5n, 11n, 2n, 13n, 19n, 17n],
  [2n, 5n, 9n, 4n, 3n, 8n, 6n, 10n],
]

/** A rational point where both sides have rational values that differ, or null. */
export function compareAtPoints(
  left: Expr,
  right: Expr,
  names: readonly string[],
  setting: ScalarSetting,
): Comparison | null {
  for (const coordinates of POINTS) {
    const point = pointOf(coordinates, names, setting.assume)
    setting.fuel.spend(2)
    const a = evaluateExact(left, point, setting)
    if (!isRational(a)) continue
    const b = evaluateExact(right, point, setting)
    if (!isRational(b) || rationals.equal(a, b)) continue
    const witness = `at ${printPoint(point)}: ${printPair(a, b)}`
    return { is: "different", method: "point", reason: "different-value", witness }
  }
  return null
}

/**
 * The same with values that need not be rational: the sides with numbers for their names, compared
 * by canonical forms. Slower, and it settles what rational arithmetic cannot.
 */
export function compareFormsAtPoints(
  left: Expr,
  right: Expr,
  names: readonly string[],
  setting: ScalarSetting,
): Comparison | null {
  for (const coordinates of POINTS) {
    const point = pointOf(coordinates, names, setting.assume)
    let [one, two] = [left, right]
    for (const [name, value] of point) {
      one = substitute(one, name, number(value))
      two = substitute(two, name, number(value))
    }
    const found = compareForms(one, two, [], setting)
    if (found === null || found === "apart" || found.is !== "different") continue
    return { ...found, method: "point", witness: `at ${printPoint(point)}: ${found.witness}` }
  }
  return null
}

export function printPoint(point: ReadonlyMap<string, Rational>): string {
  return [...point].map(([name, value]) => `${name} = ${printExact(value)}`).join(", ")
}

function pointOf(
  coordinates: readonly bigint[],
  names: readonly string[],
  assume: ReadonlyMap<string, Assumption>,
): Map<string, Rational> {
  const point = new Map<string, Rational>()
  names.forEach((name, at) => {
    const value =
      coordinates[at % coordinates.length]! + BigInt(Math.floor(at / coordinates.length))
    point.set(name, rationals.rational(assume.get(name) === "negative" ? -value : value))
  })
  return point
}
