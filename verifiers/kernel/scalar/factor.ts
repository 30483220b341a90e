import { PROVED } from "../../../src/record/proved.ts"
import { number, product } from "../build.ts"
import type { Expr } from "../tree.ts"
import { compareScalars } from "./compare.ts"
import {
  equalPolynomials,
  type Polynomial,
  polynomialOf,
  primitivePart,
  printPolynomial,
} from "./polynomial.ts"
import type { Comparison, ScalarSetting } from "./setting.ts"
import { freeNames, substitute } from "./trees.ts"

/** Where the factor of two sides that are no polynomials is looked up. */
const POINTS: readonly (readonly number[])[] = [
  [3, 7, 5, 11],
  [2, 5, 9, 4],
  [1, 2, 3, 4],
  [-2, 3, -5, 7],
]

/** Whether left = c · right for a constant c that is not zero: equations up to a factor. */
export function sameUpToFactor(left: Expr, right: Expr, setting: ScalarSetting): Comparison {
  const [a, b] = [polynomialOf(left, setting.fuel), polynomialOf(right, setting.fuel)]
  if (a !== null && b !== null) return comparePolynomials(a, b)
  const names = [...new Set([...freeNames(left), ...freeNames(right)])].sort()
  if (names.length === 0) return compareConstants(left, right, setting)
  for (const point of POINTS) {
    const at = (side: Expr) => atPoint(side, names, point)
    const [one, two] = [at(left), at(right)]
    const [oneZero, twoZero] = [isZero(one, setting), isZero(two, setting)]
    if (oneZero === "different" && twoZero === "equal")
      return apart(names, point, "non-zero against 0")
    if (oneZero === "equal" && twoZero === "different")
      return apart(names, point, "0 against non-zero")
    if (oneZero !== "different" || twoZero !== "different") continue
    const turned = compareScalars(product(left, two), product(right, one), setting)
    if (turned.is === "equal") return { ...turned, method: `factor-${turned.method}` }
    if (turned.is === "different" && turned.reason === "different-value") {
      return { ...turned, method: `factor-${turned.method}` }
    }
    return turned
  }
  return { is: "unknown", reason: "no-factor" }
}

/** Primitive parts are equal exactly where polynomials are multiples of each other. */
function comparePolynomials(a: Polynomial, b: Polynomial): Comparison {
  const [left, right] = [primitivePart(a), primitivePart(b)]
  if (equalPolynomials(left, right)) return { is: "equal", proof: PROVED, method: "factor" }
  if (left.terms.size === 0 && right.terms.size === 0) {
    return { is: "equal", proof: PROVED, method: "factor" }
  }
  const witness = `${printPolynomial(left)} against ${printPolynomial(right)}`.slice(0, 300)
  return { is: "different", method: "factor", reason: "different-value", witness }
}

/** Two constants are multiples of each other where both or neither are zero. */
function compareConstants(left: Expr, right: Expr, setting: ScalarSetting): Comparison {
  const [a, b] = [isZero(left, setting), isZero(right, setting)]
  if (a === null || b === null) return { is: "unknown", reason: "no-factor" }
  if (a === b) return { is: "equal", proof: PROVED, method: "factor" }
  const witness = a === "equal" ? "0 against non-zero" : "non-zero against 0"
  return { is: "different", method: "factor", reason: "different-value", witness }
}

function isZero(side: Expr, setting: ScalarSetting): "equal" | "different" | null {
  const { is } = compareScalars(side, number(0), setting)
  return is === "equal" || is === "different" ? is : null
}

function atPoint(side: Expr, names: readonly string[], point: readonly number[]): Expr {
  return names.reduce(
    (expr, name, at) =>
      substitute(expr, name, number(point[at % point.length]! + Math.floor(at / 4))),
    side,
  )
}

function apart(names: readonly string[], point: readonly number[], what: string): Comparison {
  const where = names.map(
    (name, at) => `${name} = ${point[at % point.length]! + Math.floor(at / 4)}`,
  )
  const witness = `at ${where.join(", ")}: ${what}`
  return { is: "different", method: "factor", reason: "different-value", witness }
}
