import { afterEach, describe, expect, it } from "vitest"
import { openAnthropicModel } from "../../src/model/anthropic/model.ts"
import type { Batches } from "../../src/model.ts"
import type { Json } from "../../src/record/canonical.ts"
import { AnthropicSeat } from "../../src/record/seat.ts"
import { CANARY, callOf } from "../contract/model.ts"
import { type AnthropicOptions, startAnthropicServer } from "../servers/anthropic.ts"
import { type Sent, startWire } from "./wire.ts"

interface Closing {
  close(): Promise<void>
}

let server: Closing
afterEach(() => server.close())

function batchesAt(url: string): Batches {
  const seat = AnthropicSeat.parse({ provider: "anthropic", model: "claude-sonnet-4-6" })
  const environment = { ANTHROPIC_API_KEY: CANARY, ANTHROPIC_BASE_URL: url }
  return openAnthropicModel(seat, { environment, deadlineMs: 20_000 }).batches!
}

async function served(options: AnthropicOptions = {}) {
  const running = await startAnthropicServer({ ...options, apiKey: CANARY })
  server = running
  return { batches: batchesAt(running.url), requests: running.requests }
}

async function wired(...sent: readonly Sent[]) {
  const wire = await startWire(...sent)
  server = wire
  return { batches: batchesAt(wire.url), requests: wire.requests }
}

