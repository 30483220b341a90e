import { difference, number, product, quotient, sum, symbol } from "../build.ts"
import { substitute } from "../scalar/compare.ts"
import type { Expr, PiecewiseNode } from "../tree.ts"
import { namesIn } from "../walk.ts"
import { every, type Outcome, right, wrong } from "./outcome.ts"
import { rangeOf } from "./range.ts"
import {
  complementOf,
  infinityOf,
  intersectionOf,
  type Piece,
  type RealSet,
  unionOf,
  WHOLE_LINE,
} from "./real-set.ts"
import { compareByResidue } from "./residue-cases.ts"
import type { Task } from "./task.ts"

interface Branch {
  readonly where: RealSet
  readonly value: Expr
}

/**
 * Functions of one unknown by cases: on every interval where both sides have one formula, the
 * interval is mapped to t ≥ 0, and the formulas are compared in t. Null where the cases are not
 * made of intervals, or nothing is given by cases.
 */
export function comparePiecewise(key: Expr, answer: Expr, task: Task): Outcome | null {
  if (key.kind !== "piecewise" && answer.kind !== "piecewise") return null
  const names = [...namesIn(answer, namesIn(key))]
  const byResidue = compareByResidue(key, answer, task)
  if (byResidue !== null) return byResidue
  if (names.length !== 1) return null
  const [wanted, given] = [branchesOf(key, task), branchesOf(answer, task)]
  if (wanted === null || given === null) return null
  const domains = [wanted, given].map((branches) =>
    unionOf(
      branches.map(({ where }) => where).flatMap((set) => [set]),
      task,
    ),
  )
  const lost = domains[0] && domains[1] ? leftOver(domains[0], domains[1], task) : null
  if (lost === null) return null
  if (lost) return wrong("piecewise", "different-domain")
  const outcomes: Outcome[] = []
  for (const one of wanted) {
    for (const other of given) {
      const common = intersectionOf([one.where, other.where], task)
      if (common === null) return null
      for (const piece of common) {
        outcomes.push(...compareOn(piece, names[0]!, one.value, other.value, task))
      }
    }
  }
  return every("piecewise", outcomes)
}

function branchesOf(expr: Expr, task: Task): Branch[] | null {
  if (expr.kind !== "piecewise") return [{ where: [WHOLE_LINE], value: expr }]
  const branches: Branch[] = []
  let open: RealSet = [WHOLE_LINE]
  for (const { value, when } of casesOf(expr)) {
    const set = when === null ? open : rangeOf(when, task)
    const where = set === null ? null : intersectionOf([set, open], task)
    const rest = set === null ? null : intersectionOf([open, complementOf(set)], task)
    if (where === null || rest === null) return null
    branches.push({ where, value })
    open = rest
  }
  return branches
}

function casesOf(expr: PiecewiseNode): { value: Expr; when: Expr | null }[] {
  const last = expr.otherwise === null ? [] : [{ value: expr.otherwise, when: null }]
  return [...expr.cases, ...last]
}

/** Whether two domains differ; null where that is undecided. */
function leftOver(one: RealSet, other: RealSet, task: Task): boolean | null {
  const gaps = [
    intersectionOf([one, complementOf(other)], task),
    intersectionOf([other, complementOf(one)], task),
  ]
  return gaps.includes(null) ? null : gaps.some((gap) => gap!.length > 0)
}

/** The formulas on the inside of an interval as functions of t > 0, and at the ends it has. */
function compareOn(piece: Piece, name: string, key: Expr, answer: Expr, task: Task): Outcome[] {
  const at = (expr: Expr, value: Expr) => substitute(expr, name, value)
  const both = (value: Expr) => task.compare(at(key, value), at(answer, value))
  const ends = [
    ...(piece.lowClosed ? [both(piece.low)] : []),
    ...(piece.highClosed ? [both(piece.high)] : []),
  ]
  const inner = insideOf(piece, symbol(name))
  if (inner === null) return ends.length > 0 ? ends : [right("piecewise")]
  const assume = new Map(task.setting.assume).set(name, inner.free ? "real" : "positive")
  const inside: Task = {
    ...task,
    setting: { ...task.setting, assume },
    compare: (one, other) => task.compareIn(inside, one, other),
  }
  return [...ends, inside.compare(at(key, inner.value), at(answer, inner.value))]
}

/** The points of an open interval as a function of t; null for a single point. */
function insideOf({ low, high, lowClosed }: Piece, t: Expr): { value: Expr; free: boolean } | null {
  const [left, right] = [infinityOf(low) !== 0, infinityOf(high) !== 0]
  if (left && right) return { value: t, free: true }
  if (right) return { value: sum(low, t), free: false }
  if (left) return { value: difference(high, t), free: false }
  if (low === high && lowClosed) return null
  const share = quotient(t, sum(number(1), t))
  return { value: sum(low, product(difference(high, low), share)), free: false }
}
