import { fromPromise } from "xstate"
import type { Draft, ProposerAgent } from "../../src/agent.ts"
import { draft, embeddedProposer, type Posing, proposerMachine } from "./machine.ts"

/**
 * A proposer that is given what another run posed, so that two runs differ in nothing but what
 * they make of the same problems. Rounds of a recipe that follows nobody are posed as usual: a
 * fork's past.
 */
export function followingProposer(
  posed: (round: number) => Promise<readonly Draft[]>,
): ProposerAgent {
  const machine = proposerMachine.provide({
    actors: {
      draft: fromPromise<Draft[], Posing>(async ({ input }) => {
        if (input.ask.recipe.proposer.follow === undefined) return draft(input)
        return input.tries === 0 ? [...(await posed(input.ask.round))] : []
      }),
    },
  })
  return { ...embeddedProposer, machine }
}
