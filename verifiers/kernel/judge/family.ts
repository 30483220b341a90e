import { difference, number, product, quotient, sum } from "../build.ts"
import { compareScalars, exactValue, substitute } from "../scalar/compare.ts"
import type { Expr } from "../tree.ts"
import { mentions, namesIn, renamed } from "../walk.ts"
import { assignmentIn } from "./assignment.ts"
import { compareWhateverOrder } from "./collection.ts"
import { nearly } from "./near.ts"
import { type Outcome, right, unsettled, wrong } from "./outcome.ts"
import { inBase, quantityIn } from "./quantity.ts"
import { branchesIn } from "./solutions.ts"
import type { Task } from "./task.ts"

const STEPS_RATIO_MAX = 12 // 2π/12 against π/12: finer families are left undecided
const OFFSETS_MAX = 48

/** Values that a whole number runs through: π/4 + nπ, n ∈ ℤ. */
export interface Family {
  readonly values: readonly Expr[]
  readonly parameter: string
  /** Which whole numbers: all of them, the positive ones and so on. */
  readonly part: string
}

/** The family that an answer declares by "n ∈ ℤ", as a set { … | n ∈ ℤ }, or by a dummy's name. */
export function familyIn(expr: Expr, dummies: readonly string[]): Family | null {
  const parts = partsWithin(expr)
  const declared = parts.map(parameterIn).find((found) => found !== null)
  if (!declared && dummies.length === 0) return null
  const values = parts
    .filter((part) => parameterIn(part) === null)
    .map((part) => assignmentIn(part)?.value ?? part)
    .flatMap((value) => (value.kind === "set" || value.kind === "list" ? value.items : [value]))
    .flatMap((value) => branchesIn(value) ?? [value])
    .map(inRadians)
  if (values.length === 0 || values.some(({ kind }) => kind === "relation")) return null
  if (declared) return { values, ...declared }
  const dummy = dummies.find((name) => values.some((value) => namesIn(value).has(name)))
  return dummy === undefined ? null : { values, parameter: dummy, part: "all" }
}

function partsWithin(expr: Expr): readonly Expr[] {
  if (expr.kind === "list" || (expr.kind === "logic" && expr.name !== "not")) {
    const parts = expr.kind === "list" ? expr.items : expr.of
    return parts.flatMap(partsWithin)
  }
  if (expr.kind === "builder") return [expr.element, ...partsWithin(expr.condition)]
  if (expr.kind === "relation" && expr.signs[0] === "∈" && expr.sides[1]!.kind === "builder") {
    return partsWithin(expr.sides[1]!)
  }
  return [expr]
}

function parameterIn(expr: Expr): { parameter: string; part: string } | null {
  if (expr.kind !== "relation" || expr.signs.length !== 1 || expr.signs[0] !== "∈") return null
  const [name, set] = expr.sides as readonly [Expr, Expr]
  if (name.kind !== "symbol" || set.kind !== "named-set") return null
  if (set.name !== "integers" && set.name !== "naturals") return null
  return { parameter: name.name, part: `${set.name} ${set.part}` }
}

function inRadians(value: Expr): Expr {
  const quantity = quantityIn(value)
  return quantity === null ? value : inBase(quantity)
}

/** Two families: the same for every whole number, or the same residues modulo a common period. */
export function compareFamilies(key: Family, answer: Family, task: Task): Outcome {
  const names = new Map([[answer.parameter, key.parameter]])
  const values = answer.values.map((value) => renamed(value, names))
  const inside: Task = {
    ...task,
    plain: true,
    compare: (one, other) => task.compareIn(inside, one, other),
  }
  const direct = compareWhateverOrder("family", key.values, values, false, inside)
  if (direct.is === "correct" && key.part === answer.part) return direct
  if (!isWhole(key.part) || !isWhole(answer.part)) return unsettled("family", "no-method")
  const [wanted, given] = [
    progressionsOf(key.values, key.parameter, task),
    progressionsOf(values, key.parameter, task),
  ]
  if (wanted === null || given === null) return unsettled("family", "no-method")
  return compareProgressions(wanted, given, task)
}

