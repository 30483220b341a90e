import { type Hash, hashWord } from "../record/id.ts"
import { openBudget } from "../rule/budget.ts"
import { openArchived } from "../rule/distance.ts"
import { type Desk, offersOf, recipeFor } from "./desk.ts"
import { evaluate } from "./evaluate.ts"
import { EMPTY_CURRICULUM, type Memory } from "./memory.ts"
import { programFor } from "./program.ts"
import { verifierRefs } from "./verifier-ref.ts"

/** Before round 1: recipe and judges named, sets sealed, the untrained champion measured. */
export async function open(desk: Desk): Promise<Memory> {
  const { recipe, history, journal } = desk
  await journal.record({
    kind: "run.opened",
    recipe,
    verifiers: verifierRefs(recipe, desk.verifiers),
    ...(desk.parentHead && {
      parent: { head: desk.parentHead, history: history.map((past) => ({ ...past })) },
    }),
  })
  for (const { name, hash, problems } of desk.suites.values()) {
    await journal.record({ kind: "suite.sealed", name, hash, problems: [...problems] })
  }
  const champion = await firstChampion(desk)
  await journal.record({ kind: "base.created", checkpoint: champion })
  const championMarks = await evaluate(desk, 0, "development", champion)
  await evaluate(desk, 0, "test", champion)
  await evaluate(desk, 0, "beyond", champion)
  const policy = desk.proposer.begin(recipe, offersOf(desk, recipe))
  return {
    round: 0,
    champion,
    line: champion,
    championMarks,
    policy,
    frontier: [],
    heldRounds: 0,
    posed: new Map(),
    families: new Map(),
    pairs: new Map(),
    problems: new Map(),
    curriculum: EMPTY_CURRICULUM,
    budget: openBudget(recipe.stop.tokensMax),
    spentBefore: 0,
    firstVitals: undefined,
    firstSpread: undefined,
    course: [],
    soundPolicy: policy,
    posedBy: policy,
    aside: new Set(),
    archived: openArchived(),
    champions: [champion],
    samples: new Map(),
    idle: {},
    ending: undefined,
  }
}

/** A model that nobody here trains plays as it is; otherwise untrained weights are made. */
async function firstChampion(desk: Desk): Promise<Hash> {
  const { recipe, seats, effects, trainer } = desk
  const fixed = seats.solver?.checkpoint
  if (fixed !== undefined) return fixed
  const seed = hashWord(`base ${recipe.seed}`)
  const by = programFor(recipeFor(desk, 0), desk.solver) // a fork begins as its parent did
  return effects.once("create", { seed, by }, () => trainer.create(seed, by))
}
