import { difference } from "../build.ts"
import * as rationals from "../rational.ts"
import type { Expr } from "../tree.ts"
import { compareScalars } from "./compare.ts"
import { signOfExpression } from "./compare-forms.ts"
import { evaluateExact, isRational } from "./exact-value.ts"
import type { ScalarSetting } from "./setting.ts"
import { isConstant } from "./trees.ts"

const NOWHERE = new Map<string, rationals.Rational>()

/** Which of two real constants is greater; infinities count. Null where that is not settled. */
export function compareOrder(
  a: Expr,
  b: Expr,
  setting: ScalarSetting,
): "less" | "equal" | "greater" | null {
  const [left, right] = [infinityOf(a), infinityOf(b)]
  if (left !== 0 || right !== 0) {
    if (left === right) return "equal"
    const known = (side: Expr, at: number) => at !== 0 || isConstant(side)
    if (!known(a, left) || !known(b, right)) return null
    return left < right ? "less" : "greater"
  }
  const one = evaluateExact(a, NOWHERE, setting)
  const two = evaluateExact(b, NOWHERE, setting)
  if (one === "undefined" || two === "undefined") return null
  if (isRational(one) && isRational(two)) return worded(rationals.compare(one, two))
  if (!isConstant(a) || !isConstant(b)) return null
  const sign = signOfExpression(difference(a, b), setting)
  if (sign !== null) return sign === "positive" ? "greater" : "less"
  return compareScalars(a, b, setting).is === "equal" ? "equal" : null
}

function worded(order: number): "less" | "equal" | "greater" {
  return order < 0 ? "less" : order > 0 ? "greater" : "equal"
}

function infinityOf(expr: Expr): -1 | 0 | 1 {
  if (expr.kind === "constant" && expr.name === "infinity") return 1
  if (expr.kind !== "negate") return 0
  const inner = infinityOf(expr.of)
  return inner === 1 ? -1 : inner === -1 ? 1 : 0
}
