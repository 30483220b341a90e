import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { alarms, entropy, entropyDrop, entropyError } from "../../src/rule/drift.ts"
import { frontierOf, mergeFrontier, standing } from "../../src/rule/frontier.ts"
import { aboveLadder, levelOf, onLadder, withinAxes } from "../../src/rule/ladder.ts"
import { openNovelty } from "../../src/rule/novelty.ts"
import { sideOf } from "../../src/rule/partition.ts"
import { drawIndex, randomStream } from "../../src/rule/random.ts"
import { isRefusal, statementFault } from "../../src/rule/screen.ts"
import type { Skill } from "../../src/verifier.ts"
import { problemOf } from "../run/table-world.ts"

describe("drift", () => {
  const vitals = {
    skillEntropy: 2,
    familyEntropy: 3,
    nearestDistance: 0.5,
    abstainedShare: 0,
    answerChars: 3,
    levelMean: 2,
    solveRate: 0.5,
    undecidedShare: 0,
    refusedShare: 0.2,
    yieldShare: 1,
    meanReward: 0.5,
  }

  it("measures entropy in nats", () => {
    expect(entropy([5])).toBe(0)
    expect(entropy([1, 1])).toBeCloseTo(Math.LN2, 14)
    expect(entropy([1, 0, 3])).toBeCloseTo(0.25 * Math.log(4) + 0.75 * Math.log(4 / 3), 14)
    expect(entropy([])).toBe(0)
  })

  it("raises an alarm past each margin and none at it", () => {
    expect(alarms(vitals, vitals)).toEqual([])
    const edge = {
      ...vitals,
      undecidedShare: 0.05,
      abstainedShare: 0.05,
      refusedShare: 0.9,
      answerChars: 7,
    }
    expect(alarms(vitals, edge)).toEqual([])
    const past = {
      ...vitals,
      undecidedShare: 0.06,
      abstainedShare: 0.06,
      refusedShare: 0.91,
      answerChars: 7.1,
    }
    expect(alarms(vitals, past)).toEqual([
      "more-undecided",
      "more-abstained",
      "proposals-mostly-refused",
      "answers-twice-as-long",
    ])
  })

  it("tells a fallen entropy from the luck of a draw", () => {
    // Basharin's error against 20,000 draws of 64 from four kinds.
    const random = randomStream(1, "entropy")
    const draws = Array.from({ length: 20_000 }, () => {
      const counts = [0, 0, 0, 0]
      for (let i = 0; i < 64; i++) counts[drawIndex([6, 3, 2, 1], random)]!++
      return entropy(counts)
    })
    const mean = draws.reduce((sum, h) => sum + h, 0) / draws.length
    const spread = Math.sqrt(draws.reduce((sum, h) => sum + (h - mean) ** 2, 0) / draws.length)
    expect(entropyError([32, 16, 11, 5])).toBeGreaterThan(0.9 * spread)
    expect(entropyError([32, 16, 11, 5])).toBeLessThan(1.1 * spread)
    expect(entropyDrop([16, 16, 16, 16], [16, 16, 16, 16])).toBe(0)
    expect(entropyDrop([16, 16, 16, 16], [64])).toBe(1)
    expect(entropyDrop([16, 16, 16, 16], [30, 30, 2, 2])).toBeGreaterThan(0.2)
    expect(entropyDrop([4, 4], [6, 2])).toBe(0) // eight problems say little
    expect(entropyDrop([9], [9])).toBe(0)
  })
})

describe("the frontier", () => {
  it("adds up rates by skill and level", () => {
    const problems = [1, 2, 1].map((level) => ({ skill: "sum", level }))
    const rates = [0, 1, 2].map((right) => ({ correct: right, tried: 4 }))
    expect(frontierOf(problems, rates)).toEqual([
      { skill: "sum", level: 1, rate: { correct: 2, tried: 8 } },
      { skill: "sum", level: 2, rate: { correct: 1, tried: 4 } },
    ])
  })

  it("takes the later rate of a cell, and keeps the last where nothing was decided", () => {
    const cell = (level: number, right: number, tried = 4) => ({
      skill: "sum",
      level,
      rate: { correct: right, tried },
    })
    const merged = mergeFrontier([cell(1, 1), cell(2, 2)], [cell(1, 3), cell(2, 0, 0), cell(3, 4)])
    expect(merged).toEqual([cell(1, 3), cell(2, 2), cell(3, 4)])
  })

  it("says of a cell only what its interval says", () => {
    expect(standing({ correct: 0, tried: 0 })).toBe("unknown")
    expect(standing({ correct: 5, tried: 5 })).toBe("frontier")
    expect(standing({ correct: 50, tried: 50 })).toBe("mastered")
    expect(standing({ correct: 0, tried: 20 })).toBe("frontier")
    expect(standing({ correct: 0, tried: 100 })).toBe("out-of-reach")
  })
})

