import { describe, expect, it } from "vitest"
import { createRandom, shuffled, uniformAt } from "../../src/model/embedded/random.ts"
import { learningRateAt } from "../../src/model/embedded/schedule.ts"
import { cosTurns, exp, log, power } from "../../src/rule/math.ts"

describe("the elementary functions", () => {
  it("agree with the engine's exponential to 1e-15", () => {
    for (let x = -700; x <= 700; x += 0.137) {
      expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThan(1e-15)
    }
  })

  it("agree with the engine's logarithm to 1e-15", () => {
    for (let x = 1e-300; x < 1e300; x *= 1.93) {
      const truth = Math.log(x)
      expect(Math.abs(log(x) - truth)).toBeLessThanOrEqual(1e-15 * Math.max(1, Math.abs(truth)))
    }
  })

  it("agree with the engine's cosine to 1e-15 and are exact at quarter turns", () => {
    for (let t = -3; t <= 3; t += 0.00173) {
      expect(Math.abs(cosTurns(t) - Math.cos(2 * Math.PI * t))).toBeLessThan(5e-15)
    }
    expect([0, 0.25, 0.5, 0.75, 1].map(cosTurns)).toEqual([1, -0, -1, 0, 1])
  })

  it("raise to whole powers", () => {
    expect(power(2, 10)).toBe(1024)
    expect(power(0.5, 0)).toBe(1)
    expect(power(0.98, 137)).toBeCloseTo(0.98 ** 137, 14)
  })
})

describe("the random stream", () => {
  it("is uniform: 64 bins of 100 000 draws pass a chi-square test", () => {
    const random = createRandom(11)
    const bins = new Array(64).fill(0)
    for (let i = 0; i < 100_000; i++) bins[random.below(64)]++
    const expected = 100_000 / 64
    const chiSquare = bins.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0)
    expect(chiSquare).toBeLessThan(110) // 63 degrees of freedom: one seed in 4 000 exceeds it
  })

  it("is normal: mean 0, variance 1, kurtosis 3", () => {
    const random = createRandom(5)
    const draws = Array.from({ length: 100_000 }, () => random.normal())
    const moment = (n: number) => draws.reduce((sum, x) => sum + x ** n, 0) / draws.length
    expect(Math.abs(moment(1))).toBeLessThan(0.02)
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.03)
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.2)
  })

  it("gives neighbouring seeds, samples and steps unrelated numbers", () => {
    for (const at of [
      (i: number) => uniformAt(i, 0, 0),
      (i: number) => uniformAt(0, i, 0),
      (i: number) => uniformAt(0, 0, i),
      (i: number) => uniformAt(i * 4_294_967_296, 1, 1),
    ]) {
      const draws = Array.from({ length: 20_000 }, (_, i) => at(i) - 0.5)
      const correlation =
        (draws.slice(1).reduce((sum, x, i) => sum + x * draws[i]!, 0) * 12) / 20_000
      expect(Math.abs(correlation)).toBeLessThan(0.03)
      expect(Math.abs(draws.reduce((sum, x) => sum + x, 0) / 20_000)).toBeLessThan(0.01)
      expect(new Set(draws).size).toBeGreaterThan(19_990)
    }
  })

  it("shuffles into every order equally often", () => {
    const counts = new Map<string, number>()
    const random = createRandom(2)
    for (let i = 0; i < 6000; i++) {
      const order = shuffled(["a", "b", "c"], random).join("")
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect(counts.size).toBe(6)
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(130)
  })
})

describe("the learning rate", () => {
  const schedule = { learningRate: 1, learningRateEnd: 0.1, warmupSteps: 4 }

  it("rises in a line, then falls by half a cosine to its end", () => {
    const rates = Array.from({ length: 13 }, (_, step) => learningRateAt(schedule, step, 13))
    expect(rates.slice(0, 5)).toEqual([0.25, 0.5, 0.75, 1, 1])
    expect(rates[8]).toBeCloseTo(0.55, 12)
    expect(rates[12]).toBeCloseTo(0.1, 12)
  })

  it("falls in a line when told to, and stays when no end is given", () => {
    expect(learningRateAt({ ...schedule, decay: "linear" }, 6, 13)).toBeCloseTo(0.775, 12)
    expect(learningRateAt({ learningRate: 0.3 }, 7, 9)).toBeCloseTo(0.3, 15)
  })
})
