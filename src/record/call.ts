import { z } from "zod"
import type { Json } from "./canonical.ts"
import { CallId, contentId, Hash } from "./id.ts"

const PROMPT_CHARS_MAX = 65_536
const SAMPLES_MAX = 64
const TURNS_MAX = 64

const AnyJson = z.custom<Json>((value) => value !== undefined)

/** Who is asked. A formaliser is shown a statement alone and says which spec it states. */
export const Role = z.enum(["proposer", "solver", "formaliser"])
export type Role = z.infer<typeof Role>

/** A tool that a model wants used: its name, and an input of the tool's own shape. */
export const ToolUse = z.object({ id: z.string().max(256), name: z.string(), input: AnyJson })
export type ToolUse = z.infer<typeof ToolUse>

/** What is put before a model about a tool. `input` is a closed, flat JSON Schema. */
export const ToolOffer = z.object({ name: z.string(), about: z.string(), input: AnyJson })
export type ToolOffer = z.infer<typeof ToolOffer>

/** What was said after the prompt, in order. `echo` is the provider's own form of a reply. */
export const Turn = z.discriminatedUnion("from", [
  z.object({
    from: z.literal("model"),
    text: z.string(),
    uses: z.array(ToolUse).optional(),
    echo: AnyJson.optional(),
  }),
  z.object({ from: z.literal("user"), text: z.string() }),
  z.object({
    from: z.literal("tools"),
    results: z.array(z.object({ use: z.string(), text: z.string(), failed: z.boolean() })),
  }),
])
export type Turn = z.infer<typeof Turn>

export const Effort = z.enum(["low", "medium", "high", "xhigh", "max"])
export type Effort = z.infer<typeof Effort>

/** One question put to a model: everything that determines the reply, and nothing else. */
export const Call = z.object({
  id: CallId,
  role: Role,
  /** What answers: weights by hash, or the hash of a seat's provider and model. */
  checkpoint: Hash,
  /** What all calls of a role share; providers that cache prompts are asked to keep it. */
  system: z.string().max(PROMPT_CHARS_MAX).optional(),
  prompt: z.string().max(PROMPT_CHARS_MAX),
  turns: z.array(Turn).max(TURNS_MAX).optional(),
  /** The reply is to be JSON of this closed JSON Schema. */
  schema: AnyJson.optional(),
  tools: z.array(ToolOffer).optional(),
  samples: z.int().min(1).max(SAMPLES_MAX),
  /** 0 is greedy. Absent where the model's card has no such knob; so are the next two. */
  temperature: z.number().min(0).max(2).optional(),
  topP: z.number().positive().max(1).optional(),
  effort: Effort.optional(),
  maxTokens: z.int().min(1),
  /** Sent where the card knows seeds; everywhere it tells attempts at one question apart. */
  seed: z.int().min(0).max(0xffff_ffff),
})
export type Call = z.infer<typeof Call>

export function mintCall(content: Omit<Call, "id">): Call {
  return { id: contentId("call", content), ...content }
}

/** `length`: cut off at `maxTokens`, never read for an answer. `tool`: `uses` want an answer. */
export const Stop = z.enum(["end", "length", "refusal", "tool"])
export type Stop = z.infer<typeof Stop>

export const Sample = z.object({
  text: z.string(),
  stop: Stop,
  uses: z.array(ToolUse).optional(),
  /** The reply in the provider's own form, to be sent back unchanged in the next turn. */
  echo: AnyJson.optional(),
})
export type Sample = z.infer<typeof Sample>

/** Tokens as the provider counted them. `input` excludes what was read from or put in a cache. */
export const Usage = z.object({
  input: z.int().min(0),
  output: z.int().min(0),
  cacheRead: z.int().min(0).default(0),
  cacheWrite: z.int().min(0).default(0),
  /** Bought through a batch, at the batch price. */
  isBatch: z.boolean().default(false),
})
export type Usage = z.infer<typeof Usage>

/** What came back, word for word, and what it cost in tokens. */
export const Reply = z.object({
  kind: z.literal("reply"),
  samples: z.array(Sample).min(1).max(SAMPLES_MAX),
  promptTokens: z.int().min(0),
  completionTokens: z.int().min(0),
  /** Absent for weights on this machine, and where a provider did not say: see `charged`. */
  usage: Usage.optional(),
  /** What this reply was charged at: its worst case where the provider did not say. */
  charged: z.object({ microdollars: z.int().min(0), tokens: z.int().min(0) }).optional(),
})
export type Reply = z.infer<typeof Reply>

/** Why a call has no reply. Which of them are tried again: src/rule/retry.ts. */
export const FailureCode = z.enum([
  "rate-limited",
  "overloaded",
  "server",
  "timeout",
  "reset",
  "unreachable",
  "cut-stream",
  "malformed",
  "empty",
  "bad-request",
  "too-large",
  "auth",
  "not-found",
  "unreadable-prompt",
  "learner",
])
export type FailureCode = z.infer<typeof FailureCode>

/** A call without a reply. `transient` failures may be tried again under the same id. */
export const ModelFailure = z.object({
  kind: z.literal("failure"),
  code: z.string(),
  message: z.string(),
  transient: z.boolean(),
  /** How long the provider asks to be left alone, in milliseconds. */
  retryAfterMs: z.number().min(0).optional(),
  /** Whether the try may have been billed. Absent: it was not. */
  billed: z.enum(["unknown"]).optional(),
})
export type ModelFailure = z.infer<typeof ModelFailure>

export const CallOutcome = z.discriminatedUnion("kind", [Reply, ModelFailure])
export type CallOutcome = z.infer<typeof CallOutcome>
