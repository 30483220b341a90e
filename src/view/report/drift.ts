import type { Vitals } from "../../rule/drift.ts"
import type { History } from "../../run/history.ts"
import { count, percent } from "../format.ts"
import { sparkBars } from "./chart.ts"
import { crossPlayParts } from "./cross-play.ts"
import { type Html, html } from "./html.ts"
import { number, section, table, text } from "./parts.ts"

const MEANING: Readonly<Record<keyof Vitals, string>> = {
  skillEntropy: "spread of the problems over skills, in nats: low means that one skill is all",
  familyEntropy: "the same over families of related problems",
  nearestDistance: "mean distance to the nearest problem posed before: 0 the same, 1 nothing alike",
  levelMean: "mean level of the posed problems",
  solveRate: "share of decided attempts that were correct",
  undecidedShare: "share of attempts that no verifier decided",
  abstainedShare: "share of attempts without an answer: silence, refusal, text cut off",
  answerChars: "mean length of the answers, in characters",
  refusedShare: "share of drafts that the screen refused",
  yieldShare: "share of posed problems that gave a pair, rehearsed ones included",
  meanReward: "mean reward of the proposer",
}

const SHARES: readonly string[] = [
  "solveRate",
  "undecidedShare",
  "abstainedShare",
  "refusedShare",
  "yieldShare",
]

/** Measured change against the first round, and what raised an alarm. */
export function driftSection(history: History): Html {
  const { rounds } = history
  const closed = rounds.flatMap(({ closed }) => closed ?? [])
  const names = Object.keys(closed[0]?.drift ?? {}).sort()
  const rows = names.map((name) => {
    const values = closed.map(({ drift }) => drift[name] ?? 0)
    const show = (value: number) => (SHARES.includes(name) ? percent(value) : value.toFixed(2))
    return [
      html`${wordsOf(name)} <span class="quiet">${MEANING[name as keyof Vitals] ?? ""}</span>`,
      show(values[0]!),
      show(values.at(-1)!),
      sparkBars(values, `${name} in each round`),
    ]
  })
  const alarms = closed.filter(({ alarms }) => alarms.length > 0)
  return section(
    "drift",
    "Drift",
    alarms.length === 0
      ? `No alarm in ${closed.length} rounds.`
      : `Alarms in ${alarms.length} of ${closed.length} rounds. An alarm informs; a tripwire halts the run.`,
    [
      table("Vitals", [text("vital"), number("first round"), number("last"), text("")], rows),
      ...(alarms.length === 0
        ? []
        : [
            table(
              "Alarms by round",
              [number("round"), text("alarms")],
              alarms.map(({ round, alarms }) => [round, alarms.join(", ")]),
            ),
          ]),
      ...backParts(history),
      ...crossPlayParts(history),
    ],
  )
}

/** Rounds that were taken back, with the rule's own words. */
function backParts({ rounds }: History): Html[] {
  const back = rounds.flatMap(({ rolledBack }) => rolledBack ?? [])
  if (back.length === 0) return []
  return [
    table(
      "Rounds that were taken back",
      [number("round"), text("because"), number("pairs set aside")],
      back.map(({ round, reason, setAside }) => [round, reason, count(setAside)]),
    ),
  ]
}

/** "skillEntropy" as a reader would write it: "skill entropy". */
function wordsOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}