const SKILL = {
  name: "sum",
  axes: [
    { name: "digits", values: [1, 2, 3], meaning: "" },
    { name: "carries", values: [0, 1], meaning: "" },
  ],
  levels: [
    { digits: 1, carries: 0 },
    { digits: 2, carries: 0 },
    { digits: 2, carries: 1 },
  ],
} as unknown as Skill

describe("the ladder", () => {
  it("gives the lowest level that is at least as hard on every axis, or the top one", () => {
    const levels = [
      { digits: 1, carries: 0 },
      { digits: 1, carries: 1 },
      { digits: 2, carries: 0 },
      { digits: 2, carries: 1 },
      { digits: 3, carries: 0 },
    ].map((rung) => levelOf(SKILL, rung))
    expect(levels).toEqual([1, 3, 2, 3, 3])
    expect(aboveLadder(SKILL, { digits: 3, carries: 0 })).toBe(true)
    expect(aboveLadder(SKILL, { digits: 2, carries: 1 })).toBe(false)
  })

  it("bounds what may be asked for, by the axes or by the ladder", () => {
    expect(withinAxes(SKILL, { digits: 3, carries: 1 })).toBe(true)
    expect(withinAxes(SKILL, { digits: 4, carries: 0 })).toBe(false)
    expect(withinAxes(onLadder(SKILL), { digits: 3, carries: 0 })).toBe(false)
    expect(onLadder(SKILL).axes.map(({ values }) => values)).toEqual([
      [1, 2],
      [0, 1],
    ])
  })
})

describe("novelty", () => {
  it("refuses what was posed since the window began, and this round's own", () => {
    const before = new Map([
      ["1+1", 3],
      ["1+2", 4],
    ])
    const novelty = openNovelty(before, 4, 3)
    expect(novelty.refuse(problemOf("1+1", { canonical: "1+1" }))).toBeUndefined()
    expect(novelty.refuse(problemOf("1+2", { canonical: "1+2" }))).toBe("duplicate")
    novelty.admit(problemOf("1+1"))
    expect(novelty.refuse(problemOf("1+1"))).toBe("duplicate")
  })

  it("admits no more relatives of one family than its quota", () => {
    const novelty = openNovelty(new Map(), 0, 2)
    const told = ["1+1", "1+2", "1+3"].map((sum) => {
      const problem = problemOf(sum, { family: "ones" })
      const refused = novelty.refuse(problem)
      if (refused === undefined) novelty.admit(problem)
      return refused
    })
    expect(told).toEqual([undefined, undefined, "family-quota"])
  })
})

describe("the partition", () => {
  it("puts these families on these sides, for ever", () => {
    const numbers = Array.from({ length: 100 }, (_, i) => i)
    const on = (side: string) => numbers.filter((i) => sideOf(`family ${i}`, 60) === side)
    expect(on("development")).toEqual([10, 27, 48, 55, 64])
    expect(on("test")).toEqual([20, 33, 38, 75])
  })

  it("holds its shares, and moves no family out of a set that grows", () => {
    const families = Array.from({ length: 20_000 }, (_, i) => `a+${i}`)
    for (const permille of [60, 200, 400]) {
      const sides = families.map((family) => sideOf(family, permille))
      for (const side of ["test", "development"] as const) {
        const share = sides.filter((one) => one === side).length / families.length
        expect(Math.abs(share - permille / 1_000)).toBeLessThan(0.012)
      }
    }
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 399 }), (family, permille) => {
        if (sideOf(family, permille) === "test") expect(sideOf(family, permille + 1)).toBe("test")
      }),
    )
  })
})

describe("the screen's look at a statement", () => {
  const statement = (text: string) => ({ text, latex: "", format: "integer" }) as const

  it("refuses one that shows its answer, and one that is too long", () => {
    expect(statementFault(statement("What is 12?"), "12")).toBe("answer-shown")
    expect(statementFault(statement("Compute 3/4."), "3/4")).toBe("answer-shown")
    expect(statementFault(statement("What is 12 + 0?"), "12")).toBeUndefined()
    expect(statementFault(statement("1".repeat(513)), "1")).toBe("too-long")
  })

  it("tells a refusal from a problem", () => {
    expect(isRefusal({ refused: "sealed" })).toBe(true)
    expect(isRefusal(problemOf("1+1"))).toBe(false)
  })
})
