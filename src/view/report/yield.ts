import type { Tally } from "../../record/event.ts"
import type { Recipe } from "../../record/recipe.ts"
import type { History, RoundHistory } from "../../run/history.ts"
import { count, counted, labelErrorBound, largest, percent, smallPercent } from "../format.ts"
import { bandOf, countMarks } from "../progress.ts"
import { type Html, html } from "./html.ts"
import { labelSentence } from "./opening.ts"
import { details, meter, number, section, table, text } from "./parts.ts"
import type { Story } from "./story.ts"

/** From drafts to kept pairs, and why the rest fell out. */
export function yieldSection({ rounds, opened }: History): Html {
  const sum = (pick: (round: RoundHistory) => number) =>
    rounds.reduce((total, round) => total + pick(round), 0)
  const marks = countMarks(rounds.flatMap(({ judged }) => judged?.marks ?? []))
  const drafted = sum(({ posed }) => posed.drafted)
  const posed = sum(({ posed }) => posed.problems.length)
  const attempts = marks.correct + marks.incorrect + marks.undecided
  const kept = sum(({ curated }) => curated?.pairs.length ?? 0)
  const inBand = sum(({ curated, posed }) => bandOf(posed.problems.length, curated?.held))
  const rehearsed = sum(({ curated }) => curated?.rehearsed.length ?? 0)
  const funnel = [
    step("drafted by the proposer", drafted, drafted),
    step("posed: passed the screen", posed, drafted),
    step("in the gate's band of solve rates", inBand, drafted),
    step("kept as new pairs", kept, drafted),
    step("rehearsed: kept in an earlier round, and posed again", rehearsed, drafted),
  ]
  const verdicts = [
    step("correct", marks.correct, attempts),
    step("incorrect", marks.incorrect, attempts),
    step("undecided: left out of every rate", marks.undecided, attempts),
  ]
  const share = [text(""), number("number"), number("share"), text("")]
  return section(
    "yield",
    "From draft to pair",
    opened.recipe.label === "majority"
      ? "The screen refuses a draft before the solver spends a token on it; the gate of this run keeps what most attempts say."
      : "The screen refuses a draft before the solver spends a token on it; the gate keeps a pair only with a proof.",
    [
      table("Problems", share, funnel),
      table(`Verdicts on attempts, ${attemptsText(opened.recipe)} a problem`, share, verdicts),
      html`<div class="columns">${reasonTable(
        "Drafts refused, by reason",
        rounds.map((round) => round.posed.refused),
      )}${reasonTable(
        "Attempts not correct, by reason",
        rounds.map(({ judged }) => judged?.reasons ?? {}),
      )}${reasonTable(
        "Problems that made no pair, by reason",
        rounds.map(({ curated }) => curated?.held ?? {}),
      )}</div>`,
      details("Round by round", roundTable(rounds)),
    ],
  )
}

function attemptsText({ attempts, sampling }: Recipe): string {
  const most = sampling?.attemptsMax ?? attempts
  return most > attempts ? `${attempts} to ${most}` : `${attempts}`
}

function step(name: string, value: number, of: number) {
  const share = value / Math.max(1, of)
  return [name, count(value), percent(share), meter(share)]
}

function reasonTable(caption: string, tallies: readonly Tally[]): Html {
  const total: Record<string, number> = {}
  for (const tally of tallies) {
    for (const [name, times] of Object.entries(tally)) total[name] = (total[name] ?? 0) + times
  }
  const rows = largest(total)
  if (rows.length === 0) return html``
  const all = rows.reduce((sum, [, times]) => sum + times, 0)
  return table(
    caption,
    [text("reason"), number("number"), number("share")],
    rows.map(([name, times]) => [name, count(times), percent(times / all)]),
  )
}

function roundTable(rounds: readonly RoundHistory[]): Html {
  const rows = rounds.map(({ round, posed, judged, curated }) => {
    const marks = countMarks(judged?.marks ?? [])
    return [
      round,
      count(posed.drafted),
      count(posed.problems.length),
      count(marks.correct),
      count(marks.incorrect),
      count(marks.undecided),
      curated ? count(curated.pairs.length) : "–",
      curated ? count(curated.rehearsed.length) : "–",
    ]
  })
  const names = [
    "round",
    "drafted",
    "posed",
    "correct",
    "incorrect",
    "undecided",
    "kept",
    "rehearsed",
  ]
  return table("Yield by round", names.map(number), rows)
}

/** Whether the labels are right: the number that has to stand beside every curve. */
export function auditSection({ rounds }: History, story: Story): Html {
  let checked = 0
  let errors = 0
  const rows = rounds.flatMap(({ round, curated }) => {
    if (curated === undefined) return []
    checked += curated.audit.checked
    errors += curated.audit.errors
    return [
      [
        round,
        count(curated.audit.checked),
        count(curated.audit.errors),
        count(checked),
        count(errors),
        smallPercent(labelErrorBound({ checked, errors })),
      ],
    ]
  })
  const names = ["round", "labels", "errors", "labels so far", "errors so far", "95 % bound"]
  const sentence =
    story.audit.checked === 0 ? "No label has been checked yet." : `${labelSentence(story.audit)}.`
  return section(
    "labels",
    "Are the labels right?",
    `${sentence} Every label, not a sample, is checked: a second method, which shares no step with the one that made the key, proves the key, and the judge compares the label’s words with it.`,
    [
      details(
        `Label audit of ${counted(rows.length, "round")}`,
        table("Label audit by round", names.map(number), rows),
      ),
    ],
  )
}
