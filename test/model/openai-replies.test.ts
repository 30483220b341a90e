import { afterEach, describe, expect, it } from "vitest"
import { openOpenAiModel } from "../../src/model/openai/model.ts"
import type { Json } from "../../src/record/canonical.ts"
import { OpenAiSeat } from "../../src/record/seat.ts"
import { CANARY, callOf } from "../contract/model.ts"
import { type Sent, startWire, type Wire } from "./wire.ts"

let wire: Wire
afterEach(() => wire.close())

const USAGE = { prompt_tokens: 11, completion_tokens: 5 }
const SAID = { role: "assistant", content: "42" }

function completion(choice: object = {}, usage: Json = USAGE): Json {
  const choices = [{ index: 0, message: SAID, finish_reason: "stop", ...choice }]
  return { object: "chat.completion", choices, usage }
}

async function asked(sent: Sent, change = {}) {
  wire = await startWire(sent)
  const seat = OpenAiSeat.parse({ provider: "openai-compatible", model: "qwen2.5-7b" })
  const environment = { OPENAI_API_KEY: CANARY, OPENAI_BASE_URL: `${wire.url}/v1` }
  const model = openOpenAiModel(seat, { environment, deadlineMs: 20_000 })
  const outcome = await model.complete(callOf(change))
  expect(wire.requests).toHaveLength(1)
  return outcome
}

