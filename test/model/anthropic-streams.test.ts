import fc from "fast-check"
import { afterEach, describe, expect, it } from "vitest"
import { openAnthropicModel } from "../../src/model/anthropic/model.ts"
import { StreamedMessage } from "../../src/model/anthropic/stream.ts"
import type { Json } from "../../src/record/canonical.ts"
import { AnthropicSeat } from "../../src/record/seat.ts"
import { CANARY, callOf } from "../contract/model.ts"
import { eventStream, startWire, type Wire } from "./wire.ts"

let wire: Wire
afterEach(() => wire?.close())

type Event = { readonly [key: string]: Json }

const START: Event = {
  type: "message_start",
  message: {
    ...{ id: "msg_1", type: "message", role: "assistant", content: [], stop_reason: null },
    usage: { input_tokens: 11, output_tokens: 1, cache_read_input_tokens: 3 },
  },
}

function block(index: number, content_block: Json, ...deltas: readonly Json[]): Event[] {
  return [
    { type: "content_block_start", index, content_block },
    ...deltas.map((delta) => ({ type: "content_block_delta", index, delta })),
    { type: "content_block_stop", index },
  ]
}

function text(index: number, ...pieces: readonly string[]): Event[] {
  const deltas = pieces.map((piece) => ({ type: "text_delta", text: piece }))
  return block(index, { type: "text", text: "" }, ...deltas)
}

function end(stop_reason: string, usage: Json = { output_tokens: 5 }): Event[] {
  return [{ type: "message_delta", delta: { stop_reason }, usage }, { type: "message_stop" }]
}

async function asked(events: readonly Event[]) {
  wire = await startWire(eventStream(events))
  const seat = AnthropicSeat.parse({ provider: "anthropic", model: "claude-opus-4-6" })
  const environment = { ANTHROPIC_API_KEY: CANARY, ANTHROPIC_BASE_URL: wire.url }
  const model = openAnthropicModel(seat, { environment, deadlineMs: 20_000 })
  return model.complete(callOf({ maxTokens: 20_000 }))
}

describe("a streamed reply of Claude", () => {
  it("is put together from its pieces, with thinking, pings and news between them", async () => {
    const thinking = block(
      0,
      { type: "thinking", thinking: "", signature: "" },
      { type: "thinking_delta", thinking: "hm" },
      { type: "signature_delta", signature: "c2ln" },
    )
    const news = { type: "something_new", index: 99 }
    const events = [
      START,
      { type: "ping" },
      ...thinking,
      news,
      ...text(1, "4", "2"),
      ...end("end_turn"),
    ]
    expect(await asked(events)).toEqual({
      kind: "reply",
      samples: [{ text: "42", stop: "end" }],
      promptTokens: 14,
      completionTokens: 5,
      usage: { input: 11, output: 5, cacheRead: 3, cacheWrite: 0, isBatch: false },
    })
  })

  it("has a tool's input in pieces, and an empty one where there were none", async () => {
    const piece = (partial_json: string) => ({ type: "input_json_delta", partial_json })
    const use = (id: string) => ({ type: "tool_use", id, name: "calculator", input: {} })
    const events = [
      START,
      ...block(0, use("a"), piece(""), piece('{"expres'), piece('sion":"1+1"}')),
      ...block(1, use("b")),
      ...end("tool_use"),
    ]
    expect(await asked(events)).toMatchObject({
      samples: [
        {
          stop: "tool",
          uses: [
            { id: "a", name: "calculator", input: { expression: "1+1" } },
            { id: "b", name: "calculator", input: {} },
          ],
        },
      ],
    })
  })

  it("wants nothing of a tool whose input was cut off", async () => {
    const use = { type: "tool_use", id: "a", name: "calculator", input: {} }
    const half = { type: "input_json_delta", partial_json: '{"expr' }
    const outcome = await asked([START, ...block(0, use, half), ...end("max_tokens")])
    expect(outcome).toMatchObject({ samples: [{ stop: "length" }] })
    expect(outcome.kind === "reply" && outcome.samples[0]).not.toHaveProperty("uses")
  })

  it.each<[string, readonly Event[]]>([
    ["begins twice", [START, START, ...text(0, "42"), ...end("end_turn")]],
    ["begins with a piece", [...text(0, "42"), ...end("end_turn")]],
    ["has a block twice", [START, ...text(0, "4"), ...text(0, "2"), ...end("end_turn")]],
    ["stops twice", [START, ...text(0, "42"), end("end_turn")[0]!, ...end("end_turn")]],
    ["ends without a reason", [START, ...text(0, "42"), { type: "message_stop" }]],
    ["has text without text", [START, ...block(0, { type: "text" }, { type: "text_delta" })]],
    ["has a block without a number", [START, { type: "content_block_start", content_block: {} }]],
  ])("is malformed where it %s", async (_name, events) => {
    expect(await asked(events)).toMatchObject({ code: "malformed", billed: "unknown" })
  })

  it("is malformed where it is not JSON", async () => {
    wire = await startWire({
      headers: { "content-type": "text/event-stream" },
      body: "event: message_start\ndata: {broken\n\n",
    })
    const seat = AnthropicSeat.parse({ provider: "anthropic", model: "claude-opus-4-6" })
    const environment = { ANTHROPIC_API_KEY: CANARY, ANTHROPIC_BASE_URL: wire.url }
    const model = openAnthropicModel(seat, { environment, deadlineMs: 20_000 })
    expect(await model.complete(callOf({ maxTokens: 20_000 }))).toMatchObject({ code: "malformed" })
  })

  it("keeps what came before its end, whatever follows it", async () => {
    const whole = [START, ...text(0, "42"), ...end("end_turn")]
    expect(await asked([...whole, ...whole])).toMatchObject({ samples: [{ text: "42" }] })
  })

  it("is never whole before its last event, wherever it is cut", () => {
    const events = [START, ...text(0, "4", "2"), ...text(1, "!"), ...end("end_turn")]
    fc.assert(
      fc.property(fc.nat(events.length - 1), (cut) => {
        const message = new StreamedMessage()
        for (const event of events.slice(0, cut)) message.take(event)
        expect(message.isWhole).toBe(false)
      }),
      { seed: 4, numRuns: 50 },
    )
  })
})
