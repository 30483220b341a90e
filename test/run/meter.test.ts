import { describe, expect, it } from "vitest"
import type { Model, Tried } from "../../src/model.ts"
import { type Call, type FailureCode, mintCall } from "../../src/record/call.ts"
import { hashOf } from "../../src/record/id.ts"
import { Effects } from "../../src/run/effect.ts"
import { type MeterParts, metered } from "../../src/run/meter.ts"
import { Queue } from "../../src/run/queue.ts"
import { readPast, Till, worstOf } from "../../src/run/till.ts"
import type { Store } from "../../src/store.ts"
import { hastyWorld, quiet } from "../model-run/paced-world.ts"
import { withStore } from "./table-world.ts"

const PRICE = {
  input: 1,
  output: 5,
  cacheRead: 0.1,
  cacheWrite5m: 1.25,
  cacheWrite1h: 2,
  batch: 0.5,
}
const RETRY = { triesMax: 12, deadlineMs: 100_000, baseMs: 100, capMs: 1_000 }

function callFor(at: number): Call {
  const prompt = `What is ${at}?`
  const checkpoint = hashOf("seat")
  return mintCall({ role: "solver", checkpoint, prompt, samples: 1, maxTokens: 50, seed: at })
}

const REPLY: Tried = {
  kind: "reply",
  samples: [{ text: "7", stop: "end" }],
  promptTokens: 10,
  completionTokens: 2,
  usage: { input: 10, output: 2, cacheRead: 0, cacheWrite: 0, isBatch: false },
}

function failure(code: FailureCode, change: Partial<Tried> = {}): Tried {
  return { kind: "failure", code, message: code, transient: true, ...change } as Tried
}

/** A model that goes through a list of outcomes, call by call, and then replies. */
class Scripted {
  readonly asked: string[] = []
  private readonly script: Tried[]

  constructor(...script: Tried[]) {
    this.script = script
  }

  readonly model: Model = {
    describe: () => ({ name: "scripted", knobs: [], concurrency: 4, promptTokensMax: 99 }),
    complete: async ({ id }) => {
      this.asked.push(id)
      await quiet()
      return this.script.shift() ?? REPLY
    },
    close: async () => {},
  }
}

interface Bench {
  readonly effects: Effects
  readonly till: Till
  readonly waits: readonly number[]
  readonly drain: AbortController
  ask(...calls: Call[]): ReturnType<Effects["complete"]>
}

function benchOn(store: Store, scripted: Scripted, change: Partial<MeterParts> = {}): Bench {
  const world = hastyWorld()
  const effects = new Effects(store, world.clock, "write")
  const till = change.till ?? new Till({}, effects)
  const drain = new AbortController()
  const queue = new Queue(world, 4)
  const parts = { world, queue, till, price: PRICE, drain: drain.signal, retry: RETRY, ...change }
  const model = metered({ ...parts, model: scripted.model })
  const ask = (...calls: Call[]) => effects.complete(model, calls)
  return { effects, till, waits: world.waits, drain, ask }
}

async function kept(store: Store): Promise<string[]> {
  const kinds: string[] = []
  for await (const { kind } of store.outcomes()) kinds.push(kind)
  return kinds.toSorted()
}

