import { z } from "zod"
import { type CallOutcome, type Sample, type Stop, Usage } from "../../record/call.ts"
import type { Json } from "../../record/canonical.ts"
import { failed } from "../failure.ts"
import { recordable } from "../recordable.ts"
import { codeOfType } from "./failure.ts"

const TOKENS_MAX = 100_000_000 // no reply has them: such a count is a mistake or a lie

/** What a reply must have to be read. More fields may come; they are kept for the echo. */
const Message = z.looseObject({
  type: z.literal("message"),
  role: z.literal("assistant"),
  content: z.array(
    z.union([
      z.looseObject({ type: z.literal("text"), text: z.string() }),
      z.looseObject({
        type: z.literal("tool_use"),
        id: z.string().min(1).max(256),
        name: z.string(),
        input: z.unknown(), // checked for depth at the end: a parser of JSON would recurse
      }),
      z.looseObject({ type: z.string().regex(/^(?!text$|tool_use$)/) }),
    ]),
  ),
  stop_reason: z.string(),
  usage: z.unknown().optional(),
})
type Message = z.infer<typeof Message>

/**
 * A message as the API sent it, or as whatever stands at its address did: an error page with
 * status 200 arrives here as a string. Text is found by the type of its block, since thinking and
 * tools come before and between.
 */
export function replyOf(body: unknown, { isBatch }: { isBatch: boolean }): CallOutcome {
  const parsed = Message.safeParse(body)
  const { success: isError, data: told } = ErrorBody.safeParse(body)
  if (isError) return failed(codeOfType(told.error.type) ?? "malformed", told.error.message, PAID)
  if (!parsed.success) return failed("malformed", `not a message: ${faultOf(body, parsed.error)}`)
  const message = parsed.data
  const stop = stopOf(message.stop_reason)
  if (stop === undefined) {
    return failed("malformed", `the stop reason ${message.stop_reason} is not known`)
  }
  const sample = sampleOf(message, stop)
  if (stop === "tool" && sample.uses === undefined) {
    return failed("malformed", "it stopped to use a tool and used none")
  }
  if (stop === "end" && sample.text.trim() === "") return failed("empty", "a reply without text")
  const usage = usageOf(message.usage, isBatch)
  const promptTokens = usage === undefined ? 0 : usage.input + usage.cacheRead + usage.cacheWrite
  return recordable({
    kind: "reply",
    samples: [sample],
    promptTokens,
    completionTokens: usage?.output ?? 0,
    ...(usage === undefined ? {} : { usage }),
  })
}

/** An error that came with status 200, so that nobody knows what it cost. */
const ErrorBody = z.object({
  type: z.literal("error"),
  error: z.object({ type: z.string(), message: z.string() }),
})
const PAID = { billed: "unknown" } as const

/** A paused turn is one of the provider's own tools, which are never offered: it has no end. */
function stopOf(reason: string): Stop | undefined {
  return Object.hasOwn(STOPS, reason) ? STOPS[reason as keyof typeof STOPS] : undefined
}

const STOPS = {
  end_turn: "end",
  stop_sequence: "end",
  max_tokens: "length",
  model_context_window_exceeded: "length",
  pause_turn: "length",
  refusal: "refusal",
  tool_use: "tool",
} as const satisfies Record<string, Stop>

function sampleOf({ content }: Message, stop: Stop): Sample {
  let text = ""
  const uses: NonNullable<Sample["uses"]> = []
  for (const block of content) {
    if (isText(block)) text += block.text
    if (isToolUse(block)) uses.push({ id: block.id, name: block.name, input: block.input as Json })
  }
  // Only between a use and its result does the API want its own blocks back, thinking and all;
  // anywhere else the text says the same, and the journal keeps it once.
  const goesOn = stop === "tool" && uses.length > 0
  return { text, stop, ...(goesOn ? { uses, echo: content as Json } : {}) }
}

type Block = Message["content"][number]

function isText(block: Block): block is Extract<Block, { text: string }> {
  return block.type === "text"
}

function isToolUse(block: Block): block is Extract<Block, { type: "tool_use" }> {
  return block.type === "tool_use"
}

const Tokens = z.int().min(0).max(TOKENS_MAX)
const WireUsage = z.object({
  input_tokens: Tokens,
  output_tokens: Tokens,
  cache_read_input_tokens: Tokens.nullish(),
  cache_creation_input_tokens: Tokens.nullish(),
})

/** Undefined where it is missing or cannot be: such a reply is charged at its worst case. */
function usageOf(usage: unknown, isBatch: boolean): Usage | undefined {
  const parsed = WireUsage.safeParse(usage)
  if (!parsed.success) return undefined
  const { input_tokens, output_tokens, cache_read_input_tokens, cache_creation_input_tokens } =
    parsed.data
  return Usage.parse({
    input: input_tokens,
    output: output_tokens,
    cacheRead: cache_read_input_tokens ?? 0,
    cacheWrite: cache_creation_input_tokens ?? 0,
    isBatch,
  })
}

function faultOf(body: unknown, error: z.ZodError): string {
  if (typeof body === "string")
    return `the server sent the text ${JSON.stringify(body.slice(0, 80))}`
  const [issue] = error.issues
  return `${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`
}
