import { describe, expect, it } from "vitest"
import { contrastOf, contrastsBySeed } from "../../src/rule/study-contrast.ts"
import { detectable, seedsNeeded } from "../../src/rule/study-power.ts"
import { tBeyond, tQuantile } from "../../src/rule/study-student.ts"
import { holm } from "../../src/rule/study-verdict.ts"

/**
 * Two arms, four seeds, sixteen items. Every number below was worked out from these marks by other
 * programs: mean squares by statsmodels 0.15 (`ols("y ~ C(s) + C(i)")`, `anova_lm`), Student's t by
 * scipy 1.17, McNemar's and Holm's by statsmodels, bootstraps by numpy with 200,000 resamples.
 */
const OF = ["iccccicccccciccc", "ccicicicccccciic", "icicccccciciciic", "ccccccccccicccic"]
const AGAINST = ["cciiiiicciciiiii", "iiiiiiccccccciii", "ciiiciicccciiiic", "iicciiiiccciiiii"]
const scores = (marks: readonly string[]) =>
  marks.map((row) => [...row].map((mark) => (mark === "c" ? 1 : 0)))
const contrast = contrastOf(scores(OF), scores(AGAINST))
const bySeed = contrastsBySeed(scores(OF), scores(AGAINST))

describe("what other programs find in the same marks", () => {
  it("is the same layout of seeds and items", () => {
    expect(contrast.gain).toBe(0.375)
    expect(contrast.spread.seeds).toBeCloseTo(0.5416666666666661, 12)
    expect(contrast.spread.items).toBeCloseTo(0.4, 12)
    expect(contrast.spread.rest).toBeCloseTo(0.3861111111111111, 12)
  })

  it("is the same interval and p", () => {
    expect(contrast.interval.low).toBeCloseTo(0.0866056208420607, 9)
    expect(contrast.interval.high).toBeCloseTo(0.6633943791579393, 9)
    expect(contrast.pValue).toBeCloseTo(0.025047363604424035, 9)
  })

  it("is McNemar's exact p of every seed", () => {
    expect(bySeed.map(({ gained, lost }) => [gained, lost])).toEqual([
      [9, 1],
      [5, 1],
      [5, 2],
      [10, 1],
    ])
    const expected = [0.021484375, 0.21875, 0.453125, 0.01171875]
    bySeed.forEach(({ pValue }, at) => {
      expect(pValue).toBeCloseTo(expected[at]!, 9)
    })
  })

  it("is the same bootstraps, but for the luck of a thousand draws", () => {
    const near = (ours: { low: number; high: number }, [low, high]: [number, number]) => {
      // Means of so few items stand on a grid; a tenth of a half-width is the luck of the draw.
      const slack = 1 / 16 + 0.1 * ((high - low) / 2)
      expect(Math.abs(ours.low - low)).toBeLessThanOrEqual(slack)
      expect(Math.abs(ours.high - high)).toBeLessThanOrEqual(slack)
    }
    near(contrast.bootstrap, [0.125, 0.625])
    near(bySeed[0]!.bootstrap, [0.1875, 0.8125])
    near(bySeed[3]!.bootstrap, [0.25, 0.8125])
  })

  it("is the same power and the same number of seeds", () => {
    expect(detectable(contrast, 4, 0.05, 0.8)).toBeCloseTo(0.3788509672872785, 9)
    expect(detectable(contrast, 4, 0.01, 0.8)).toBeCloseTo(0.6088466303126454, 9)
    expect(seedsNeeded(contrast, 0.3, 0.05, 0.8)).toBe(6)
    expect(seedsNeeded(contrast, 0.3, 0.01, 0.8)).toBe(8)
  })

  it("is the same t, at whole degrees of freedom and between them", () => {
    expect(tQuantile(0.975, 4)).toBeCloseTo(2.7764451051977934, 9)
    expect(tQuantile(0.9, 7.5)).toBeCloseTo(1.4052118464159533, 9)
    expect(tQuantile(1 - 0.05 / 24, 4)).toBeCloseTo(5.885305081781699, 8)
    expect(tBeyond(2.1, 5.3)).toBeCloseTo(0.08660159667739788, 9)
  })

  it("is the same correction", () => {
    holm([0.001, 0.04, 0.03, 0.2, 0.0125]).forEach((p, at) => {
      expect(p).toBeCloseTo([0.005, 0.09, 0.09, 0.2, 0.05][at]!, 12)
    })
  })
})
