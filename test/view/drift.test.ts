import { fileURLToPath } from "node:url"
import { beforeAll, describe, expect, it } from "vitest"
import { CanaryClass } from "../../src/record/canary.ts"
import { openArchived } from "../../src/rule/distance.ts"
import { type History, readHistory } from "../../src/run/history.ts"
import { openSqliteStore } from "../../src/store/sqlite.ts"
import { type Drift, driftOf } from "../../src/view/drift.ts"

let history: History
let drift: Drift

beforeAll(async () => {
  const file = fileURLToPath(new URL("../../runs/sample/journal.sqlite", import.meta.url))
  const store = openSqliteStore(file, { readOnly: true })
  history = (await readHistory(store))!
  await store.close()
  drift = driftOf(history)
})

/** Entropy in nats, written out again. */
function entropyOf(names: readonly string[]): number {
  const counts = [...Map.groupBy(names, (name) => name).values()].map(({ length }) => length)
  return counts.reduce((sum, n) => sum - (n / names.length) * Math.log(n / names.length), 0)
}

describe("the drift of the committed run", () => {
  it("is what its journal's own problems, marks and drafts give again", () => {
    const archived = openArchived()
    expect(drift.rounds.length).toBe(history.rounds.length)
    for (const [at, { posed, judged, curated }] of history.rounds.entries()) {
      const { vitals, formats, labels } = drift.rounds[at]!
      const { problems, drafted } = posed
      const mean = (values: readonly number[]) =>
        values.reduce((sum, value) => sum + value, 0) / values.length
      const near = mean(problems.map((problem) => archived.admit(problem)))
      expect(vitals.skillEntropy).toBeCloseTo(entropyOf(problems.map(({ skill }) => skill)), 12)
      expect(vitals.familyEntropy).toBeCloseTo(entropyOf(problems.map(({ family }) => family)), 12)
      expect(vitals.nearestDistance).toBeCloseTo(near, 12)
      expect(vitals.levelMean).toBeCloseTo(mean(problems.map(({ level }) => level)), 12)
      expect(vitals.refusedShare).toBeCloseTo(1 - problems.length / drafted, 12)
      const marks = judged!.marks.join("")
      const undecided = [...marks].filter((mark) => mark === "u").length / marks.length
      expect(vitals.undecidedShare).toBeCloseTo(undecided, 12)
      const written = problems.map(({ statement }) => statement.format)
      expect(formats).toEqual({ integer: written.length })
      const checked = labels.reduce((sum, label) => sum + label.checked, 0)
      expect(checked).toBe(curated!.audit.checked)
    }
  })

  it("has every promoted champion on every round's sample, and one reference for all", () => {
    const rounds = history.rounds.map(({ round }) => round)
    const promoted = drift.players.filter(({ since }) => since > 0)
    expect(promoted.length).toBeGreaterThan(0)
    for (const { rates } of promoted) {
      expect([...rates.keys()].sort((a, b) => a - b)).toEqual(rounds)
      for (const { tried } of rates.values()) expect(tried).toBe(32)
    }
    const [reference] = promoted
    expect(drift.rounds.map(({ reference }) => reference)).toEqual(
      rounds.map((round) => reference!.rates.get(round)),
    )
  })

  it("counts all twelve classes of canaries, and none that passed", () => {
    expect(drift.canaries.map(({ kind }) => kind).sort()).toEqual([...CanaryClass.options].sort())
    for (const { planted, passed, blocked } of drift.canaries) {
      expect(passed).toBe(0)
      expect(Object.values(blocked).reduce((sum, times) => sum + times, 0)).toBe(planted)
    }
  })
})
