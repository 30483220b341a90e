import type { Posed } from "../agent.ts"
import type { Paid } from "../record/event.ts"
import type { Pair } from "../record/pair.ts"
import type { Recipe } from "../record/recipe.ts"
import { addRates, NO_RATE, type SolveRate, shareOf } from "../record/solve-rate.ts"
import { reserve } from "../rule/budget.ts"
import { alarms, entropy, tripped, type Vitals } from "../rule/drift.ts"
import type { Judged } from "../rule/gate.ts"
import { deadTermAlarm, deadTerms } from "../rule/reward-terms.ts"
import { type Desk, recipeFor } from "./desk.ts"
import type { Memory } from "./memory.ts"

interface RoundResults {
  readonly posed: Posed
  readonly judged: readonly (readonly Judged[])[]
  readonly rates: readonly SolveRate[]
  readonly paid: readonly Paid[]
  readonly lessons: readonly Pair[]
  readonly audit: { readonly checked: number; readonly errors: number }
}

/** Takes the round's vitals, raises alarms, and says whether the run may go on. */
export async function closeRound(
  desk: Desk,
  memory: Memory,
  results: RoundResults,
): Promise<{ memory: Memory }> {
  const { round } = memory
  const recipe = recipeFor(desk, round)
  const vitals = vitalsOf(results)
  const firstVitals = memory.firstVitals ?? vitals
  const tokens = memory.budget.spent
  await desk.journal.record({
    kind: "round.closed",
    round,
    champion: memory.champion,
    curriculum: memory.curriculum,
    pairs: memory.pairs.size,
    tokens,
    drift: { ...vitals },
    alarms: [...alarms(firstVitals, vitals), ...rewardAlarms(recipe, results)],
  })
  // A majority arm exists to measure what wrong labels do, so its errors are counted, not fatal.
  const audit = recipe.label === "majority" ? { errors: 0 } : results.audit
  const trip = tripped(audit, vitals, recipe.stop.yieldMin)
  // A fork's own stop rules hold from its cut on: its parent did go on, or it could not be here.
  const cut = desk.history.at(-1)?.until ?? 0
  const stop = round < cut ? undefined : stopReason(memory, desk.recipe.stop)
  const ending =
    trip !== undefined
      ? ({ outcome: "halted", reason: trip } as const)
      : stop !== undefined
        ? ({ outcome: "stopped", reason: stop } as const)
        : undefined
  return { memory: { ...memory, firstVitals, spentBefore: tokens, ending } }
}

/**
 * A reward that paid all problems alike taught nothing. Of an embedded proposer that is told only
 * where terms were configured: its untrained solver gets all of the first round wrong.
 */
function rewardAlarms({ proposer }: Recipe, { posed, paid }: RoundResults): string[] {
  if (posed.proposals === undefined && proposer.terms === undefined) return []
  return deadTerms(proposer.terms ?? {}, paid).map(deadTermAlarm)
}

function stopReason(memory: Memory, stop: { heldRoundsMax: number }): string | undefined {
  if (memory.heldRounds >= stop.heldRoundsMax) {
    return `no challenger was promoted in ${memory.heldRounds} rounds`
  }
  const { budget, spentBefore } = memory
  const lastRound = budget.spent - spentBefore
  if (reserve(budget, lastRound) === undefined) {
    const left = Math.max(0, budget.limit - budget.spent)
    return `${left} of ${budget.limit} tokens are left, and the last round took ${lastRound}`
  }
  return undefined
}

function vitalsOf({ posed, judged, rates, paid, lessons }: RoundResults): Vitals {
  const bySkill = new Map<string, number>()
  for (const { skill } of posed.admitted) bySkill.set(skill, (bySkill.get(skill) ?? 0) + 1)
  const attempts = judged.flat()
  const undecided = attempts.filter(({ verdict }) => verdict.outcome === "undecided").length
  return {
    skillEntropy: entropy([...bySkill.values()]),
    levelMean: mean(posed.admitted.map(({ level }) => level)),
    solveRate: shareOf(rates.reduce(addRates, NO_RATE), 0),
    undecidedShare: undecided / Math.max(1, attempts.length),
    refusedShare: 1 - posed.admitted.length / Math.max(1, posed.drafted),
    yieldShare: lessons.length / posed.admitted.length,
    meanReward: mean(paid.map(({ reward }) => reward)),
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}
