import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  CLAUDE_PRICES,
  costOf,
  OVERHEAD_TOKENS,
  PRICES_AS_OF,
  PRICES_FROM,
  type Price,
  priceOf,
  worstCost,
} from "../../src/rule/price.ts"

const ALONE = { batch: false }
const BATCH = { batch: true }

describe("the table of prices", () => {
  it("has a day, a source, and these dollars for a million tokens in and out", () => {
    expect(PRICES_AS_OF).toMatch(/^20\d\d-\d\d-\d\d$/)
    expect(PRICES_FROM).toMatch(/^https:\/\/platform\.claude\.com\//)
    const told = Object.entries(CLAUDE_PRICES).map(([model, { input, output }]) => [
      model,
      input,
      output,
    ])
    expect(told).toEqual([
      ["claude-opus-4-6", 5, 25],
      ["claude-opus-4-5", 5, 25],
      ["claude-opus-4-5-20251101", 5, 25],
      ["claude-sonnet-4-6", 3, 15],
      ["claude-sonnet-4-5", 3, 15],
      ["claude-sonnet-4-5-20250929", 3, 15],
      ["claude-haiku-4-5", 1, 5],
      ["claude-haiku-4-5-20251001", 1, 5],
    ])
    expect(priceOf("anthropic", "claude-sonnet-4-6")).toEqual({
      input: 3,
      output: 15,
      cacheRead: 0.3,
      cacheWrite5m: 3.75,
      cacheWrite1h: 6,
      batch: 0.5,
    })
  })

  it("has no price for a model that nobody has checked, so that a budgeted run is refused", () => {
    for (const model of ["claude-opus-9", "", "constructor", "__proto__", "gpt-5"]) {
      expect(priceOf("anthropic", model)).toBeUndefined()
    }
    expect(priceOf("openai-compatible", "claude-opus-4-6")).toBeUndefined()
    expect(priceOf("openai-compatible", "qwen-7b")).toBeUndefined()
  })

  it("calls a server free only where the recipe does, and Claude never", () => {
    const free = priceOf("openai-compatible", "qwen-7b", "free")!
    expect(costOf({ input: 1e9, output: 1e9, cacheRead: 1e9 }, free, ALONE)).toBe(0)
    expect(worstCost(1e6, 1e6, free)).toBe(0)
    expect(priceOf("anthropic", "claude-opus-4-6", "free")).toBeUndefined()
  })

  it("lets a recipe's figures go first, and gives a part left out its dearest value", () => {
    expect(priceOf("anthropic", "claude-new", { input: 2, output: 8 })).toEqual({
      input: 2,
      output: 8,
      cacheRead: 2,
      cacheWrite5m: 2.5,
      cacheWrite1h: 4,
      batch: 1,
    })
    const half = { input: 2, output: 8, cacheRead: 0.2, batch: 0.5 }
    expect(priceOf("anthropic", "claude-opus-4-6", half)).toMatchObject(half)
  })
})

describe("a cost", () => {
  const sonnet = priceOf("anthropic", "claude-sonnet-4-6")!

  it("is this many micro-dollars", () => {
    expect(costOf({ input: 1_000, output: 100 }, sonnet, ALONE)).toBe(4_500)
    expect(costOf({ input: 1_000, output: 100 }, sonnet, BATCH)).toBe(2_250)
    const cached = { input: 10, output: 100, cacheRead: 2_000, cacheWrite5m: 400, cacheWrite1h: 50 }
    expect(costOf(cached, sonnet, ALONE)).toBe(30 + 1_500 + 600 + 1_500 + 300)
    expect(costOf({ input: 0, output: 0 }, sonnet, ALONE)).toBe(0)
  })

  it("is rounded up, and no more than up", () => {
    expect(costOf({ input: 0, output: 0, cacheRead: 1 }, sonnet, ALONE)).toBe(1)
    expect(costOf({ input: 0, output: 0, cacheRead: 10 }, sonnet, ALONE)).toBe(3)
    expect(costOf({ input: 1, output: 0 }, sonnet, BATCH)).toBe(2)
    const tenth = priceOf("openai-compatible", "a", { input: 0.1, output: 0.3 })!
    expect(costOf({ input: 30, output: 10 }, tenth, ALONE)).toBe(6)
    expect(costOf({ input: 3_000_000_000, output: 10 }, tenth, ALONE)).toBe(300_000_003)
  })

  it("does not lose a micro-dollar among billions of tokens", () => {
    expect(costOf({ input: 2_000_000_001, output: 1 }, sonnet, ALONE)).toBe(6_000_000_018)
  })

  it("is refused for tokens or prices that cannot be counted", () => {
    for (const input of [0.5, Number.NaN, Infinity]) {
      expect(() => costOf({ input, output: 0 }, sonnet, ALONE)).toThrow(RangeError)
    }
    for (const input of [-1, Number.NaN]) {
      const price = { ...sonnet, input }
      expect(() => costOf({ input: 1, output: 0 }, price, ALONE)).toThrow(RangeError)
    }
    expect(() => costOf({ input: -1, output: 0 }, sonnet, ALONE)).toThrow(RangeError)
  })

  it("is never above the worst case, however the prompt is split between caches", () => {
    const figure = fc.integer({ min: 0, max: 100_000 }).map((thousandth) => thousandth / 1_000)
    const prices: fc.Arbitrary<Price> = fc.record({
      input: figure,
      output: figure,
      cacheRead: figure,
      cacheWrite5m: figure,
      cacheWrite1h: figure,
      batch: fc.constantFrom(0.5, 1),
    })
    const usage = fc.record({
      input: fc.nat(9_999),
      output: fc.nat(9_999),
      cacheRead: fc.nat(9_999),
      cacheWrite5m: fc.nat(9_999),
      cacheWrite1h: fc.nat(9_999),
    })
    fc.assert(
      fc.property(prices, usage, fc.boolean(), (price, used, batch) => {
        const { input, cacheRead, cacheWrite5m, cacheWrite1h } = used
        const bytes = Math.max(0, input + cacheRead + cacheWrite5m + cacheWrite1h - OVERHEAD_TOKENS)
        expect(costOf(used, price, { batch })).toBeLessThanOrEqual(
          worstCost(bytes, used.output, price),
        )
      }),
      { seed: 4 },
    )
  })

  it("adds up to no less when replies are charged one by one", () => {
    const usage = fc.record({ input: fc.nat(9_999), output: fc.nat(9_999) })
    fc.assert(
      fc.property(usage, usage, (a, b) => {
        const both = { input: a.input + b.input, output: a.output + b.output }
        expect(costOf(a, sonnet, BATCH) + costOf(b, sonnet, BATCH)).toBeGreaterThanOrEqual(
          costOf(both, sonnet, BATCH),
        )
      }),
      { seed: 4 },
    )
  })
})
