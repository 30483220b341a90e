import { PROVED } from "../../../src/record/proved.ts"
import * as rationals from "../rational.ts"
import type { Expr } from "../tree.ts"
import { mentions } from "../walk.ts"
import { compareForms, isUndefined, signOfExpression } from "./compare-forms.ts"
import { compareResidues } from "./compare-residues.ts"
import { uncounted, withCountedBounds } from "./counted-bounds.ts"
import { evaluateExact, isRational } from "./exact-value.ts"
import { compareByInduction } from "./induction.ts"
import { compareInfinities } from "./infinity.ts"
import { compareAtPoints, compareFormsAtPoints } from "./points.ts"
import { printPair } from "./print.ts"
import { compareByProbing } from "./probing.ts"
import type { Comparison, ScalarSetting } from "./setting.ts"
import { freeNames, isConstant, sameTree } from "./trees.ts"
import { withWholeNames } from "./whole-names.ts"

export { exactValue } from "./exact-value.ts"
export { sameUpToFactor } from "./factor.ts"
export { evaluateSmall } from "./operation.ts"
export { freeNames, isConstant, sameTree, substitute } from "./trees.ts"

/**
 * Decides whether two scalars are equal wherever they are defined, and how it knows: rational
 * values, a rational point where they differ, canonical forms, and last of all probing with balls.
 */
export function compareScalars(left: Expr, right: Expr, setting: ScalarSetting): Comparison {
  setting.fuel.spend(1)
  if (left.kind === "number" && right.kind === "number") {
    return rationalComparison(left.value, right.value)
  }
  const infinite = compareInfinities(left, right)
  if (infinite !== null) return infinite
  const exact = compareExact(left, right, setting)
  if (exact !== null) return exact
  const counted = withCountedBounds(left, right, setting)
  if (counted === null) return compareOpen(left, right, setting)
  const induced = compareByInduction(left, right, setting, compareOpen)
  if (induced !== null) return induced
  return uncounted(compareOpen(counted.left, counted.right, counted.setting), counted.least)
}

/** Sides that rational arithmetic alone does not settle. */
function compareOpen(left: Expr, right: Expr, setting: ScalarSetting): Comparison {
  const names = [...new Set([...freeNames(left), ...freeNames(right)])].sort()
  const seen = withWholeNames(left, right, setting)
  if (names.length > 0) {
    const apart = compareAtPoints(left, right, names, seen)
    if (apart !== null) return apart
    if (hasScatteredDomain(left, seen) !== hasScatteredDomain(right, seen)) {
      return { is: "unknown", reason: "scattered-domain" }
    }
  }
  const forms =
    compareForms(left, right, names, seen) ??
    (names.length > 0 ? compareResidues(left, right, seen) : null)
  if (forms !== null && forms !== "apart") return forms
  const probed = compareByProbing(left, right, names, seen)
  if (forms === null && probed.is !== "unknown") return probed
  if (forms === null && names.length > 0 && sameTree(left, right)) {
    return { is: "equal", proof: PROVED, method: "same" }
  }
  if (probed.is === "different" || probed.is === "undefined") return probed
  const apart = names.length > 0 ? compareFormsAtPoints(left, right, names, seen) : null
  if (apart !== null || forms === null) return apart ?? probed
  const witness = "the difference is no zero function"
  return { is: "different", method: "canonical", reason: "different-value", witness }
}

/**
 * A negative number to an exponent that varies is real at single points only, however many: what
 * agrees there may have no other value in common. Zero to such an exponent is a number on one side
 * of the exponent's zeros at most, and there it hides every other factor.
 */
function hasScatteredDomain(expr: Expr, setting: ScalarSetting): boolean {
  if (setting.complex) return false
  return mentions(expr, (node) => {
    if (node.kind !== "power" || !isConstant(node.base)) return false
    const varies = [...freeNames(node.exponent)].some(
      (name) => setting.assume.get(name) !== "integer",
    )
    return varies && (isZero(node.base, setting) || isNegative(node.base, setting))
  })
}

function isZero(expr: Expr, setting: ScalarSetting): boolean {
  const value = evaluateExact(expr, NOWHERE, setting)
  return isRational(value) && value.numerator === 0n
}

function isNegative(expr: Expr, setting: ScalarSetting): boolean {
  return signOfExpression(expr, setting) === "negative"
}

const NOWHERE = new Map<string, rationals.Rational>()

function compareExact(left: Expr, right: Expr, setting: ScalarSetting): Comparison | null {
  const a = evaluateExact(left, NOWHERE, setting)
  const b = evaluateExact(right, NOWHERE, setting)
  if (a === "undefined" || b === "undefined") {
    const lost = [a, b].map((value, at) => {
      return value === "undefined" || (value === null && isUndefined(at ? right : left, setting))
    })
    return { is: "undefined", side: lost[0] && lost[1] ? "both" : lost[0] ? "left" : "right" }
  }
  return isRational(a) && isRational(b) ? rationalComparison(a, b) : null
}

function rationalComparison(a: rationals.Rational, b: rationals.Rational): Comparison {
  if (rationals.equal(a, b)) return { is: "equal", proof: PROVED, method: "exact" }
  const witness = printPair(a, b)
  return { is: "different", method: "exact", reason: "different-value", witness }
}
