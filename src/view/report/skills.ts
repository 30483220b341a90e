import type { Cell } from "../../agent.ts"
import { shareOf } from "../../record/solve-rate.ts"
import type { Result } from "../../run/history.ts"
import { cellsOf, type History } from "../../run/history.ts"
import { isModelRun } from "../progress.ts"
import { type Html, html } from "./html.ts"
import { details, number, rateHtml, section, table, text } from "./parts.ts"
import type { Story } from "./story.ts"

/** Where the solver stands, skill by skill and level by level. */
export function skillSection(history: History, story: Story): Html {
  const { skills } = history.opened.recipe
  const isModel = isModelRun(history.opened.recipe)
  const problems = history.suites.get("test")?.problems ?? []
  const sealed = (result: Result | undefined) => (result ? cellsOf(problems, result.marks) : [])
  const first = sealed(story.first)
  const last = story.last === story.first ? [] : sealed(story.last)
  const maps = [
    ...(first.length > 0
      ? [heatMap(isModel ? "Sealed test" : "Sealed test, untrained", skills, first)]
      : []),
    ...(last.length > 0 ? [heatMap("Sealed test, last champion", skills, last)] : []),
  ]
  const strips = snapshots(history).map(({ round, judged }) =>
    heatMap(`Posed in round ${round}`, skills, judged!.cells),
  )
  return section(
    "skills",
    "Solve rate by skill and level",
    "Percent correct; the stronger the tint, the more. Columns are difficulty levels. A dot is a box in which nothing was asked.",
    [
      html`<div class="maps">${maps}</div>`,
      first.length > 0 ? numbersTable(first, last, isModel) : html``,
      strips.length > 0
        ? html`<h3>What the proposer asked, and how the ${isModel ? "solver" : "champion"} did on it</h3>
<p>${isModel ? "On the problems that the proposer chose: not to be compared with the sealed test." : "Sampled, not greedy, on the problems that the proposer chose: not to be compared with the sealed test, which is answered greedily."}</p>
<div class="maps">${strips}</div>`
        : html``,
    ],
  )
}

/** First, quarter, half and last of the rounds that were judged. */
function snapshots(history: History) {
  const judged = history.rounds.filter(({ judged }) => judged)
  if (judged.length === 0) return []
  const end = judged.length - 1
  const picks = new Set([0, Math.round(end / 4), Math.round(end / 2), end])
  return [...picks].map((at) => judged[at]!)
}

function heatMap(caption: string, skills: readonly string[], cells: readonly Cell[]): Html {
  const levels = Math.max(1, ...cells.map(({ level }) => level))
  const columns = Array.from({ length: levels }, (_, at) => at + 1)
  return html`<div class="box" tabindex="0" role="region" aria-label="${caption}"><table class="heat">
<caption>${caption}</caption>
<thead><tr><th scope="col">skill</th>${columns.map((level) => html`<th scope="col">${level}</th>`)}</tr></thead>
<tbody>${skills.map(
    (skill) =>
      html`<tr><th scope="row">${skill}</th>${columns.map((level) =>
        heatCell(cells.find((cell) => cell.skill === skill && cell.level === level)),
      )}</tr>\n`,
  )}</tbody></table></div>`
}

function heatCell(cell: Cell | undefined): Html {
  if (cell === undefined || cell.rate.tried === 0) return html`<td class="none">·</td>`
  const share = Math.round(100 * shareOf(cell.rate, 0))
  return html`<td style="--s:${share}">${share}</td>`
}

function numbersTable(first: readonly Cell[], last: readonly Cell[], isModel: boolean): Html {
  const rows = first.map(({ skill, level, rate }) => {
    if (isModel) return [skill, level, rateHtml(rate)]
    const now = last.find((cell) => cell.skill === skill && cell.level === level)
    return [skill, level, rateHtml(rate), now ? rateHtml(now.rate) : "–"]
  })
  const all = table(
    "Sealed test by skill and level",
    isModel
      ? [text("skill"), number("level"), text("solved")]
      : [text("skill"), number("level"), text("untrained"), text("last champion")],
    rows,
  )
  return details(`All ${rows.length} boxes with their intervals`, all)
}
