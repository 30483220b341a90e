import type { EventOf } from "../record/event.ts"
import { LABEL_NAMES } from "../record/pair.ts"
import { count, counted, duration, pointSpan, points, pText, rateText } from "./format.ts"
import { inert } from "./inert.ts"
import type { Progress } from "./progress.ts"

/** What a log gets: a line a round and a line a promotion, with no control character in it. */

export function openingLine({ recipe }: Progress): string {
  const skills = counted(recipe.skills.length, "skill")
  const { name, seed, rounds, label } = recipe
  return `${inert(name)}, seed ${seed}: ${counted(rounds, "round")}, ${skills}, ${LABEL_NAMES[label]}`
}

export function recalledLine({ recalled }: Progress): string {
  return `went through ${counted(recalled.rounds, "round")} recorded earlier`
}

/** One line when the untrained champion has sat the sealed test. */
export function untrainedLine({ champions }: Progress): string {
  const { rate } = champions.at(-1)!
  return `untrained: ${rateText(rate)} of ${count(rate.tried)} sealed test problems`
}

export function roundLines(progress: Progress, roundMs: number): string[] {
  const { funnel, round, recipe, challenger, alarms } = progress
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
  const parts = [
    `posed ${count(posed)} of ${count(drafted)} drafted`,
    `solved ${solved}${undecided > 0 ? `, ${count(undecided)} undecided` : ""}`,
    `kept ${count(kept)}${rehearsed > 0 ? `, rehearsed ${count(rehearsed)}` : ""}`,
    `label errors ${count(progress.audit.errors)} in ${count(progress.audit.checked)}`,
    ...(challenger ? [`development ${rateText(challenger)}`] : []),
    ...(decided ? [decisionText(decided)] : []),
    ...alarms.map((alarm) => `ALARM ${inert(alarm)}`),
    duration(roundMs),
  ]
  const lines = [`round ${round} of ${recipe.rounds}: ${parts.join("; ")}`]
  const played = progress.champions.at(-1)
  if (decided?.decision === "promoted" && played?.round === round) {
    lines.push(
      `  promoted: sealed test ${rateText(played.rate)} of ${count(played.rate.tried)} problems`,
    )
  }
  return lines
}

export function closingLine({ ending, audit, champions }: Progress): string {
  const { outcome, rounds, reason } = ending!
  const first = champions[0]?.rate
  const last = champions.at(-1)?.rate
  const gain = first && last ? `; sealed test from ${rateText(first)} to ${rateText(last)}` : ""
  const labels = `; label errors ${count(audit.errors)} in ${count(audit.checked)}`
  return `${outcome} after ${counted(rounds, "round")}: ${inert(reason)}${gain}${labels}`
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
