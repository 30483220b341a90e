import type { Recipe } from "../record/recipe.ts"
import { attemptsPerProblem } from "../rule/estimate.ts"
import { samplingOf } from "../run/solve.ts"
import { repliesOf } from "./calls.ts"
import { isModelRun, type Progress } from "./progress.ts"

const REPLIES_MIN = 20 // before so many have come, their pace says nothing

/**
 * Time since opening, and time left as the rounds of this session suggest. Before one has ended,
 * the pace of a model's replies does, once there are enough of them; before that, nobody knows.
 */
export function openStopwatch(now: () => number) {
  const startedAt = now()
  let lapAt = startedAt
  let solvingAt: number | undefined
  let laps = 0
  let lapsMs = 0

  function firstRoundLeft(progress: Progress): number {
    const { recipe, calls, stage, funnel, repliesBefore, closedRounds } = progress
    if (calls === undefined || solvingAt === undefined || !isModelRun(recipe)) return Number.NaN
    const ahead = recipe.rounds - closedRounds - 1
    if (stage !== "solving") {
      return stage === "posing" ? Number.NaN : Math.max(0, ahead * (now() - lapAt))
    }
    const came = repliesOf(calls) - repliesBefore
    if (came < REPLIES_MIN || isBatched(recipe)) return Number.NaN
    const wanted =
      (funnel.posed ?? recipe.problemsPerRound) *
      attemptsPerProblem(recipe.attempts, samplingOf(recipe)).likely
    const solvingMs = ((now() - solvingAt) / came) * Math.max(came, wanted)
    const roundMs = solvingAt - lapAt + solvingMs
    return Math.max(0, solvingMs - (now() - solvingAt)) + ahead * roundMs
  }

  return {
    elapsed: () => now() - startedAt,
    begin(): void {
      lapAt = now()
      solvingAt = undefined
    },
    solve(): void {
      solvingAt = now()
    },
    lap(): number {
      const ms = now() - lapAt
      lapAt = now()
      laps++
      lapsMs += ms
      return ms
    },
    /** In milliseconds; not a number where nobody knows. */
    left(progress: Progress): number {
      if (laps === 0) return firstRoundLeft(progress)
      const ahead = (progress.recipe.rounds - progress.closedRounds) * (lapsMs / laps)
      return Math.max(0, ahead - (now() - lapAt))
    },
  }
}

/** A batch comes back all at once: its replies have no pace. */
function isBatched({ seats }: Recipe): boolean {
  return seats?.solver?.provider === "anthropic" && seats.solver.batch
}
