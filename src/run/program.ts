import type { SolverAgent } from "../agent.ts"
import type { JobProgram } from "../record/job.ts"
import type { Recipe } from "../record/recipe.ts"

/** The program that trains the solver, and how its model is asked; undefined: the learner here. */
export function programFor(
  { seats, training }: Recipe,
  solver: SolverAgent,
): JobProgram | undefined {
  const seat = seats?.solver
  const by = training?.by
  if (by === undefined || seat?.provider !== "trained") return undefined
  const system = solver.system?.(seat.tools.length > 0)
  return { ...by, form: seat.form, ...(system !== undefined && { system }) }
}
