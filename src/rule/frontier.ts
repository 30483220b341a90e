import type { Cell } from "../agent.ts"
import type { Problem } from "../record/problem.ts"
import { addRates, NO_RATE, type SolveRate } from "../record/solve-rate.ts"
import { wilson } from "./statistics.ts"

/** Solve rates by skill and level, in order of first appearance. */
export function frontierOf(
  problems: readonly Pick<Problem, "skill" | "level">[],
  rates: readonly SolveRate[],
): Cell[] {
  const cells = new Map<string, Cell>()
  problems.forEach(({ skill, level }, index) => {
    const name = `${skill} ${level}`
    const rate = addRates(cells.get(name)?.rate ?? NO_RATE, rates[index] ?? NO_RATE)
    cells.set(name, { skill, level, rate })
  })
  return [...cells.values()]
}

/** Later measurements replace earlier ones; where nothing was decided the last rate stays. */
export function mergeFrontier(older: readonly Cell[], newer: readonly Cell[]): Cell[] {
  const merged = new Map<string, Cell>()
  const decided = newer.filter(({ rate }) => rate.tried > 0)
  for (const cell of [...older, ...decided]) merged.set(`${cell.skill} ${cell.level}`, cell)
  return [...merged.values()]
}

/** Whether the solver succeeds sometimes, as far as the data can tell. */
export function standing(rate: SolveRate): "mastered" | "frontier" | "out-of-reach" | "unknown" {
  const { low, high } = wilson(rate)
  if (rate.tried === 0) return "unknown"
  if (low > 0.8) return "mastered"
  if (high < 0.05) return "out-of-reach"
  return "frontier"
}
