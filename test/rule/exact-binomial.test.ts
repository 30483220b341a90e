import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { exactInterval } from "../../src/rule/exact-binomial.ts"
import { wilson } from "../../src/rule/statistics.ts"

describe("the exact interval of a share", () => {
  it("is 1 − 0.025^(1/n) at none of n, and mirrors it at all of them", () => {
    for (const tried of [1, 5, 50, 200]) {
      const { low, high } = exactInterval({ correct: 0, tried })
      expect(low).toBe(0)
      expect(high).toBeCloseTo(1 - 0.025 ** (1 / tried), 12)
      const all = exactInterval({ correct: tried, tried })
      expect(all.low).toBeCloseTo(0.025 ** (1 / tried), 12)
      expect(all.high).toBe(1)
    }
  })

  it("agrees with the quantiles of the beta distribution", () => {
    // beta.ppf(0.025, k, n − k + 1) and its upper twin, by SciPy.
    const published = [
      [5, 10, 0.187086, 0.812914],
      [2, 20, 0.012349, 0.316983],
      [190, 200, 0.909972, 0.975766],
    ] as const
    for (const [correct, tried, low, high] of published) {
      const interval = exactInterval({ correct, tried })
      expect(interval.low).toBeCloseTo(low, 5)
      expect(interval.high).toBeCloseTo(high, 5)
    }
  })

  it("holds the share itself, and everything that Wilson's middle half holds", () => {
    const rates = fc
      .integer({ min: 1, max: 400 })
      .chain((tried) =>
        fc.record({ tried: fc.constant(tried), correct: fc.integer({ min: 0, max: tried }) }),
      )
    fc.assert(
      fc.property(rates, (rate) => {
        const { low, high } = exactInterval(rate)
        const share = rate.correct / rate.tried
        expect(low).toBeLessThanOrEqual(share)
        expect(high).toBeGreaterThanOrEqual(share)
        const narrow = wilson(rate, 1)
        expect(low).toBeLessThanOrEqual(narrow.low)
        expect(high).toBeGreaterThanOrEqual(narrow.high)
      }),
    )
  })
})
