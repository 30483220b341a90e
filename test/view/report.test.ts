import { beforeAll, describe, expect, it } from "vitest"
import { shareOf } from "../../src/record/solve-rate.ts"
import { incorrect } from "../../src/record/verdict.ts"
import { pairedGain, ruleOfThree, wilson } from "../../src/rule/statistics.ts"
import type { History } from "../../src/run/history.ts"
import { pointSpan, points, smallPercent } from "../../src/view/format.ts"
import { sampledProblems } from "../../src/view/report/samples.ts"
import { renderReport } from "../../src/view/report.ts"
import { poison } from "./hostile.ts"
import { playSmallRun, RECIPE } from "./small-run.ts"

const ABOUT = { runId: "view-test", version: "0.0.0" }
let history: History
let page: string

beforeAll(async () => {
  history = (await playSmallRun()).history
  page = renderReport(history, ABOUT)
})

/** The page as a reader would see it: tags gone, entities read, one kind of space. */
function textOf(markup: string): string {
  return markup
    .replace(/<style>.*?<\/style>/s, "")
    .replace(/<[^>]+>/g, " ")
    .replaceAll("&nbsp;", " ")
    .replaceAll("&#39;", "'")
    .replace(/\s+/g, " ")
}

function shown(value: number): string {
  return (100 * value).toFixed(1)
}

