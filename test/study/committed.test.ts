import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { pointSpan, points } from "../../src/view/format.ts"
import { passAgain, type StudyData, verdictsAgain } from "./data.ts"

const file = (name: string, kind: string) =>
  readFileSync(
    fileURLToPath(new URL(`../../docs/studies/${name}.${kind}`, import.meta.url)),
    "utf8",
  )

/** The reports that the README quotes: what they say has to follow from what lies beside them. */
describe.each(["label-noise", "proposer", "attribution"])("the committed study %s", (name) => {
  const data: StudyData = JSON.parse(file(name, "json"))
  const text = file(name, "md")
  const page = file(name, "html").replaceAll("&nbsp;", " ")

  it("says what its own marks carry, to the last digit", () => {
    verdictsAgain(data).forEach(({ contrast, bySeed, verdict }, at) => {
      const said = data.comparisons[at]!
      expect(verdict).toMatchObject({ outcome: said.outcome, sentence: said.sentence })
      expect(verdict.seedsNeeded ?? null).toBe(said.seedsNeeded)
      expect(verdict.pAdjusted).toBeCloseTo(said.pAdjusted, 12)
      expect(contrast.gain).toBeCloseTo(said.gain, 12)
      expect(contrast.spread).toEqual(said.meanSquares)
      if (said.interval) expect(contrast).toMatchObject({ interval: said.interval })
      expect(bySeed).toMatchObject(
        said.bySeed.map(({ gained, lost, pValue }) => {
          return { gained, lost, pValue }
        }),
      )
    })
  })

  it("has the same sentences as a page and as text", () => {
    for (const { space, sentence } of data.comparisons) {
      const told = data.spaces.length === 1 ? sentence : `${space}: ${sentence}`
      expect(text).toContain(`- ${told}\n`)
      expect(page).toContain(told)
    }
  })

  it("has every sample of every exam, from which its pass@k follows", () => {
    for (const { space, arms } of data.spaces) {
      for (const { arm, attempts } of arms) {
        for (const { k, bySeed } of attempts!.end.pass) {
          passAgain(data, space, arm, k).forEach((share, at) => {
            expect(share).toBeCloseTo(bySeed[at]!, 12)
          })
        }
      }
    }
  })

  it("shows every seed and every round of every arm", () => {
    const { seeds } = data.study
    for (const { arms } of data.spaces) {
      for (const { arm, runs } of arms) {
        expect(runs.map(({ seed }) => seed)).toEqual([...seeds].sort((a, b) => a - b))
        for (const { seed, rounds } of runs) {
          const row = `| ${arm}, seed ${seed} | `
          const shares = rounds.map(({ test }) => (100 * test).toFixed(0)).join(" ")
          expect(
            text.split("\n").some((line) => line.startsWith(row) && line.includes(shares)),
          ).toBe(true)
        }
      }
    }
  })
})

describe("the README", () => {
  const readme = readFileSync(fileURLToPath(new URL("../../README.md", import.meta.url)), "utf8")
  const dataOf = (name: string): StudyData => JSON.parse(file(name, "json"))
  const found = (name: string, space: string, of: string, against: string) =>
    dataOf(name).comparisons.find((one) => {
      return one.space === space && one.of === of && one.against === against
    })!

  it("quotes the verdicts as their reports have them", () => {
    for (const [name, space, of, against] of [
      ["label-noise", "main", "reference", "majority"],
      ["attribution", "main", "co-evolved", "no-training"],
      ["proposer", "wide", "learned", "uniform"],
      ["proposer", "narrow", "easy-to-hard", "uniform"],
    ] as const) {
      const { gain, interval, outcome } = found(name, space, of, against)
      expect(["beats", "alike"]).toContain(outcome)
      expect(readme).toContain(`${points(gain)} ${pointSpan(interval!)}`)
    }
  })

  it("quotes what could not be told with its margin, and with the seeds that would do", () => {
    for (const [name, space, of, against] of [
      ["attribution", "main", "co-evolved", "static"],
      ["proposer", "narrow", "learned", "uniform"],
      ["proposer", "wide", "easy-to-hard", "uniform"],
    ] as const) {
      const { gain, interval, outcome } = found(name, space, of, against)
      const margin = (50 * (interval!.high - interval!.low)).toFixed(1)
      expect(outcome).toBe("cannot-tell")
      expect(readme).toContain(`${points(gain)} ± ${margin}`)
    }
    const { seedsNeeded } = found("attribution", "main", "co-evolved", "static")
    expect(readme).toContain(`; ${seedsNeeded} seeds would do`)
  })

  it("quotes what votes add to a sample, and that they add nothing to a greedy answer", () => {
    const { parts } = dataOf("attribution").spaces[0]!
    const part = (what: string) => parts.find(({ name }) => name.endsWith(`${what}, at the end`))!
    const sample = part("one sample")
    const greedy = part("one greedy answer")
    const plain = (text: string) => text.replaceAll("+", "")
    const bare = `${plain(points(sample.gain))} ${plain(pointSpan(sample.interval!))}`
    expect(readme).toContain(`adds ${bare} to one sample`)
    expect(readme).toContain(`${points(greedy.gain)} ${pointSpan(greedy.interval!)}`)
    expect(greedy.interval!.low).toBeLessThan(0)
    expect(greedy.interval!.high).toBeGreaterThan(0)
  })
})