function isWhole(part: string): boolean {
  return part === "all" || part === "integers all"
}

interface Progression {
  readonly offset: Expr
  readonly step: Expr
}

/** Values that are linear in the parameter, as offset and step. */
function progressionsOf(
  values: readonly Expr[],
  parameter: string,
  task: Task,
): Progression[] | null {
  const found: Progression[] = []
  for (const value of values) {
    const at = (n: number) => substitute(value, parameter, number(n))
    const [zero, one, two] = [at(0), at(1), at(2)]
    const bend = sum(two, product(number(-2), one), zero)
    if (compareScalars(number(0), bend, task.setting).is !== "equal") return null
    if (mentions(zero, ({ kind }) => kind === "symbol")) return null
    found.push({ offset: zero, step: difference(one, zero) })
  }
  return found
}

function compareProgressions(
  key: readonly Progression[],
  answer: readonly Progression[],
  task: Task,
): Outcome {
  const all = [...key, ...answer]
  const base = all[0]!.step
  const ratios = all.map(({ step }) => ratioOf(step, base, task))
  if (ratios.includes(null)) return unsettled("family", "no-common-period")
  const common = ratios.reduce((sofar, ratio) => leastCommon(sofar, ratio![1]), 1)
  const counts = ratios.map((ratio) => (Math.abs(ratio![0]) * common) / ratio![1])
  const period = counts.reduce(leastCommon, 1)
  const unit = quotient(base, number(common))
  const spread = (one: Progression, count: number) =>
    Array.from({ length: period / count }, (_, i) =>
      sum(one.offset, product(number(i * count), unit)),
    )
  const wanted = key.flatMap((one, i) => spread(one, counts[i]!))
  const given = answer.flatMap((one, i) => spread(one, counts[key.length + i]!))
  if (wanted.length > OFFSETS_MAX || given.length > OFFSETS_MAX) return unsettled("family", "limit")
  const turn = product(number(period), unit)
  const inside = (part: Expr, whole: readonly Expr[]) =>
    whole.some((other) => isMultiple(difference(part, other), turn, task))
  if (!wanted.every((part) => inside(part, given))) return wrong("family", "missing-element")
  if (!given.every((part) => inside(part, wanted))) return wrong("family", "extra-element")
  return right("family")
}

/** p/q with small p and q such that one = p/q · other, or null. */
function ratioOf(one: Expr, other: Expr, task: Task): readonly [number, number] | null {
  const exact = exactValue(quotient(one, other), task.fuel)
  if (exact !== null) {
    const [p, q] = [Number(exact.numerator), Number(exact.denominator)]
    return p !== 0 && Math.abs(p) <= OFFSETS_MAX && q <= OFFSETS_MAX ? [p, q] : null
  }
  const near = nearly(quotient(one, other), task.setting)
  for (let q = 1; q <= STEPS_RATIO_MAX; q++) {
    const p = Math.round(near * q)
    if (p === 0 || Math.abs(near * q - p) > 1e-6) continue
    const same = compareScalars(product(number(q), one), product(number(p), other), task.setting)
    return same.is === "equal" ? [p, q] : null
  }
  return null
}

/** Whether a difference is a whole multiple of the period; decided exactly after a look. */
function isMultiple(gap: Expr, period: Expr, task: Task): boolean {
  const near = nearly(quotient(gap, period), task.setting)
  const turns = Math.round(near)
  if (!(Math.abs(near - turns) < 1e-6)) return false
  const closed = product(number(turns), period)
  return compareScalars(closed, gap, task.setting).is === "equal"
}

function leastCommon(one: number, other: number): number {
  let [a, b] = [one, other]
  while (b > 0) [a, b] = [b, a % b]
  return (one / a) * other
}
