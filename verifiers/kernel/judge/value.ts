import { compareScalars } from "../scalar/compare.ts"
import type { Expr } from "../tree.ts"
import { mentions } from "../walk.ts"
import { compareDecimal } from "./decimal.ts"
import { nearly } from "./near.ts"
import { type Outcome, right, unsettled, wrong } from "./outcome.ts"
import { holds, type Task } from "./task.ts"
import { withinTolerance } from "./tolerance.ts"

/** Two expressions that stand for a number, with or without unknowns. */
export function compareValues(key: Expr, answer: Expr, task: Task): Outcome {
  const numeric = compareDecimal(key, answer, task) ?? withinTolerance(key, answer, task)
  if (numeric !== null) return numeric
  if (isUndone(answer) && !isUndone(key) && holds(task, "restatement")) {
    return unsettled("restatement", "restatement", "restatement")
  }
  const comparison = compareScalars(key, answer, task.setting)
  switch (comparison.is) {
    case "equal": {
      const found = right(comparison.method, undefined, comparison.proof)
      if (comparison.note === undefined) return found
      return { ...found, policy: "removable-points", note: comparison.note }
    }
    case "different": {
      const policy = comparison.reason === "smaller-domain" ? "smaller-domain" : undefined
      return wrong(comparison.method, comparison.reason, policy, comparison.witness)
    }
    case "undefined":
      if (comparison.side !== "right") return unsettled("domain", "undefined-key", "bad-key")
      return wrong("domain", "undefined", "undefined")
    case "unknown":
      return unsettled("cascade", comparison.reason)
  }
}

/** Whether an integral, sum, limit or derivative is left to do. */
export function isUndone(expr: Expr): boolean {
  return mentions(expr, (node) => node.kind === "operation")
}

const NEAR = 1.05 // an approximation farther off than 5 % is another value

/** Whether an approximation written beside a value can be meant as one. */
export function isConsistent(value: Expr, about: Expr, task: Task): boolean {
  const [exact, near] = [nearly(value, task.setting), nearly(about, task.setting)]
  if (!(Number.isFinite(exact) && Number.isFinite(near))) return true
  if (exact === 0 || near === 0) return Math.abs(exact - near) < NEAR - 1
  return near / exact < NEAR && exact / near < NEAR
}
