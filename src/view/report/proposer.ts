import type { Problem } from "../../record/problem.ts"
import type { Recipe } from "../../record/recipe.ts"
import { isModelSeat } from "../../record/seat.ts"
import type { History } from "../../run/history.ts"
import { percent } from "../format.ts"
import { smallChart, sparkBars } from "./chart.ts"
import { type Html, html } from "./html.ts"
import { details, number, section, table, text } from "./parts.ts"

/** What the proposer asked for, and what it was paid. */
export function proposerSection(history: History): Html {
  const { recipe } = history.opened
  const rounds = history.rounds.map(({ round, posed, taught }) => ({
    round,
    problems: posed.problems,
    reward: taught?.meanReward,
  }))
  const shares = recipe.skills.map((skill) => {
    const byRound = rounds.map(({ problems }) => shareWhere(problems, (one) => one.skill === skill))
    const levels = rounds.map(({ problems }) => levelMean(problems, skill))
    return [
      skill,
      percent(byRound[0] ?? 0),
      percent(byRound.at(-1) ?? 0),
      sparkBars(byRound, `share of ${skill} in each round`),
      (levels[0] ?? 0).toFixed(2),
      (levels.at(-1) ?? 0).toFixed(2),
      sparkBars(levels, `mean level of ${skill} in each round`, 4),
    ]
  })
  return section(
    "proposer",
    "What the proposer asked for",
    proposedByModel(recipe)
      ? html`A model proposes; it is told how the solver fares and aims where that succeeds sometimes. What it earns, <b>${recipe.proposer.reward}</b>: ${REWARD_FORMULA[recipe.proposer.reward]}, where p is a problem’s solve rate, is recorded for a training of its own.`
      : html`Policy <b>${recipe.proposer.policy}</b>, paid by <b>${recipe.proposer.reward}</b>: ${REWARD_FORMULA[recipe.proposer.reward]}, where p is a problem’s solve rate over ${recipe.attempts} attempts.`,
    [
      html`<div class="charts">${trends(rounds)}</div>`,
      table(
        "Share of posed problems and mean level, by skill",
        [
          text("skill"),
          number("share, first round"),
          number("last"),
          text("round by round"),
          number("level, first round"),
          number("last"),
          text("round by round"),
        ],
        shares,
      ),
      details("Round by round", roundTable(rounds)),
    ],
  )
}

function proposedByModel({ seats }: Recipe): boolean {
  return isModelSeat(seats?.proposer)
}

interface AskedRound {
  readonly round: number
  readonly problems: readonly Problem[]
  readonly reward: number | undefined
}

const REWARD_FORMULA: Readonly<Record<Recipe["proposer"]["reward"], string>> = {
  failure: "1.03 − p",
  uncertainty: "min(p, 1 − p)",
  tent: "1 − 2|p − ½|",
  variance: "p(1 − p)",
  learnability: "4p(1 − p)",
  "absolute-zero": "1 − p, but −½ where p is 0 or 1",
  "self-play-swe": "1 − 1.8p",
  progress: "|p − the box’s last p|",
}

function trends(rounds: readonly AskedRound[]): Html[] {
  return [
    trend("Mean level asked", rounds, ({ problems }) => levelMean(problems), oneDigit),
    trend("Share made from an earlier problem", rounds, mutatedShare, whole),
    trend(
      "Mean reward",
      rounds,
      ({ reward }) => reward,
      (value) => value.toFixed(2),
    ),
  ]
}

function trend(
  title: string,
  rounds: readonly AskedRound[],
  pick: (round: AskedRound) => number | undefined,
  yText: (value: number) => string,
): Html {
  const points = rounds.flatMap((one) => {
    const y = pick(one)
    return y === undefined ? [] : [{ x: one.round, y }]
  })
  const values = points.map(({ y }) => y)
  const chart = smallChart({
    title,
    series: [{ name: title, look: "main", points }],
    xMin: 1,
    xMax: Math.max(2, rounds.at(-1)?.round ?? 1),
    yMin: Math.min(0, ...values),
    yMax: Math.max(0.1, ...values) * 1.1,
    yText,
  })
  return html`<figure><figcaption>${title}</figcaption>${chart}</figure>`
}

function roundTable(rounds: readonly AskedRound[]): Html {
  const rows = rounds.map((one) => [
    one.round,
    one.problems.length,
    levelMean(one.problems).toFixed(2),
    percent(1 - mutatedShare(one)),
    percent(mutatedShare(one)),
    one.reward === undefined ? "–" : one.reward.toFixed(3),
  ])
  const columns = [
    "round",
    "posed",
    "mean level",
    "fresh",
    "from an earlier one",
    "mean reward",
  ].map(number)
  return table("What was asked, by round", columns, rows)
}

function mutatedShare({ problems }: AskedRound): number {
  return shareWhere(problems, ({ lineage }) => lineage.parent !== undefined)
}

function shareWhere(problems: readonly Problem[], holds: (problem: Problem) => boolean): number {
  return problems.filter(holds).length / Math.max(1, problems.length)
}

function levelMean(problems: readonly Problem[], skill?: string): number {
  const own = skill === undefined ? problems : problems.filter((one) => one.skill === skill)
  return own.reduce((sum, { level }) => sum + level, 0) / Math.max(1, own.length)
}

function oneDigit(value: number): string {
  return value.toFixed(1)
}

function whole(value: number): string {
  return percent(value, 0)
}
