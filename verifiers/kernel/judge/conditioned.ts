import type { Expr } from "../tree.ts"
import { namesIn } from "../walk.ts"
import { assignmentIn } from "./assignment.ts"
import { every, type Outcome, unsettled } from "./outcome.ts"
import type { Task } from "./task.ts"

/** A formula and where it holds: n² − n for n ≥ 2. */
interface Conditioned {
  readonly value: Expr
  readonly conditions: readonly Expr[]
}

/**
 * A formula with conditions on its unknowns against one with others, or with none: another formula
 * is wrong; the same one under other conditions may mean the same function or another.
 */
export function compareConditioned(key: Expr, answer: Expr, task: Task): Outcome | null {
  const [wanted, given] = [conditionedIn(key), conditionedIn(answer)]
  if (wanted === null || given === null) return null
  if (wanted.conditions.length + given.conditions.length === 0) return null
  const [name, another] = [wanted.value, given.value].map((value) => assignmentIn(value)?.name)
  const isTurned = name !== undefined && another !== undefined && name !== another
  if (isTurned) return unsettled("condition", "other-conditions") // y = x², x ≥ 0 and x = √y
  const outcome = task.compare(wanted.value, given.value)
  if (outcome.is !== "correct") return outcome
  const [condition, other] = [joined(wanted.conditions), joined(given.conditions)]
  if (condition === null || other === null) return unsettled("condition", "other-conditions")
  const same = task.compare(condition, other)
  const isWhole = [...namesIn(condition)].some((unknown) => COUNTERS.has(unknown))
  // Of whole numbers n > 1 is n ≥ 2.
  if (same.is === "incorrect" && isWhole) return unsettled("condition", "other-conditions")
  return same.is === "undecided" ? same : every("condition", [outcome, same])
}

function conditionedIn(expr: Expr): Conditioned | null {
  if (expr.kind !== "list") return { value: expr, conditions: [] }
  const [value, ...conditions] = expr.items
  if (value === undefined || expr.word === "or") return null
  const formula = value.kind === "relation" ? assignmentIn(value)?.value : value
  const names = formula === undefined ? null : namesIn(formula)
  if (formula === undefined || names === null || STRUCTURED.has(formula.kind)) return null
  return conditions.every((part) => isConditionOn(names, part)) ? { value, conditions } : null
}

const COUNTERS: ReadonlySet<string> = new Set(["n", "k", "m"])

const STRUCTURED: ReadonlySet<Expr["kind"]> = new Set(["relation", "tuple", "text", "list", "set"])

/** An inequality on one unknown of the formula. */
function isConditionOn(names: ReadonlySet<string>, part: Expr): boolean {
  if (part.kind !== "relation" || part.signs.some((sign) => !ORDERING.has(sign))) return false
  const [name, ...others] = namesIn(part)
  return name !== undefined && others.length === 0 && names.has(name)
}

const ORDERING: ReadonlySet<string> = new Set(["<", "≤", ">", "≥"])

function joined(conditions: readonly Expr[]): Expr | null {
  if (conditions.length < 2) return conditions[0] ?? null
  return { kind: "list", items: conditions, word: "and" }
}
