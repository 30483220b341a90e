import type { SolveRate } from "../../record/solve-rate.ts"
import { shareOf } from "../../record/solve-rate.ts"
import { wilson } from "../../rule/statistics.ts"
import type { History } from "../../run/history.ts"
import { count, percent, pointSpan, points, pText } from "../format.ts"
import { decisionName } from "../plain.ts"
import { lineChart, type Point, type Series } from "./chart.ts"
import { type Html, html } from "./html.ts"
import { details, number, rateHtml, section, shortHash, table, text } from "./parts.ts"

/** Accuracy by round: what the run is for. */
export function learningSection(history: History): Html {
  const series = seriesOf(history)
  const top = Math.max(...series.flatMap(({ points }) => points.map(({ high }) => high ?? 0)), 0.05)
  const chart = lineChart({
    title: "Share of problems answered correctly, by round",
    series,
    xMin: 0,
    xMax: Math.max(1, history.rounds.at(-1)?.round ?? 0),
    yMin: 0,
    yMax: top > 0.5 ? 1 : Math.ceil(top * 10) / 10,
    yText: (share) => percent(share, 0),
  })
  const played = [{ round: 0, challenger: undefined, trained: undefined }, ...history.rounds]
  const rows = played.map(({ round, challenger, trained }) => {
    const champion = history.champions.findLast((one) => one.round <= round)
    const { test, beyond } = champion?.results ?? {}
    return [
      round,
      test ? rateHtml(test.rate) : "–",
      challenger ? rateHtml(challenger.rate) : "–",
      beyond ? rateHtml(beyond.rate) : "–",
      trained ? trained.loss.toFixed(3) : "–",
      champion ? shortHash(champion.checkpoint) : "–",
    ]
  })
  return section(
    "learning",
    "Learning curve",
    "The sealed test was fixed by hash before round 0 and is read by no decision. Promotions are decided on the development set, which shares no problem family with it. Shaded: 95 % Wilson intervals.",
    [
      html`<figure>${chart}</figure>`,
      details(
        "The numbers behind the curve",
        table(
          "Accuracy by round",
          [
            number("round"),
            text("champion, sealed test"),
            text("challenger, development"),
            text("champion, beyond the ladder"),
            number("training loss"),
            text("champion"),
          ],
          rows,
        ),
      ),
    ],
  )
}

function seriesOf(history: History): Series[] {
  const last = history.rounds.at(-1)?.round ?? 0
  const played = (suite: "test" | "beyond"): Point[] => {
    const points = history.champions.flatMap(({ round, results }) => {
      const result = results[suite]
      return result ? [pointOf(round, result.rate)] : []
    })
    const end = points.at(-1)
    return end && end.x < last ? [...points, { ...end, x: last }] : points
  }
  const challengers = history.rounds.flatMap(({ round, challenger }) =>
    challenger ? [pointOf(round, challenger.rate)] : [],
  )
  const isHarder = history.opened.recipe.proposer.scope === "ladder" // else it may pose its like
  return [
    { name: "champion, sealed test", look: "main", steps: true, points: played("test") },
    { name: "challenger, development set", look: "second", points: challengers },
    {
      name: `champion, beyond the ladder${isHarder ? " (harder than anything trained on)" : ""}`,
      look: "third",
      steps: true,
      points: played("beyond"),
    },
  ]
}

function pointOf(round: number, rate: SolveRate): Point {
  return { x: round, y: shareOf(rate, 0), ...wilson(rate) }
}

/** Each round's decision with the test behind it. */
export function promotionSection(history: History): Html {
  const decided = history.rounds.flatMap(({ decided }) => decided ?? [])
  const { alpha, skillDropMax } = history.opened.recipe.promotion
  const rows = decided.map((one) => [
    one.round,
    html`<span class="decision ${one.decision}">${SIGN[one.decision]} ${decisionName(one.decision)}</span>`,
    reasonText(one.reason),
    count(one.gained),
    count(one.lost),
    html`${points(one.gain)} <span class="quiet">${pointSpan({ low: one.gainLow, high: one.gainHigh })}</span>`,
    pText(one.pValue).slice(2),
  ])
  return section(
    "promotions",
    "Promotions",
    `A challenger plays next only when an exact one-sided McNemar test on the development set says that it is better (p ≤ ${alpha}) and no skill falls by more than ${Number((100 * skillDropMax).toFixed(1))} points. One that is shown to be worse is rolled back; otherwise it is held and training goes on from it.`,
    [
      table(
        "Decisions by round",
        [
          number("round"),
          text("decision"),
          text("because"),
          number("gained"),
          number("lost"),
          number("gain in points"),
          number("p"),
        ],
        rows,
      ),
    ],
  )
}

const SIGN = { promoted: "▲", held: "–", "rolled-back": "▼" } as const

function reasonText(reason: string): string {
  if (reason.startsWith("skill-fell:")) return `${reason.slice("skill-fell:".length)} fell`
  return reason.replaceAll("-", " ")
}
