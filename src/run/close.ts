import { evidenceOf } from "../record/canary.ts"
import type { Recipe } from "../record/recipe.ts"
import { isModelSeat } from "../record/seat.ts"
import { alarms } from "../rule/drift.ts"
import { idleAfter, idleAlarms, workings } from "../rule/idle.ts"
import { deadTermAlarm, deadTerms } from "../rule/reward-terms.ts"
import { backReason, haltReason, type Signs, stopReason } from "../rule/stop.ts"
import { type Desk, recipeFor } from "./desk.ts"
import { type Labelled, measure } from "./measure.ts"
import type { Memory } from "./memory.ts"
import { rollBack } from "./roll-back.ts"
import { spreadOf, type Taken, vitalsOf, workingsOf } from "./vitals.ts"

interface RoundResults extends Taken {
  readonly labelled: readonly Labelled[]
  readonly audit: { readonly checked: number; readonly errors: number }
  /** What was decided of the challenger; undefined where there was none. */
  readonly decided: "promoted" | "held" | "rolled-back" | undefined
}

/** Takes the round's vitals, raises alarms, and says whether the run goes on, back or nowhere. */
export async function closeRound(
  desk: Desk,
  before: Memory,
  results: RoundResults,
): Promise<{ memory: Memory }> {
  const { round } = before
  const recipe = recipeFor(desk, round)
  const spread = spreadOf(results.posed)
  const vitals = vitalsOf(results, spread, before.archived)
  const firstVitals = before.firstVitals ?? vitals
  const firstSpread = before.firstSpread ?? spread
  const idle = idleAfter(before.idle, workings(recipe, workingsOf(results, before.policy), round))
  const signs = (memory: Memory): Signs => ({
    // A majority arm exists to measure what wrong labels do: its errors are counted, not fatal.
    audit: recipe.label === "majority" ? { errors: 0 } : auditOf(results),
    vitals,
    spread,
    firstSpread,
    course: memory.course,
    heldRounds: memory.heldRounds,
  })
  const step = {
    meanReward: vitals.meanReward,
    isPromoted: results.decided === "promoted",
    isRolledBack: results.decided === "rolled-back",
  }
  const measured = {
    ...(await measure(desk, before, results.posed, results.labelled)),
    firstVitals,
    firstSpread,
    idle,
    course: [...before.course, step],
  }
  const back = isLearning(recipe) ? backReason(signs(measured), recipe.stop) : undefined
  const memory = back ? await rollBack(desk, measured, back) : soundly(measured)
  const tokens = memory.budget.spent
  await desk.journal.record({
    kind: "round.closed",
    round,
    champion: memory.champion,
    curriculum: memory.curriculum,
    pairs: memory.pairs.size,
    tokens,
    drift: { ...vitals },
    alarms: [
      ...alarms(firstVitals, vitals),
      ...rewardAlarms(recipe, results),
      ...idleAlarms(idle),
      ...(back ? ["rolled-back"] : []),
    ],
  })
  const ending = endingOf(desk, signs(memory), memory)
  return { memory: { ...memory, spentBefore: tokens, ending } }
}

/** The label audit with what a reader of the halted run has to look at. */
function auditOf({ audit, labelled, posed }: RoundResults): Signs["audit"] {
  const wrong = labelled.find(({ isWrong }) => isWrong)
  const problem = posed.admitted.find(({ id }) => id === wrong?.problem)
  const first = problem && `${problem.id}: ${problem.statement.text} Key: ${problem.answer}`
  return { errors: audit.errors, first: first && evidenceOf(first) }
}

/** What the proposer poses from is trusted when nothing spoke against what it has posed. */
function soundly(memory: Memory): Memory {
  return { ...memory, soundPolicy: memory.posedBy }
}

/** A fixed rule poses as narrowly as the operator wants it to; only what learns can go astray. */
function isLearning({ proposer, seats }: Recipe): boolean {
  if (proposer.frozen || proposer.follow !== undefined) return false
  return proposer.policy === "learned" || isModelSeat(seats?.proposer)
}

function endingOf(desk: Desk, signs: Signs, memory: Memory): Memory["ending"] {
  const { round, budget, spentBefore } = memory
  const halted = haltReason(signs, recipeFor(desk, round).stop)
  if (halted !== undefined) return { outcome: "halted", reason: halted }
  // A fork's own stop rules hold from its cut on: its parent did go on, or it could not be here.
  if (round < (desk.history.at(-1)?.until ?? 0)) return undefined
  const spend = { budget, lastRound: budget.spent - spentBefore }
  const reason = stopReason(signs, desk.recipe.stop, spend)
  return reason === undefined ? undefined : { outcome: "stopped", reason }
}

/**
 * A reward that paid all problems alike taught nothing. Of an embedded proposer that is told only
 * where terms were configured: its untrained solver gets all of the first round wrong.
 */
function rewardAlarms({ proposer }: Recipe, { posed, paid }: RoundResults): string[] {
  if (posed.proposals === undefined && proposer.terms === undefined) return []
  return deadTerms(proposer.terms ?? {}, paid).map(deadTermAlarm)
}
