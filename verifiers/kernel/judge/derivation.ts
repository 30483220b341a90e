import { substitute } from "../scalar/compare.ts"
import type { Expr } from "../tree.ts"
import { namesIn } from "../walk.ts"
import { assignmentIn } from "./assignment.ts"
import { isClosed } from "./decimal.ts"
import type { Task } from "./task.ts"

/**
 * What a derivation ends with: 2x = 8 ⟹ x = 4, or equations below one another of which the last
 * names the unknown. It counts only if every step before holds there; null for anything else.
 */
export function conclusionOf(expr: Expr, task: Task): Expr | null {
  const steps = stepsOf(expr)
  const last = steps?.at(-1)
  const end = last === undefined ? null : assignmentIn(last)
  if (!steps || end === null || !isClosed(end.value)) return null
  const { name, value } = end
  const isTrue = (step: Expr) => {
    if (step.kind !== "relation" || !step.signs.every((sign) => sign === "=")) return false
    if (assignmentIn(step) !== null || !namesIn(step).has(name)) return false
    const at = substitute(step, name, value)
    return (
      at.kind === "relation" &&
      isClosed(at) &&
      at.sides.slice(1).every((side, i) => task.compare(at.sides[i]!, side).is === "correct")
    )
  }
  return steps.slice(0, -1).every(isTrue) ? last! : null
}

function stepsOf(expr: Expr): readonly Expr[] | null {
  if (expr.kind === "logic" && (expr.name === "implies" || expr.name === "iff")) {
    return expr.of.flatMap((part) => stepsOf(part) ?? [part])
  }
  if (expr.kind !== "list" || expr.word === "or" || expr.items.length < 2) return null
  return expr.items
}
