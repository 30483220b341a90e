import { product, quotient } from "../build.ts"
import type { Expr, RatioNode } from "../tree.ts"
import { compareInOrder } from "./collection.ts"
import { every, type Outcome, under, wrong } from "./outcome.ts"
import { holds, type Task } from "./task.ts"

/** 3:2 is 6:4, part by part against the first; a ratio of two is also their quotient. */
export function compareRatios(key: Expr, answer: Expr, task: Task): Outcome | null {
  if (key.kind === "ratio" && answer.kind === "ratio") return compareParts(key, answer, task)
  if (key.kind !== "ratio" && answer.kind !== "ratio") return null
  const [wanted, given] = [asQuotient(key), asQuotient(answer)]
  if (wanted === null || given === null) return wrong("ratio", "different-kind", "ratio")
  return under("ratio", task.compare(wanted, given))
}

function compareParts(key: RatioNode, answer: RatioNode, task: Task): Outcome {
  if (key.parts.length !== answer.parts.length) return wrong("ratio", "different-size", "ratio")
  if (!holds(task, "ratio")) return compareInOrder("ratio", key.parts, answer.parts, task)
  const [first, other] = [key.parts[0]!, answer.parts[0]!]
  const crossed = key.parts.slice(1).map((part, i) => {
    const [wanted, given] = [product(part, other), product(answer.parts[i + 1]!, first)]
    return task.compare(wanted, given)
  })
  return under("ratio", every("ratio", crossed))
}

function asQuotient(expr: Expr): Expr | null {
  if (expr.kind !== "ratio") return expr
  return expr.parts.length === 2 ? quotient(expr.parts[0]!, expr.parts[1]!) : null
}
