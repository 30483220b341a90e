import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { nextSeats, type SamplingRule } from "../../src/rule/sampling.ts"
import { wilson, zOf } from "../../src/rule/statistics.ts"

const RULE: SamplingRule = { min: 4, max: 32, bandMin: 0.3, bandMax: 0.8, confidence: 0.8 }

describe("adaptive sampling", () => {
  it("begins with the first wave and doubles while the band is open", () => {
    const half = (tried: number) => ({ correct: Math.round(0.55 * tried), tried })
    const waves = [0, 4, 8, 16, 31, 32].map((tried) => {
      const open = { ...RULE, bandMin: 0.5, bandMax: 0.6 }
      return nextSeats(half(tried), tried, open)
    })
    expect(waves).toEqual([4, 4, 8, 16, 1, 0])
  })

  it("stops where the interval lies wholly inside or wholly outside", () => {
    expect(nextSeats({ correct: 0, tried: 4 }, 4, RULE)).toBe(0)
    expect(nextSeats({ correct: 8, tried: 8 }, 8, RULE)).toBe(0)
    expect(nextSeats({ correct: 9, tried: 16 }, 16, RULE)).toBe(0)
    expect(nextSeats({ correct: 1, tried: 4 }, 4, RULE)).toBe(4)
  })

  it("asks no more than the first wave where the band is everything", () => {
    const open = { ...RULE, bandMin: 0, bandMax: 1 }
    for (const correct of [0, 2, 4]) expect(nextSeats({ correct, tried: 4 }, 4, open)).toBe(0)
  })

  it("counts what nobody could judge as made, and never as known", () => {
    expect(nextSeats({ correct: 0, tried: 0 }, 4, RULE)).toBe(4)
    expect(nextSeats({ correct: 0, tried: 0 }, 32, RULE)).toBe(0)
    expect(nextSeats({ correct: 0, tried: 4 }, 30, { ...RULE, confidence: 0.95 })).toBe(2)
  })

  it("never asks for less than none or for more than is left, whatever the rule", () => {
    const rule = fc.record({
      min: fc.integer({ min: 1, max: 64 }),
      max: fc.integer({ min: 1, max: 64 }),
      bandMin: fc.double({ min: 0, max: 0.5, noNaN: true }),
      bandMax: fc.double({ min: 0.5, max: 1, noNaN: true }),
      confidence: fc.double({ min: 0.5, max: 0.99, noNaN: true }),
    })
    fc.assert(
      fc.property(rule, fc.nat(80), fc.nat(80), fc.nat(80), (some, a, b, c) => {
        const [correct, tried, made] = [a, b, c].sort((x, y) => x - y) as [number, number, number]
        const more = nextSeats({ correct, tried }, made, some)
        expect(Number.isInteger(more) && more >= 0).toBe(true)
        if (made >= some.max) expect(more).toBe(0)
        else expect(made + more).toBeLessThanOrEqual(some.max)
        if (made < Math.min(some.min, some.max)) expect(more).toBeGreaterThan(0)
      }),
    )
  })
})

/**
 * Exactly, by adding up all that can happen: attempts a problem gets on average, and how often its
 * share of right ones ends in the band, where it really solves with rate p.
 */
function played(p: number, rule: SamplingRule): { attempts: number; inBand: number } {
  let open = new Map([["0/0", { correct: 0, tried: 0, odds: 1 }]])
  let attempts = 0
  let inBand = 0
  while (open.size > 0) {
    const next = new Map<string, { correct: number; tried: number; odds: number }>()
    for (const { correct, tried, odds } of open.values()) {
      const more = nextSeats({ correct, tried }, tried, rule)
      if (more === 0) {
        const share = correct / tried
        attempts += odds * tried
        if (share >= rule.bandMin && share <= rule.bandMax) inBand += odds
        continue
      }
      for (let right = 0; right <= more; right++) {
        const state = { correct: correct + right, tried: tried + more }
        const name = `${state.correct}/${state.tried}`
        const before = next.get(name)?.odds ?? 0
        next.set(name, { ...state, odds: before + odds * binomial(more, right, p) })
      }
    }
    open = next
  }
  return { attempts, inBand }
}

function binomial(n: number, right: number, p: number): number {
  let odds = p ** right * (1 - p) ** (n - right)
  for (let i = 1; i <= right; i++) odds *= (n - right + i) / i
  return odds
}

const fixed = (k: number): SamplingRule => ({ ...RULE, min: k, max: k })

/** Shares of wrong decisions about the band 0.3–0.8, in percent: p = 0.5 belongs, the rest not. */
function wrong(rule: SamplingRule): string[] {
  return [0, 0.1, 0.2, 0.5, 0.9, 1].map((p) => {
    const { inBand } = played(p, rule)
    return (100 * (p === 0.5 ? 1 - inBand : inBand)).toFixed(1)
  })
}

const spent = (rule: SamplingRule) =>
  [0, 0.1, 0.2, 0.5, 0.9, 1].map((p) => played(p, rule).attempts.toFixed(1))

describe("what adaptive sampling costs and gets wrong at p = 0, .1, .2, .5, .9, 1", () => {
  it("is known of fixed numbers of attempts: with ten, a quarter of p = .9 enters the band", () => {
    expect(wrong(fixed(10))).toEqual(["0.0", "7.0", "32.2", "6.5", "26.4", "0.0"])
    expect(wrong(fixed(16))).toEqual(["0.0", "1.7", "20.2", "4.9", "6.8", "0.0"])
    expect(wrong(fixed(32))).toEqual(["0.0", "0.1", "9.0", "1.0", "3.6", "0.0"])
  })

  it("is errors nearer those of 32 attempts for two thirds of the attempts or fewer", () => {
    expect(spent(RULE)).toEqual(["4.0", "10.3", "18.5", "22.4", "19.0", "8.0"])
    expect(wrong(RULE)).toEqual(["0.0", "0.1", "7.4", "7.5", "3.3", "0.0"])
  })

  it("is, at 90 %, the errors of 32 attempts for a quarter at the ends", () => {
    const careful = { ...RULE, confidence: 0.9 }
    expect(spent(careful)).toEqual(["8.0", "19.0", "27.0", "24.0", "29.0", "16.0"])
    expect(wrong(careful)).toEqual(["0.0", "0.1", "8.8", "1.4", "3.6", "0.0"])
  })
})

describe("the z of an interval", () => {
  it("is the tabled one", () => {
    for (const [coverage, z] of [
      [0.5, 0.6744897501960817],
      [0.9, 1.6448536269514722],
      [0.95, 1.959963984540054],
      [0.99, 2.5758293035489004],
      [0.999999, 4.891638475699],
    ] as const) {
      expect(Math.abs(zOf(coverage) - z)).toBeLessThan(1e-9)
    }
    expect(wilson({ correct: 3, tried: 8 }, zOf(0.95)).low).toBeCloseTo(
      wilson({ correct: 3, tried: 8 }).low,
      12,
    )
  })

  it("is refused for a coverage that no interval has", () => {
    for (const coverage of [0, 1, -1, 2, Number.NaN])
      expect(() => zOf(coverage)).toThrow(RangeError)
  })
})
