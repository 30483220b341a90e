import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { luck, normalLuck } from "../../src/simulation/luck.ts"
import { chanceOf, informationAt } from "../../src/simulation/response.ts"

const RASCH = { discrimination: 1, guess: 0, slip: 0 }
const logits = fc.double({ min: -8, max: 8, noNaN: true })
const share = fc.double({ min: 0, max: 0.5, noNaN: true })

describe("the chance of a right answer", () => {
  it("is one half where ability equals difficulty, and e/(1+e) one logit above", () => {
    expect(chanceOf(RASCH, 0.7, 0.7)).toBe(0.5)
    expect(chanceOf(RASCH, 1, 0)).toBeCloseTo(Math.E / (1 + Math.E), 14)
  })

  it("rises with ability, from the guesses to what slips leave", () => {
    const responses = fc.record({
      discrimination: fc.double({ min: 0.1, max: 4, noNaN: true }),
      guess: share,
      slip: share,
    })
    fc.assert(
      fc.property(responses, logits, logits, logits, (response, one, other, difficulty) => {
        const low = chanceOf(response, Math.min(one, other), difficulty)
        const high = chanceOf(response, Math.max(one, other), difficulty)
        expect(low).toBeLessThanOrEqual(high)
        expect(low).toBeGreaterThanOrEqual(response.guess - 1e-12)
        expect(high).toBeLessThanOrEqual(1 - response.slip + 1e-12)
      }),
    )
    expect(chanceOf({ ...RASCH, guess: 0.25, slip: 0.1 }, 400, 0)).toBeCloseTo(0.9, 12)
    expect(chanceOf({ ...RASCH, guess: 0.25, slip: 0.1 }, -400, 0)).toBeCloseTo(0.25, 12)
  })

  it("says most about ability where the odds are even", () => {
    expect(informationAt(1.5, 1.5)).toBe(1)
    fc.assert(
      fc.property(logits, logits, (ability, difficulty) => {
        const mirrored = informationAt(difficulty, ability)
        expect(informationAt(ability, difficulty)).toBeCloseTo(mirrored, 12)
        expect(mirrored).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe("luck", () => {
  it("is the same for the same words and spread evenly over others", () => {
    expect(luck(1, 2, 3)).toBe(luck(1, 2, 3))
    const draws = Array.from({ length: 20_000 }, (_, at) => luck(7, at))
    const tenths = Array.from({ length: 10 }, () => 0)
    for (const draw of draws) tenths[Math.floor(draw * 10)]!++
    // Chi-squared with 9 degrees of freedom is above 33.7 once in ten thousand.
    const off = tenths.reduce((sum, count) => sum + (count - 2_000) ** 2 / 2_000, 0)
    expect(off).toBeLessThan(33.7)
  })

  it("of neighbouring words goes together with nothing", () => {
    for (const [one, other] of [
      [(at: number) => luck(at, 1), (at: number) => luck(at, 2)],
      [(at: number) => luck(at, 1), (at: number) => luck(at + 1, 1)],
      [(at: number) => luck(1, at), (at: number) => luck(2, at)],
    ] as const) {
      const n = 20_000
      const product = Array.from({ length: n }, (_, at) => (one(at) - 0.5) * (other(at) - 0.5))
      const correlation = (12 * product.reduce((sum, value) => sum + value, 0)) / n
      expect(Math.abs(correlation)).toBeLessThan(4 / Math.sqrt(n))
    }
  })

  it("of the normal kind has mean 0 and variance 1", () => {
    const n = 20_000
    const draws = Array.from({ length: n }, (_, at) => normalLuck(3, at))
    const mean = draws.reduce((sum, value) => sum + value, 0) / n
    const square = draws.reduce((sum, value) => sum + value * value, 0) / n
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(n))
    expect(Math.abs(square - 1)).toBeLessThan(4 * Math.sqrt(2 / n))
  })
})
