import { Anthropic } from "@anthropic-ai/sdk"
import { afterEach, describe, expect, it } from "vitest"
import { startAnthropicServer } from "./anthropic.ts"
import type { ChaosPlan } from "./chaos.ts"
import { ALL_FAULTS, FAULTS, type Fault } from "./fault-names.ts"
import type { RunningServer } from "./http.ts"
import { startOpenAiServer } from "./openai.ts"

const SHORT_MS = 400 // how long a client waits for a reply that does not come in time
const LONG_MS = 20_000 // how long for one that does, on however busy a machine
const SUM = "<problem>What is 12 + 30?</problem>"

let server: RunningServer

afterEach(() => server.close())

/** Every request meets the fault once, and is answered after. */
function once(fault: Fault): ChaosPlan {
  return { faults: [fault], tries: 1, retryAfterSeconds: 7, lateMs: 4 * SHORT_MS, dripMs: 0 }
}

const PARAMS = {
  model: "claude-opus-4-6",
  max_tokens: 256,
  messages: [{ role: "user" as const, content: SUM }],
}

async function openClient(fault: Fault): Promise<Anthropic> {
  server = await startAnthropicServer({ chaos: once(fault) })
  return new Anthropic({ baseURL: server.url, apiKey: "any", maxRetries: 0, timeout: LONG_MS })
}

function patience(fault: Fault): number {
  return fault === "hang" || fault === "late" ? SHORT_MS : LONG_MS
}

/** What the SDK makes of a reply: the message, or the error. */
async function create(client: Anthropic, timeout = LONG_MS): Promise<unknown> {
  return client.messages.create(PARAMS, { timeout }).catch((error: unknown) => error)
}

async function stream(client: Anthropic): Promise<unknown> {
  return client.messages
    .stream(PARAMS)
    .finalMessage()
    .catch((error: unknown) => error)
}

type ApiError = InstanceType<typeof Anthropic.APIError>
const { APIConnectionError, APIConnectionTimeoutError, InternalServerError } = Anthropic

describe("the SDK without retries", () => {
  const errors: readonly (readonly [fault: Fault, error: unknown, status: number | undefined])[] = [
    ["rate-limited", Anthropic.RateLimitError, 429],
    ["rate-limited-no-header", Anthropic.RateLimitError, 429],
    ["overloaded", InternalServerError, 529],
    ["status-500", InternalServerError, 500],
    ["status-502", InternalServerError, 502],
    ["status-503", InternalServerError, 503],
    ["status-504", InternalServerError, 504],
    ["reset-before-headers", APIConnectionError, undefined],
    ["hang", APIConnectionTimeoutError, undefined],
    ["late", APIConnectionTimeoutError, undefined],
    ["truncated-json", SyntaxError, undefined],
    ["two-documents", SyntaxError, undefined],
    ["reset-after-headers", TypeError, undefined],
  ]
  for (const [fault, kind, status] of errors) {
    it(`meets ${fault} as an error, and is answered when it asks again`, async () => {
      const client = await openClient(fault)
      const error = await create(client, patience(fault))
      expect(error).toBeInstanceOf(kind)
      expect((error as { status?: number }).status).toBe(status)
      expect(await create(client)).toMatchObject({ stop_reason: "end_turn" })
      expect(server.requests.map((request) => request.fault)).toEqual([fault, null])
      expect(server.counts).toMatchObject({ answered: 1, repeated: 0, byFault: { [fault]: 1 } })
    })
  }

  it("hears how long to wait only where the server says so", async () => {
    const told = (await create(await openClient("rate-limited"))) as ApiError
    expect(told.headers?.get("retry-after")).toBe("7")
    await server.close()
    const untold = (await create(await openClient("rate-limited-no-header"))) as ApiError
    expect(untold.headers?.get("retry-after")).toBeNull()
  })

  const replies: readonly (readonly [fault: Fault, reply: unknown])[] = [
    ["html-200", expect.stringContaining("<!doctype html>")],
    ["missing-usage", expect.not.objectContaining({ usage: expect.anything() })],
    [
      "negative-usage",
      expect.objectContaining({ usage: expect.objectContaining({ input_tokens: -7 }) }),
    ],
    ["empty-content", expect.objectContaining({ content: [], stop_reason: "end_turn" })],
    ["refusal", expect.objectContaining({ content: [], stop_reason: "refusal" })],
    ["max-tokens", expect.objectContaining({ stop_reason: "max_tokens" })],
    ["slow-drip", expect.objectContaining({ stop_reason: "end_turn" })],
  ]
  for (const [fault, reply] of replies) {
    it(`takes ${fault} for a reply`, async () => {
      const client = await openClient(fault)
      expect(await create(client)).toEqual(reply)
      expect(server.counts.answered).toBe(FAULTS[fault].transient ? 0 : 1)
    })
  }

  it("meets a stream that is cut as an error", async () => {
    const error = await stream(await openClient("truncated-stream"))
    expect(error).toBeInstanceOf(Anthropic.AnthropicError)
  })

  it("meets an error inside a stream as an error without a status", async () => {
    const error = await stream(await openClient("error-in-stream"))
    expect(error).toBeInstanceOf(Anthropic.APIError)
    expect(error).toMatchObject({ status: undefined, type: "overloaded_error" })
  })

  it("meets a stream whose events come twice as an error", async () => {
    const error = await stream(await openClient("repeated-events"))
    expect(error).toBeInstanceOf(Anthropic.AnthropicError)
  })
})

describe("a plain client of the OpenAI protocol", () => {
  interface Asked {
    readonly status: number
    readonly text: string
    /** The model's words, from one piece or from many. */
    readonly said: string
  }

  async function ask(isStream: boolean, timeout: number): Promise<Asked> {
    const response = await fetch(`${server.url}/v1/chat/completions`, {
      method: "POST",
      body: JSON.stringify({
        model: "local-7b",
        messages: [{ role: "user", content: SUM }],
        ...(isStream && { stream: true }),
      }),
      signal: AbortSignal.timeout(timeout),
    })
    const text = (await response.text()).replace(/"created":\d+/g, "")
    const said = [...text.matchAll(/"content":"((?:[^"\\]|\\.)*)"/g)].map(([, words]) => words)
    return { status: response.status, text, said: said.join("") }
  }

  it("gets a slow reply in many pieces", async () => {
    server = await startOpenAiServer({ chaos: { ...once("slow-drip"), dripMs: 1 } })
    const messages = [{ role: "user", content: SUM }]
    const response = await fetch(`${server.url}/v1/chat/completions`, {
      method: "POST",
      body: JSON.stringify({ model: "local-7b", messages }),
    })
    let pieces = 0
    for await (const _ of response.body!) pieces++
    expect(pieces).toBeGreaterThan(20)
  })

  for (const fault of ALL_FAULTS) {
    it(`is answered when it asks again after ${fault}`, async () => {
      server = await startOpenAiServer({ chaos: once(fault) })
      const isStream = FAULTS[fault].when === "stream"
      const first = await ask(isStream, patience(fault)).catch((error: unknown) => error)
      const second = await ask(isStream, LONG_MS)
      expect(second.status).toBe(200)
      expect(second.said).toContain("boxed{42}")
      // What comes slowly is the same in the end.
      if (fault === "slow-drip") expect(first).toEqual(second)
      else expect(first).not.toEqual(second)
      expect(server.requests.map((request) => request.fault)).toEqual([fault, null])
    })
  }
})