describe("the report of a real run", () => {
  it("opens with the numbers: before, after with its interval, set, rounds, label errors", () => {
    const last = history.champions.at(-1)!.results.test!.rate
    const { low, high } = wilson(last)
    const headline = textOf(/<h1>.*?<\/h1>/s.exec(page)![0])
    expect(headline).toContain(`[${shown(low)}, ${shown(high)}]`)
    expect(headline).toContain(`${last.tried} sealed problems`)
    expect(headline).toContain("0 label errors in")
  })

  it("shows the Wilson interval of src/rule/statistics.ts beside every measured champion", () => {
    const text = textOf(page)
    for (const { results } of history.champions) {
      for (const result of [results.test, results.beyond]) {
        const { low, high } = wilson(result!.rate)
        const share = shown(shareOf(result!.rate, 0))
        expect(text).toContain(
          `${share} % [${shown(low)}, ${shown(high)}] of ${result!.rate.tried}`,
        )
      }
    }
  })

  it("bounds the label error by the rule of three over all labels checked", () => {
    const checked = history.rounds.reduce((sum, { curated }) => sum + curated!.audit.checked, 0)
    expect(textOf(page)).toContain(
      `0 label errors in ${checked} checked (below ${smallPercent(ruleOfThree(checked))} at 95 %)`,
    )
  })

  it("tells every decision with what was gained and lost", () => {
    const text = textOf(page)
    for (const { decided } of history.rounds) {
      const { gained, lost, round } = decided!
      expect(text).toMatch(new RegExp(`${round} [▲–▼] [a-z ]+ ${gained} ${lost} `))
    }
  })

  it("names the journal head, the champion, the curriculum and every sealed set by hash", () => {
    for (const hash of [
      history.head,
      history.champions.at(-1)!.checkpoint,
      history.closed!.curriculum,
      ...[...history.suites.values()].map((suite) => suite.hash),
    ]) {
      expect(page).toContain(hash)
    }
  })

  it("is a function of the history: the same bytes each time", () => {
    expect(renderReport(history, ABOUT)).toBe(page)
  })

  it("holds no script, no link to elsewhere and nothing to load", () => {
    expect(page).toContain("default-src 'none'")
    expect(page).not.toMatch(/<(script|link|iframe|object|embed|form|base)\b/i)
    expect(page).not.toMatch(/\b(src|href)="(?!#)/i)
    expect(page).not.toMatch(/url\(|@import|https?:/i)
  })

  it("has one h1, headings in order, and a table or a list for every chart", () => {
    const levels = [...page.matchAll(/<h([1-6])/g)].map((found) => Number(found[1]))
    expect(levels.filter((level) => level === 1)).toHaveLength(1)
    const steps = levels.map((level, at) => level - (levels[at - 1] ?? 0))
    expect(Math.max(...steps)).toBe(1)
    expect([...page.matchAll(/role="img" aria-label="[^"]+"/g)].length).toBeGreaterThan(4)
    expect([...page.matchAll(/<caption>/g)].length).toBeGreaterThan(10)
  })

  it("leaves no number undefined", () => {
    expect(textOf(page)).not.toMatch(/NaN|undefined|Infinity|\[object/)
    expect(page).not.toMatch(/="[^"]*(NaN|undefined)/)
  })

  it("stays below a megabyte for 24 rounds", () => {
    const rounds = Array.from({ length: 24 }, (_, at) => ({
      ...history.rounds[at % 3]!,
      round: at + 1,
    }))
    expect(renderReport({ ...history, rounds }, ABOUT).length).toBeLessThan(1_000_000)
  })

  it("compares first and last champion problem by problem", () => {
    const marks = [history.champions[0]!, history.champions.at(-1)!].map(
      ({ results }) => results.test!.marks,
    )
    const gained = [...marks[1]!].filter((mark, at) => mark === "c" && marks[0]![at] !== "c").length
    const lost = [...marks[0]!].filter((mark, at) => mark === "c" && marks[1]![at] !== "c").length
    const { gain, interval } = pairedGain(gained, lost, marks[0]!.length)
    expect(textOf(page)).toContain(`${points(gain)} points ${pointSpan(interval)}`)
  })
})

describe("sample problems", () => {
  it("show what was answered, with the verdict's reason and evidence, where it is known", () => {
    const { problems, round } = sampledProblems(history)
    expect(round!.round).toBe(RECIPE.rounds)
    expect(problems.length).toBeGreaterThanOrEqual(RECIPE.skills.length)
    const wrong = incorrect("exact", "different-value", { expected: "7", read: "6" })
    const judged = [{ answer: { kind: "answered", text: "six" } as const, verdict: wrong }]
    const attempts = new Map([[problems[0]!.id, judged]])
    const text = textOf(renderReport(history, { ...ABOUT, attempts }))
    expect(text).toContain("six ✗ incorrect by exact, proved, different-value expected: 7 read: 6")
  })
})

describe("the report of a run that did not go well", () => {
  it("renders whatever the journal holds so far, and says that it is unfinished", () => {
    const parts = ["closed", "decided", "challenger", "trained", "taught", "curated", "judged"]
    for (let missing = 1; missing <= parts.length; missing++) {
      const gone = new Set<string>([...parts.slice(0, missing)])
      const last = Object.fromEntries(
        Object.entries(history.rounds.at(-1)!).filter(([name]) => !gone.has(name)),
      ) as unknown as History["rounds"][number]
      const { closed: _closed, ...open } = history
      const text = textOf(
        renderReport({ ...open, rounds: [...history.rounds.slice(0, -1), last] }, ABOUT),
      )
      expect(text).toContain("Unfinished.")
      expect(text).not.toMatch(/NaN|undefined/)
    }
  })

  it("renders before anything was measured", () => {
    const { closed: _closed, ...open } = history
    const empty = { ...open, rounds: [], champions: [], suites: new Map() }
    const text = textOf(renderReport(empty, ABOUT))
    expect(text).toContain("No checkpoint has sat the sealed test yet.")
    expect(text).not.toMatch(/NaN|undefined|Infinity/)
  })

  it("warns at the top when labels were votes", () => {
    expect(page).not.toContain("votes, not proofs")
    const recipe = { ...RECIPE, label: "majority" as const }
    const voted = renderReport({ ...history, opened: { ...history.opened, recipe } }, ABOUT)
    expect(voted.indexOf("votes, not proofs")).toBeGreaterThan(0)
    expect(voted.indexOf("votes, not proofs")).toBeLessThan(voted.indexOf("<main>"))
  })

  it("says why a run was halted", () => {
    const closed = {
      ...history.closed!,
      outcome: "halted" as const,
      reason: "label-audit: 1 label",
    }
    const text = textOf(renderReport({ ...history, closed }, ABOUT))
    expect(text).toContain("Halted by a tripwire after round 3 of 3: label-audit: 1 label.")
  })
})

describe("hostile text in a report", () => {
  it("never becomes markup: the poisoned page has the same tags as the honest one", () => {
    const tags = (markup: string) => [...markup.matchAll(/<\/?[a-z0-9!-]+/gi)].map(([tag]) => tag)
    const poisoned = renderReport(poison(history), ABOUT)
    expect(poisoned).toContain("&lt;/script&gt;&lt;img src=x")
    const kinds = new Set(tags(poisoned))
    expect([...kinds].filter((tag) => !new Set(tags(page)).has(tag))).toEqual([])
    // Nothing ends a quoted value early, so what is left are the page's own attributes.
    expect(poisoned.replace(/"[^"]*"/g, '""')).not.toMatch(/<[^>]*\son[a-z]+=/i)
  })

  it("shows control characters and direction marks by code point", () => {
    const poisoned = renderReport(poison(history), ABOUT)
    expect(poisoned.replace(/[\n\t]/g, "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    expect(poisoned).toContain("[U+202E]")
    expect(poisoned).toContain("[U+001B]")
  })
})
