import { compareScalars, substitute } from "../scalar/compare.ts"
import type { Expr } from "../tree.ts"
import { namesIn } from "../walk.ts"
import { assignmentIn } from "./assignment.ts"
import { every, type Outcome, type Right, right, unsettled, wrong } from "./outcome.ts"
import { branchesIn } from "./solutions.ts"
import { holds, type Task } from "./task.ts"

/** `x + 1, x ≠ 1`: a function, and the single points that it says it leaves out. */
export interface Excluding {
  readonly bare: Expr
  readonly points: readonly Point[]
  /** Conditions with ≠ that name no points, such as x ≠ y. */
  readonly others: readonly Expr[]
}

interface Point {
  readonly name: string
  readonly at: Expr
}

export function excludingIn(expr: Expr): Excluding {
  const whole = { bare: expr, points: [], others: [] }
  if (expr.kind !== "list" || expr.items.length < 2) return whole
  const [head] = expr.items
  const isDefinition = head?.kind === "relation" && head.sides[0]!.kind === "apply"
  const left = expr.items.filter((item) => isExclusion(item, isDefinition))
  const kept = expr.items.filter((item) => !left.includes(item))
  const [only] = kept
  if (kept.length !== 1 || only === undefined) return whole
  const value = assignmentIn(only)?.value ?? only
  if (value.kind === "relation" || (namesIn(value).size === 0 && !isNumberLike(value))) return whole
  const found = left.filter((item) => !isMembership(item)).map((item) => pointsIn(item) ?? item)
  return {
    bare: only,
    points: found.flatMap((one) => (isPoints(one) ? one : [])),
    others: found.filter((one): one is Expr => !isPoints(one)),
  }
}

/** The 1 that is left of x/x. */
function isNumberLike(value: Expr): boolean {
  return value.kind === "number" || value.kind === "negate" || value.kind === "divide"
}

const COUNTERS: ReadonlySet<string> = new Set(["n", "k", "m"])

/** x ≠ 1, and behind a definition x ∈ ℝ, which is taken for granted. */
function isExclusion(expr: Expr, isDefinition: boolean): boolean {
  if (expr.kind !== "relation") return false
  const [, set] = expr.sides as readonly [Expr, Expr]
  if (isMembership(expr)) {
    return isDefinition && set.kind === "named-set" && set.name === "reals"
  }
  const counts = [...namesIn(expr)].some((name) => COUNTERS.has(name))
  return !counts && expr.signs.every((sign) => sign === "≠")
}

function isMembership(expr: Expr): boolean {
  return expr.kind === "relation" && expr.signs[0] === "∈"
}

/** The 1 of x ≠ 1, and both values of x ≠ ±1. */
function pointsIn(expr: Expr): readonly Point[] | null {
  if (expr.kind !== "relation" || expr.sides.length !== 2) return null
  const [left, right] = expr.sides as readonly [Expr, Expr]
  const [side, at] = left.kind === "symbol" ? [left, right] : [right, left]
  if (side.kind !== "symbol" || namesIn(at).size > 0) return null
  return (branchesIn(at) ?? [at]).map((value) => ({ name: side.name, at: value }))
}

function isPoints(found: Expr | readonly Point[]): found is readonly Point[] {
  return Array.isArray(found)
}

/**
 * What two equal functions come to that leave out points: an answer may leave out what the key
 * leaves out, too, and points where one of the formulas has no value. Any other point that it
 * leaves out makes its domain smaller; one that it forgets is forgiven and noted.
 */
export function compareExclusions(
  found: Right,
  key: Excluding,
  answer: Excluding,
  task: Task,
): Outcome {
  const unlike = compareOthers(key, answer, task)
  if (unlike.is !== "correct") return unlike
  const formulas = [key, answer].map(({ bare }) => assignmentIn(bare)?.value ?? bare)
  const isLost = (point: Point, points: readonly Point[]) =>
    !points.some((other) => isSame(point, other, task)) &&
    !formulas.some((formula) => isUndefinedAt(formula, point, task))
  const lost = answer.points.find((point) => isLost(point, key.points))
  if (lost !== undefined) {
    if (!holds(task, "smaller-domain")) return found
    return wrong("domain", "smaller-domain", "smaller-domain", `${lost.name} is kept off a point`)
  }
  if (!key.points.some((point) => isLost(point, answer.points))) return found
  if (!holds(task, "removable-points")) return unsettled("domain", "larger-domain")
  return { ...found, policy: "removable-points", note: "points that the key leaves out are let in" }
}

function compareOthers(key: Excluding, answer: Excluding, task: Task): Outcome {
  if (key.others.length !== answer.others.length) return unsettled("domain", "other-conditions")
  const outcome = every(
    "domain",
    key.others.map((one, i) => task.compare(one, answer.others[i]!)),
  )
  return outcome.is === "correct" ? right("domain") : unsettled("domain", "other-conditions")
}

function isSame(one: Point, other: Point, task: Task): boolean {
  return one.name === other.name && task.compare(one.at, other.at).is === "correct"
}

function isUndefinedAt(formula: Expr, { name, at }: Point, task: Task): boolean {
  if (!namesIn(formula).has(name)) return false
  const value = substitute(formula, name, at)
  return compareScalars(value, value, task.setting).is === "undefined"
}