describe("a metered model", () => {
  it("asks again after a fault that passes, and keeps one outcome", () =>
    withStore(async (store) => {
      const scripted = new Scripted(failure("server"), failure("reset", { billed: "unknown" }))
      const { ask, till, waits } = benchOn(store, scripted)
      const [outcome] = await ask(callFor(1))
      expect(outcome).toMatchObject({ kind: "reply", charged: { microdollars: 20, tokens: 12 } })
      expect(scripted.asked.length).toBe(3)
      expect(waits).toEqual([50, 100])
      const worst = worstOf(callFor(1), PRICE)
      expect(till.spent.tokens, "the reset may have been billed").toBe(worst.tokens + 12)
      expect(await kept(store)).toEqual(["call", "try", "try", "try", "try-ended", "try-ended"])
      expect((await readPast(store)).spent.solver).toEqual(till.spent)
    }))

  it("waits as long as the provider asks, and no call of the lane is earlier", () =>
    withStore(async (store) => {
      const scripted = new Scripted(failure("rate-limited", { retryAfterMs: 3_000 }))
      const { ask, waits } = benchOn(store, scripted)
      await ask(callFor(1))
      expect(Math.max(...waits)).toBeGreaterThanOrEqual(3_000)
    }))

  it("charges a reply without a count at its worst case", () =>
    withStore(async (store) => {
      const { usage: _none, ...uncounted } = REPLY as Extract<Tried, { kind: "reply" }>
      const { ask } = benchOn(store, new Scripted(uncounted))
      const [outcome] = await ask(callFor(1))
      expect(outcome).toMatchObject({ charged: worstOf(callFor(1), PRICE) })
    }))

  it.each(["bad-request", "too-large"] as const)("keeps %s as the call's outcome", (code) =>
    withStore(async (store) => {
      const scripted = new Scripted(failure(code))
      const { ask } = benchOn(store, scripted)
      expect(await ask(callFor(1), callFor(2))).toMatchObject([{ kind: "failure", code }, {}])
      expect(await benchOn(store, scripted).ask(callFor(1))).toMatchObject([{ code }])
      expect(scripted.asked.length).toBe(2)
    }),
  )

  it("keeps a reply that is malformed four times, and asks no fifth time", () =>
    withStore(async (store) => {
      const scripted = new Scripted(...Array.from({ length: 9 }, () => failure("malformed")))
      const { ask } = benchOn(store, scripted)
      expect(await ask(callFor(1))).toMatchObject([{ kind: "failure", code: "malformed" }])
      expect(scripted.asked.length).toBe(4)
    }))

  it("ends the run, and writes no outcome, when what should pass does not", () =>
    withStore(async (store) => {
      const scripted = new Scripted(...Array.from({ length: 99 }, () => failure("overloaded")))
      const { ask } = benchOn(store, scripted)
      await expect(ask(callFor(1))).rejects.toMatchObject({ code: "overloaded", boundary: "model" })
      expect(scripted.asked.length).toBe(RETRY.triesMax)
      expect(await kept(store)).not.toContain("call")
      expect(await benchOn(store, new Scripted()).ask(callFor(1))).toMatchObject([
        { kind: "reply" },
      ])
    }))

  it("sends none of those who wait once a key is refused", () =>
    withStore(async (store) => {
      const scripted = new Scripted(failure("auth", { transient: false } as Partial<Tried>))
      const { ask } = benchOn(store, scripted)
      const calls = Array.from({ length: 20 }, (_, at) => callFor(at))
      await expect(ask(...calls)).rejects.toMatchObject({ code: "auth" })
      expect(scripted.asked.length).toBeLessThanOrEqual(4)
      const answered = (await kept(store)).filter((kind) => kind === "call").length
      expect(answered, "what was out has come home").toBe(scripted.asked.length - 1)
    }))

  it("lets what is out come home when it is drained, and begins nothing", () =>
    withStore(async (store) => {
      const scripted = new Scripted()
      const { ask, drain } = benchOn(store, scripted)
      const asking = ask(...Array.from({ length: 20 }, (_, at) => callFor(at)))
      while (scripted.asked.length < 4) await quiet()
      const out = [...scripted.asked]
      drain.abort()
      await expect(asking).rejects.toMatchObject({ code: "interrupted" })
      expect(scripted.asked).toEqual(out)
      const known = await store.settled(out)
      expect([...known.keys()].toSorted()).toEqual(out.toSorted())
    }))

  it("does not send what waited for money when it is drained meanwhile, nor charges it", () =>
    withStore(async (store) => {
      const world = hastyWorld()
      const effects = new Effects(store, world.clock, "write")
      const till = new Till({ run: { tokens: worstOf(callFor(1), PRICE).tokens + 12 } }, effects)
      const scripted = new Scripted()
      const { ask, drain } = benchOn(store, scripted, { till })
      const asking = ask(callFor(1), callFor(2))
      while (scripted.asked.length < 1) await quiet()
      drain.abort()
      await expect(asking).rejects.toMatchObject({ code: "interrupted" })
      expect(scripted.asked.length).toBe(1)
      expect((await readPast(store)).spent.solver?.tokens).toBe(12)
    }))
})
