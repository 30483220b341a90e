import { describe, expect, it } from "vitest"
import { openAnthropicModel } from "../../src/model/anthropic/model.ts"
import { type Call, mintCall } from "../../src/record/call.ts"
import { hashOf } from "../../src/record/id.ts"
import { AnthropicSeat } from "../../src/record/seat.ts"
import { completeInBatches } from "../../src/run/batch.ts"
import { Effects } from "../../src/run/effect.ts"
import { readPast, Till, worstOf } from "../../src/run/till.ts"
import type { Store } from "../../src/store.ts"
import { hastyWorld } from "../model-run/paced-world.ts"
import { type AnthropicOptions, startAnthropicServer } from "../servers/anthropic.ts"
import type { RunningServer } from "../servers/http.ts"
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
const SEAT = AnthropicSeat.parse({ provider: "anthropic", model: "claude-haiku-4-5", batch: true })
const KEY = "sk-ant-test-0123456789"

const CALLS: readonly Call[] = Array.from({ length: 12 }, (_, at) =>
  mintCall({
    role: "solver",
    checkpoint: hashOf("seat"),
    prompt: `Solve the problem.\n\nWhat is ${at} + 17?`,
    samples: 1,
    maxTokens: 50,
    seed: at,
  }),
)

/** One process of a run, with a till that knows what the former ones had paid. */
async function processOn(store: Store, server: RunningServer, drain = new AbortController()) {
  const world = hastyWorld()
  const effects = new Effects(store, world.clock, "write")
  const till = new Till({}, effects, await readPast(store))
  const environment = { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: server.url }
  const { batches } = openAnthropicModel(SEAT, { environment, deadlineMs: 1_000 })
  const parts = { effects, till, world, price: PRICE, drain: drain.signal, retry: RETRY }
  const buy = (calls: readonly Call[] = CALLS) =>
    completeInBatches({ ...parts, batches: batches!, pollMs: 5 }, calls)
  return { buy, till }
}

async function withServer<Value>(
  options: AnthropicOptions,
  work: (server: RunningServer, store: Store) => Promise<Value>,
): Promise<Value> {
  const server = await startAnthropicServer(options)
  try {
    return await withStore((store) => work(server, store))
  } finally {
    await server.close()
  }
}

function handedIn({ requests }: RunningServer): number {
  return requests.filter(({ method }) => method === "POST").length
}

describe("calls bought as a batch", () => {
  it("come back in their order, a call that was given twice too, at half the price", () =>
    withServer({}, async (server, store) => {
      const { buy, till } = await processOn(store, server)
      const outcomes = await buy([...CALLS, CALLS[0]!])
      expect(outcomes.length).toBe(CALLS.length + 1)
      expect(outcomes.at(-1)).toEqual(outcomes[0])
      expect(outcomes.map(({ kind }) => kind)).toEqual(outcomes.map(() => "reply"))
      const { replies, input, output } = server.counts.billed
      expect(replies).toBe(CALLS.length)
      expect(till.spent.tokens).toBe(input + output)
      const full = input * PRICE.input + output * PRICE.output
      // Every reply is rounded up to a whole micro-dollar.
      expect(till.spent.microdollars - full / 2).toBeLessThanOrEqual(CALLS.length)
      expect(handedIn(server)).toBe(1)
      expect((await readPast(store)).spent.solver).toEqual(till.spent)
    }))

  it("are handed in again where they expired or failed for a while", () =>
    withServer({ batchExpired: 0.4, batchErrored: 0.1 }, async (server, store) => {
      const { buy, till } = await processOn(store, server)
      const outcomes = await buy()
      expect(outcomes.every(({ kind }) => kind === "reply")).toBe(true)
      expect(handedIn(server)).toBeGreaterThan(1)
      expect(server.counts.billed.replies, "what expired is not billed").toBe(CALLS.length)
      const { input, output } = server.counts.billed
      expect(till.spent.tokens).toBe(input + output)
    }))

  it("are looked up by the batch's name after a kill, and not bought again", () =>
    withServer({ batchMs: 150 }, async (server, store) => {
      const drain = new AbortController()
      const first = await processOn(store, server, drain)
      const waiting = first.buy()
      while (server.requests.every(({ method }) => method === "POST")) {
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
      drain.abort()
      await expect(waiting).rejects.toMatchObject({ code: "interrupted" })
      const second = await processOn(store, server)
      await second.buy()
      expect(handedIn(server)).toBe(1)
      expect(server.counts.billed.replies).toBe(CALLS.length)
      expect((await (await processOn(store, server)).buy()).length).toBe(CALLS.length)
      expect(handedIn(server), "what is answered is asked nobody").toBe(1)
    }))

  it("are given up after some batches that expired, and a resumed run hands them in anew", () =>
    withServer({ batchExpired: 0.85 }, async (server, store) => {
      const { buy } = await processOn(store, server)
      await expect(buy()).rejects.toMatchObject({ code: "batch-expired" })
      expect(handedIn(server)).toBe(4)
      for (let process = 0; process < 20; process++) {
        const again = await (await processOn(store, server)).buy().catch(() => undefined)
        if (again === undefined) continue
        expect(again.every(({ kind }) => kind === "reply")).toBe(true)
        expect(server.counts.billed.replies).toBe(CALLS.length)
        return
      }
      throw new Error("twenty processes in a row got nowhere")
    }))

  it("go through every fault of the way there and back", () =>
    withServer(
      {
        honoursKeys: true,
        chaos: {
          faults: ["status-500", "overloaded", "rate-limited", "html-200", "reset-after-headers"],
          retryAfterSeconds: 0.01,
        },
      },
      async (server, store) => {
        const { buy, till } = await processOn(store, server)
        const outcomes = await buy()
        expect(outcomes.every(({ kind }) => kind === "reply")).toBe(true)
        expect(Object.keys(server.counts.byFault).length).toBeGreaterThan(0)
        expect(server.counts.billed.replies).toBe(CALLS.length)
        expect(till.spent.tokens).toBeGreaterThanOrEqual(
          server.counts.billed.input + server.counts.billed.output,
        )
      },
    ))
})

describe("a kill between a batch and its name", () => {
  it.each([true, false])("buys it once where the server knows its key (%s)", (honoursKeys) =>
    withServer({ honoursKeys }, async (server, store) => {
      const dying: Store = Object.assign(Object.create(store) as Store, {
        settle: async (outcomes: Parameters<Store["settle"]>[0]) => {
          if (outcomes.some(({ kind }) => kind === "batch")) throw new Error("killed")
          await store.settle(outcomes)
        },
      })
      await expect((await processOn(dying, server)).buy()).rejects.toThrow("killed")
      const { buy, till } = await processOn(store, server)
      const worst = CALLS.reduce((sum, call) => sum + worstOf(call, PRICE).tokens, 0)
      expect(till.spent.tokens, "nobody knows what became of the first").toBe(worst)
      await buy()
      const posts = server.requests.filter(({ method }) => method === "POST")
      expect(posts.length).toBe(2)
      expect(new Set(posts.map(({ headers }) => headers["idempotency-key"])).size).toBe(1)
      const { body } = await batchesAt(server)
      expect(body.data.length).toBe(honoursKeys ? 1 : 2)
    }),
  )
})

/** What the server itself holds. */
async function batchesAt({ url }: RunningServer): Promise<{ body: { data: unknown[] } }> {
  const headers = { "x-api-key": KEY, "anthropic-version": "2023-06-01" }
  const response = await fetch(`${url}/v1/messages/batches`, { headers })
  return { body: (await response.json()) as { data: unknown[] } }
}
