import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  addEstimates,
  attemptsPerProblem,
  estimateRole,
  proposerCalls,
  type Range,
  type RoleWork,
} from "../../src/rule/estimate.ts"
import { CLAUDE_PRICES, type Price } from "../../src/rule/price.ts"
import { nextSeats, type SamplingRule } from "../../src/rule/sampling.ts"

const RULE: SamplingRule = { min: 4, max: 16, bandMin: 0.1, bandMax: 0.9, confidence: 0.9 }
const PRICE = CLAUDE_PRICES["claude-haiku-4-5"]

const WORK: RoleWork = {
  calls: { low: 10, likely: 15, high: 40 },
  sharedBytes: 700,
  ownBytes: { low: 350, likely: 700, high: 1_400 },
  againBytes: { low: 0, likely: 0, high: 0 },
  replyBytes: { low: 50, likely: 350, high: 0 },
  maxTokens: 1_000,
  price: PRICE,
  batch: false,
}

describe("what a role may take", () => {
  it("is calls times what a prompt and a reply take, in dollars by the price", () => {
    const { calls, input, output, microdollars } = estimateRole(WORK)
    expect(calls).toEqual(WORK.calls)
    expect(input.likely).toBe(15 * (1_400 / 3.5 + 20))
    expect(output).toEqual({ low: 100, likely: 1_500, high: 40_000 })
    expect(microdollars!.likely).toBe(input.likely + 5 * output.likely)
  })

  it("never has a low above the likely, nor a likely above the high", () => {
    const bytes = fc.tuple(fc.nat(9_000), fc.nat(9_000), fc.nat(9_000)).map(rising)
    const work = fc.record({
      calls: bytes,
      sharedBytes: fc.nat(9_000),
      ownBytes: bytes,
      againBytes: bytes,
      replyBytes: bytes,
      maxTokens: fc.integer({ min: 16, max: 9_000 }),
      price: fc.constantFrom<Price | undefined>(PRICE, undefined),
      batch: fc.boolean(),
    })
    fc.assert(
      fc.property(work, (role) => {
        const { calls, input, output, microdollars } = estimateRole(role)
        for (const range of [calls, input, output, microdollars ?? calls]) {
          expect(range.low).toBeLessThanOrEqual(range.likely)
          expect(range.likely).toBeLessThanOrEqual(range.high)
        }
      }),
      { seed: 4 },
    )
  })

  it("costs half in batches, and nothing that nobody knows the price of", () => {
    const alone = estimateRole(WORK).microdollars!
    const bought = estimateRole({ ...WORK, batch: true }).microdollars!
    expect(bought.likely).toBe(alone.likely / 2)
    const unpriced = estimateRole({ ...WORK, price: undefined })
    expect(unpriced.microdollars).toBeUndefined()
    expect(addEstimates([estimateRole(WORK), unpriced]).microdollars).toBeUndefined()
    expect(addEstimates([unpriced, unpriced]).calls.high).toBe(80)
  })
})

describe("attempts at a problem", () => {
  it("are as many as the recipe says where nothing adapts", () => {
    expect(attemptsPerProblem(6, undefined)).toEqual({ low: 6, likely: 6, high: 6 })
  })

  it("are on average what playing the rule on evenly spread solve rates gives", () => {
    const steps = 4_000
    let state = 1
    const random = () => {
      state = Math.imul(state, 48_271) % 0x7fff_ffff
      return (state >>> 0) / 0xffff_ffff
    }
    let sum = 0
    for (let at = 0; at < steps; at++) sum += playOut((at + 0.5) / steps, random)
    const { low, likely, high } = attemptsPerProblem(4, RULE)
    expect([low, high]).toEqual([4, 16])
    expect(likely).toBeCloseTo(sum / steps, 0)
    expect(likely).toBeGreaterThan(low)
    expect(likely).toBeLessThan(high)
  })
})

describe("calls of a proposer", () => {
  it("are at worst twice the plan with every correction, and once where it may try once", () => {
    expect(proposerCalls(8, 2, 8)).toEqual({ low: 8, likely: 12, high: 48 })
    expect(proposerCalls(8, 2, 1).high).toBe(24)
  })
})

function rising(values: readonly number[]): Range {
  const [low = 0, likely = 0, high = 0] = [...values].sort((a, b) => a - b)
  return { low, likely, high }
}

function playOut(share: number, random: () => number): number {
  let correct = 0
  let made = 0
  for (;;) {
    const more = nextSeats({ correct, tried: made }, made, RULE)
    if (more === 0) return made
    for (let at = 0; at < more; at++) if (random() < share) correct++
    made += more
  }
}
