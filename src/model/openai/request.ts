import type { Call, ToolUse, Turn } from "../../record/call.ts"
import type { Json } from "../../record/canonical.ts"
import type { OpenAiSeat } from "../../record/seat.ts"
import { unreachable } from "../../rule/unreachable.ts"

export type ChatRequest = { readonly [field: string]: Json }

/**
 * A call as chat completions take it from vLLM, SGLang, llama.cpp and Ollama. A setting is sent
 * only where the call has it, and a seed only to a server that takes seeds.
 */
export function requestOf(seat: OpenAiSeat, call: Call, isStreamed: boolean): ChatRequest {
  const { temperature, topP, schema, tools = [], samples } = call
  return {
    model: seat.model,
    messages: messagesOf(call),
    max_tokens: call.maxTokens,
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(seat.seeded ? { seed: call.seed } : {}),
    ...(samples > 1 ? { n: samples } : {}),
    ...(schema === undefined ? {} : { response_format: formatOf(schema) }),
    ...(tools.length === 0 ? {} : { tools: tools.map(toolOf) }),
    ...(isStreamed ? { stream: true, stream_options: { include_usage: true } } : {}),
  }
}

function messagesOf({ system, prompt, turns = [] }: Call): Json[] {
  return [
    ...(system === undefined ? [] : [{ role: "system", content: system }]),
    { role: "user", content: prompt },
    ...turns.flatMap(messagesOfTurn),
  ]
}

function messagesOfTurn(turn: Turn): Json[] {
  switch (turn.from) {
    case "user":
      return [{ role: "user", content: turn.text }]
    case "tools":
      // There is no field for a failed tool: its text says so.
      return turn.results.map(({ use, text }) => ({
        role: "tool",
        tool_call_id: use,
        content: text,
      }))
    case "model":
      return [turn.echo ?? spoken(turn.text, turn.uses)]
    default:
      return unreachable(turn)
  }
}

function spoken(content: string, uses: readonly ToolUse[] = []): Json {
  const calls = uses.map(({ id, name, input }) => ({
    id,
    type: "function",
    function: { name, arguments: JSON.stringify(input) },
  }))
  return { role: "assistant", content, ...(calls.length === 0 ? {} : { tool_calls: calls }) }
}

function formatOf(schema: Json): Json {
  return { type: "json_schema", json_schema: { name: "reply", schema, strict: true } }
}

function toolOf({ name, about, input }: { name: string; about: string; input: Json }): Json {
  return { type: "function", function: { name, description: about, parameters: input } }
}
