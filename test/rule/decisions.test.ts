import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Answer } from "../../src/record/attempt.ts"
import { hashOf } from "../../src/record/id.ts"
import type { RewardName } from "../../src/record/recipe.ts"
import { correct, incorrect, undecided } from "../../src/record/verdict.ts"
import { openBudget, reserve, settle } from "../../src/rule/budget.ts"
import { gatePair, type Judged } from "../../src/rule/gate.ts"
import { decidePromotion } from "../../src/rule/promotion.ts"
import { reward } from "../../src/rule/reward.ts"

const RATES = [0, 1, 4, 7, 8].map((right) => ({ correct: right, tried: 8 }))

describe("the proposer's reward at p = 0, ⅛, ½, ⅞, 1", () => {
  const table: Record<Exclude<RewardName, "progress">, number[]> = {
    failure: [1.03, 0.905, 0.53, 0.155, 0.03],
    uncertainty: [0, 0.125, 0.5, 0.125, 0],
    tent: [0, 0.25, 1, 0.25, 0],
    variance: [0, 0.109375, 0.25, 0.109375, 0],
    learnability: [0, 0.4375, 1, 0.4375, 0],
    "absolute-zero": [-0.5, 0.875, 0.5, 0.125, -0.5],
    "self-play-swe": [1, 0.775, 0.1, -0.575, -0.8],
  }
  for (const [name, values] of Object.entries(table) as [RewardName, number[]][]) {
    it(`is the published one for ${name}`, () => {
      RATES.forEach((rate, i) => {
        expect(Math.abs(reward(name, rate) - values[i]!)).toBeLessThan(1e-12)
      })
    })
  }

  it("is for progress how far the rate has moved, and nothing the first time", () => {
    const before = { correct: 2, tried: 8 }
    expect(RATES.map((rate) => reward("progress", rate, before))).toEqual([
      0.25, 0.125, 0.25, 0.625, 0.75,
    ])
    expect(RATES.map((rate) => reward("progress", rate))).toEqual([0, 0, 0, 0, 0])
  })

  it("pays nothing for what nobody could judge", () => {
    for (const name of [...Object.keys(table), "progress"] as RewardName[]) {
      expect(reward(name, { correct: 0, tried: 0 }, { correct: 1, tried: 2 })).toBe(0)
    }
  })
})

const OPEN = { noveltyRounds: 1, solveRateMin: 0, solveRateMax: 1 }
const answered = (text: string): Answer => ({ kind: "answered", text })
const right = (text: string): Judged => ({ answer: answered(text), verdict: correct("t", {}) })
const wrong = (text: string): Judged => ({
  answer: answered(text),
  verdict: incorrect("t", "other", {}),
})
const unknown = (text: string): Judged => ({
  answer: answered(text),
  verdict: undecided("t", "timeout"),
})

describe("the gate", () => {
  const half = { correct: 1, tried: 2 }

  it("keeps the verifier's key whatever the solver said", () => {
    const kept = { kept: true, completion: "7" }
    expect(gatePair("7", [wrong("1")], { correct: 0, tried: 1 }, "reference", OPEN)).toEqual(kept)
    expect(gatePair("7", [right("07")], { correct: 1, tried: 1 }, "reference", OPEN)).toEqual(kept)
  })

  it("keeps the first answer that was proved, word for word, with its seat", () => {
    const judged = [wrong("1"), unknown("7"), right("07"), right("7")]
    expect(gatePair("7", judged, half, "accepted", OPEN)).toEqual({
      kept: true,
      completion: "07",
      seat: 2,
    })
    expect(gatePair("7", [wrong("1"), unknown("7")], half, "accepted", OPEN)).toEqual({
      kept: false,
      reason: "no-accepted-attempt",
    })
  })

  it("keeps what most attempts say, true or not, where that is asked for", () => {
    const judged = [right("7"), wrong("8"), wrong("8"), wrong("9")]
    expect(gatePair("7", judged, half, "majority", OPEN)).toEqual({
      kept: true,
      completion: "8",
      seat: 1,
    })
    const split = [right("7"), wrong("8"), wrong("9")]
    expect(gatePair("7", split, half, "majority", OPEN)).toMatchObject({ reason: "no-majority" })
    const silent: Judged = {
      answer: { kind: "abstained", why: "empty" },
      verdict: incorrect("t", "abstained-empty", {}),
    }
    expect(gatePair("7", [silent, silent], half, "majority", OPEN)).toMatchObject({
      reason: "no-majority",
    })
  })

  it("holds what lies outside the band, and keeps its closed ends", () => {
    const band = { ...OPEN, solveRateMin: 0.25, solveRateMax: 0.75 }
    const reasons = [0, 1, 2, 3, 4].map((n) => {
      const gated = gatePair("7", [right("7")], { correct: n, tried: 4 }, "reference", band)
      return gated.kept ? "kept" : gated.reason
    })
    expect(reasons).toEqual(["below-band", "kept", "kept", "kept", "above-band"])
  })

  it("makes no pair of what is undecided, whatever the label", () => {
    for (const label of ["reference", "accepted", "majority"] as const) {
      const gated = gatePair(
        "7",
        [unknown("7"), unknown("7")],
        { correct: 0, tried: 0 },
        label,
        OPEN,
      )
      expect(gated).toEqual({ kept: false, reason: "undecided" })
    }
  })

  it("cannot be talked into a pair by forged words", () => {
    const forged = ['{"outcome":"correct"}', "correct", "__proto__", "constructor", "7\u0000"]
    for (const text of forged) {
      const judged = [wrong(text), unknown(text)]
      expect(gatePair("7", judged, half, "accepted", OPEN).kept).toBe(false)
      expect(gatePair("7", judged, half, "majority", OPEN)).toMatchObject({ completion: text })
    }
  })

  it("never accepts words whose verdict is not correct", () => {
    const one = fc.constantFrom(right, wrong, unknown)
    const some = fc.array(
      fc.tuple(one, fc.string()).map(([make, text]) => make(text)),
      { minLength: 1 },
    )
    fc.assert(
      fc.property(some, (judged) => {
        const gated = gatePair("key", judged, half, "accepted", OPEN)
        if (gated.kept) expect(judged[gated.seat!]!.verdict.outcome).toBe("correct")
        else expect(judged.some(({ verdict }) => verdict.outcome === "correct")).toBe(false)
      }),
    )
  })
})

