import { compareScalars } from "../scalar/compare.ts"
import type { Comparison } from "../scalar/setting.ts"
import type { Expr } from "../tree.ts"
import { mentions, namesIn } from "../walk.ts"
import { compareBound } from "./bound.ts"
import { compareDecimal } from "./decimal.ts"
import { nearly } from "./near.ts"
import { type Outcome, right, unsettled, wrong } from "./outcome.ts"
import type { Policy } from "./policy.ts"
import { compareSteps } from "./steps.ts"
import { holds, type Task } from "./task.ts"
import { withinTolerance } from "./tolerance.ts"

/** Two expressions that stand for a number, with or without unknowns. */
export function compareValues(key: Expr, answer: Expr, task: Task): Outcome {
  const outcome = compareExactly(key, answer, task)
  if (task.options.tolerance === undefined || outcome.is === "correct") return outcome
  return withinTolerance(key, answer, task) ?? outcome
}

function compareExactly(key: Expr, answer: Expr, task: Task): Outcome {
  const decimal = compareDecimal(key, answer, task)
  if (decimal !== null) return decimal
  if (isUndone(answer) && !isUndone(key) && holds(task, "restatement")) {
    return unsettled("restatement", "restatement", "restatement")
  }
  const found = outcomeOf(compareScalars(key, answer, task.setting), task)
  const outcome =
    found.is === "undecided"
      ? (compareBound(key, answer, task) ?? compareSteps(key, answer, task) ?? found)
      : found
  if (outcome.is === "incorrect" && hasUnknownConstant(key) !== hasUnknownConstant(answer)) {
    return unsettled(outcome.method, "unknown-function")
  }
  const rule = ruleBehind(outcome, key, answer, task)
  return rule === undefined ? outcome : { ...outcome, policy: rule }
}

/** ζ(2): a number that the kernel does not know, so that nothing is proved to differ from it. */
function hasUnknownConstant(expr: Expr): boolean {
  return mentions(
    expr,
    (node) => node.kind === "apply" && node.args.every((arg) => namesIn(arg).size === 0),
  )
}

function outcomeOf(comparison: Comparison, task: Task): Outcome {
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
      if (comparison.side === "both" && !holds(task, "undefined")) return right("undefined")
      if (comparison.side !== "right") return unsettled("domain", "undefined-key", "bad-key")
      return wrong("domain", "undefined", "undefined")
    case "unknown":
      return unsettled("cascade", comparison.reason)
  }
}

/**
 * The rule about values that the outcome rests on: without it the outcome would be another. Asked
 * only where the rule can matter, because it compares again.
 */
function ruleBehind(outcome: Outcome, key: Expr, answer: Expr, task: Task): Policy | undefined {
  const { setting } = task
  const both = [key, answer]
  if (setting.realRoots && !setting.complex && both.some((side) => mentions(side, isOddRoot))) {
    const without = compareScalars(key, answer, { ...setting, realRoots: false })
    if (outcomeOf(without, task).is !== outcome.is) return "real-roots"
  }
  if (
    setting.zeroPower &&
    outcome.is !== "correct" &&
    both.some((side) => mentions(side, isPower))
  ) {
    const without = compareScalars(key, answer, { ...setting, zeroPower: false })
    if (outcomeOf(without, task).is === "correct") return "zero-power"
  }
  return undefined
}

function isOddRoot(node: Expr): boolean {
  if (node.kind === "root") return node.index.kind !== "number" || isOdd(node.index.value.numerator)
  if (node.kind !== "power") return false
  const { exponent } = node
  if (exponent.kind === "number") return isOdd(exponent.value.denominator, 1n)
  return exponent.kind === "divide" || exponent.kind === "negate"
}

function isOdd(value: bigint, except = 0n): boolean {
  return value % 2n !== 0n && value !== except
}

/** A power of which base and exponent may both be zero. */
function isPower(node: Expr): boolean {
  if (node.kind !== "power") return false
  const { exponent } = node
  return exponent.kind !== "number" || exponent.value.numerator === 0n
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
