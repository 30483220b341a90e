import type { Recipe } from "../record/recipe.ts"
import { RunFailure } from "../run/failure.ts"
import { openPrograms } from "../sandbox/program.ts"
import type { Tool } from "../tool.ts"
import { calculatorTool } from "../tools/calculator.ts"
import { javascriptTool } from "../tools/javascript.ts"
import { seatsOf } from "./seats.ts"

/**
 * The tools that the solver's seat names. `unsafe`: programs run without a sandbox where this
 * machine has none, and every result says so.
 */
export function toolsFor(recipe: Recipe, unsafe = false): Tool[] {
  const wanted = new Set(seatsOf(recipe).solver?.tools ?? [])
  return [
    ...(wanted.has("calculator") ? [calculatorTool()] : []),
    ...(wanted.has("javascript") ? [javascriptTool({ unsafe })] : []),
  ]
}

/** A run whose solver may run programs does not begin where nothing could hold one. */
export async function refuseWithoutSandbox(recipe: Recipe, unsafe: boolean): Promise<void> {
  if (!(seatsOf(recipe).solver?.tools ?? []).includes("javascript")) return
  const opened = await openPrograms({ unsafe })
  if (!opened.ok) throw new RunFailure("run", "no-sandbox", opened.refused, opened.advice)
}
