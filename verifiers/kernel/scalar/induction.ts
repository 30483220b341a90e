import { difference, number, quotient, sum } from "../build.ts"
import { rational } from "../rational.ts"
import type { Expr, OperationNode } from "../tree.ts"
import { mentions, namesIn } from "../walk.ts"
import type { Comparison, ScalarSetting } from "./setting.ts"
import { substitute } from "./trees.ts"

/**
 * A sum from a number up to n equals g(n) if the sum of no terms does and each step adds its term:
 * g(n) − g(n − 1) = f(n), by induction. The same for products and quotients. Null where the sides
 * are not such, or where a step is not shown.
 */
export function compareByInduction(
  left: Expr,
  right: Expr,
  setting: ScalarSetting,
  compare: (one: Expr, two: Expr, setting: ScalarSetting) => Comparison,
): Comparison | null {
  const [fold, other] = left.kind === "operation" ? [left, right] : [right, left]
  if (fold.kind !== "operation" || (fold.name !== "sum" && fold.name !== "product")) return null
  if (mentions(other, (node) => node.kind === "operation")) return null
  if (fold.low?.kind !== "number" || fold.low.value.denominator !== 1n) return null
  const name = boundName(fold)
  if (name === null || mentions(fold.of, (node) => node.kind === "operation")) return null
  const start = fold.low.value.numerator
  const last = substitute(fold.of, fold.variable, { kind: "symbol", name })
  const before = substitute(other, name, sum({ kind: "symbol", name }, number(-1)))
  const step = fold.name === "sum" ? difference(other, before) : quotient(other, before)
  const inductive = compare(step, last, assumed(name, setting))
  if (inductive.is !== "equal" || inductive.proof.level !== "proved") return null
  if (inductive.note?.split(/[^\w]/).includes(name)) return null // some n may not take the step
  const first = substitute(fold.of, fold.variable, number(rational(start)))
  const base = compare(substitute(other, name, number(rational(start))), first, setting)
  return base.is === "equal" && base.proof.level === "proved"
    ? { ...base, method: "induction" }
    : null
}

/** The name n where the sum goes up to plain n, and its term does not depend on n otherwise. */
function boundName(fold: OperationNode): string | null {
  if (fold.high?.kind !== "symbol" || fold.high.name === fold.variable) return null
  return namesIn(fold.of).has(fold.high.name) ? null : fold.high.name
}

function assumed(name: string, setting: ScalarSetting): ScalarSetting {
  if (setting.assume.has(name)) return setting
  return { ...setting, assume: new Map(setting.assume).set(name, "integer") }
}
