import { afterEach, describe, expect, it, vi } from "vitest"
import { openAnthropicModel } from "../../src/model/anthropic/model.ts"
import type { Json } from "../../src/record/canonical.ts"
import { AnthropicSeat } from "../../src/record/seat.ts"
import { CANARY, callOf } from "../contract/model.ts"
import { eventStream, type Sent, startWire, type Wire } from "./wire.ts"

let wire: Wire
afterEach(() => wire.close())

const OPUS = { provider: "anthropic", model: "claude-opus-4-6" }
const USAGE = { input_tokens: 11, output_tokens: 5 }

function message(content: Json, stop_reason = "end_turn", usage: Json = USAGE): Json {
  return { id: "msg_1", type: "message", role: "assistant", content, stop_reason, usage }
}

const DONE: Sent = { body: message([{ type: "text", text: "42" }]) }

async function open(seat: object, ...sent: readonly Sent[]) {
  wire = await startWire(...sent)
  const environment = { ANTHROPIC_API_KEY: CANARY, ANTHROPIC_BASE_URL: wire.url }
  return openAnthropicModel(AnthropicSeat.parse(seat), { environment, deadlineMs: 20_000 })
}

const CALCULATOR = {
  name: "calculator",
  about: "Computes.",
  input: {
    type: "object",
    properties: { expression: { type: "string", maxLength: 99 } },
    required: ["expression"],
    additionalProperties: false,
  },
}

