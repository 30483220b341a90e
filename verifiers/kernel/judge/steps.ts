import { number, product, sum, symbol } from "../build.ts"
import { compareScalars, substitute } from "../scalar/compare.ts"
import { isStepped } from "../scalar/whole-names.ts"
import type { Expr } from "../tree.ts"
import { mentions, namesIn, partsOf } from "../walk.ts"
import { type Outcome, right } from "./outcome.ts"
import type { Task } from "./task.ts"

const PERIOD_MAX = 24 // as many comparisons

/**
 * ⌈n/2⌉ is ⌊(n + 1)/2⌋: functions of a whole number that step, residue by residue, with mn + r put
 * in for n. Null where that does not make them equal.
 */
export function compareSteps(key: Expr, answer: Expr, task: Task): Outcome | null {
  if (task.setting.complex || !(mentions(key, isStep) || mentions(answer, isStep))) return null
  const [name, ...others] = namesIn(answer, namesIn(key))
  if (name === undefined || others.length > 0 || !isStepped(name)) return null
  const period = [key, answer].reduce((sofar, side) => periodOf(side, sofar, false), 1)
  if (period === 1 || period > PERIOD_MAX) return null
  const assume = new Map(task.setting.assume).set(name, "integer" as const)
  const setting = { ...task.setting, assume }
  for (let residue = 0; residue < period; residue++) {
    const member = sum(product(number(period), symbol(name)), number(residue))
    const [one, other] = [key, answer].map((side) => substitute(side, name, member))
    const same = compareScalars(one!, other!, setting)
    if (same.is !== "equal" || same.proof.level !== "proved") return null
  }
  return right("residues")
}

function isStep(node: Expr): boolean {
  return node.kind === "call" && (node.name === "floor" || node.name === "ceil")
}

/** A common multiple of what is divided by under a step, and of 2 where −1 has a power. */
function periodOf(expr: Expr, sofar: number, inStep: boolean): number {
  let period = sofar
  if (inStep && expr.kind === "number") period = common(period, expr.value.denominator)
  if (inStep && expr.kind === "divide" && expr.bottom.kind === "number") {
    period = common(period, expr.bottom.value.numerator)
  }
  if (expr.kind === "power" && namesIn(expr.exponent).size > 0) period = common(period, 2n)
  const inside = inStep || isStep(expr)
  for (const part of partsOf(expr)) period = periodOf(part, period, inside)
  return period
}

/** The least common multiple, or a number beyond the limit. */
function common(one: number, other: bigint): number {
  if (other > BigInt(PERIOD_MAX) || other < 1n || one > PERIOD_MAX) return PERIOD_MAX + 1
  let [a, b] = [one, Number(other)]
  while (b > 0) [a, b] = [b, a % b]
  return (one / a) * Number(other)
}
