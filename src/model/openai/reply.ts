import { z } from "zod"
import {
  type CallOutcome,
  type ModelFailure,
  type Sample,
  type Stop,
  type ToolUse,
  Usage,
} from "../../record/call.ts"
import type { Json } from "../../record/canonical.ts"
import { failed } from "../failure.ts"
import { recordable } from "../recordable.ts"

const TOKENS_MAX = 100_000_000 // no reply has them: such a count is a mistake or a lie

const ToolCall = z.object({
  id: z.string().min(1).max(256),
  function: z.object({ name: z.string(), arguments: z.string() }),
})

/** Servers differ in the name of the field that the thinking comes in; none of it is an answer. */
const Said = z.object({
  content: z.string().nullish(),
  refusal: z.string().nullish(),
  tool_calls: z.array(ToolCall).nullish(),
  reasoning_content: z.string().nullish(),
  reasoning: z.string().nullish(),
})
export type Said = z.infer<typeof Said>

const Completion = z.object({
  choices: z.array(
    z.object({ index: z.int().min(0).optional(), message: Said, finish_reason: z.string() }),
  ),
  usage: z.unknown().optional(),
})
export type Choice = z.infer<typeof Completion>["choices"][number]

/** How a completion is read. */
export interface Reading {
  /** Otherwise a reply without any text is a failure of the server, worth another try. */
  readonly maySayNothing: boolean
}

/** A completion as the server sent it whole, or as it was put together from a stream. */
export function replyOf(
  body: unknown,
  samples: number,
  { maySayNothing }: Reading = { maySayNothing: false },
): CallOutcome {
  const parsed = Completion.safeParse(body)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return failed("malformed", `not a completion: ${issue?.path.join(".")} ${issue?.message}`)
  }
  const choices = parsed.data.choices.toSorted((a, b) => (a.index ?? 0) - (b.index ?? 0))
  if (choices.length === 0) return failed("empty", "a completion without choices")
  if (choices.length !== samples) {
    return failed("malformed", `asked for ${samples} samples, and ${choices.length} came`)
  }
  const read: Sample[] = []
  for (const choice of choices) {
    const sample = sampleOf(choice)
    if ("code" in sample) return sample
    read.push(sample)
  }
  const isSilent = read.every(({ stop, text }) => stop === "end" && text.trim() === "")
  if (isSilent && !maySayNothing) return failed("empty", "a reply without text")
  const usage = usageOf(parsed.data.usage)
  return recordable({
    kind: "reply",
    samples: read,
    promptTokens: usage === undefined ? 0 : usage.input + usage.cacheRead,
    completionTokens: usage?.output ?? 0,
    ...(usage === undefined ? {} : { usage }),
  })
}

function sampleOf({ message, finish_reason }: Choice): Sample | ModelFailure {
  const uses = (message.tool_calls ?? []).map(useOf)
  const stop = stopOf(finish_reason, message, uses)
  if (stop === undefined) {
    return failed("malformed", `the finish reason ${finish_reason} is not known`)
  }
  if (stop === "tool" && uses.length === 0) {
    return failed("malformed", "it stopped to use a tool and used none")
  }
  const echo = echoOf(message)
  return {
    text: message.content ?? "",
    stop,
    ...(stop === "tool" ? { uses } : {}),
    ...(echo === undefined ? {} : { echo }),
  }
}

/** Ollama says "stop" where the others say "tool_calls". */
function stopOf(reason: string, { refusal }: Said, uses: readonly ToolUse[]): Stop | undefined {
  if (refusal) return "refusal"
  switch (reason) {
    case "stop":
      return uses.length > 0 ? "tool" : "end"
    case "length":
      return "length"
    case "content_filter":
      return "refusal"
    case "tool_calls":
      return "tool"
    default:
      return undefined
  }
}

/** An input that is no JSON stays a text, which the tool then refuses in words. */
function useOf({ id, function: { name, arguments: text } }: z.infer<typeof ToolCall>): ToolUse {
  try {
    return { id, name, input: JSON.parse(text) as Json }
  } catch {
    return { id, name, input: text }
  }
}

/** Thinking and tools go back as they came; a plain text is said again from the text itself. */
function echoOf({ content, tool_calls, reasoning_content, reasoning }: Said): Json | undefined {
  const calls = tool_calls ?? []
  if (calls.length === 0 && !reasoning_content && !reasoning) return undefined
  return {
    role: "assistant",
    content: content?.toWellFormed() ?? "",
    ...(calls.length === 0
      ? {}
      : { tool_calls: calls.map((call) => ({ type: "function", ...call })) }),
    ...(reasoning_content ? { reasoning_content: reasoning_content.toWellFormed() } : {}),
    ...(reasoning ? { reasoning: reasoning.toWellFormed() } : {}),
  }
}

const Tokens = z.int().min(0).max(TOKENS_MAX)
const WireUsage = z
  .object({
    prompt_tokens: Tokens,
    completion_tokens: Tokens,
    prompt_tokens_details: z.object({ cached_tokens: Tokens.nullish() }).nullish(),
  })
  .refine(({ prompt_tokens, prompt_tokens_details: details }) => {
    return (details?.cached_tokens ?? 0) <= prompt_tokens
  })

/** Undefined where it is missing or cannot be: such a reply is charged at its worst case. */
function usageOf(usage: unknown): Usage | undefined {
  const parsed = WireUsage.safeParse(usage)
  if (!parsed.success) return undefined
  const { prompt_tokens, completion_tokens, prompt_tokens_details: details } = parsed.data
  const cacheRead = details?.cached_tokens ?? 0
  return Usage.parse({ input: prompt_tokens - cacheRead, output: completion_tokens, cacheRead })
}
