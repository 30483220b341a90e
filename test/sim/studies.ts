import type { Simulation } from "../../src/record/simulation.ts"
import { contrastOf } from "../../src/rule/study-contrast.ts"
import { type StudyVerdict, verdictOf } from "../../src/rule/study-verdict.ts"
import { only, RECIPE, recipeWith, simulate } from "./world.ts"

/** Seeds of every arm, and problems of the sealed test that all of them sit. */
export const SEEDS = 5
const TEST_PER_LEVEL = 50 // of 15 levels: 750 items

/** What the arms have in common: three rounds of the real loop. */
const SHARED = {
  rounds: 3,
  training: { ...RECIPE.training!, steps: 200 },
  suites: { developmentPerLevel: 15, testPerLevel: TEST_PER_LEVEL, sealedPermille: 150 },
  drift: { problems: 0 },
} as const

/** Two checkpoints of equal ability then disagree on about a tenth of all items. */
const BASE: Partial<Simulation> = { ability: -0.5, steadiness: 0.8, learning: 0.5 }

/**
 * The planted cause: labels that teach more. How much more makes three points of the true share of
 * right answers was found on seeds that no reported study has.
 */
const BETTER: Partial<Simulation> = { ...BASE, learning: 0.55 }

export interface Studied {
  /** What the verdict says of the better arm, and of one that only has other seeds. */
  readonly planted: StudyVerdict["outcome"]
  readonly none: StudyVerdict["outcome"]
  /** The better arm's lead in truth, in points, which no verdict knows. */
  readonly lead: number
}

interface Arm {
  readonly scores: number[][]
  /** Mean over the seeds of what the last champion answers rightly in expectation. */
  readonly truth: number
}

/** One study: each arm is played by the loop under every seed, and the verdict reads its marks. */
export async function playStudy(study: number): Promise<Studied> {
  const first = study * 100
  // Every study draws its own items: other difficulties, other luck.
  const base = await playArm({ ...BASE, world: study }, first)
  const better = await playArm({ ...BETTER, world: study }, first)
  const alike = await playArm({ ...BASE, world: study }, first + SEEDS)
  const judged = (of: Arm) => {
    const contrast = contrastOf(of.scores, base.scores)
    return verdictOf({ of: "the arm", against: "the base", contrast }).outcome
  }
  const lead = 100 * (better.truth - base.truth)
  return { planted: judged(better), none: judged(alike), lead }
}

async function playArm(settings: Partial<Simulation>, first: number): Promise<Arm> {
  const scores: number[][] = []
  let truth = 0
  for (let seed = first; seed < first + SEEDS; seed++) {
    const run = await simulate({ settings, recipe: recipeWith({ ...SHARED, seed }) })
    const results = only(run.events, "evaluated").filter(({ suite }) => suite === "test")
    const { marks, checkpoint } = results.at(-1)!
    scores.push([...marks].map((mark) => (mark === "c" ? 1 : 0)))
    truth += run.truth("test", checkpoint) / SEEDS
  }
  return { scores, truth }
}
