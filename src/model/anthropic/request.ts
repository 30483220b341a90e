import type {
  ContentBlockParam,
  MessageCreateParamsNonStreaming,
  MessageParam,
  TextBlockParam,
  Tool,
} from "@anthropic-ai/sdk/resources/messages"
import type { Call, Effort, ModelFailure, Turn } from "../../record/call.ts"
import type { Json } from "../../record/canonical.ts"
import type { AnthropicSeat } from "../../record/seat.ts"
import { unreachable } from "../../rule/unreachable.ts"
import { claudeTraits } from "../card.ts"
import { failed } from "../failure.ts"
import { wireSchema } from "./schema.ts"

export type Request =
  | { readonly kind: "request"; readonly params: MessageCreateParamsNonStreaming }
  | ModelFailure

/**
 * A call in the words of the Messages API. What Claude does not take, temperature, top-p and a
 * seed, is not in it: the card does not offer them.
 */
export function requestOf(seat: AnthropicSeat, call: Call): Request {
  if (call.samples > 1) return failed("bad-request", "Claude gives one sample for a call")
  const wire = call.schema === undefined ? undefined : wireSchema(call.schema)
  if (wire?.kind === "failure") return wire
  const format: Format | undefined =
    wire?.kind === "schema" ? { type: "json_schema", schema: wire.schema } : undefined
  const system = systemOf(call.system, wire?.kind === "words" ? wire.words : undefined)
  const tools = toolsOf(call)
  const params: MessageCreateParamsNonStreaming = {
    model: seat.model,
    max_tokens: call.maxTokens,
    messages: messagesOf(call),
    ...(system.length === 0 ? {} : { system }),
    ...(tools.length === 0 ? {} : { tools }),
    ...outputOf(call.effort, format),
    // Nothing reads a summary of the thinking; the signature alone carries a turn on.
    ...(claudeTraits(seat.model).thinksAdaptively
      ? { thinking: { type: "adaptive", display: "omitted" } }
      : {}),
  }
  return { kind: "request", params }
}

type OutputConfig = NonNullable<MessageCreateParamsNonStreaming["output_config"]>
type Format = NonNullable<OutputConfig["format"]>

function outputOf(effort: Effort | undefined, format: Format | undefined) {
  if (effort === undefined && format === undefined) return {}
  return { output_config: { ...(effort && { effort }), ...(format && { format }) } }
}

/** The mark asks for everything up to it, tools too, to be kept for five minutes. */
function systemOf(shared: string | undefined, form: string | undefined): TextBlockParam[] {
  const blocks: TextBlockParam[] = []
  if (shared) {
    blocks.push({ type: "text", text: shared, cache_control: { type: "ephemeral" } })
  }
  if (form) blocks.push({ type: "text", text: form })
  return blocks
}

function toolsOf({ tools = [] }: Call): Tool[] {
  return tools.map(({ name, about, input }) => ({
    name,
    description: about,
    input_schema: input as unknown as Tool.InputSchema,
  }))
}

function messagesOf({ prompt, turns = [] }: Call): MessageParam[] {
  const first: MessageParam = { role: "user", content: prompt }
  return [first, ...turns.flatMap((turn) => messageOf(turn) ?? [])]
}

function messageOf(turn: Turn): MessageParam | undefined {
  switch (turn.from) {
    case "user":
      return { role: "user", content: turn.text }
    case "tools":
      return {
        role: "user",
        content: turn.results.map(({ use, text, failed: isError }) => ({
          type: "tool_result" as const,
          tool_use_id: use,
          content: text,
          ...(isError ? { is_error: true } : {}),
        })),
      }
    case "model": {
      const content = blocksOf(turn)
      // Two user turns in a row are one to the API, which takes no empty ones.
      return content.length === 0 ? undefined : { role: "assistant", content }
    }
    default:
      return unreachable(turn)
  }
}

/** The model's own blocks, unchanged but for empty texts, which it may write and not be sent. */
function blocksOf({ text, uses = [], echo }: Turn & { from: "model" }): ContentBlockParam[] {
  if (Array.isArray(echo)) {
    return echo.filter((block) => !isEmptyText(block)) as unknown as ContentBlockParam[]
  }
  return [
    ...(text.trim() === "" ? [] : [{ type: "text" as const, text }]),
    ...uses.map((use) => ({ type: "tool_use" as const, ...use })),
  ]
}

function isEmptyText(block: Json): boolean {
  const { type, text } = (block ?? {}) as { type?: Json; text?: Json }
  return type === "text" && text === ""
}
