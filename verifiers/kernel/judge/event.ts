import type { Expr } from "../tree.ts"
import { mentions } from "../walk.ts"
import { every, type Outcome, unsettled } from "./outcome.ts"
import type { Task } from "./task.ts"

/** P(X > 2) is P(2 < X); what is said of other events may still have the same value. */
export function compareEvents(key: Expr, answer: Expr, task: Task): Outcome | null {
  if (key.kind !== "apply" || answer.kind !== "apply" || key.name !== answer.name) return null
  const { args } = answer
  if (args.length !== key.args.length || !(isOfEvent(key) && isOfEvent(answer))) return null
  const outcome = every(
    "event",
    key.args.map((arg, i) => task.compare(arg, args[i]!)),
  )
  return outcome.is === "incorrect" ? unsettled("event", "no-method") : outcome
}

/** Whether a function of an event is in it, as in 1 − P(X ≤ 2). */
export function hasEvent(expr: Expr): boolean {
  return mentions(expr, isOfEvent)
}

function isOfEvent(node: Expr): boolean {
  return node.kind === "apply" && node.args.some(({ kind }) => kind === "relation")
}
