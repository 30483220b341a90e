import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Call, mintCall, type Role } from "../../src/record/call.ts"
import { contentId, hashOf } from "../../src/record/id.ts"
import { Effects } from "../../src/run/effect.ts"
import { costOfUsage, readPast, Till, worstOf } from "../../src/run/till.ts"
import type { Store } from "../../src/store.ts"
import { quiet } from "../model-run/paced-world.ts"
import { countingWorld, withStore } from "./table-world.ts"

const { clock } = countingWorld()
const PRICE = {
  input: 1,
  output: 5,
  cacheRead: 0.1,
  cacheWrite5m: 1.25,
  cacheWrite1h: 2,
  batch: 0.5,
}

function callFor(at: number, role: Role = "solver", maxTokens = 100): Call {
  const prompt = `What is ${at}?`
  return mintCall({ role, checkpoint: hashOf("seat"), prompt, samples: 1, maxTokens, seed: at })
}
const WORST = worstOf(callFor(1), PRICE)
const silent = { note: async () => {} }
const NOTHING = { microdollars: 0, tokens: 0 }

/** A reply as a run keeps it, with what it was charged. */
async function keepReply(store: Store, call: Call, tokens: number): Promise<void> {
  await new Effects(store, clock, "write").keep(call, {
    kind: "reply",
    samples: [{ text: "7", stop: "end" }],
    promptTokens: tokens,
    completionTokens: 0,
    charged: { microdollars: tokens, tokens },
  })
}

describe("the till", () => {
  it("lets nobody pay that leaves too little for the calls that are out", async () => {
    const till = new Till({ run: { tokens: 2 * WORST.tokens } }, silent)
    const first = await till.reserve(callFor(1), PRICE)
    const second = await till.reserve(callFor(2), PRICE)
    let isIn = false
    const third = till.reserve(callFor(3), PRICE).then((reserved) => {
      isIn = true
      return reserved
    })
    await quiet()
    expect(isIn, "it waits while money is only set aside").toBe(false)
    till.settle(first, { microdollars: 1, tokens: 1 })
    await quiet()
    expect(isIn, "one token is missing").toBe(false)
    till.settle(second, NOTHING)
    till.settle(await third, undefined)
    await expect(till.reserve(callFor(4), PRICE)).rejects.toMatchObject({
      boundary: "budget",
      code: "exhausted",
      message: expect.stringContaining(`${WORST.tokens - 1} tokens are left for the run`),
    })
  })

  it("holds every role to its own limit", async () => {
    const till = new Till({ roles: { proposer: { microdollars: WORST.microdollars } } }, silent)
    till.settle(await till.reserve(callFor(1, "proposer"), PRICE), undefined)
    await expect(till.reserve(callFor(2, "proposer"), PRICE)).rejects.toThrow(/role proposer/)
    for (let at = 3; at < 9; at++) till.settle(await till.reserve(callFor(at), PRICE), undefined)
    expect(till.spentBy("proposer")).toEqual(worstOf(callFor(1, "proposer"), PRICE))
  })

  it("gives money back when a try cannot be written down, and sends nothing", async () => {
    let isFull = true
    const note = async () => {
      if (isFull) throw new Error("the disk is full")
    }
    const till = new Till({ run: { tokens: WORST.tokens } }, { note })
    const failing = till.reserve(callFor(1), PRICE)
    const waiting = till.reserve(callFor(2), PRICE)
    isFull = false
    await expect(failing).resolves.toBeDefined()
    till.settle(await failing, NOTHING)
    till.settle(await waiting, NOTHING)
    isFull = true
    await expect(till.reserve(callFor(3), PRICE)).rejects.toThrow("the disk is full")
    isFull = false
    await expect(till.reserve(callFor(4), PRICE)).resolves.toBeDefined()
  })

  it("never has more spent and set aside than its limits, at any line of its book", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ cost: fc.nat(120), isKnown: fc.boolean(), isProposer: fc.boolean() }),
          {
            minLength: 1,
            maxLength: 30,
          },
        ),
        fc.integer({ min: 1, max: 6 }),
        async (works, room) => {
          const limit = room * WORST.tokens
          const limits = { run: { tokens: limit }, roles: { proposer: { tokens: WORST.tokens } } }
          const note = async () => {
            for (const { share } of till.pressure()) expect(share).toBeLessThanOrEqual(1)
          }
          const till: Till = new Till(limits, { note })
          const ends = works.map(async ({ cost, isKnown, isProposer }, at) => {
            const call = callFor(at, isProposer ? "proposer" : "solver")
            const reserved = await till.reserve(call, PRICE)
            await quiet()
            till.settle(reserved, isKnown ? { microdollars: cost, tokens: cost } : undefined)
          })
          await Promise.allSettled(ends)
          expect(till.spent.tokens).toBeLessThanOrEqual(limit)
        },
      ),
      { seed: 4, numRuns: 40 },
    ))
})

