import type { SentBlock, SentMessage } from "./anthropic-message.ts"
import { piecesOf } from "./tokens.ts"

/** A message as the server-sent events of a stream. */
export function eventsOf(message: SentMessage): string[] {
  const { usage, content, stop_reason, stop_details, ...rest } = message
  const start = usage === undefined ? {} : { usage: { ...usage, output_tokens: 1 } }
  const end = usage === undefined ? {} : { usage: endUsage(usage) }
  return [
    event("message_start", {
      message: { ...rest, content: [], stop_reason: null, stop_details: null, ...start },
    }),
    event("ping", {}),
    ...content.flatMap(blockEvents),
    event("message_delta", {
      delta: { stop_reason, stop_sequence: null, stop_details, container: null },
      ...end,
    }),
    event("message_stop", {}),
  ]
}

export const OVERLOADED_EVENT = event("error", {
  error: { type: "overloaded_error", message: "Overloaded" },
})

function endUsage(usage: NonNullable<SentMessage["usage"]>): object {
  const { input_tokens, cache_creation_input_tokens, cache_read_input_tokens } = usage
  const { output_tokens, output_tokens_details } = usage
  return {
    ...{ input_tokens, cache_creation_input_tokens, cache_read_input_tokens },
    ...{ output_tokens, output_tokens_details, server_tool_use: null },
  }
}

function blockEvents(block: SentBlock, index: number): string[] {
  const { begin, deltas } = partsOf(block)
  return [
    event("content_block_start", { index, content_block: begin }),
    ...deltas.map((delta) => event("content_block_delta", { index, delta })),
    event("content_block_stop", { index }),
  ]
}

function partsOf(block: SentBlock): { begin: object; deltas: object[] } {
  switch (block.type) {
    case "text":
      return {
        begin: { ...block, text: "" },
        deltas: piecesOf(block.text).map((text) => ({ type: "text_delta", text })),
      }
    case "thinking":
      return {
        begin: { ...block, thinking: "", signature: "" },
        deltas: [
          ...piecesOf(block.thinking).map((thinking) => ({ type: "thinking_delta", thinking })),
          { type: "signature_delta", signature: block.signature },
        ],
      }
    case "tool_use":
      return {
        begin: { ...block, input: {} },
        deltas: piecesOf(JSON.stringify(block.input)).map((piece) => ({
          type: "input_json_delta",
          partial_json: piece,
        })),
      }
  }
}

function event(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify({ type: name, ...data })}\n\n`
}
