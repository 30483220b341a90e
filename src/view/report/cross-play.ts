import type { SolveRate } from "../../record/solve-rate.ts"
import type { History } from "../../run/history.ts"
import { driftOf } from "../drift.ts"
import { count, largest, percent } from "../format.ts"
import { type Html, html } from "./html.ts"
import { details, number, rateHtml, shortHash, table, text } from "./parts.ts"

/** Solver i on round j's problems; what else needs more than one number a round. */
export function crossPlayParts(history: History): Html[] {
  const { players, rounds } = driftOf(history)
  const measured = rounds.filter(({ formats }) => Object.keys(formats).length > 0)
  if (measured.length === 0) return []
  const isPlayed = players.length > 0 // only weights that training makes and keeps here play across
  const byRound = table(
    "What was asked, by round",
    [
      number("round"),
      ...(isPlayed ? [text("under the fixed reference solver")] : []),
      text("forms of answers"),
      text("labels proved again, by level (errors)"),
    ],
    measured.map(({ round, reference, formats, labels }) => [
      round,
      ...(isPlayed ? [rateHtml(reference)] : []),
      largest(formats)
        .map(([name, times]) => `${name} ${count(times)}`)
        .join(", "),
      labels
        .map(({ level, checked, errors }) => `${level}: ${count(checked)} (${count(errors)})`)
        .join(", "),
    ]),
  )
  return isPlayed ? [referenceLine(players), byRound, matrix(history)] : [byRound]
}

function referenceLine(players: ReturnType<typeof driftOf>["players"]): Html {
  const first = players.find(({ since }) => since > 0)
  const who = first
    ? `the champion of round ${first.since}, ${first.checkpoint.slice(0, 10)}`
    : "the untrained solver, as none was promoted"
  return html`<p>Reference solver for the difficulty of all rounds: ${who}. It answers the same sample of each round’s problems greedily.</p>`
}

function matrix(history: History): Html {
  const { players } = driftOf(history)
  const columns = [...new Set(players.flatMap(({ rates }) => [...rates.keys()]))].sort(
    (a, b) => a - b,
  )
  const rows = players.map(({ checkpoint, since, rates }) => [
    html`${since === 0 ? "untrained" : `round ${since}`} ${shortHash(checkpoint)}`,
    ...columns.map((round) => shareText(rates.get(round))),
  ])
  return details(
    "Cross-play: every champion on every round’s problems",
    table(
      "Share right of a sample of a round’s problems (column), by champion (row)",
      [text("champion"), ...columns.map((round) => number(`${round}`))],
      rows,
    ),
  )
}

function shareText(rate: SolveRate | undefined): string {
  if (rate === undefined || rate.tried === 0) return "–"
  return percent(rate.correct / rate.tried, 0)
}
