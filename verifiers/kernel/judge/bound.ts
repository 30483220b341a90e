import { number, sum, symbol } from "../build.ts"
import { compareScalars, exactValue, substitute } from "../scalar/compare.ts"
import type { Expr, OperationNode } from "../tree.ts"
import { mentions, rebuild, renamed } from "../walk.ts"
import { type Outcome, right } from "./outcome.ts"
import type { Task } from "./task.ts"

/**
 * Sums, products and integrals left to do, by their shape: the name of a bound variable does not
 * matter, and a series may start to count anywhere. Null where that does not make them equal.
 */
export function compareBound(key: Expr, answer: Expr, task: Task): Outcome | null {
  if (!isBound(key) || !isBound(answer)) return null
  const [wanted, given] = [counted(key, task), counted(answer, task)]
  const same = compareScalars(wanted, given, task.setting)
  if (same.is === "equal") return right("bound-names", undefined, same.proof)
  return sameSeries(wanted, given, task) ? right("series") : null
}

function isBound(expr: Expr): boolean {
  return mentions(expr, isBinding)
}

function isBinding(node: Expr): node is OperationNode {
  return node.kind === "operation" && node.name !== "derivative" && node.name !== "limit"
}

/** With bound variables named by their depth, and series that start at zero. */
function counted(expr: Expr, task: Task): Expr {
  return rebuild(expr, (node) => {
    if (!isBinding(node)) return node
    const name = `index ${depthOf(node.of)}` // no reader makes such a name
    const of = renamed(node.of, new Map([[node.variable, name]]))
    const low =
      node.low === null || node.name === "integral" ? null : exactValue(node.low, task.fuel)
    const isSeries = low !== null && low.denominator === 1n && isInfinite(node.high)
    if (!isSeries) return { ...node, of, variable: name }
    const shifted = low.numerator === 0n ? of : substitute(of, name, sum(symbol(name), number(low)))
    return { ...node, of: shifted, variable: name, low: number(0) }
  })
}

function depthOf(expr: Expr): number {
  let depth = 0
  mentions(expr, (node) => {
    if (isBinding(node)) depth = Math.max(depth, 1 + depthOf(node.of))
    return false
  })
  return depth
}

function isInfinite(bound: Expr | null): boolean {
  return bound?.kind === "constant" && bound.name === "infinity"
}

/** Two series, term by term for whole numbers from zero up. */
function sameSeries(key: Expr, answer: Expr, task: Task): boolean {
  if (!isBinding(key) || !isBinding(answer) || key.name !== answer.name) return false
  if (!isInfinite(key.high) || !isInfinite(answer.high) || key.variable !== answer.variable) {
    return false
  }
  const [low, other] = [key.low, answer.low].map((bound) => bound && exactValue(bound, task.fuel))
  if (!low || !other || low.numerator !== 0n || other.numerator !== 0n) return false
  const assume = new Map(task.setting.assume).set(key.variable, "integer" as const)
  const found = compareScalars(key.of, answer.of, { ...task.setting, assume })
  return found.is === "equal" && found.note === undefined
}
