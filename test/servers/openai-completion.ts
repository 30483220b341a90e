import type { Json } from "../../src/record/canonical.ts"
import type { Fault } from "./fault-names.ts"
import type { Billed } from "./http.ts"
import type { ChatMessage, ChatRequest } from "./openai-wire.ts"
import type { Heard, Player, Said, Turn } from "./player.ts"
import { cutTo, digestOf, tokensOf } from "./tokens.ts"

export interface Completion {
  readonly id: string
  readonly object: "chat.completion"
  readonly created: number
  readonly model: string
  readonly choices: readonly Choice[]
  readonly usage?: ChatUsage
}

export interface Choice {
  readonly index: number
  readonly message: {
    readonly role: "assistant"
    readonly content: string | null
    readonly reasoning_content?: string
    readonly tool_calls?: readonly SentCall[]
  }
  readonly finish_reason: string
  readonly logprobs: null
}

export interface SentCall {
  readonly id: string
  readonly type: "function"
  readonly function: { readonly name: string; readonly arguments: string }
}

interface ChatUsage {
  readonly prompt_tokens: number
  readonly completion_tokens: number
  readonly total_tokens: number
}

const TOKENS_MAX = 4_096 // where the request sets no limit, as a small context would

/** Asks the player once for each of the `n` replies. */
export function completionOf(
  player: Player,
  request: ChatRequest,
  fault: Fault | null,
  created: number,
): { completion: Completion; billed: Billed } {
  const told = Array.from({ length: request.n ?? 1 }, (_, choice) => {
    const heard = hear(request, choice)
    return tell(request, player(heard), choice)
  })
  const prompt = tokensOf(JSON.stringify([request.messages, request.tools ?? null]))
  const tokens = told.reduce((sum, choice) => sum + choice.tokens, 0)
  const completion: Completion = {
    id: `chatcmpl-${digestOf(request).slice(0, 24)}`,
    object: "chat.completion",
    created,
    model: request.model,
    choices: told.map(({ choice }) => choice),
    usage: { prompt_tokens: prompt, completion_tokens: tokens, total_tokens: prompt + tokens },
  }
  const billed = { replies: 1, input: prompt, output: tokens }
  return { completion: spoil(completion, fault), billed }
}

function hear(request: ChatRequest, choice: number): Heard {
  const { messages, response_format, tools, tool_choice, seed, temperature } = request
  const isSystem = ({ role }: ChatMessage) => role === "system" || role === "developer"
  return {
    system: messages.filter(isSystem).map(textOf).join("\n"),
    turns: messages.filter((message) => !isSystem(message)).map(turnOf),
    schema: response_format?.type === "json_schema" ? response_format.json_schema.schema : null,
    tools:
      tool_choice === "none"
        ? []
        : (tools ?? []).map(({ function: { name, parameters } }) => ({
            name,
            input: parameters ?? {},
          })),
    seed: seed ?? 0,
    temperature: temperature ?? 1,
    choice,
  }
}

function turnOf(message: ChatMessage): Turn {
  const role = message.role === "assistant" || message.role === "tool" ? message.role : "user"
  return { role, text: textOf(message) }
}

function textOf({ content }: ChatMessage): string {
  if (typeof content === "string") return content
  return (content ?? []).map(({ text }) => text).join("\n")
}

function tell(request: ChatRequest, said: Said, index: number): { choice: Choice; tokens: number } {
  const asked = request.max_completion_tokens ?? request.max_tokens ?? TOKENS_MAX
  const limit = said.isEndless ? Number.POSITIVE_INFINITY : asked
  const thinking = cutTo(said.thinking, limit)
  const { text, cut } = cutTo(said.text, limit - tokensOf(thinking.text))
  const isCut = cut || thinking.cut
  const calls = isCut ? [] : said.toolUses.map((use, at) => callOf(use, index, at))
  const message = {
    role: "assistant" as const,
    content: text === "" ? null : text,
    ...(thinking.text === "" ? {} : { reasoning_content: thinking.text }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  }
  const stop = isCut ? "length" : calls.length > 0 ? "tool_calls" : "stop"
  const called = calls.reduce((sum, call) => sum + tokensOf(call.function.arguments), 0)
  return {
    choice: { index, message, finish_reason: stop, logprobs: null },
    tokens: Math.min(limit, tokensOf(thinking.text) + tokensOf(text) + called),
  }
}

function callOf({ name, input }: { name: string; input: Json }, index: number, at: number) {
  const call: SentCall = {
    id: `call_${digestOf([name, input]).slice(0, 20)}${index}_${at}`,
    type: "function",
    function: { name, arguments: JSON.stringify(input) },
  }
  return call
}

/** Faults that are well-formed replies. */
function spoil(completion: Completion, fault: Fault | null): Completion {
  const { usage, choices, ...rest } = completion
  switch (fault) {
    case "empty-content":
      return { ...completion, choices: choices.map((choice) => emptied(choice, "stop")) }
    case "missing-usage":
      return { ...rest, choices }
    case "negative-usage": {
      const wrong = { prompt_tokens: -7, completion_tokens: -1_000_000, total_tokens: -1_000_007 }
      return { ...rest, choices, usage: wrong }
    }
    case "refusal":
      return { ...completion, choices: choices.map((choice) => emptied(choice, "content_filter")) }
    case "max-tokens":
      return { ...completion, choices: choices.map(halved) }
    default:
      return completion
  }
}

function emptied(choice: Choice, finish_reason: string): Choice {
  return { ...choice, message: { role: "assistant", content: "" }, finish_reason }
}

function halved(choice: Choice): Choice {
  const text = choice.message.content ?? ""
  const content = text.slice(0, Math.ceil(text.length / 2))
  return { ...choice, message: { role: "assistant", content }, finish_reason: "length" }
}
