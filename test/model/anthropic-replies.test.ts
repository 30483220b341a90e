import { afterEach, describe, expect, it } from "vitest"
import { openAnthropicModel } from "../../src/model/anthropic/model.ts"
import type { Json } from "../../src/record/canonical.ts"
import { AnthropicSeat } from "../../src/record/seat.ts"
import { CANARY, callOf } from "../contract/model.ts"
import { eventStream, type Sent, startWire, type Wire } from "./wire.ts"

let wire: Wire
afterEach(() => wire.close())

const USAGE = { input_tokens: 11, output_tokens: 5 }
const TEXT = { type: "text", text: "42", citations: null }

function message(change: { readonly [field: string]: Json } = {}): { [field: string]: Json } {
  const said = { content: [TEXT], stop_reason: "end_turn", usage: USAGE }
  return { id: "msg_1", type: "message", role: "assistant", ...said, ...change }
}

async function asked(sent: Sent, change = {}, deadlineMs = 20_000) {
  wire = await startWire(sent)
  const seat = AnthropicSeat.parse({ provider: "anthropic", model: "claude-opus-4-6" })
  const environment = { ANTHROPIC_API_KEY: CANARY, ANTHROPIC_BASE_URL: wire.url }
  const model = openAnthropicModel(seat, { environment, deadlineMs })
  const outcome = await model.complete(callOf(change))
  expect(wire.requests).toHaveLength(1)
  return outcome
}

describe("what Claude's reply is taken for", () => {
  it.each([
    ["end_turn", "end"],
    ["stop_sequence", "end"],
    ["max_tokens", "length"],
    ["model_context_window_exceeded", "length"],
    ["pause_turn", "length"],
    ["refusal", "refusal"],
  ])("ends with %s as %s", async (stop_reason, stop) => {
    expect(await asked({ body: message({ stop_reason }) })).toMatchObject({
      samples: [{ text: "42", stop }],
    })
  })

  it("finds its text by type, and counts tokens with those of a cache apart", async () => {
    const thinking = { type: "thinking", thinking: "hm", signature: "c2ln" }
    const usage = { ...USAGE, cache_read_input_tokens: 900, cache_creation_input_tokens: null }
    expect(await asked({ body: message({ content: [thinking, TEXT], usage }) })).toEqual({
      kind: "reply",
      samples: [{ text: "42", stop: "end" }],
      promptTokens: 911,
      completionTokens: 5,
      usage: { input: 11, output: 5, cacheRead: 900, cacheWrite: 0, isBatch: false },
    })
  })

  it.each<[string, Json]>([
    ["is no number", { input_tokens: "11", output_tokens: 5 }],
    ["is negative", { input_tokens: 11, output_tokens: -5 }],
    ["has parts of a token", { input_tokens: 11, output_tokens: 5.5 }],
    ["is beyond belief", { input_tokens: 11, output_tokens: 1e15 }],
    ["is nothing", null],
  ])("has no usage where the usage %s", async (_name, usage) => {
    const outcome = await asked({ body: message({ usage }) })
    expect(outcome).toMatchObject({ kind: "reply", promptTokens: 0, completionTokens: 0 })
    expect(outcome).not.toHaveProperty("usage")
  })

  it.each<[string, Json, string]>([
    ["an error page", "<!doctype html><h1>Welcome</h1>", "malformed"],
    ["null", null, "malformed"],
    ["an empty object", {}, "malformed"],
    ["a text block without text", message({ content: [{ type: "text" }] }), "malformed"],
    ["a tool use without an id", message({ content: [{ type: "tool_use" }] }), "malformed"],
    ["a stop for a tool that is not used", message({ stop_reason: "tool_use" }), "malformed"],
    ["a stop that nobody knows", message({ stop_reason: "new_reason" }), "malformed"],
    ["no stop", message({ stop_reason: null }), "malformed"],
    ["no content", message({ content: [] }), "empty"],
    ["white space", message({ content: [{ type: "text", text: " \n" }] }), "empty"],
    ["an error of no shape", { type: "error", error: { type: "api_error" } }, "malformed"],
  ])("is a failure where it is %s", async (_name, body, code) => {
    expect(await asked({ body })).toMatchObject({ code, transient: true, billed: "unknown" })
  })

  it("marks half a character in its text", async () => {
    const body = message({ content: [{ type: "text", text: "4\ud800" }] })
    expect(await asked({ body })).toMatchObject({ samples: [{ text: "4\ufffd" }] })
  })

  it.each([
    ["nested a hundred thousand deep", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
    ["beyond all numbers", '{"at": 1e999}'],
    ["half a character", '{"at": "\\ud800"}'],
  ])("is malformed where a tool is to be given what is %s", async (_name, input) => {
    const use = { type: "tool_use", id: "t", name: "calculator", input: "HERE" }
    const body = message({ content: [use], stop_reason: "tool_use" })
    const text = JSON.stringify(body).replace('"HERE"', input)
    const headers = { "content-type": "application/json" }
    expect(await asked({ body: text, headers })).toMatchObject({ code: "malformed" })
  })

  it("keeps names as a field that would be a prototype elsewhere", async () => {
    const input = JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}') as Json
    const use = { type: "tool_use", id: "t", name: "calculator", input }
    const outcome = await asked({ body: message({ content: [use], stop_reason: "tool_use" }) })
    const kept = outcome.kind === "reply" ? outcome.samples[0]!.uses![0]!.input : null
    expect(JSON.stringify(kept)).toBe(JSON.stringify(input))
    expect({}).not.toHaveProperty("x")
  })

  it("is malformed beyond eight megabytes, announced or not, packed or not", async () => {
    const body = message({ content: [{ type: "text", text: "4".repeat(9_000_000) }] })
    expect(await asked({ body })).toMatchObject({ code: "malformed" })
    await wire.close()
    const length = String(Buffer.byteLength(JSON.stringify(body)))
    const announced = { body, headers: { "content-length": length } }
    expect(await asked(announced)).toMatchObject({ code: "malformed" })
  })

  it("is a failure of the network where nobody listens", async () => {
    wire = await startWire()
    await wire.close()
    const seat = AnthropicSeat.parse({ provider: "anthropic", model: "claude-opus-4-6" })
    const environment = { ANTHROPIC_API_KEY: CANARY, ANTHROPIC_BASE_URL: wire.url }
    const model = openAnthropicModel(seat, { environment, deadlineMs: 20_000 })
    const outcome = await model.complete(callOf())
    expect(outcome).toMatchObject({ code: "unreachable", transient: true })
    expect(outcome).not.toHaveProperty("billed")
  })
})

