import { describe, expect, it } from "vitest"
import { judge } from "../../verifiers/kernel/judge/judge.ts"
import { type Examined, examine, type Fault } from "../corpus/examine.ts"
import { PARTS } from "../corpus/parts.ts"
import { categoryOf, labelled } from "../corpus/row.ts"
import { count, emptyTally, recallOf, sureShareOf } from "../corpus/tally.ts"

const SEED = 1
const RECALL_MIN = 0.99
const SURE_MIN = 0.8 // of the accepted answers, proved or probabilistic
const LABELLED_MIN = 1_500
const CATEGORY_RECALL_MIN = 0.9 // no kind of answer is given up for the others

const rows = [...labelled()]

describe("the labelled rows", () => {
  it("have ids of their own, and no question twice", () => {
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
    const asked = rows.map(({ key, answer, options }) => JSON.stringify([key, answer, options]))
    expect(new Set(asked).size).toBe(rows.length)
  })

  it("are many, and many of them are not correct", () => {
    const wrong = rows.filter((row) => row.expect !== "correct").length
    expect(rows.length).toBeGreaterThan(LABELLED_MIN)
    expect(wrong / rows.length).toBeGreaterThan(0.4)
  })
})

describe.each(Object.entries(PARTS))("the judge on %s", (_, part) => {
  const examined = [...part(SEED)].map(examine)
  const tally = emptyTally()
  for (const one of examined) count(tally, one)

  it("accepts no wrong answer", () => {
    expect(idsOf(examined, "false-accept")).toEqual([])
  })

  it("never fails by a bug of its own", () => {
    expect(idsOf(examined, "crash")).toEqual([])
  })

  it("accepts at least 99 % of the correct answers", () => {
    const refused = [...idsOf(examined, "false-reject"), ...idsOf(examined, "missed")]
    expect(recallOf(tally), refused.join(", ")).toBeGreaterThanOrEqual(RECALL_MIN)
  })

  it("accepts nine tenths of the correct answers of every category", () => {
    const weak = [...byCategory(examined)].filter(([, one]) => recallOf(one) < CATEGORY_RECALL_MIN)
    expect(weak.map(([category]) => category)).toEqual([])
  })

  it("says the same with the sides swapped, unless a rule says why not", () => {
    expect(idsOf(examined, "swapped")).toEqual([])
  })

  it("proves at least 80 % of what it accepts, or is sure within a bound", () => {
    expect(sureShareOf(tally)).toBeGreaterThanOrEqual(SURE_MIN)
  })

  it("gives the same verdict to the byte when asked again in another order", () => {
    for (const { row, verdict } of examined.toReversed()) {
      const again = judge(row.key, row.answer, row.options)
      expect(JSON.stringify(again), row.id).toBe(JSON.stringify(verdict))
    }
  })
})

it("tells apart incorrect and undecided where a rule demands it", () => {
  expect(idsOf(rows.map(examine), "other-outcome")).toEqual([])
})

function idsOf(examined: readonly Examined[], fault: Fault): string[] {
  return examined.filter((one) => one.fault === fault).map(({ row }) => row.id)
}

function byCategory(examined: readonly Examined[]) {
  const tallies = new Map(examined.map(({ row }) => [categoryOf(row), emptyTally()]))
  for (const one of examined) count(tallies.get(categoryOf(one.row))!, one)
  return tallies
}
