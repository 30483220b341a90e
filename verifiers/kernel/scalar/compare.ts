import { PROVED } from "../../../src/record/verdict.ts"
import * as rationals from "../rational.ts"
import type { Expr } from "../tree.ts"
import { evaluateExact, isRational } from "./exact-value.ts"
import type { Comparison, ScalarSetting } from "./setting.ts"

/** Decides whether two scalars are equal wherever they are defined, and how it knows. */
export function compareScalars(left: Expr, right: Expr, setting: ScalarSetting): Comparison {
  setting.fuel.spend(1)
  const exact = compareExact(left, right, setting)
  if (exact !== null) return exact
  return { is: "unknown", reason: "not-compared" }
}

const NOWHERE = new Map<string, rationals.Rational>()

function compareExact(left: Expr, right: Expr, setting: ScalarSetting): Comparison | null {
  const a = evaluateExact(left, NOWHERE, setting)
  const b = evaluateExact(right, NOWHERE, setting)
  if (a === "undefined" || b === "undefined") {
    return { is: "undefined", side: a !== b ? (a === "undefined" ? "left" : "right") : "both" }
  }
  if (!isRational(a) || !isRational(b)) return null
  if (rationals.equal(a, b)) return { is: "equal", proof: PROVED, method: "exact" }
  const witness = `${rationals.print(a)} against ${rationals.print(b)}`
  return { is: "different", method: "exact", reason: "different-value", witness }
}