describe("what Claude is sent", () => {
  it("is the call and nothing that Claude refuses", async () => {
    const model = await open(OPUS, DONE)
    const call = callOf({ system: "You solve.", effort: "low", temperature: 0.5, topP: 0.5 })
    await model.complete(call)
    expect(wire.requests).toHaveLength(1)
    const { method, path, headers, body } = wire.requests[0]!
    expect([method, path]).toEqual(["POST", "/v1/messages"])
    expect(headers).toMatchObject({
      authorization: `Bearer ${CANARY}`,
      "idempotency-key": call.id,
    })
    expect(body).toEqual({
      model: "claude-opus-4-6",
      max_tokens: 256,
      system: [{ type: "text", text: "You solve.", cache_control: { type: "ephemeral" } }],
      messages: [{ role: "user", content: "What is 17 + 25?" }],
      output_config: { effort: "low" },
      thinking: { type: "adaptive", display: "omitted" },
    })
  })

  it("asks a model without adaptive thinking for none, and its card has no effort", async () => {
    const model = await open({ ...OPUS, model: "claude-haiku-4-5-20251001" }, DONE)
    await model.complete(callOf())
    expect(wire.requests[0]!.body).not.toHaveProperty("thinking")
    expect(model.describe().knobs).toEqual(["system", "schema", "tools"])
  })

  it("has the schema as a format and never as a forced tool", async () => {
    const model = await open(OPUS, DONE)
    const value = { type: "integer", minimum: 3, maximum: 9, description: "A digit." }
    const schema = {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
      properties: { value },
      required: ["value"],
      additionalProperties: false,
    }
    await model.complete(callOf({ schema }))
    const { output_config: config, ...rest } = wire.requests[0]!.body as Record<string, Json>
    expect(rest).not.toHaveProperty("tools")
    expect(rest).not.toHaveProperty("tool_choice")
    expect(config).toEqual({
      format: {
        type: "json_schema",
        schema: {
          type: "object",
          properties: {
            value: { type: "integer", description: "A digit.\n\n{minimum: 3, maximum: 9}" },
          },
          required: ["value"],
          additionalProperties: false,
        },
      },
    })
  })

  it("says what every place of a tuple holds, which no schema of Claude's can", async () => {
    const model = await open(OPUS, DONE)
    const prefixItems = [{ type: "integer", minimum: 1 }, { type: "integer" }]
    const pair = { type: "array", prefixItems, items: false, minItems: 2, maxItems: 2 }
    await model.complete(callOf({ schema: pair }))
    const { output_config: config } = wire.requests[0]!.body as Record<string, Json>
    const places = '[{"type":"integer","minimum":1},{"type":"integer"}]'
    expect(config).toMatchObject({
      format: {
        schema: {
          type: "array",
          items: { type: "integer" },
          description: `exactly 2 items, in this order: ${places}`,
        },
      },
    })
  })

  const either: Json = { anyOf: [{ type: "integer" }, { type: "null" }] }
  const names = Array.from({ length: 17 }, (_, n) => `field${n}`)
  const many: Json = {
    type: "object",
    properties: Object.fromEntries(names.map((name) => [name, either])),
    required: names,
    additionalProperties: false,
  }

  it.each<[string, Json]>([
    ["recursion", { $ref: "#/$defs/n", $defs: { n: { anyOf: [{ $ref: "#/$defs/n" }] } } }],
    ["a map", { type: "object", additionalProperties: { type: "string" } }],
    ["a reference to nothing", { $ref: "#/$defs/none" }],
    ["no type", { description: "anything" }],
    ["too many branches", many],
  ])("has words in the place of a schema that has %s", async (_name, schema) => {
    const model = await open(OPUS, DONE)
    expect(await model.complete(callOf({ schema, system: "You pose." }))).toMatchObject({
      kind: "reply",
    })
    const { output_config: config, system } = wire.requests[0]!.body as Record<string, Json>
    expect(config).toBeUndefined()
    const words = "Reply with one JSON value and nothing else. It follows this JSON Schema:"
    expect(system).toEqual([
      { type: "text", text: "You pose.", cache_control: { type: "ephemeral" } },
      { type: "text", text: `${words} ${JSON.stringify(schema)}` },
    ])
  })

  it.each<[string, Json]>([
    ["that is none", "integer"],
    ["too long to be said", { enum: Array.from({ length: 5_000 }, (_, n) => [`value ${n}`]) }],
  ])("is nothing at all for a schema %s", async (_name, schema) => {
    const model = await open(OPUS, DONE)
    const outcome = await model.complete(callOf({ schema }))
    expect(outcome).toMatchObject({ code: "bad-request", transient: false })
    expect(outcome).not.toHaveProperty("billed")
    expect(wire.requests).toEqual([])
  })

  it("is refused for more than one sample before it is sent", async () => {
    const model = await open(OPUS, DONE)
    expect(await model.complete(callOf({ samples: 2 }))).toMatchObject({ code: "bad-request" })
    expect(wire.requests).toEqual([])
  })

  it("has its own blocks back between a tool's use and its result, unchanged", async () => {
    const content = [
      { type: "thinking", thinking: "", signature: "c2ln" },
      { type: "text", text: "Let me compute." },
      { type: "tool_use", id: "toolu_1", name: "calculator", input: { expression: "17 + 25" } },
      { type: "text", text: "" },
    ]
    const model = await open(OPUS, { body: message(content, "tool_use") }, DONE)
    const call = callOf({ tools: [CALCULATOR] })
    const first = await model.complete(call)
    const uses = [{ id: "toolu_1", name: "calculator", input: { expression: "17 + 25" } }]
    expect(first).toMatchObject({ samples: [{ text: "Let me compute.", stop: "tool", uses }] })
    const { text, echo } = first.kind === "reply" ? first.samples[0]! : { text: "", echo: null }
    await model.complete(
      callOf({
        ...call,
        turns: [
          { from: "model", text, uses, echo: echo! },
          { from: "tools", results: [{ use: "toolu_1", text: "no such sign", failed: true }] },
        ],
      }),
    )
    const { messages, tools } = wire.requests[1]!.body as Record<string, Json>
    expect(tools).toMatchObject([{ name: "calculator", description: "Computes." }])
    const result = { type: "tool_result", tool_use_id: "toolu_1", content: "no such sign" }
    expect(messages).toEqual([
      { role: "user", content: "What is 17 + 25?" },
      { role: "assistant", content: content.slice(0, 3) }, // an empty text is not taken back
      { role: "user", content: [{ ...result, is_error: true }] },
    ])
  })

  it("says a plain reply again, and leaves out one that said nothing", async () => {
    const model = await open(OPUS, DONE)
    const turns = [
      { from: "model" as const, text: "41" },
      { from: "user" as const, text: "Look again." },
      { from: "model" as const, text: " " },
      { from: "user" as const, text: "Well?" },
    ]
    await model.complete(callOf({ turns }))
    expect((wire.requests[0]!.body as Record<string, Json>).messages).toEqual([
      { role: "user", content: "What is 17 + 25?" },
      { role: "assistant", content: [{ type: "text", text: "41" }] },
      { role: "user", content: "Look again." },
      { role: "user", content: "Well?" },
    ])
  })

  it("asks for a stream where the reply may be long", async () => {
    const model = await open(OPUS, eventStream([]))
    await model.complete(callOf({ maxTokens: 32_000 }))
    await model.complete(callOf({ maxTokens: 4_096 }))
    expect(wire.requests[0]!.body).toHaveProperty("stream", true)
    expect(wire.requests[1]!.body).not.toHaveProperty("stream")
  })
})

describe("the terminal", () => {
  it("is left alone, even where a model is ageing or a stream is broken", async () => {
    const said: unknown[] = []
    const spies = (["log", "info", "warn", "error", "debug"] as const).map((level) =>
      vi.spyOn(console, level).mockImplementation((...words) => void said.push(words)),
    )
    vi.stubEnv("ANTHROPIC_LOG", "debug")
    const broken = {
      headers: { "content-type": "text/event-stream" },
      body: "event: message_start\ndata: {broken\n\n",
    }
    const model = await open({ ...OPUS, model: "claude-sonnet-4-5" }, DONE, broken)
    await model.complete(callOf())
    await model.complete(callOf({ maxTokens: 20_000 }))
    vi.unstubAllEnvs()
    for (const spy of spies) spy.mockRestore()
    expect(wire.requests).toHaveLength(2)
    expect(said).toEqual([])
  })
})