describe("what a completion is taken for", () => {
  it.each([
    ["stop", "end"],
    ["length", "length"],
    ["content_filter", "refusal"],
  ])("ends with %s as %s", async (finish_reason, stop) => {
    expect(await asked({ body: completion({ finish_reason }) })).toMatchObject({
      samples: [{ text: "42", stop }],
    })
  })

  it("takes a refusal in words for a refusal, and tools after a plain stop for tools", async () => {
    const refused = { ...SAID, content: null, refusal: "I cannot." }
    expect(await asked({ body: completion({ message: refused }) })).toMatchObject({
      samples: [{ text: "", stop: "refusal" }],
    })
    await wire.close()
    const tool_calls = [{ id: "c1", function: { name: "calculator", arguments: "{}" } }]
    const using = { ...SAID, content: "", tool_calls }
    expect(await asked({ body: completion({ message: using }) })).toMatchObject({
      samples: [{ stop: "tool", uses: [{ id: "c1", input: {} }] }],
    })
  })

  it("reads no answer out of thinking, and keeps it for the next turn", async () => {
    const message = { ...SAID, reasoning_content: "It is 41." }
    expect(await asked({ body: completion({ message }) })).toMatchObject({
      samples: [{ text: "42", echo: message }],
    })
  })

  it("counts what a cache gave apart", async () => {
    const usage = { ...USAGE, prompt_tokens_details: { cached_tokens: 8 } }
    expect(await asked({ body: completion({}, usage) })).toEqual({
      kind: "reply",
      samples: [{ text: "42", stop: "end" }],
      promptTokens: 11,
      completionTokens: 5,
      usage: { input: 3, output: 5, cacheRead: 8, cacheWrite: 0, isBatch: false },
    })
  })

  it.each<[string, Json]>([
    ["is negative", { prompt_tokens: -1, completion_tokens: 5 }],
    ["is beyond belief", { prompt_tokens: 11, completion_tokens: 1e15 }],
    [
      "was read from a cache beyond all of it",
      {
        ...USAGE,
        prompt_tokens_details: { cached_tokens: 12 },
      },
    ],
    ["is half", { prompt_tokens: 11 }],
  ])("has no usage where the usage %s", async (_name, usage) => {
    const outcome = await asked({ body: completion({}, usage) })
    expect(outcome).toMatchObject({ kind: "reply", promptTokens: 0, completionTokens: 0 })
    expect(outcome).not.toHaveProperty("usage")
  })

  it("keeps samples in order, and takes no fewer than were asked for", async () => {
    const choice = (index: number, content: string) => ({
      ...{ index, message: { ...SAID, content }, finish_reason: "stop" },
    })
    const choices = [choice(2, "c"), choice(0, "a"), choice(1, "")]
    expect(await asked({ body: { choices } }, { samples: 3 })).toMatchObject({
      samples: [{ text: "a" }, { text: "" }, { text: "c" }],
    })
    await wire.close()
    expect(await asked({ body: { choices } }, { samples: 4 })).toMatchObject({
      code: "malformed",
      message: "asked for 4 samples, and 3 came",
    })
  })

  it.each<[string, Json, string]>([
    ["an error page", "<!doctype html><h1>Welcome</h1>", "malformed"],
    ["null", null, "malformed"],
    ["a string", '"42"', "malformed"],
    ["a choice without a message", completion({ message: null }), "malformed"],
    ["a choice without an end", completion({ finish_reason: null }), "malformed"],
    ["an end that nobody knows", completion({ finish_reason: "abort" }), "malformed"],
    ["tools without a tool", completion({ finish_reason: "tool_calls" }), "malformed"],
    ["no choices", { choices: [] }, "empty"],
    ["no content", completion({ message: { role: "assistant", content: null } }), "empty"],
  ])("is a failure where it is %s", async (_name, body, code) => {
    expect(await asked({ body })).toMatchObject({ code, transient: true, billed: "unknown" })
  })

  it.each([
    ["nested a hundred thousand deep", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
    ["beyond all numbers", '{"at": 1e999}'],
    ["half a character", '{"at": "\\ud800"}'],
  ])("is malformed where a tool is to be given what is %s", async (_name, input) => {
    const tool_calls = [{ id: "c1", function: { name: "calculator", arguments: input } }]
    const message = { ...SAID, content: "4\ud800", tool_calls }
    expect(await asked({ body: completion({ message }) })).toMatchObject({ code: "malformed" })
  })

  it("marks half a character in its text", async () => {
    const message = { ...SAID, content: "4\ud800", reasoning: "\ud800" }
    expect(await asked({ body: completion({ message }) })).toMatchObject({
      samples: [{ text: "4\ufffd", echo: { reasoning: "\ufffd" } }],
    })
  })

  it("is malformed beyond eight megabytes", async () => {
    const body = completion({ message: { ...SAID, content: "4".repeat(9_000_000) } })
    expect(await asked({ body })).toMatchObject({
      code: "malformed",
      message: "the server sent more than 8388608 bytes",
    })
  })
})

describe("what a server's errors are taken for", () => {
  const error = (type: string | null, code: Json = null) => ({
    error: { message: "no", type, code },
  })

  it.each<[number, Json, string, boolean]>([
    [
      400,
      { object: "error", message: "no", type: "BadRequestError", code: 400 },
      "bad-request",
      false,
    ],
    [400, error("invalid_request_error", "context_length_exceeded"), "too-large", false],
    [401, error("invalid_request_error", "invalid_api_key"), "auth", false],
    [403, null, "auth", false],
    [404, error("NotFoundError", 404), "not-found", false],
    [404, { error: "model 'x' not found" }, "not-found", false],
    [408, null, "timeout", true],
    [413, null, "too-large", false],
    [422, { detail: "no" }, "bad-request", false],
    [429, error("requests", "rate_limit_exceeded"), "rate-limited", true],
    [429, error("insufficient_quota", "insufficient_quota"), "auth", false],
    [500, error("server_error"), "server", true],
    [502, "<h1>Bad Gateway</h1>", "server", true],
    [503, error("unavailable_error", 503), "overloaded", true],
    [504, null, "timeout", true],
    [529, null, "overloaded", true],
  ])("takes %i with %j for %s", async (status, body, code, transient) => {
    expect(await asked({ status, body })).toMatchObject({ kind: "failure", code, transient })
  })

  it("takes an error with status 200 by what it says, with a bill that nobody knows", async () => {
    const sent = { body: error("overloaded_error") }
    expect(await asked(sent)).toMatchObject({ code: "overloaded", billed: "unknown" })
  })

  it("says which variable is wrong", async () => {
    const wrong = await asked({ status: 401, body: error(null) })
    expect(wrong).toMatchObject({ message: expect.stringContaining("OPENAI_API_KEY") })
    await wire.close()
    const lost = await asked({ status: 404, body: "404 page not found" })
    expect(lost).toMatchObject({ message: expect.stringContaining("OPENAI_BASE_URL") })
  })

  it("follows no redirect, so that the key stays where it was sent", async () => {
    const other = await startWire({ body: completion() })
    const headers = { location: `${other.url}/v1/chat/completions` }
    expect(await asked({ status: 307, headers, body: null })).toMatchObject({ code: "not-found" })
    expect(other.requests).toEqual([])
    await other.close()
  })

  it("keeps the key out of an error and of a reply that shows it", async () => {
    const told = await asked({ status: 400, body: `you sent ${CANARY}` })
    expect(told).toMatchObject({ message: "400 you sent [secret]" })
    await wire.close()
    const message = { ...SAID, content: `you sent ${CANARY}`, reasoning_content: CANARY }
    const shown = await asked({ body: completion({ message }) })
    expect(JSON.stringify(shown)).not.toContain(CANARY)
  })
})

describe("a streamed completion", () => {
  const choice = (delta: object, finish_reason: Json = null) =>
    ({ choices: [{ index: 0, delta, finish_reason }] }) as { [key: string]: Json }
  const sent = (...events: readonly Json[]): Sent => ({
    headers: { "content-type": "text/event-stream; charset=utf-8" },
    body: events
      .map((event) => `data: ${typeof event === "string" ? event : JSON.stringify(event)}\n\n`)
      .join(""),
  })
  const streamed = (...events: readonly Json[]) => asked(sent(...events), { maxTokens: 20_000 })

  it("is put together from its pieces", async () => {
    const tool = (call: object) => choice({ tool_calls: [{ index: 0, ...call }] })
    const outcome = await streamed(
      choice({ role: "assistant", content: "" }),
      choice({ reasoning_content: "h" }),
      choice({ reasoning_content: "m" }),
      choice({ content: "½" }),
      choice({ content: "✓" }),
      tool({ id: "c1", function: { name: "calculator", arguments: "" } }),
      tool({ function: { arguments: '{"a":' } }),
      tool({ function: { arguments: "1}" } }),
      choice({}, "tool_calls"),
      { choices: [], usage: USAGE },
      "[DONE]",
      choice({ content: "late" }),
    )
    expect(outcome).toMatchObject({
      samples: [
        {
          text: "½✓",
          stop: "tool",
          uses: [{ id: "c1", name: "calculator", input: { a: 1 } }],
          echo: { reasoning_content: "hm" },
        },
      ],
      usage: { input: 11, output: 5 },
    })
  })

  it("survives a piece that ends in the middle of a letter", async () => {
    const bytes = Buffer.from(`data: ${JSON.stringify(choice({ content: "½" }, "stop"))}\r\n\r\n`)
    const cut = bytes.indexOf(0xbd) // the second byte of ½
    const outcome = await asked(
      {
        act: (response) => {
          response.writeHead(200, { "content-type": "text/event-stream" })
          response.write(bytes.subarray(0, cut), () =>
            setTimeout(() => response.end(bytes.subarray(cut)), 30),
          )
        },
      },
      { maxTokens: 20_000 },
    )
    expect(outcome).toMatchObject({ samples: [{ text: "½", stop: "end" }] })
  })

  it.each<[string, readonly Json[], string]>([
    ["ends early", [choice({ content: "4" })], "cut-stream"],
    ["is done too soon", [choice({ content: "4" }), "[DONE]"], "cut-stream"],
    ["never begins", ["[DONE]"], "cut-stream"],
    ["is not JSON", ["{broken"], "malformed"],
    ["goes on after its end", [choice({}, "stop"), choice({ content: "4" })], "malformed"],
    ["ends twice", [choice({ content: "4" }, "stop"), choice({}, "stop")], "malformed"],
    ["has another shape", [{ choices: "none" }], "malformed"],
    ["breaks down", [choice({ content: "4" }), { error: { message: "x", code: 500 } }], "server"],
    ["is too much", [{ error: { message: "x", type: "overloaded_error" } }], "overloaded"],
  ])("is a failure where it %s", async (_name, events, code) => {
    expect(await streamed(...events)).toMatchObject({ code, transient: true, billed: "unknown" })
  })

  it("has as many samples as were asked for, or is malformed", async () => {
    const change = { maxTokens: 20_000, samples: 2 }
    const one = sent(choice({ content: "4" }, "stop"), "[DONE]")
    expect(await asked(one, change)).toMatchObject({ code: "malformed" })
    await wire.close()
    const cut = sent(choice({ content: "4" }, "stop"))
    expect(await asked(cut, change)).toMatchObject({ code: "cut-stream" })
  })
})
