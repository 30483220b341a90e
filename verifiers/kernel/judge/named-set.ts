import type { Expr, NamedSetNode } from "../tree.ts"
import { mentions } from "../walk.ts"
import { compareLogic } from "./logic.ts"
import { type Outcome, right, wrong } from "./outcome.ts"
import type { Task } from "./task.ts"

/** ℤ against ℤ, and A ∪ B against B ∪ A: sets that are known by their names alone. */
export function compareNamedSets(key: Expr, answer: Expr, task: Task): Outcome | null {
  if (key.kind === "named-set" && answer.kind === "named-set") {
    if (key.name === "reals" && answer.name === "reals") return null
    const same = key.name === answer.name && partOf(key) === partOf(answer)
    return same ? right("named-set") : wrong("named-set", "different-set")
  }
  const [wanted, given] = [membershipIn(key), membershipIn(answer)]
  if (wanted === null || given === null) return null
  if (!isOperation(key) && !isOperation(answer)) return null
  return compareLogic(wanted, given, task)
}

/** Which part of a set; what ℕ starts with is left as it is written. */
function partOf({ part }: NamedSetNode): string {
  return part
}

function isOperation(expr: Expr): boolean {
  return mentions(expr, ({ kind }) => kind === "set-operation")
}

/** "x is in it" as a proposition about membership in the sets named; null for any other set. */
function membershipIn(expr: Expr): Expr | null {
  if (expr.kind === "symbol") return expr
  if (expr.kind === "named-set" && expr.name === "empty") return { kind: "truth", value: false }
  if (expr.kind !== "set-operation") return null
  const of = expr.of.map(membershipIn)
  if (of.includes(null)) return null
  const parts = of as Expr[]
  if (expr.name === "union") return { kind: "logic", name: "or", of: parts }
  if (expr.name === "intersection") return { kind: "logic", name: "and", of: parts }
  const outside = parts.slice(1).map<Expr>((part) => ({ kind: "logic", name: "not", of: [part] }))
  return { kind: "logic", name: "and", of: [parts[0]!, ...outside] }
}
