import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { randomStream } from "../../src/rule/random.ts"
import { bootstrapCrossed, bootstrapItems } from "../../src/rule/study-bootstrap.ts"
import { contrastOf, contrastsBySeed, type Scores } from "../../src/rule/study-contrast.ts"
import { calibrationError, passAtK } from "../../src/rule/study-pass.ts"
import { detectable, seedsNeeded } from "../../src/rule/study-power.ts"
import { tBelow, tBeyond, tQuantile } from "../../src/rule/study-student.ts"
import { holm, verdictOf, verdictsOf } from "../../src/rule/study-verdict.ts"

/** Arms whose items differ in difficulty and whose seeds differ in luck, from one seed. */
function simulate(seed: number, shape: { seeds: number; items: number; effect: number }) {
  const random = randomStream(seed, "simulate")
  const normal = () => Array.from({ length: 12 }, random.next).reduce((a, b) => a + b, -6)
  const hard = Array.from({ length: shape.items }, () => 0.1 + 0.8 * random.next())
  const arm = (effect: number): Scores =>
    Array.from({ length: shape.seeds }, () => {
      const luck = 0.01 * normal() + effect
      return hard.map((p) => (random.next() < p + luck ? 1 : 0))
    })
  return { of: arm(shape.effect), against: arm(0) }
}

const study = (seed: number, shape: Parameters<typeof simulate>[1]) => {
  const { of, against } = simulate(seed, shape)
  return verdictOf({ of: "a", against: "b", contrast: contrastOf(of, against) })
}

describe("Student's t", () => {
  it("has the tabled percentiles (Fisher & Yates, table III)", () => {
    for (const [freedom, half] of [
      [1, 12.706],
      [2, 4.303],
      [4, 2.776],
      [9, 2.262],
      [30, 2.042],
      [120, 1.98],
    ] as const) {
      expect(tQuantile(0.975, freedom)).toBeCloseTo(half, 3)
    }
  })

  it("is Cauchy's distribution at one degree of freedom", () => {
    for (const t of [-20, -1, -0.3, 0.5, 2, 40]) {
      expect(tBelow(t, 1)).toBeCloseTo(0.5 + Math.atan(t) / Math.PI, 12)
    }
  })

  it("turns round, and its quantile undoes it", () => {
    const freedom = fc.double({ min: 1, max: 300, noNaN: true })
    fc.assert(
      fc.property(fc.double({ min: -30, max: 30, noNaN: true }), freedom, (t, nu) => {
        expect(tBelow(t, nu) + tBelow(-t, nu)).toBeCloseTo(1, 12)
        expect(tBeyond(t, nu)).toBeCloseTo(2 * tBelow(-Math.abs(t), nu), 12)
        if (Math.abs(t) < 6) expect(tQuantile(tBelow(t, nu), nu)).toBeCloseTo(t, 4)
      }),
    )
  })
})

describe("a contrast of two arms", () => {
  it("is the paired t-test over seeds where items add nothing", () => {
    // Seeds differ by 1/4, 2/4, 3/4 on items that are all alike in the mean.
    const zeros = [0, 0, 0, 0]
    const of = [
      [1, 0, 0, 0],
      [0, 1, 1, 0],
      [1, 0, 1, 1],
    ]
    const { gain, interval } = contrastOf(of, [zeros, zeros, zeros])
    const half = (4.302652729911275 * 0.25) / Math.sqrt(3)
    expect(gain).toBeCloseTo(0.5, 12)
    expect(interval.high - gain).toBeGreaterThanOrEqual(half - 1e-9)
  })

  it("turns round when its arms do", () => {
    const { of, against } = simulate(3, { seeds: 4, items: 60, effect: 0.05 })
    const forth = contrastOf(of, against)
    const back = contrastOf(against, of)
    expect(back.gain).toBeCloseTo(-forth.gain, 12)
    expect(back.interval.low).toBeCloseTo(-forth.interval.high, 12)
    expect(back.pValue).toBeCloseTo(forth.pValue, 12)
  })

  it("says nothing from one seed, however large the difference", () => {
    const one = contrastOf([[1, 1, 1, 1]], [[0, 0, 0, 0]])
    expect(one.interval).toEqual({ low: -Infinity, high: Infinity })
    const { outcome, sentence } = verdictOf({ of: "a", against: "b", contrast: one })
    expect(outcome).toBe("cannot-tell")
    expect(sentence).toContain("one seed bounds nothing")
  })

  it("counts each seed's gained and lost items and tests them exactly", () => {
    const [seed] = contrastsBySeed([[1, 1, 1, 1, 1, 0]], [[0, 0, 0, 0, 0, 0]])
    expect(seed).toMatchObject({ gained: 5, lost: 0, pValue: 2 / 32 })
  })

  it("refuses arms that were not measured on the same items", () => {
    expect(() => contrastOf([[1, 0]], [[1]])).toThrow("same items")
    expect(() => contrastOf([[1], [0]], [[1]])).toThrow("same seeds")
  })
})

