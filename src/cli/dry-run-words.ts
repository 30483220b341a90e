import { CORRECTIONS_MAX } from "../../agents/proposer/seated.ts"
import type { Recipe } from "../record/recipe.ts"
import { BYTES_PER_TOKEN, OVERHEAD } from "../rule/estimate.ts"
import { count } from "../view/format.ts"
import { RESULT_BYTES, SOLUTION_BYTES, THOUGHT_FACTOR, USES } from "./estimate.ts"
import { seatsOf } from "./seats.ts"

/** What an estimate takes for granted, in words: whoever knows better can reckon again. */
export function assumptionsOf(recipe: Recipe): string[] {
  const { proposer, solver, formaliser } = seatsOf(recipe)
  const { low, likely, high } = BYTES_PER_TOKEN
  const hasTools = (solver?.tools.length ?? 0) > 0
  return [
    `- prompts are measured on ones built from this recipe; a token is ${low}, ${likely}, ${high} bytes,`,
    `  and each prompt has ${OVERHEAD.low}, ${OVERHEAD.likely}, ${OVERHEAD.high} tokens of the provider's own around it`,
    ...(proposer
      ? [
          "- proposer calls: nothing refused; every second conversation corrected once;",
          `  each corrected ${CORRECTIONS_MAX} times and all asked for once more`,
        ]
      : []),
    ...(solver
      ? [
          ...(recipe.sampling
            ? ["- attempts: the first wave; the mean over equally probable solve rates; the most"]
            : []),
          `- solver replies: ${SOLUTION_BYTES.low} bytes, ${count(SOLUTION_BYTES.likely)} bytes, and maxTokens`,
          ...(hasTools
            ? [
                `- tool turns of an attempt: ${USES.low}, ${USES.likely}, ${solver.toolTurnsMax}; results of ${count(RESULT_BYTES.likely)} bytes, at most ${count(RESULT_BYTES.high)}`,
              ]
            : []),
        ]
      : []),
    ...(formaliser
      ? ["- formaliser calls: one a problem; a quarter more; one for every draft"]
      : []),
    `- models that think as they see fit write ${THOUGHT_FACTOR} times as much in the likely case`,
    "- caches: all that prompts share is served by one; none does; every prompt is also written to one",
    "- tries that fail are not billed as a rule, and are in none of the figures",
  ]
}
