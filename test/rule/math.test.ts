import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { cosTurns, exp, log, power } from "../../src/rule/math.ts"
import { cosineRate, mixRows } from "../../src/rule/mixture.ts"
import { drawIndex, randomStream, shuffled } from "../../src/rule/random.ts"

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true })

describe("our own functions", () => {
  it("agree with the engine's to 1e-13", () => {
    fc.assert(
      fc.property(real(-700, 700), real(1e-300, 1e300), real(-3, 3), (x, y, turns) => {
        expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThan(1e-13)
        expect(Math.abs(log(y) - Math.log(y))).toBeLessThanOrEqual(
          1e-13 * Math.max(1, Math.abs(Math.log(y))),
        )
        expect(Math.abs(cosTurns(turns) - Math.cos(2 * Math.PI * turns))).toBeLessThan(1e-13)
      }),
      { numRuns: 2_000 },
    )
  })

  it("give these bits on every engine", () => {
    expect([exp(1.5), exp(-0.5), log(11), log(0.3), cosTurns(0.1), power(0.98, 137)]).toEqual([
      4.4816890703380645, 0.6065306597126334, 2.3978952727983707, -1.2039728043259361,
      0.8090169943749475, 0.06280184025585318,
    ])
  })

  it("stay finite, and refuse what has no logarithm", () => {
    expect(exp(10_000)).toBeLessThan(Number.MAX_VALUE)
    expect(exp(-10_000)).toBeGreaterThan(0)
    for (const x of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => log(x)).toThrow(RangeError)
    }
  })
})

describe("a random stream", () => {
  it("draws these numbers on every engine", () => {
    const random = randomStream(1, "golden")
    const drawn = Array.from({ length: 6 }, () => random.int(1_000_000))
    expect(drawn).toEqual([974_199, 578_338, 249_581, 914_880, 707_435, 341_271])
  })

  it("is uniform: 32 bins of 64 000 draws pass a chi-square test", () => {
    const random = randomStream(3, "uniform")
    const bins = new Array<number>(32).fill(0)
    for (let i = 0; i < 64_000; i++) bins[random.int(32)]!++
    const chiSquare = bins.reduce((sum, count) => sum + (count - 2_000) ** 2 / 2_000, 0)
    expect(chiSquare).toBeLessThan(62) // 31 degrees of freedom: one seed in 1 000 exceeds it
  })

  it("has nothing to do with its neighbours, by seed or by name", () => {
    const streams = [
      randomStream(1, "a"),
      randomStream(2, "a"),
      randomStream(1, "b"),
      randomStream(1, "a", 0),
      randomStream(1, "a", "0"),
    ].map((random) => Array.from({ length: 5_000 }, () => random.next() - 0.5))
    for (const [i, one] of streams.entries()) {
      for (const other of streams.slice(i + 1)) {
        const correlation = one.reduce((sum, x, at) => sum + x * other[at]!, 0) * (12 / 5_000)
        expect(Math.abs(correlation)).toBeLessThan(0.06)
      }
    }
  })

  it("draws an index in proportion to its weight, never one of weight zero", () => {
    const random = randomStream(4, "weights")
    const counts = [0, 0, 0, 0]
    for (let i = 0; i < 20_000; i++) counts[drawIndex([1, 0, 2, 1], random)]!++
    expect(counts[1]).toBe(0)
    expect(Math.abs(counts[2]! - 10_000)).toBeLessThan(300)
  })

  it("shuffles a copy, keeping every item", () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), fc.nat(), (items, seed) => {
        const before = [...items]
        const after = shuffled(items, randomStream(seed))
        expect(items).toEqual(before)
        expect([...after].sort()).toEqual([...before].sort())
      }),
    )
  })
})

describe("a mixture", () => {
  it("holds everything new and `replay` old rows for each, none twice", () => {
    fc.assert(
      fc.property(fc.nat(30), fc.nat(90), real(0, 4), (fresh, old, replay) => {
        const older = Array.from({ length: old }, (_, i) => -i - 1)
        const rows = mixRows(
          Array.from({ length: fresh }, (_, i) => i),
          older,
          (row) => row,
          replay,
          randomStream(1),
        )
        expect(rows.filter((row) => row >= 0)).toHaveLength(fresh)
        expect(new Set(rows).size).toBe(rows.length)
        expect(rows).toHaveLength(fresh + Math.min(old, Math.round(replay * fresh)))
      }),
    )
  })

  it("falls by half a cosine from start to end", () => {
    expect([0, 0.5, 1].map((share) => cosineRate(1, 0.2, share))).toEqual([1, 0.2 + 0.8 / 2, 0.2])
  })
})
