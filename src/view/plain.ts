import type { EventOf, Tally } from "../record/event.ts"
import { LABEL_NAMES } from "../record/pair.ts"
import type { Recipe } from "../record/recipe.ts"
import type { SolveRate } from "../record/solve-rate.ts"
import { callsText } from "./call-lines.ts"
import { count, counted, duration, largest, pointSpan, points, pText, rateText } from "./format.ts"
import { inert } from "./inert.ts"
import { isModelRun, isSimulatedRun, type Progress } from "./progress.ts"

/** What a log gets: a line a round and a line a promotion, with no control character in it. */

export function openingLine({ recipe }: Progress): string {
  const skills = counted(recipe.skills.length, "skill")
  const { name, seed, rounds, label } = recipe
  const parts = [counted(rounds, "round"), skills, LABEL_NAMES[label]]
  if (isSimulatedRun(recipe)) parts.push("a simulated solver")
  return `${inert(name)}, seed ${seed}: ${parts.join(", ")}`
}

export function recalledLine({ recalled }: Progress): string {
  return `went through ${counted(recalled.rounds, "round")} recorded earlier`
}

/** One line when who solves first has sat the sealed test: a model, or untrained weights. */
export function firstLine({ champions, recipe }: Progress): string {
  const { rate } = champions.at(-1)!
  const who = isModelRun(recipe) ? "before round 1" : "untrained"
  return `${who}: ${rateText(rate)} of ${count(rate.tried)} sealed test problems`
}

export function roundLines(progress: Progress, roundMs: number): string[] {
  const { funnel, round, recipe, challenger, alarms, calls } = progress
  const decided = progress.decisions.findLast((decision) => decision.round === round)
  const {
    drafted = 0,
    posed = 0,
    attempts = 0,
    correct = 0,
    undecided = 0,
    kept = 0,
    rehearsed = 0,
  } = funnel
  const solved = rateText({ correct, tried: attempts - undecided })
  const refused = tallyText(funnel.refused)
  const held = tallyText(funnel.held)
  const parts = [
    `posed ${count(posed)} of ${count(drafted)} drafted${calls && refused ? ` (refused: ${refused})` : ""}`,
    `solved ${solved}${undecided > 0 ? `, ${count(undecided)} undecided` : ""}`,
    `kept ${count(kept)}${rehearsed > 0 ? `, rehearsed ${count(rehearsed)}` : ""}${calls && held ? ` (no pair: ${held})` : ""}`,
    `label errors ${count(progress.audit.errors)} in ${count(progress.audit.checked)}`,
    ...(challenger ? [`development ${rateText(challenger)}`] : []),
    ...(decided ? [decisionText(decided)] : []),
    ...alarms.map((alarm) => `ALARM ${inert(alarm)}`),
    duration(roundMs),
  ]
  const lines = [`round ${round} of ${recipe.rounds}: ${parts.join("; ")}`]
  const played = progress.champions.at(-1)
  if (calls) lines.push(`  ${callsText(calls)}`)
  if (decided?.decision === "promoted" && played?.round === round) {
    lines.push(
      `  promoted: sealed test ${rateText(played.rate)} of ${count(played.rate.tried)} problems`,
    )
  }
  return lines
}

export function closingLine({ ending, audit, champions, recipe }: Progress): string {
  const { outcome, rounds, reason } = ending!
  const first = champions[0]?.rate
  const last = champions.at(-1)?.rate
  const gain = first && last ? `; sealed test ${gainText(first, last, recipe)}` : ""
  const labels = `; label errors ${count(audit.errors)} in ${count(audit.checked)}`
  return `${outcome} after ${counted(rounds, "round")}: ${inert(reason)}${gain}${labels}`
}

function gainText(first: SolveRate, last: SolveRate, recipe: Recipe): string {
  const now = rateText(last)
  return isModelRun(recipe) ? now : `from ${rateText(first)} to ${now}`
}

/** "promoted, +4.2 points [+3.1, +5.3], p < 0.001" */
export function decisionText(decided: EventOf<"round.decided">): string {
  const { gain, gainLow, gainHigh, pValue } = decided
  const interval = pointSpan({ low: gainLow, high: gainHigh })
  const why = decided.decision === "held" ? ` (${inert(decided.reason)})` : ""
  return `${decisionName(decided.decision)}${why}, ${points(gain)} points ${interval}, ${pText(pValue)}`
}

export function decisionName(decision: EventOf<"round.decided">["decision"]): string {
  return decision === "rolled-back" ? "rolled back" : decision
}

const REASONS_SHOWN = 3

function tallyText(tally: Tally = {}): string {
  const most = largest(tally).slice(0, REASONS_SHOWN)
  return most.map(([name, times]) => `${inert(name)} ${count(times)}`).join(", ")
}
