import { shareOf } from "../../record/solve-rate.ts"
import { wilson } from "../../rule/statistics.ts"
import type { History, RoundHistory } from "../../run/history.ts"
import { count, percent } from "../format.ts"
import { countMarks } from "../progress.ts"
import { lineChart } from "./chart.ts"
import { type Html, html } from "./html.ts"
import { details, number, rateHtml, section, table, text } from "./parts.ts"

/** Where a model solves and nobody trains it: how it fared on what it was asked, round by round. */
export function solvingSection(history: History): Html {
  const judged = history.rounds.filter((round) => round.judged)
  const points = judged.map((round) => {
    const rate = rateOf(round)
    return { x: round.round, y: shareOf(rate, 0), ...wilson(rate) }
  })
  const chart = lineChart({
    title: "Share of attempts that were correct, by round",
    series: [{ name: "attempts at posed problems", look: "main", points }],
    xMin: 1,
    xMax: Math.max(2, history.rounds.at(-1)?.round ?? 1),
    yMin: 0,
    yMax: 1,
    yText: (share) => percent(share, 0),
  })
  const rows = judged.map((round) => {
    const { posed, curated } = round
    return [
      round.round,
      count(posed.problems.length),
      rateHtml(rateOf(round)),
      curated ? count(curated.pairs.length) : "–",
    ]
  })
  return section(
    "learning",
    "Solve rate",
    html`The solver is a model that nobody trains here: what changes from round to round is what the proposer asks, and not who answers. ${sealedText(history)} Shaded: 95 % Wilson intervals.`,
    [
      html`<figure>${chart}</figure>`,
      details(
        "The numbers behind the curve",
        table(
          "Solve rate by round",
          [number("round"), number("posed"), text("attempts correct"), number("kept pairs")],
          rows,
        ),
      ),
    ],
  )
}

function rateOf({ judged }: RoundHistory) {
  const { correct, incorrect } = countMarks(judged?.marks ?? [])
  return { correct, tried: correct + incorrect }
}

function sealedText({ champions, suites }: History): Html {
  const { test, beyond } = champions.at(-1)?.results ?? {}
  if (test === undefined) return html`No sealed test was sat.`
  const harder =
    beyond && (suites.get("beyond")?.problems.length ?? 0) > 0
      ? html`, and beyond the ladder ${rateHtml(beyond.rate)}`
      : ""
  return html`On the sealed test, which no proposer ever saw, it stands at ${rateHtml(test.rate)}${harder}.`
}
