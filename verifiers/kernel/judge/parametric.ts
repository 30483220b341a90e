import { difference, number, product } from "../build.ts"
import { compareScalars, substitute } from "../scalar/compare.ts"
import type { Expr } from "../tree.ts"
import { namesIn, renamed } from "../walk.ts"
import { assignmentIn } from "./assignment.ts"
import { matrixIn } from "./matrix.ts"
import { type Outcome, right, unsettled, wrong } from "./outcome.ts"
import type { Task } from "./task.ts"

/** A curve by its points: (t, 2t), t ∈ ℝ, or (1, 2) + t(3, 4). */
interface Curve {
  readonly points: readonly Expr[]
  readonly parameter: string
  /** Whether the parameter is said to run through the real numbers. */
  readonly declared: boolean
}

const PARAMETERS: ReadonlySet<string> = new Set(["t", "s", "lambda", "mu", "r", "k", "u", "a", "c"])

/**
 * Vectors in one parameter. The same curve may have a parameter of another name, and a line another
 * point and another length of its direction. Where the parameter is not said to be one, the text
 * may mean a place at a time: then only equal vectors are right, and the same line is undecided.
 */
export function compareCurves(key: Expr, answer: Expr, task: Task): Outcome | null {
  const [wanted, given] = [curveIn(key), curveIn(answer)]
  if (wanted === null || given === null) return null
  if (wanted.points.length !== given.points.length) return wrong("curve", "different-size")
  const declared = wanted.declared && given.declared
  const names = new Map([[given.parameter, wanted.parameter]])
  const points = given.points.map((point) => renamed(point, names))
  const moved = { ...given, parameter: wanted.parameter, points }
  const outcome = comparePoints(wanted, moved, task)
  if (outcome.is === "correct") {
    return declared || given.parameter === wanted.parameter ? outcome : OPEN
  }
  const same = isSameLine(wanted, moved, task)
  if (same === null) return declared ? unsettled("curve", "no-method") : outcome
  if (same) return declared ? right("line") : OPEN
  return wrong("line", "different-line")
}

const OPEN: Outcome = unsettled("curve", "other-parameter", "names")

function curveIn(expr: Expr): Curve | null {
  const parts = expr.kind === "list" ? expr.items : [expr]
  const parameters = parts.map(parameterIn).filter((name) => name !== null)
  const heads = parts.filter((part) => parameterIn(part) === null)
  const head = heads[0] && (assignmentIn(heads[0])?.value ?? heads[0])
  if (head === undefined || heads.length > 1 || parameters.length > 1) return null
  const rows = matrixIn(head)
  if (rows === null || (rows.length > 1 && rows[0]!.length > 1)) return null
  const points = rows.flat()
  const names = new Set(points.flatMap((point) => [...namesIn(point)]))
  const [name] = names
  if (names.size !== 1 || name === undefined || points.length < 2) return null
  if (parameters.length === 1) {
    return parameters[0] === name ? { points, parameter: name, declared: true } : null
  }
  return PARAMETERS.has(name) ? { points, parameter: name, declared: false } : null
}

/** The t of t ∈ ℝ. */
function parameterIn(expr: Expr): string | null {
  if (expr.kind !== "relation" || expr.signs.length !== 1 || expr.signs[0] !== "∈") return null
  const [name, set] = expr.sides as readonly [Expr, Expr]
  const isReal = set.kind === "named-set" && set.name === "reals" && set.part === "all"
  return isReal && name.kind === "symbol" ? name.name : null
}

function comparePoints(key: Curve, answer: Curve, task: Task): Outcome {
  const outcomes = key.points.map((point, i) => task.compare(point, answer.points[i]!))
  return (
    outcomes.find(({ is }) => is === "incorrect") ??
    outcomes.find(({ is }) => is === "undecided") ??
    right("curve")
  )
}

/** Whether two lines are one: parallel, as is the way between them; null if no lines. */
function isSameLine(key: Curve, answer: Curve, task: Task): boolean | null {
  const [one, other] = [lineIn(key, task), lineIn(answer, task)]
  if (one === null || other === null) return null
  const way = one.from.map((start, i) => difference(other.from[i]!, start))
  const parallel = isParallel(one.along, other.along, task)
  const meets = isParallel(one.along, way, task)
  return parallel === null || meets === null ? null : parallel && meets
}

function lineIn({ points, parameter }: Curve, task: Task) {
  const at = (value: number) => points.map((point) => substitute(point, parameter, number(value)))
  const [zero, one, two] = [at(0), at(1), at(2)]
  const along = one.map((value, i) => difference(value, zero[i]!))
  const isStraight = along.every((step, i) => {
    const next = difference(two[i]!, one[i]!)
    return compareScalars(step, next, task.setting).is === "equal"
  })
  const moves = along.some((step) => compareScalars(number(0), step, task.setting).is !== "equal")
  return isStraight && moves ? { from: zero, along } : null
}

function isParallel(one: readonly Expr[], other: readonly Expr[], task: Task): boolean | null {
  let open = false
  for (const [i, a] of one.entries()) {
    for (let j = i + 1; j < one.length; j++) {
      const found = compareScalars(product(a, other[j]!), product(one[j]!, other[i]!), task.setting)
      if (found.is === "different") return false
      open ||= found.is !== "equal"
    }
  }
  return open ? null : true
}
