import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  mcnemar,
  meanInterval,
  pairedGain,
  ruleOfThree,
  wilson,
} from "../../src/rule/statistics.ts"

/** P(X ≥ k) for X ~ Binomial(n, ½), as a fraction, from Pascal's triangle and nothing else. */
function tail(n: number, k: number): { top: bigint; bottom: bigint } {
  let row = [1n]
  for (let i = 0; i < n; i++) row = [1n, ...row.slice(1).map((x, j) => x + row[j]!), 1n]
  return { top: row.slice(k).reduce((sum, x) => sum + x, 0n), bottom: 1n << BigInt(n) }
}

describe("the Wilson interval", () => {
  it("is the published one (Newcombe 1998, Statistics in Medicine 17:857, table I)", () => {
    for (const [correct, tried, low, high] of [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ] as const) {
      const interval = wilson({ correct, tried })
      expect(interval.low).toBeCloseTo(low, 4)
      expect(interval.high).toBeCloseTo(high, 4)
    }
  })

  it("lies in [0, 1], holds the share, turns with it, and narrows as more is tried", () => {
    const rate = fc
      .nat(400)
      .chain((tried) => fc.record({ correct: fc.nat(tried), tried: fc.constant(tried) }))
    fc.assert(
      fc.property(rate, ({ correct, tried }) => {
        const { low, high } = wilson({ correct, tried })
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        if (tried === 0) return
        expect(low).toBeLessThanOrEqual(correct / tried)
        expect(high).toBeGreaterThanOrEqual(correct / tried)
        const turned = wilson({ correct: tried - correct, tried })
        expect(turned.low).toBeCloseTo(1 - high, 12)
        const more = wilson({ correct: 4 * correct, tried: 4 * tried })
        expect(more.high - more.low).toBeLessThan(high - low)
      }),
    )
  })
})

describe("the exact McNemar test", () => {
  it("agrees with Pascal's triangle up to 60 discordant pairs", () => {
    for (let n = 0; n <= 60; n++) {
      for (let gained = 0; gained <= n; gained++) {
        const { top, bottom } = tail(n, gained)
        const upward = (top * 10n ** 12n + bottom - 1n) / bottom
        expect(mcnemar(gained, n - gained)).toBe(Number(upward) / 1e12)
      }
    }
  })

  it("gives known values, never zero, also for many pairs", () => {
    expect(mcnemar(0, 0)).toBe(1)
    expect(mcnemar(5, 0)).toBe(1 / 32)
    expect(mcnemar(8, 2)).toBe(56 / 1024)
    expect(mcnemar(9, 1)).toBeCloseTo(11 / 1024, 12)
    expect(mcnemar(200, 0)).toBe(1e-12)
    expect(mcnemar(1_000, 1_000)).toBeCloseTo(0.5089, 4)
  })

  it("never calls one challenger both better and worse", () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), (gained, lost) => {
        expect(mcnemar(gained, lost) <= 0.5 && mcnemar(lost, gained) <= 0.5).toBe(false)
      }),
    )
  })
})

describe("the paired gain", () => {
  it("is the difference of shares, with an interval that is never a point", () => {
    expect(pairedGain(12, 2, 100).gain).toBeCloseTo(0.1, 15)
    const { low, high } = pairedGain(12, 2, 100).interval
    // By hand: (12.5 − 2.5)/102 ± 1.96/102·√(15 − 100/102)
    expect(low).toBeCloseTo(0.098039 - (1.959964 / 102) * Math.sqrt(15 - 100 / 102), 6)
    expect(high).toBeCloseTo(0.098039 + (1.959964 / 102) * Math.sqrt(15 - 100 / 102), 6)
    const none = pairedGain(0, 0, 50).interval
    expect(none.low).toBeLessThan(0)
    expect(none.high).toBe(-none.low)
    expect(pairedGain(0, 0, 0)).toEqual({ gain: 0, interval: { low: -1, high: 1 } })
  })

  it("turns its sign when champion and challenger change places", () => {
    fc.assert(
      fc.property(fc.nat(50), fc.nat(50), fc.nat(100), (gained, lost, same) => {
        const there = pairedGain(gained, lost, gained + lost + same)
        const back = pairedGain(lost, gained, gained + lost + same)
        expect(back.gain).toBeCloseTo(-there.gain, 12)
        expect(back.interval.low).toBeCloseTo(-there.interval.high, 12)
      }),
    )
  })
})

describe("the rule of three", () => {
  it("bounds the exact bound 1 − 0.05^(1/n) from above, by 3/n at most", () => {
    expect(ruleOfThree(0)).toBe(1)
    for (const n of [1, 2, 3, 10, 300, 100_000]) {
      expect(ruleOfThree(n)).toBeGreaterThanOrEqual(1 - 0.05 ** (1 / n))
      expect(ruleOfThree(n)).toBeLessThanOrEqual(3 / n)
    }
  })
})

describe("the mean of a few seeds", () => {
  it("has Student's interval, as tables give it", () => {
    // 1, 2, 3, 4, 5: mean 3, s = 1.5811, t(4) = 2.776, so ± 1.9629
    const { mean, interval } = meanInterval([1, 2, 3, 4, 5])
    expect(mean).toBe(3)
    expect(interval.low).toBeCloseTo(3 - 1.9629, 3)
    expect(interval.high).toBeCloseTo(3 + 1.9629, 3)
  })

  it("bounds nothing with one seed", () => {
    expect(meanInterval([0.5])).toEqual({
      mean: 0.5,
      interval: { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY },
    })
  })

  it("has the table's percentile at any number of seeds", () => {
    const published = [
      [11, 2.201],
      [12, 2.179],
      [20, 2.086],
      [30, 2.042],
      [31, 2.0395],
      [120, 1.98],
    ]
    for (const [freedom, percentile] of published as [number, number][]) {
      const values = Array.from({ length: freedom + 1 }, (_, i) => i % 2)
      const { mean, interval } = meanInterval(values)
      const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
      const error = Math.sqrt(squares / freedom / values.length)
      expect((interval.high - mean) / error).toBeCloseTo(percentile, 3)
    }
  })
})
