import { formaliser } from "../../agents/formaliser/formaliser.ts"
import { embeddedProposer } from "../../agents/proposer/machine.ts"
import { promptedSolver } from "../../agents/solver/machine.ts"
import type { RunEvent } from "../../src/record/event.ts"
import { type Hash, hashJson } from "../../src/record/id.ts"
import { Recipe, type RecipeInput } from "../../src/record/recipe.ts"
import { simulationIn } from "../../src/record/seat.ts"
import type { Simulation } from "../../src/record/simulation.ts"
import type { BundleShelf } from "../../src/run/desk.ts"
import { type RunParts, startRun } from "../../src/run/start.ts"
import { type AbilityShelf, openAbilityShelf } from "../../src/simulation/ability.ts"
import { type Oracle, openOracle } from "../../src/simulation/oracle.ts"
import { collapsing } from "../../src/simulation/proposer.ts"
import { openSimulatedModel, trueShare } from "../../src/simulation/solver.ts"
import { type Bundle, openSimulatedTrainer } from "../../src/simulation/trainer.ts"
import { memoryPlace } from "../../src/store/memory.ts"
import { arithmetic } from "../../verifiers/arithmetic/verifier.ts"
import { countingWorld } from "../run/table-world.ts"

const SKILLS = [
  "integer-addition",
  "integer-subtraction",
  "integer-multiplication",
  "integer-remainder",
]

/**
 * The real judge of four skills, remembered by an oracle: one for all runs of this process. Without
 * the set beyond the ladder, which no rule reads and which would take a third of the time.
 */
export const ORACLE = openOracle([
  {
    ...arithmetic,
    skills: arithmetic.skills
      .filter(({ name }) => SKILLS.includes(name))
      .map((skill) => ({ ...skill, beyond: [] })),
  },
])

/** A whole run with 450 development problems, played in some tenths of a second. */
export const RECIPE = Recipe.parse({
  name: "simulated",
  rounds: 8,
  skills: SKILLS,
  problemsPerRound: 64,
  attempts: 4,
  proposer: { policy: "learned" },
  gate: {},
  training: { steps: 100, batch: 64, replay: 2, learningRate: 1e-3, learningRateEnd: 1e-4 },
  suites: { developmentPerLevel: 30, testPerLevel: 30, sealedPermille: 150 },
  promotion: {},
  stop: {},
} satisfies RecipeInput)

export function recipeWith(change: Partial<RecipeInput>): Recipe {
  return Recipe.parse({ ...RECIPE, ...change })
}

export interface Simulated {
  readonly events: readonly RunEvent[]
  readonly head: Hash
  readonly abilities: AbilityShelf
  /** The share of a sealed set that a checkpoint answers rightly in expectation. */
  truth(suite: "development" | "test" | "beyond", checkpoint: Hash): number
}

export interface Simulating {
  readonly settings?: Partial<Simulation>
  readonly recipe?: Recipe
  readonly oracle?: Oracle
  /** Parts of the run in place of the simulation's, a weakened judge for instance. */
  readonly parts?: Partial<RunParts>
}

/** Plays a recipe with players of known ability: the real loop, screen, judge, gate and rules. */
export async function simulate(simulating: Simulating = {}): Promise<Simulated> {
  const { oracle = ORACLE, parts = {} } = simulating
  const seats = { solver: { provider: "simulated", ...simulating.settings } } as const
  const recipe = Recipe.parse({ ...(simulating.recipe ?? RECIPE), seats })
  const settings = simulationIn(recipe.seats?.solver)!
  const abilities = openAbilityShelf()
  const bundles = new Map<Hash, Bundle>()
  const events: RunEvent[] = []
  const { head } = await startRun(
    {
      recipe,
      history: [],
      store: memoryPlace().open("write"),
      world: countingWorld(),
      verifiers: oracle.verifiers,
      proposer: collapsing(embeddedProposer, settings.faults?.modeCollapse),
      solver: promptedSolver,
      formaliser,
      model: openSimulatedModel(oracle, abilities),
      trainer: openSimulatedTrainer({
        settings,
        skills: recipe.skills,
        oracle,
        abilities,
        bundle: (hash) => bundles.get(hash)!,
      }),
      bundles: shelfIn(bundles),
      watch: { stage: () => {}, training: () => {}, event: (event) => events.push(event) },
      ...parts,
    },
    "write",
  )
  return {
    events,
    head,
    abilities,
    truth: (suite, checkpoint) => {
      const statements = only(events, "suite.sealed").find(({ name }) => name === suite)!.problems
      const items = statements.map(({ statement }) => oracle.find(statement.text)!)
      return trueShare(abilities.read(checkpoint), items)
    },
  }
}

function shelfIn(bundles: Map<Hash, Bundle>): BundleShelf {
  return {
    write: async (rows, about) => {
      const hash = hashJson({ rows, about })
      bundles.set(hash, { rows, round: about.round })
      return hash
    },
  }
}

export function only<Kind extends RunEvent["kind"]>(events: readonly RunEvent[], kind: Kind) {
  return events.filter((event): event is Extract<RunEvent, { kind: Kind }> => event.kind === kind)
}