async function ended(batches: Batches, batch: string): Promise<void> {
  for (;;) {
    const state = await batches.poll(batch)
    if (state.kind === "ended") return
    expect(state).toEqual({ kind: "running" })
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const CALLS = Array.from({ length: 40 }, (_, a) => callOf({ prompt: `What is ${a} + 1000?` }))

describe("a batch of calls to Claude", () => {
  it("answers each call under its own id, at the price of a batch", async () => {
    const { batches, requests } = await served({ batchMs: 60 })
    const submitted = await batches.submit(CALLS)
    if (submitted.kind !== "submitted") throw new Error(submitted.message)
    await ended(batches, submitted.batch)
    const found = await batches.results(submitted.batch)
    if (found.kind !== "results") throw new Error(found.message)
    expect(new Set(found.outcomes.keys())).toEqual(new Set(CALLS.map(({ id }) => id)))
    for (const [at, { id }] of CALLS.entries()) {
      const outcome = found.outcomes.get(id)!
      expect(outcome).toMatchObject({ kind: "reply", usage: { isBatch: true } })
      expect(outcome.kind === "reply" && outcome.samples[0]!.text).toContain(String(at + 1000))
    }
    expect(requests.filter(({ method }) => method === "POST")).toHaveLength(1)
  })

  it("keeps what became of each call that has no reply", async () => {
    const { batches } = await served({ batchExpired: 0.4, batchErrored: 0.3 })
    const submitted = await batches.submit(CALLS)
    if (submitted.kind !== "submitted") throw new Error(submitted.message)
    await ended(batches, submitted.batch)
    const found = await batches.results(submitted.batch)
    if (found.kind !== "results") throw new Error(found.message)
    const outcomes = [...found.outcomes.values()]
    const codes = outcomes.map((each) => (each.kind === "failure" ? each.code : "reply"))
    expect(new Set(codes)).toEqual(new Set(["reply", "timeout", "server"]))
    for (const outcome of outcomes) {
      if (outcome.kind === "reply") continue
      expect(outcome.transient).toBe(true)
      expect(outcome).not.toHaveProperty("billed")
    }
  })

  it("is named by its calls, so that the same one twice can be known", async () => {
    const { batches, requests } = await served()
    await batches.submit(CALLS)
    await batches.submit(CALLS)
    await batches.submit(CALLS.slice(1))
    const [first, second, third] = requests.map(({ headers }) => headers["idempotency-key"])
    expect(first).toMatch(/^batch_[0-9a-f]{64}$/)
    expect(second).toBe(first)
    expect(third).not.toBe(first)
  })

  it("is refused whole, and unsent, where it is too large or a call cannot be said", async () => {
    const { batches, requests } = await wired({ body: null })
    const many = Array.from({ length: batches.callsMax + 1 }, () => CALLS[0]!)
    expect(await batches.submit(many)).toMatchObject({ code: "too-large" })
    const unsayable = callOf({ schema: "integer" })
    expect(await batches.submit([unsayable])).toMatchObject({ code: "bad-request" })
    expect(requests).toEqual([])
  })

  it("may have been made where handing it in broke off; asking is free", async () => {
    const { batches } = await wired({ act: (response) => response.destroy() })
    expect(await batches.submit(CALLS)).toMatchObject({ code: "reset", billed: "unknown" })
    const asked = await batches.poll("msgbatch_1")
    expect(asked).toMatchObject({ code: "reset", transient: true })
    expect(asked).not.toHaveProperty("billed")
    expect(await batches.results("msgbatch_1")).not.toHaveProperty("billed")
  })

  it.each<[string, Json]>([
    ["an error page", "<h1>Welcome</h1>"],
    ["a name that is a path", { id: "../../v1/models", processing_status: "in_progress" }],
    ["no name", { processing_status: "in_progress" }],
    ["a state that nobody knows", { id: "msgbatch_1", processing_status: "lost" }],
  ])("is malformed where the server sends %s", async (_name, body) => {
    const { batches } = await wired({ body })
    expect(await batches.submit(CALLS)).toMatchObject({ code: "malformed", billed: "unknown" })
    expect(await batches.poll("msgbatch_1")).toMatchObject({ code: "malformed" })
  })

  it("is gone where the server does not know it", async () => {
    const { batches } = await served()
    expect(await batches.poll("msgbatch_none")).toMatchObject({ code: "not-found" })
    expect(await batches.results("msgbatch_none")).toMatchObject({ code: "not-found" })
  })
})

describe("the results of a batch", () => {
  const message = {
    ...{ id: "msg_1", type: "message", role: "assistant", stop_reason: "end_turn" },
    content: [{ type: "text", text: "42" }],
    usage: { input_tokens: 11, output_tokens: 5 },
  }
  const line = (custom_id: string, result: Json) => `${JSON.stringify({ custom_id, result })}\n`
  const errored = (type: string, text = "no") => ({
    type: "errored",
    error: { type: "error", error: { type, message: text } },
  })

  async function resultsOf(text: string) {
    const { batches } = await wired(
      {
        act: (response, { headers }) => {
          response.setHeader("content-type", "application/json")
          response.end(JSON.stringify(endedBatch(headers.host)))
        },
      },
      { body: text, headers: { "content-type": "application/binary" } },
    )
    return batches.results("msgbatch_1")
  }

  const endedBatch = (host: string | undefined) => ({
    ...{ id: "msgbatch_1", processing_status: "ended" },
    results_url: `http://${host}/v1/messages/batches/msgbatch_1/results`,
  })

  it("are read by class, the first of each call", async () => {
    const found = await resultsOf(
      line("a", { type: "succeeded", message }) +
        line("a", { type: "expired" }) +
        line("b", { type: "canceled" }) +
        line("c", { type: "expired" }) +
        line("d", errored("invalid_request_error")) +
        line("e", errored("overloaded_error")) +
        line("f", errored("news", `\u001b[31m${CANARY}`)) +
        line("g", { type: "succeeded", message: { ...message, content: [] } }) +
        line("h", { type: "errored" }),
    )
    if (found.kind !== "results") throw new Error(found.message)
    expect(Object.fromEntries(found.outcomes)).toMatchObject({
      a: { kind: "reply", usage: { isBatch: true } },
      b: { code: "timeout", transient: true },
      c: { code: "timeout", transient: true },
      d: { code: "bad-request", transient: false },
      e: { code: "overloaded", transient: true },
      f: { code: "server", transient: true, message: "[31m[secret]" },
      g: { code: "empty", billed: "unknown" },
      h: { code: "server", transient: true },
    })
  })

  it.each([
    ["a torn line", line("a", { type: "expired" }) + line("b", { type: "expired" }).slice(0, 20)],
    ["a line of another shape", line("a", { type: "lost" })],
    ["an error page", "<h1>Welcome</h1>"],
  ])("are asked for again, all of them, where there is %s", async (_name, text) => {
    const found = await resultsOf(text)
    expect(found).toMatchObject({ code: "malformed", transient: true })
    expect(found).toMatchObject({
      message: expect.stringMatching(/^(the reply is not JSON|not a result)$/),
    })
    expect(found).not.toHaveProperty("billed")
  })

  it("are not there before the batch has ended", async () => {
    const { batches } = await wired({
      body: { id: "msgbatch_1", processing_status: "in_progress", results_url: null },
    })
    expect(await batches.results("msgbatch_1")).toMatchObject({ kind: "failure", transient: true })
  })
})
