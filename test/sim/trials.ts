import type { Faults, Simulation } from "../../src/record/simulation.ts"
import { only, recipeWith, type Simulated, simulate } from "./world.ts"

const ONSET = 4 // the round from which a fault works
const WITHIN = 2 // rounds in which it has to be noticed
const ROUNDS = 8 // of a healthy run

/** One kind of trial: what is played for each seed, and what is counted of it. */
export interface Trial {
  readonly name: string
  readonly counts: string
  /** What is promised of the share of trials; a trial without either only measures. */
  readonly atLeast?: number
  readonly atMost?: number
  play(seed: number): Promise<Played>
}

export interface Played {
  readonly happened: boolean
  /** What the first faulty job did to the true share of right answers, in points. */
  readonly moved?: number
}

/** A solver that has learned something already, so that there is something to lose. */
const SETTINGS: Partial<Simulation> = { ability: -0.5 }

/** 450 development problems; the rest costs time and is read by no decision. */
const SHORT = {
  suites: { developmentPerLevel: 30, testPerLevel: 4, sealedPermille: 150 },
  drift: { problems: 0 },
} as const

/** A run long enough for the fault to come and the rules to answer, and no longer. */
function faulty(name: string, faults: Faults, promise: Pick<Trial, "atLeast"> = {}): Trial {
  return {
    name,
    counts: `rolled back, stopped or halted within ${WITHIN} rounds`,
    ...promise,
    play: async (seed) => {
      const recipe = recipeWith({ ...SHORT, seed, rounds: ONSET + WITHIN - 1 })
      const run = await simulate({ settings: { ...SETTINGS, faults }, recipe })
      return { happened: isCaught(run, ONSET), moved: movedBy(run, ONSET) }
    },
  }
}

/** Whether the run went back to its champion, or ended early, from this round on. */
function isCaught({ events }: Simulated, from: number): boolean {
  const decisions = only(events, "round.decided").filter(({ round }) => round >= from)
  const isTakenBack = only(events, "round.rolled-back").some(({ round }) => round >= from)
  const isRolledBack = decisions.some(({ decision }) => decision === "rolled-back")
  return isTakenBack || isRolledBack || isStopped(events, from)
}

function isStopped(events: Simulated["events"], from: number): boolean {
  return only(events, "run.closed").some(
    ({ outcome, rounds }) => outcome !== "finished" && rounds >= from,
  )
}

function movedBy(run: Simulated, round: number): number {
  const job = only(run.events, "round.trained").find((trained) => trained.round === round)
  if (job === undefined) return 0
  const truth = (checkpoint: typeof job.base) => run.truth("development", checkpoint)
  return 100 * (truth(job.checkpoint) - truth(job.base))
}

/** Nothing is learned and nothing is lost: a challenger differs from its champion by seed alone. */
const SEED_ALONE: Partial<Simulation> = { ability: 0.5, learning: 0, noise: 0, forgetting: 0 }

const CAUGHT = { atLeast: 0.95 }

export const TRIALS: readonly Trial[] = [
  {
    name: "healthy",
    counts: `stopped or halted within ${ROUNDS} rounds`,
    atMost: 0.05,
    play: async (seed) => {
      const recipe = recipeWith({ ...SHORT, seed, rounds: ROUNDS })
      const run = await simulate({ settings: SETTINGS, recipe })
      return { happened: isStopped(run.events, 1), moved: movedBy(run, ONSET) }
    },
  },
  // By the measure of the collapses below: what notices them has to leave the healthy alone.
  {
    name: "healthy, as a collapse is noticed",
    counts: `rolled back, stopped or halted within ${ROUNDS} rounds`,
    atMost: 0.05,
    play: async (seed) => {
      const recipe = recipeWith({ ...SHORT, seed, rounds: ROUNDS })
      const run = await simulate({ settings: SETTINGS, recipe })
      return { happened: isCaught(run, 1), moved: movedBy(run, ONSET) }
    },
  },
  {
    name: "seed alone",
    counts: "promoted",
    atMost: 0.05,
    play: async (seed) => {
      const recipe = recipeWith({ ...SHORT, seed, rounds: 1 })
      const run = await simulate({ settings: SEED_ALONE, recipe })
      const decisions = only(run.events, "round.decided")
      const happened = decisions.some(({ decision }) => decision === "promoted")
      return { happened, moved: movedBy(run, 1) }
    },
  },
  faulty("label noise", { labelNoise: { from: ONSET, share: 0.7 } }, CAUGHT),
  faulty("mode collapse", { modeCollapse: { from: ONSET, skills: 1 } }, CAUGHT),
  faulty("forgetting", { forgetting: { from: ONSET, share: 0.8 } }, CAUGHT),
  // What is too slight to be a collapse shows where the tests begin to see.
  faulty("label noise, half", { labelNoise: { from: ONSET, share: 0.5 } }),
  faulty("mode collapse, half the skills", { modeCollapse: { from: ONSET, skills: 2 } }),
  faulty("forgetting, half", { forgetting: { from: ONSET, share: 0.5 } }),
]