describe("the bootstraps", () => {
  it("hold the mean, and have no width where nothing varies", () => {
    const ones = [1, 1, 1]
    expect(bootstrapCrossed([ones, ones])).toEqual({ low: 1, high: 1 })
    expect(bootstrapItems([0, 0, 0])).toEqual({ low: 0, high: 0 })
    const { low, high } = bootstrapItems([1, 0, 0, -1, 1, 0, 0, 0, 1, 1])
    expect(low).toBeLessThan(0.3)
    expect(high).toBeGreaterThan(0.3)
  })

  it("give as wide an interval over items as the normal one on many items", () => {
    const gains = Array.from({ length: 2_000 }, (_, i) => (i % 4 === 0 ? 1 : 0))
    const { low, high } = bootstrapItems(gains)
    const half = 1.96 * Math.sqrt((0.25 * 0.75) / 2_000)
    expect((high - low) / 2).toBeGreaterThan(0.85 * half)
    expect((high - low) / 2).toBeLessThan(1.15 * half)
  })
})

describe("a verdict", () => {
  it("finds nothing where nothing is, in all but a few of 200 studies", () => {
    const shape = { seeds: 5, items: 200, effect: 0 }
    const found = Array.from({ length: 200 }, (_, seed) => study(seed, shape).outcome)
    const wrong = found.filter((outcome) => outcome === "beats" || outcome === "loses")
    expect(wrong.length).toBeLessThanOrEqual(10)
  })

  it("finds three planted points with the seeds that it asks for", () => {
    const seeds = study(1, { seeds: 12, items: 400, effect: 0 }).seedsNeeded!
    const found = Array.from(
      { length: 60 },
      (_, seed) => study(1_000 + seed, { seeds, items: 400, effect: 0.03 }).outcome,
    )
    expect(found.filter((outcome) => outcome === "beats").length).toBeGreaterThanOrEqual(42)
  })

  it("is written in a sentence with its interval and its seeds", () => {
    expect(study(2, { seeds: 8, items: 400, effect: 0.1 }).sentence).toMatch(
      /^a beats b by \d+\.\d points \[\d+\.\d, \d+\.\d\], 8 seeds$/,
    )
    const few = study(4, { seeds: 3, items: 400, effect: 0.01 }).sentence
    expect(few).toMatch(/^cannot tell a from b: [+−]?\d+\.\d ±\d+\.\d at 3 seeds; /)
    expect(few).toMatch(/; \d+ seeds would do, for a difference of 3\.0$/)
    expect(study(5, { seeds: 12, items: 2_000, effect: 0 }).outcome).toBe("alike")
  })

  it("holds among all comparisons or is not given", () => {
    const { of, against } = simulate(11, { seeds: 6, items: 300, effect: 0.032 })
    const one = { of: "a", against: "b", contrast: contrastOf(of, against) }
    const alone = verdictOf(one)
    const many = verdictsOf(Array.from({ length: 20 }, () => one))
    expect(alone.pAdjusted).toBeCloseTo(one.contrast.pValue, 12)
    expect(many[0]!.pAdjusted).toBeCloseTo(Math.min(1, 20 * one.contrast.pValue), 12)
  })

  it("asks for as many seeds as do among all comparisons, not for one alone", () => {
    const { of, against } = simulate(9, { seeds: 5, items: 400, effect: 0 })
    const one = { of: "a", against: "b", contrast: contrastOf(of, against) }
    const alone = verdictOf(one)
    const [among] = verdictsOf(Array.from({ length: 12 }, () => one))
    expect(among!.seedsNeeded).toBeGreaterThan(alone.seedsNeeded!)
    expect(among!.seedsNeeded).toBe(seedsNeeded(one.contrast, 0.03, 0.05 / 12, 0.8))
    expect(among!.detectable).toBeGreaterThan(alone.detectable)
  })

  it("tells nothing of arms that end with one and the same checkpoint", () => {
    const same = [
      [1, 0, 1, 1],
      [1, 0, 0, 1],
    ]
    const contrast = contrastOf(same, same)
    const { outcome, sentence } = verdictOf({ of: "a", against: "b", contrast, same: 2 })
    expect(outcome).toBe("cannot-tell")
    expect(sentence).toBe(
      "cannot tell a from b: both end with the very same weights in all 2 seeds",
    )
  })

  it("does not call arms alike of which a single seed shows that they differ at all", () => {
    const { against } = simulate(5, { seeds: 5, items: 2_000, effect: 0 })
    const { of: other } = simulate(6, { seeds: 5, items: 2_000, effect: 0 })
    const of = against.map((row, seed) => (seed === 3 ? other[3]! : row))
    const comparison = { of: "a", against: "b", contrast: contrastOf(of, against) }
    expect(verdictOf(comparison).outcome).toBe("alike")
    const { outcome, sentence } = verdictOf({ ...comparison, same: 4 })
    expect(outcome).toBe("cannot-tell")
    expect(sentence).toContain("the very same weights in 4 of 5 seeds")
  })

  it("corrects as Holm did", () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02])
    expect(holm([])).toEqual([])
  })

  it("asks for more seeds the smaller the difference, and shows what it asks for", () => {
    const { of, against } = simulate(9, { seeds: 5, items: 400, effect: 0 })
    const contrast = contrastOf(of, against)
    const [large, small] = [0.08, 0.04].map((size) => seedsNeeded(contrast, size, 0.05, 0.8)!)
    expect(small).toBeGreaterThan(large!)
    expect(detectable(contrast, small!, 0.05, 0.8)).toBeLessThanOrEqual(0.04)
    expect(detectable(contrast, small! - 1, 0.05, 0.8)).toBeGreaterThan(0.04)
  })
})