describe("what a run had paid when its last process ended", () => {
  it("counts a try that a kill cut off at its worst case, whatever came of the call later", () =>
    withStore(async (store) => {
      const book = new Effects(store, clock, "write")
      const till = new Till({}, book)
      await till.reserve(callFor(1), PRICE) // then the process is killed
      const failing = await till.reserve(callFor(2), PRICE)
      await till.fail(failing, NOTHING, "overloaded")
      await till.reserve(callFor(2), PRICE)
      await keepReply(store, callFor(2), 30)
      const past = await readPast(store)
      expect(past.spent).toEqual({
        solver: { microdollars: WORST.microdollars + 30, tokens: WORST.tokens + 30 },
      })
      const next = new Till({}, book, past)
      await next.reserve(callFor(1), PRICE)
      await keepReply(store, callFor(1), 20)
      const { spent } = await readPast(store)
      expect(spent.solver?.tokens, "the lost try stays paid").toBe(WORST.tokens + 50)
    }))

  it("counts a batch that never got its name, and no other, at its worst case", () =>
    withStore(async (store) => {
      const effects = new Effects(store, clock, "write")
      const till = new Till({}, effects)
      await till.handIn("effect_lost", "solver", WORST)
      const id = await namedBatch(effects, till)
      await keepReply(store, callFor(7), 12)
      const { spent, tries } = await readPast(store)
      expect(spent.solver?.tokens).toBe(WORST.tokens + 12)
      expect(tries.get(id)).toBe(1)
    }))

  it("is what the till itself had counted, when it ended in peace", () =>
    withStore(async (store) => {
      const till = new Till({}, new Effects(store, clock, "write"))
      for (let at = 0; at < 6; at++) {
        const reserved = await till.reserve(callFor(at), PRICE)
        if (at % 3 === 0) await till.fail(reserved, at === 0 ? NOTHING : undefined, "timeout")
        else {
          till.settle(reserved, { microdollars: at, tokens: at })
          await keepReply(store, callFor(at), at)
        }
      }
      expect((await readPast(store)).spent.solver).toEqual(till.spent)
    }))
})

describe("the worst case of a call", () => {
  it("is at least what any reply within its limit can cost", () => {
    const call = callFor(1, "solver", 500)
    const usage = { input: call.prompt.length, output: 500, cacheRead: 0, cacheWrite: 0 }
    for (const part of [usage, { ...usage, input: 0, cacheWrite: usage.input }]) {
      const cost = costOfUsage({ ...part, isBatch: false }, PRICE)
      expect(cost.microdollars).toBeLessThanOrEqual(worstOf(call, PRICE).microdollars)
      expect(cost.tokens).toBeLessThanOrEqual(worstOf(call, PRICE).tokens)
    }
  })
})

/** A batch that was handed in and has its name in the journal. */
async function namedBatch(effects: Effects, till: Till): Promise<string> {
  const input = { calls: ["call_7"], round: 0 }
  const id = contentId("effect", { kind: "batch", input })
  await effects.once("batch", input, async () => {
    await till.handIn(id, "solver", WORST)
    return { batch: "msgbatch_1" }
  })
  return id
}