describe("a promotion", () => {
  const champion = hashOf("champion")
  const challenger = hashOf("challenger")
  const contest = (gained: number, lost: number, same = 10, change: object = {}) =>
    decidePromotion({
      champion,
      challenger,
      championMarks: "i".repeat(gained) + "c".repeat(lost + same),
      challengerMarks: "c".repeat(gained) + "i".repeat(lost) + "c".repeat(same),
      skills: Array.from({ length: gained + lost + same }, () => "sum"),
      rule: { alpha: 0.05, skillDropMax: 0.2 },
      ...change,
    })

  it("is won where the exact test says better, from five gains to none", () => {
    expect(contest(4, 0)).toMatchObject({ decision: "held", pValue: 1 / 16, champion })
    expect(contest(5, 0)).toMatchObject({
      decision: "promoted",
      reason: "better",
      champion: challenger,
      pValue: 1 / 32,
      gained: 5,
      lost: 0,
    })
    expect(contest(8, 2)).toMatchObject({ decision: "held", reason: "not-proved-better" })
    expect(contest(9, 1)).toMatchObject({ decision: "promoted" })
  })

  it("is rolled back where the same test says worse", () => {
    expect(contest(0, 4)).toMatchObject({ decision: "held", champion })
    expect(contest(0, 5)).toMatchObject({ decision: "rolled-back", reason: "worse", champion })
  })

  it("is held at a draw, and where nothing was asked", () => {
    expect(contest(0, 0)).toMatchObject({ decision: "held", pValue: 1, gain: 0 })
    expect(contest(0, 0, 0)).toMatchObject({ decision: "held" })
    expect(contest(7, 7)).toMatchObject({ decision: "held" })
  })

  it("is held where a skill fell by more than the margin, not where it fell by the margin", () => {
    const skills = [...Array<string>(20).fill("sum"), ...Array<string>(10).fill("product")]
    const fall = (lost: number) =>
      contest(0, 0, 0, {
        championMarks: "i".repeat(20) + "c".repeat(10),
        challengerMarks: "c".repeat(20) + "i".repeat(lost) + "c".repeat(10 - lost),
        skills,
      })
    expect(fall(2)).toMatchObject({ decision: "promoted" })
    expect(fall(3)).toMatchObject({ decision: "held", reason: "skill-fell:product", champion })
  })

  it("is rolled back where one skill is surely worse and the whole no better", () => {
    const skills = [...Array<string>(20).fill("sum"), ...Array<string>(10).fill("product")]
    const fall = (gained: number, lost: number) =>
      contest(0, 0, 0, {
        championMarks: "i".repeat(gained).padEnd(30, "c"),
        challengerMarks: "c".repeat(20) + "i".repeat(lost).padEnd(10, "c"),
        skills,
      })
    expect(fall(8, 6)).toMatchObject({ decision: "rolled-back", reason: "skill-fell:product" })
    // Five of five are p = 1/32, more than half of the level: of two skills one may by luck.
    expect(fall(8, 5)).toMatchObject({ decision: "held", reason: "not-proved-better" })
  })

  it("leaves out what was undecided for either: nobody wins by the other's silence", () => {
    const decision = contest(5, 0, 10, {
      championMarks: "uuuuu".padEnd(15, "c"),
      challengerMarks: "ccccc".padEnd(15, "c"),
    })
    expect(decision).toMatchObject({ decision: "held", gained: 0, lost: 0, gain: 0 })
  })
})

describe("a budget", () => {
  it("never has more spent and reserved than its limit, whatever order calls end in", () => {
    const step = fc.record({
      worst: fc.nat(50),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      known: fc.boolean(),
      at: fc.nat(),
    })
    fc.assert(
      fc.property(fc.nat(300), fc.array(step), (limit, steps) => {
        let budget = openBudget(limit)
        const open: number[] = []
        for (const { worst, share, known, at } of steps) {
          const next = reserve(budget, worst)
          if (next !== undefined) {
            budget = next
            open.push(worst)
          } else if (open.length > 0) {
            const [ended] = open.splice(at % open.length, 1)
            budget = settle(budget, ended!, known ? Math.floor(share * ended!) : undefined)
          }
          expect(budget.spent + budget.reserved).toBeLessThanOrEqual(limit)
          expect(budget.reserved).toBe(open.reduce((sum, one) => sum + one, 0))
        }
      }),
    )
  })

  it("counts an unknown cost at its worst", () => {
    const budget = settle(reserve(openBudget(10), 6)!, 6, undefined)
    expect(budget).toEqual({ limit: 10, spent: 6, reserved: 0 })
    expect(reserve(budget, 5)).toBeUndefined()
  })
})
