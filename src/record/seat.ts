import { z } from "zod"
import { Effort } from "./call.ts"
import { type Hash, hashJson } from "./id.ts"

const OUTPUT_TOKENS_MAX = 128_000 // the largest that a listed model gives

/** Dollars for a million tokens. `free`: a server of one's own, whose tokens nobody bills. */
export const Price = z.union([
  z.literal("free"),
  z.strictObject({
    input: z.number().min(0),
    output: z.number().min(0),
    cacheRead: z.number().min(0).optional(),
    cacheWrite: z.number().min(0).optional(),
  }),
])
export type Price = z.infer<typeof Price>

export const ToolName = z.enum(["calculator", "javascript"])
export type ToolName = z.infer<typeof ToolName>

const common = {
  model: z.string().min(1).max(256),
  /** Longest reply in tokens, thinking included. */
  maxTokens: z.int().min(16).max(OUTPUT_TOKENS_MAX).default(4_096),
  /** Above the shipped table; a model that is in neither is not run under a dollar budget. */
  price: Price.optional(),
  /** What a solver may use, and how often in one attempt. */
  tools: z.array(ToolName).default([]),
  toolTurnsMax: z.int().min(1).max(16).default(4),
  /** Calls in flight at once, at most; fewer when the provider says so. */
  concurrency: z.int().min(1).max(1_024).default(32),
}

/** The learner in this repository: the champion's weights answer. */
const EmbeddedSeat = z.strictObject({ provider: z.literal("embedded") })

/** Claude, by the Messages API. It has effort and no temperature, seed or top-p. */
export const AnthropicSeat = z.strictObject({
  provider: z.literal("anthropic"),
  ...common,
  effort: Effort.optional(),
  /** Sends a round's attempts as Message Batches: half the price, minutes to hours later. */
  batch: z.boolean().default(false),
})
export type AnthropicSeat = z.infer<typeof AnthropicSeat>

/** vLLM, SGLang, llama.cpp, Ollama, or whatever else speaks chat completions. */
export const OpenAiSeat = z.strictObject({
  provider: z.literal("openai-compatible"),
  ...common,
  temperature: z.number().min(0).max(2).default(1),
  topP: z.number().positive().max(1).optional(),
  /** Whether the server takes a seed. */
  seeded: z.boolean().default(true),
})
export type OpenAiSeat = z.infer<typeof OpenAiSeat>

/**
 * What plays a role. It names a model and not an address: where the model is served and with which
 * secret comes from the environment, so that a run can be resumed against another door.
 */
export const Seat = z.discriminatedUnion("provider", [EmbeddedSeat, AnthropicSeat, OpenAiSeat])
export type Seat = z.infer<typeof Seat>
export type ModelSeat = AnthropicSeat | OpenAiSeat

/** The name under which a model without weights of ours answers: its provider and its own name. */
export function seatCheckpoint({ provider, model }: ModelSeat): Hash {
  return hashJson({ provider, model })
}