describe("an address that cannot be asked", () => {
  it("reaches nobody and costs nothing, whatever the reason is called", async () => {
    const seat = AnthropicSeat.parse({ provider: "anthropic", model: "claude-opus-4-6" })
    const environment = { ANTHROPIC_API_KEY: CANARY, ANTHROPIC_BASE_URL: "http://127.0.0.1:1" }
    const model = openAnthropicModel(seat, { environment, deadlineMs: 20_000 })
    const outcome = await model.complete(callOf())
    expect(outcome).toMatchObject({ code: "unreachable" })
    expect(outcome).not.toHaveProperty("billed")
  })
})

describe("what Claude's errors are taken for", () => {
  const error = (type: string, text = "no") => ({ type: "error", error: { type, message: text } })

  it.each<[number, Json, string, boolean]>([
    [400, error("invalid_request_error"), "bad-request", false],
    [400, error("invalid_request_error", "Your credit balance is too low."), "auth", false],
    [401, error("authentication_error"), "auth", false],
    [402, error("billing_error"), "auth", false],
    [403, error("permission_error"), "auth", false],
    [404, error("not_found_error"), "not-found", false],
    [408, null, "timeout", true],
    [409, null, "server", true],
    [413, error("request_too_large"), "too-large", false],
    [418, "teapot", "bad-request", false],
    [422, null, "bad-request", false],
    [429, error("rate_limit_error"), "rate-limited", true],
    [500, error("api_error"), "server", true],
    [502, "<h1>Bad Gateway</h1>", "server", true],
    [503, null, "server", true],
    [504, error("timeout_error"), "timeout", true],
    [529, error("overloaded_error"), "overloaded", true],
    [500, error("overloaded_error"), "overloaded", true],
    [400, error("rate_limit_error"), "rate-limited", true],
  ])("takes %i with %j for %s", async (status, body, code, transient) => {
    expect(await asked({ status, body })).toMatchObject({ kind: "failure", code, transient })
  })

  it("takes an error with status 200 by its type, with a bill that nobody knows", async () => {
    const sent = { body: error("overloaded_error", "Overloaded") }
    expect(await asked(sent)).toMatchObject({ code: "overloaded", billed: "unknown" })
  })

  it("takes an error in a stream by its type, since the status was 200", async () => {
    const begun = { type: "message_start", message: message({ content: [], stop_reason: null }) }
    const sent = eventStream([begun, error("overloaded_error", "Overloaded")])
    expect(await asked(sent, { maxTokens: 20_000 })).toMatchObject({
      code: "overloaded",
      billed: "unknown",
    })
  })

  it.each([
    ["7", 7_000],
    ["0.25", 250],
    ["1000000000", 1e12],
    ["Fri, 20 Nov 2026 12:00:30 GMT", 30_000],
    ["Fri, 20 Nov 2026 11:00:00 GMT", 0],
  ])("leaves the server alone for as long as %j asks", async (after, retryAfterMs) => {
    const date = "Fri, 20 Nov 2026 12:00:00 GMT"
    const headers = { "retry-after": after, date }
    expect(await asked({ status: 429, headers, body: null })).toMatchObject({ retryAfterMs })
  })

  it.each(["soon", "-3", "", "1e3"])("reads nothing out of retry-after: %j", async (after) => {
    const outcome = await asked({ status: 429, headers: { "retry-after": after }, body: null })
    expect(outcome).not.toHaveProperty("retryAfterMs")
  })

  it("follows no redirect, so that the key stays where it was sent", async () => {
    const other = await startWire({ body: message() })
    const headers = { location: `${other.url}/v1/messages` }
    expect(await asked({ status: 307, headers, body: null })).toMatchObject({ code: "not-found" })
    expect(other.requests).toEqual([])
    await other.close()
  })

  it("says an error in one line of at most 512 characters, without the key", async () => {
    const told = `no\u001b[31m\r\n\u202e${CANARY} ${"x".repeat(490)}${CANARY}${"y".repeat(9_000)}`
    const outcome = await asked({ status: 400, body: error("invalid_request_error", told) })
    const text = outcome.kind === "failure" ? outcome.message : ""
    expect(text).toHaveLength(512)
    expect(text).toMatch(/^400 no \[31m \[secret\] x+/)
    expect(text).not.toContain(CANARY.slice(0, 8))
  })

  it("keeps the key out of a reply that shows it, and out of what it wants of tools", async () => {
    const use = { type: "tool_use", id: "t", name: "calculator", input: { [CANARY]: CANARY } }
    const content = [{ type: "text", text: `your key is ${CANARY}` }, use]
    const outcome = await asked({ body: message({ content, stop_reason: "tool_use" }) })
    expect(JSON.stringify(outcome)).not.toContain(CANARY)
    expect(outcome).toMatchObject({ samples: [{ text: "your key is [secret]", stop: "tool" }] })
  })
})