describe("pass@k", () => {
  it("is the share of all draws of k samples that hold a right one", () => {
    const draws = (n: number, k: number): number[][] =>
      k === 0
        ? [[]]
        : Array.from({ length: n }, (_, i) => i).flatMap((i) =>
            draws(i, k - 1).map((rest) => [...rest, i]),
          )
    for (let n = 1; n <= 7; n++) {
      for (let correct = 0; correct <= n; correct++) {
        for (let k = 1; k <= n; k++) {
          const all = draws(n, k)
          const hit = all.filter((draw) => draw.some((sample) => sample < correct)).length
          expect(passAtK({ samples: n, correct }, k)).toBeCloseTo(hit / all.length, 12)
        }
      }
    }
  })

  it("needs as many samples as it speaks of", () => {
    expect(() => passAtK({ samples: 4, correct: 1 }, 8)).toThrow("8 samples")
  })
})

describe("calibration", () => {
  it("has no error where agreement is the odds of being right, and is the gap elsewhere", () => {
    const half = { samples: 4, correct: 2, votes: 2 }
    const fair = [true, false].map((isVoteCorrect) => ({ ...half, isVoteCorrect }))
    expect(calibrationError(fair)).toBe(0)
    const sure = { samples: 4, correct: 0, votes: 4, isVoteCorrect: false }
    expect(calibrationError([sure, sure])).toBe(1)
  })
})
