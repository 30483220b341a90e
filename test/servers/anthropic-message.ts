import type { Json } from "../../src/record/canonical.ts"
import { hashOf } from "../../src/record/id.ts"
import type { InputUsage, PromptCache } from "./anthropic-cache.ts"
import type { Block, Message, MessageRequest } from "./anthropic-wire.ts"
import type { Fault } from "./fault-names.ts"
import type { Billed } from "./http.ts"
import type { Heard, Player, Said, Turn } from "./player.ts"
import { cutTo, digestOf, tokensOf } from "./tokens.ts"

export interface Setting {
  readonly player: Player
  readonly cache: PromptCache
}

export interface SentMessage {
  readonly id: string
  readonly type: "message"
  readonly role: "assistant"
  readonly model: string
  readonly content: readonly SentBlock[]
  readonly stop_reason: string
  readonly stop_sequence: null
  readonly stop_details: object | null
  readonly container: null
  readonly diagnostics: null
  readonly usage?: SentUsage
}

export type SentBlock =
  | { readonly type: "text"; readonly text: string; readonly citations: null }
  | { readonly type: "thinking"; readonly thinking: string; readonly signature: string }
  | {
      readonly type: "tool_use"
      readonly id: string
      readonly name: string
      readonly input: Json
      readonly caller: { readonly type: "direct" }
    }

export interface SentUsage extends InputUsage {
  readonly output_tokens: number
  readonly output_tokens_details: { readonly thinking_tokens: number }
  readonly server_tool_use: null
  readonly service_tier: "standard" | "batch"
  readonly inference_geo: null
  readonly speed: "standard"
}

export interface Replied {
  readonly message: SentMessage
  readonly billed: Billed
}

/** Asks the player and puts what it says, or the fault, into a message. */
export function replyTo(
  { player, cache }: Setting,
  request: MessageRequest,
  fault: Fault | null,
  tier: "standard" | "batch" = "standard",
): Replied {
  const said = player(hear(request))
  const id = digestOf([request.model, said, request.messages])
  const told = tell(request, said, id)
  const prompt = cache.meet(request)
  const message: SentMessage = {
    id: `msg_${id.slice(0, 24)}`,
    type: "message",
    role: "assistant",
    model: request.model,
    ...told.spoken,
    ...{ stop_sequence: null, stop_details: null, container: null, diagnostics: null },
    usage: {
      ...prompt,
      output_tokens: told.tokens,
      output_tokens_details: { thinking_tokens: told.thinkingTokens },
      ...{ server_tool_use: null, service_tier: tier, inference_geo: null, speed: "standard" },
    },
  }
  return {
    message: spoil(message, fault),
    billed: { replies: 1, input: promptTokens(prompt), output: told.tokens },
  }
}

function promptTokens(usage: InputUsage): number {
  const { input_tokens, cache_creation_input_tokens, cache_read_input_tokens } = usage
  return input_tokens + cache_creation_input_tokens + cache_read_input_tokens
}

/** The request without its wire: what a player may know. */
export function hear(request: MessageRequest): Heard {
  const { messages, system = "", output_config, tools = [], tool_choice } = request
  const asides = messages.filter(({ role }) => role === "system").map(({ content }) => content)
  return {
    system: [system, ...asides].map(textOf).join("\n"),
    turns: messages.filter(({ role }) => role !== "system").flatMap(turnsOf),
    schema: output_config?.format?.schema ?? null,
    tools:
      tool_choice?.type === "none"
        ? []
        : tools.map(({ name, input_schema }) => ({ name, input: input_schema as Json })),
    ...{ seed: 0, temperature: 0, choice: 0 },
  }
}

function turnsOf({ role, content }: Message): Turn[] {
  if (role === "assistant") return [{ role, text: textOf(content) }]
  const results = typeof content === "string" ? [] : content.flatMap(resultsOf)
  const text = textOf(content)
  return [...results, ...(text === "" ? [] : [{ role: "user" as const, text }])]
}

function resultsOf(block: Block): Turn[] {
  return block.type === "tool_result" ? [{ role: "tool", text: textOf(block.content ?? "") }] : []
}

function textOf(content: string | readonly { type: string; text?: string }[]): string {
  if (typeof content === "string") return content
  return content.flatMap(({ text }) => text ?? []).join("\n")
}

interface Told {
  readonly spoken: { readonly content: readonly SentBlock[]; readonly stop_reason: string }
  readonly tokens: number
  readonly thinkingTokens: number
}

/** Blocks within `max_tokens`: thinking spends first, then the text, then the tool calls. */
function tell(request: MessageRequest, said: Said, id: string): Told {
  const thought = thinks(request) ? said.thinking : ""
  const thinkingTokens = tokensOf(thought)
  const limit = said.isEndless ? Number.POSITIVE_INFINITY : request.max_tokens
  const { text, cut } = cutTo(said.text, Math.max(0, limit - thinkingTokens))
  const calls = cut ? [] : said.toolUses
  const content: SentBlock[] = []
  if (thought !== "") {
    const signature = hashOf(thought)
    content.push({ type: "thinking", thinking: shown(request, thought), signature })
  }
  if (text !== "") content.push({ type: "text", text, citations: null })
  for (const [index, { name, input }] of calls.entries()) {
    const call = `toolu_${id.slice(0, 20)}${index}`
    content.push({ type: "tool_use", id: call, name, input, caller: { type: "direct" } })
  }
  const stop = cut ? "max_tokens" : calls.length > 0 ? "tool_use" : "end_turn"
  const callTokens = calls.reduce((sum, call) => sum + tokensOf(JSON.stringify(call)), 0)
  const tokens = Math.min(thinkingTokens + tokensOf(text) + callTokens, limit)
  return { spoken: { content, stop_reason: stop }, tokens, thinkingTokens }
}

/** A model that is given an effort thinks, unless it is told not to. */
function thinks({ thinking, output_config }: MessageRequest): boolean {
  if (thinking === undefined) return Boolean(output_config?.effort)
  return thinking.type === "enabled" || thinking.type === "adaptive"
}

function shown({ thinking }: MessageRequest, thought: string): string {
  return thinking !== undefined && "display" in thinking && thinking.display === "omitted"
    ? ""
    : thought
}

/** Faults that are well-formed replies. */
function spoil(message: SentMessage, fault: Fault | null): SentMessage {
  const { usage, ...rest } = message
  switch (fault) {
    case "empty-content":
      return { ...message, content: [] }
    case "missing-usage":
      return rest
    case "negative-usage":
      return { ...rest, usage: { ...usage!, input_tokens: -7, output_tokens: -1_000_000 } }
    case "refusal": {
      const details = { type: "refusal", category: null, explanation: null }
      return { ...message, content: [], stop_reason: "refusal", stop_details: details }
    }
    case "max-tokens":
      return { ...message, content: message.content.map(cutBlock), stop_reason: "max_tokens" }
    default:
      return message
  }
}

function cutBlock(block: SentBlock): SentBlock {
  if (block.type !== "text") return block
  return { ...block, text: block.text.slice(0, Math.ceil(block.text.length / 2)) }
}
