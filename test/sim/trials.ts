import type { Faults, Simulation } from "../../src/record/simulation.ts"
import { only, recipeWith, type Simulated, simulate } from "./world.ts"

const ONSET = 4 // the round from which a fault works
const WITHIN = 2 // rounds in which it has to be noticed
const ROUNDS = 8 // of a healthy run

/** One kind of trial: what is played for each seed, and what is counted of it. */
export interface Trial {
  readonly name: string
  readonly counts: string
  readonly atLeast?: number
  readonly atMost?: number
  happened(seed: number): Promise<boolean>
}

/** A solver that has learned something already, so that there is something to lose. */
const SETTINGS: Partial<Simulation> = { ability: -0.5 }
const SUITES = { developmentPerLevel: 30, testPerLevel: 4, sealedPermille: 400 }

/** A run long enough for the fault to come and the rules to answer, and no longer. */
function faulty(name: string, faults: Faults): Trial {
  return {
    name,
    counts: `rolled back, stopped or halted within ${WITHIN} rounds`,
    atLeast: 0.95,
    happened: async (seed) => {
      const recipe = recipeWith({ seed, rounds: ONSET + WITHIN - 1, suites: SUITES })
      return isCaught(await simulate({ settings: { ...SETTINGS, faults }, recipe }))
    },
  }
}

/** Whether the run went back to its champion, or ended early, once the fault was there. */
function isCaught({ events }: Simulated): boolean {
  const decisions = only(events, "round.decided").filter(({ round }) => round >= ONSET)
  return decisions.some(({ decision }) => decision === "rolled-back") || isStopped(events, ONSET)
}

function isStopped(events: Simulated["events"], from: number): boolean {
  return only(events, "run.closed").some(
    ({ outcome, rounds }) => outcome !== "finished" && rounds >= from,
  )
}

/** Nothing is learned and nothing is lost: a challenger differs from its champion by seed alone. */
const SEED_ALONE: Partial<Simulation> = { ability: 0.5, learning: 0, noise: 0, forgetting: 0 }

export const TRIALS: readonly Trial[] = [
  {
    name: "healthy",
    counts: `stopped or halted within ${ROUNDS} rounds`,
    atMost: 0.05,
    happened: async (seed) => {
      const recipe = recipeWith({ seed, rounds: ROUNDS, suites: SUITES })
      return isStopped((await simulate({ settings: SETTINGS, recipe })).events, 1)
    },
  },
  {
    name: "seed alone",
    counts: "promoted",
    atMost: 0.05,
    happened: async (seed) => {
      const recipe = recipeWith({ seed, rounds: 1, suites: SUITES })
      const { events } = await simulate({ settings: SEED_ALONE, recipe })
      return only(events, "round.decided").some(({ decision }) => decision === "promoted")
    },
  },
  faulty("label noise", { labelNoise: { from: ONSET, share: 0.6 } }),
  faulty("mode collapse", { modeCollapse: { from: ONSET, skills: 1 } }),
  faulty("forgetting", { forgetting: { from: ONSET, share: 0.6 } }),
]
