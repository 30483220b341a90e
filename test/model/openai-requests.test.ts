import { afterEach, describe, expect, it } from "vitest"
import { openOpenAiModel } from "../../src/model/openai/model.ts"
import type { Json } from "../../src/record/canonical.ts"
import { OpenAiSeat } from "../../src/record/seat.ts"
import { CANARY, callOf } from "../contract/model.ts"
import { type Sent, startWire, type Wire } from "./wire.ts"

let wire: Wire
afterEach(() => wire.close())

const SEAT = { provider: "openai-compatible", model: "qwen2.5-7b" }
const USAGE = { prompt_tokens: 11, completion_tokens: 5 }

function completion(message: Json, finish_reason = "stop"): Sent {
  return { body: { choices: [{ index: 0, message, finish_reason }], usage: USAGE } }
}

const DONE = completion({ role: "assistant", content: "42" })

async function open(seat: object, environment: object, ...sent: readonly Sent[]) {
  wire = await startWire(...sent)
  return openOpenAiModel(OpenAiSeat.parse(seat), {
    environment: { OPENAI_BASE_URL: `${wire.url}/v1/`, ...environment },
    deadlineMs: 20_000,
  })
}

const body = (at = 0) => wire.requests[at]!.body as Record<string, Json>

describe("what an OpenAI-compatible server is sent", () => {
  it("is the call, with a key where there is one", async () => {
    const model = await open(SEAT, { OPENAI_API_KEY: ` ${CANARY}\n` }, DONE)
    const call = callOf({ system: "You solve.", temperature: 0.7, topP: 0.9, seed: 4_294_967_295 })
    await model.complete(call)
    const { method, path, headers } = wire.requests[0]!
    expect([method, path]).toEqual(["POST", "/v1/chat/completions"])
    expect(headers).toMatchObject({
      authorization: `Bearer ${CANARY}`,
      "idempotency-key": call.id,
      "content-type": "application/json",
    })
    expect(body()).toEqual({
      model: "qwen2.5-7b",
      messages: [
        { role: "system", content: "You solve." },
        { role: "user", content: "What is 17 + 25?" },
      ],
      max_tokens: 256,
      temperature: 0.7,
      top_p: 0.9,
      seed: 4_294_967_295,
    })
  })

  it("has no key, setting or seed that nobody gave", async () => {
    const model = await open({ ...SEAT, seeded: false }, {}, DONE)
    await model.complete(callOf())
    expect(wire.requests[0]!.headers).not.toHaveProperty("authorization")
    expect(Object.keys(body()).sort()).toEqual(["max_tokens", "messages", "model"])
    expect(model.describe().knobs).not.toContain("seed")
  })

  it("asks for samples, a schema and tools in their own fields", async () => {
    const model = await open(SEAT, {}, DONE)
    const schema = { type: "object", properties: {}, additionalProperties: false }
    const tools = [{ name: "calculator", about: "Computes.", input: schema }]
    await model.complete(callOf({ samples: 4, schema, tools }))
    expect(body()).toMatchObject({
      n: 4,
      response_format: {
        type: "json_schema",
        json_schema: { name: "reply", schema, strict: true },
      },
      tools: [
        {
          type: "function",
          function: { name: "calculator", description: "Computes.", parameters: schema },
        },
      ],
    })
  })

  it("has thinking and tool calls back as they came, and the results after them", async () => {
    const tool_calls = [
      { type: "function", id: "c1", function: { name: "calculator", arguments: '{"a": 1}' } },
      { type: "function", id: "c2", function: { name: "calculator", arguments: "{broken" } },
    ]
    const said = { role: "assistant", content: null, reasoning_content: "hm", tool_calls }
    const model = await open(SEAT, {}, completion(said, "tool_calls"), DONE)
    const first = await model.complete(callOf())
    const sample = first.kind === "reply" ? first.samples[0]! : undefined
    expect(sample).toMatchObject({
      text: "",
      stop: "tool",
      uses: [
        { id: "c1", name: "calculator", input: { a: 1 } },
        { id: "c2", name: "calculator", input: "{broken" },
      ],
    })
    const results = [
      { use: "c1", text: "2", failed: false },
      { use: "c2", text: "no JSON", failed: true },
    ]
    const turns = [
      { from: "model" as const, text: "", echo: sample!.echo! },
      { from: "tools" as const, results },
      { from: "model" as const, text: "2.", uses: [{ id: "c3", name: "calculator", input: {} }] },
      { from: "user" as const, text: "Sure?" },
    ]
    await model.complete(callOf({ turns }))
    const again = { id: "c3", type: "function", function: { name: "calculator", arguments: "{}" } }
    expect(body(1).messages).toEqual([
      { role: "user", content: "What is 17 + 25?" },
      { ...said, content: "" },
      { role: "tool", tool_call_id: "c1", content: "2" },
      { role: "tool", tool_call_id: "c2", content: "no JSON" },
      { role: "assistant", content: "2.", tool_calls: [again] },
      { role: "user", content: "Sure?" },
    ])
  })

  it("asks for a stream, with its usage, where the reply may be long", async () => {
    const model = await open(SEAT, {}, DONE)
    const outcome = await model.complete(callOf({ maxTokens: 8_192 }))
    expect(body()).toMatchObject({ stream: true, stream_options: { include_usage: true } })
    // This server knows of no streams and sends the whole.
    expect(outcome).toMatchObject({ samples: [{ text: "42", stop: "end" }] })
  })
})
