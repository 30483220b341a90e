import { describe, expect, it } from "vitest"
import type { Model } from "../../src/model.ts"
import { type Call, mintCall } from "../../src/record/call.ts"
import { hashOf } from "../../src/record/id.ts"
import { Effects } from "../../src/run/effect.ts"
import type { Store, StoredOutcome } from "../../src/store.ts"
import { countingWorld, FAILED, said, Table, withStore } from "./table-world.ts"

const { clock } = countingWorld()

const callFor = (prompt: string): Call =>
  mintCall({
    role: "solver",
    checkpoint: hashOf("weights"),
    prompt,
    samples: 1,
    temperature: 1,
    maxTokens: 4,
    seed: 1,
  })
const CALLS = ["1+1", "1+2", "1+3"].map(callFor)
const echo = (call: Call) => said(call, () => call.prompt)

/** A store that tells what it was asked to write, and when. */
function watched(store: Store, told: (batch: readonly StoredOutcome[]) => void): Store {
  const settle = async (batch: readonly StoredOutcome[]) => {
    await store.settle(batch)
    told(batch)
  }
  return new Proxy(store, {
    get(on, name) {
      if (name === "settle") return settle
      const member = Reflect.get(on, name)
      return typeof member === "function" ? member.bind(on) : member
    },
  })
}

describe("an effect", () => {
  it("happens once for one id: at the same time, again, and after a restart", () =>
    withStore(async (store) => {
      let acts = 0
      const act = async () => ({ acts: ++acts })
      const effects = new Effects(store, clock, "write")
      const both = await Promise.all([1, 2].map(() => effects.once("train", { job: 1 }, act)))
      expect(both).toEqual([{ acts: 1 }, { acts: 1 }])
      expect(await effects.once("train", { job: 1 }, act)).toEqual({ acts: 1 })
      expect(await new Effects(store, clock, "write").once("train", { job: 1 }, act)).toEqual({
        acts: 1,
      })
      expect(await effects.once("train", { job: 2 }, act)).toEqual({ acts: 2 })
      expect(await effects.once("create", { job: 1 }, act)).toEqual({ acts: 3 })
    }))

  it("that failed may be tried again", () =>
    withStore(async (store) => {
      const effects = new Effects(store, clock, "write")
      const broken = () => Promise.reject(new Error("no disk"))
      await expect(effects.once("train", 1, broken)).rejects.toThrow("no disk")
      expect(await effects.once("train", 1, async () => "done")).toBe("done")
    }))

  it("is durable before anyone reads its outcome", () =>
    withStore(async (bare) => {
      const order: string[] = []
      const store = watched(bare, (batch) => order.push(`stored ${batch.length}`))
      const effects = new Effects(store, clock, "write")
      await effects.once("train", 1, async () => "done")
      order.push("read")
      await effects.complete(new Table(echo).model, CALLS.slice(0, 1))
      order.push("read")
      expect(order).toEqual(["stored 1", "read", "stored 1", "read"])
    }))
})

describe("calls of a model", () => {
  it("come back in call order whatever order they were answered in, and are not asked twice", () =>
    withStore(async (store) => {
      const table = new Table(echo)
      const slow: Model = {
        ...table.model,
        complete: async (call) => {
          await new Promise((done) => setTimeout(done, call.prompt === "1+1" ? 20 : 0))
          return table.model.complete(call)
        },
      }
      const effects = new Effects(store, clock, "write")
      const twice = [...CALLS, CALLS[1]!]
      const outcomes = await effects.complete(slow, twice)
      expect(outcomes).toEqual(twice.map(echo))
      expect(await effects.complete(slow, CALLS)).toEqual(CALLS.map(echo))
      expect(table.calls).toHaveLength(3)
      expect(table.calls.at(-1)?.prompt).toBe("1+1")
    }))

  it("that are answered together are written together", () =>
    withStore(async (bare) => {
      const batches: number[] = []
      const store = watched(bare, (batch) => batches.push(batch.length))
      await new Effects(store, clock, "write").complete(new Table(echo).model, CALLS)
      expect(batches).toEqual([3])
    }))

  it("that fail for good are kept as failures; for now, they stop the run and are not kept", () =>
    withStore(async (store) => {
      const effects = new Effects(store, clock, "write")
      expect(await effects.complete(new Table(() => FAILED).model, CALLS.slice(0, 1))).toEqual([
        FAILED,
      ])
      const later = new Table(() => ({ ...FAILED, transient: true, message: "overloaded" }))
      await expect(effects.complete(later.model, CALLS.slice(1))).rejects.toMatchObject({
        boundary: "model",
        message: "overloaded",
      })
      expect([...(await store.settled(CALLS.map(({ id }) => id))).keys()]).toEqual([CALLS[0]!.id])
    }))

  it("are refused when they come back with too few samples, or as nothing we know", () =>
    withStore(async (store) => {
      const effects = new Effects(store, clock, "write")
      const double = new Table((call) => said({ ...call, samples: 2 }, () => "2"))
      await expect(effects.complete(double.model, CALLS)).rejects.toThrow(/as many samples/)
      const strange = new Table(() => ({ kind: "maybe" }) as never)
      await expect(effects.complete(strange.model, CALLS)).rejects.toThrow()
      expect((await store.settled(CALLS.map(({ id }) => id))).size).toBe(0)
    }))

  it("are never made in a replay", () =>
    withStore(async (store) => {
      const table = new Table(echo)
      const replay = new Effects(store, clock, "replay")
      await expect(replay.complete(table.model, CALLS)).rejects.toMatchObject({
        code: "incomplete",
      })
      const act = () => Promise.reject(new Error("it acted"))
      await expect(replay.once("train", 1, act)).rejects.toMatchObject({ code: "incomplete" })
      expect(table.calls).toEqual([])
    }))
})
