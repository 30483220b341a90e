import { promptedSolver } from "../../agents/solver/machine.ts"
import { seatedSolver } from "../../agents/solver/seated.ts"
import type { SolverAgent } from "../agent.ts"
import type { Recipe } from "../record/recipe.ts"
import { isModelSeat } from "../record/seat.ts"

/** The agent that puts a recipe's questions to whatever solves: bare, or as models are asked. */
export function solverOf({ seats }: Recipe): SolverAgent {
  const seat = seats?.solver
  if (!isModelSeat(seat)) return promptedSolver
  return seat.provider === "trained" && seat.form === "bare" ? promptedSolver : seatedSolver
}
