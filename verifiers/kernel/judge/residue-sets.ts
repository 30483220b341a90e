import { exactValue } from "../scalar/compare.ts"
import { treeKey } from "../scalar/trees.ts"
import type { Expr } from "../tree.ts"
import { type Outcome, right, unsettled, wrong } from "./outcome.ts"
import { branchesIn } from "./solutions.ts"
import type { Task } from "./task.ts"

const PERIOD_MAX = 10_000 // whole numbers that are tried: a common period of all moduli

/** The whole numbers that congruences describe, and after how many they repeat. */
interface Residues {
  readonly of: string
  readonly period: number
  has(value: number): boolean
}

/**
 * Systems and unions of congruences on one unknown, number by number over a common period:
 * x ≡ 1 (mod 4) and x ≡ 2 (mod 3) is x ≡ 5 (mod 12). Null where neither side is a system.
 */
export function compareSystems(key: Expr, answer: Expr, task: Task): Outcome | null {
  if (!isSystem(key) && !isSystem(answer)) return null
  const [wanted, given] = [residuesOf(key, task), residuesOf(answer, task)]
  if (wanted === null || given === null) {
    return isOfCongruences(key) && isOfCongruences(answer)
      ? unsettled("congruence", "no-method")
      : null
  }
  if (wanted.of !== given.of) return wrong("congruence", "different-names", "names")
  const period = common(wanted.period, given.period)
  if (period > PERIOD_MAX) return unsettled("congruence", "limit")
  task.fuel.spend(period)
  for (let value = 0; value < period; value++) {
    if (wanted.has(value) === given.has(value)) continue
    const whose = wanted.has(value) ? "the key" : "the answer"
    return wrong("congruence", "different-set", undefined, `only ${whose} has ${value}`)
  }
  return right("congruence")
}

function partsIn(expr: Expr): readonly Expr[] | null {
  if (expr.kind === "congruence") return branchesIn(expr) // x ≡ ±1 (mod 8)
  if (expr.kind === "list") return expr.items
  if (expr.kind === "logic" && (expr.name === "and" || expr.name === "or")) return expr.of
  return null
}

function isOfCongruences(expr: Expr): boolean {
  return partsIn(expr)?.every(isOfCongruences) ?? expr.kind === "congruence"
}

function isSystem(expr: Expr): boolean {
  return partsIn(expr) !== null && isOfCongruences(expr)
}

function residuesOf(expr: Expr, task: Task): Residues | null {
  if (expr.kind === "congruence" && partsIn(expr) === null) {
    const [residue, modulus] = [expr.right, expr.modulus].map((side) => exactValue(side, task.fuel))
    if (!residue || !modulus || residue.denominator !== 1n || modulus.denominator !== 1n)
      return null
    const [at, period] = [Number(residue.numerator), Math.abs(Number(modulus.numerator))]
    if (!(period >= 1 && period <= PERIOD_MAX) || !Number.isSafeInteger(at)) return null
    return { of: treeKey(expr.left), period, has: (value) => (value - at) % period === 0 }
  }
  const parts = partsIn(expr)?.map((part) => residuesOf(part, task)) ?? []
  const [first] = parts
  if (!first || parts.includes(null)) return null
  const sets = parts as Residues[]
  const period = sets.reduce((sofar, set) => common(sofar, set.period), 1)
  if (period > PERIOD_MAX || sets.some((set) => set.of !== first.of)) return null
  const any = isUnion(expr, sets)
  const has = (value: number) =>
    any ? sets.some((set) => set.has(value)) : sets.every((set) => set.has(value))
  return { of: first.of, period, has }
}

/** Joined by "or"; a comma joins so where the moduli are one and the same. */
function isUnion(expr: Expr, sets: readonly Residues[]): boolean {
  if (expr.kind === "congruence") return true
  if (expr.kind === "logic") return expr.name === "or"
  if (expr.kind !== "list" || expr.word !== "comma")
    return expr.kind === "list" && expr.word === "or"
  return sets.every(({ period }) => period === sets[0]!.period)
}

function common(one: number, other: number): number {
  let [a, b] = [one, other]
  while (b > 0) [a, b] = [b, a % b]
  return (one / a) * other
}
