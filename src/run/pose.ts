import { createActor, toPromise } from "xstate"
import type { Ask, Posed } from "../agent.ts"
import { randomStream } from "../rule/random.ts"
import { type Desk, offersOf, recipeFor } from "./desk.ts"
import { RunFailure } from "./failure.ts"
import type { Memory } from "./memory.ts"
import { screenDrafts } from "./screen.ts"

const FAMILY_QUOTA = 3 // relatives of one family in one round

/** The proposer poses, the screen decides; what is admitted is journalled before it is solved. */
export async function pose(desk: Desk, memory: Memory): Promise<{ posed: Posed }> {
  const { round } = memory
  const recipe = recipeFor(desk, round)
  const offers = offersOf(desk, recipe)
  const novelty = desk.defences.novelty(
    memory.posed,
    round - recipe.gate.noveltyRounds,
    FAMILY_QUOTA,
    {
      before: memory.families,
      max: recipe.gate.familyQuota,
    },
  )
  let firstSeat = 0
  const ask: Ask = {
    round,
    count: recipe.problemsPerRound,
    recipe,
    policy: memory.policy,
    offers,
    frontier: memory.frontier,
    random: randomStream(recipe.seed, "pose", round),
    ...(desk.seats.proposer && { player: desk.seats.proposer }),
    screen: async (drafts, missing) => {
      const input = { desk, drafts, missing, firstSeat, round, recipe, offers, novelty }
      const screened = await screenDrafts(input)
      firstSeat += screened.admitted.length
      return screened
    },
  }
  const actor = createActor(desk.proposer.machine, { input: ask })
  const done = toPromise(actor) // before it starts, so that an error at its very start is heard
  actor.start()
  const posed = (await done) as Posed
  if (posed.admitted.length === 0) {
    const why = JSON.stringify(posed.refused)
    throw new RunFailure(
      "run",
      "nothing-posed",
      `the screen refused every draft of round ${round}: ${why}`,
    )
  }
  await desk.journal.record({
    kind: "round.posed",
    round,
    problems: [...posed.admitted],
    drafted: posed.drafted,
    refused: posed.refused,
  })
  return { posed }
}
