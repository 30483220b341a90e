import { z } from "zod"
import { Effort } from "./call.ts"
import { type Hash, hashJson } from "./id.ts"
import { Simulation } from "./simulation.ts"

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

const attempting = {
  /** What a solver may use, and how often in one attempt. */
  tools: z.array(ToolName).default([]),
  toolTurnsMax: z.int().min(1).max(16).default(4),
  /** Calls in flight at once, at most; fewer when the provider says so. */
  concurrency: z.int().min(1).max(1_024).default(32),
}

const common = {
  model: z.string().min(1).max(256),
  /** Longest reply in tokens, thinking included. */
  maxTokens: z.int().min(16).max(OUTPUT_TOKENS_MAX).default(4_096),
  /** Above the shipped table; a model that is in neither is not run under a dollar budget. */
  price: Price.optional(),
  ...attempting,
}

/** The learner in this repository: the champion's weights answer. */
const EmbeddedSeat = z.strictObject({ provider: z.literal("embedded") })

/**
 * Players of known ability in place of the learner and its trainer: a recipe or a study is tried in
 * seconds, against a truth that can be computed. What such a run shows is true of the loop and its
 * rules, and of no model.
 */
const SimulatedSeat = z.strictObject({ provider: z.literal("simulated"), ...Simulation.shape })

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

/** A program and its arguments; no shell reads them. */
export const Argv = z.array(z.string().min(1).max(4_096)).min(1).max(256)

/**
 * Weights that this run's own trainer makes (`training.by`), served by a program of the recipe's
 * choice. In the arguments stand `{port}`, `{hash}`, and either `{checkpoint}`, one checkpoint's
 * folder: the program is started again for every checkpoint; or `{checkpoints}`, the folder of all
 * of them by hash: one server for all. `{agon}` is this package's folder, `{here}` the one that the
 * run was started in.
 */
export const TrainedSeat = z.strictObject({
  provider: z.literal("trained"),
  /** `bare`: the statement as it stands is the prompt; `chat`: as other models are asked. */
  form: z.enum(["bare", "chat"]),
  maxTokens: z.int().min(1).max(OUTPUT_TOKENS_MAX).default(64),
  temperature: z.number().positive().max(2).default(1),
  ...attempting,
  serve: z.strictObject({
    command: Argv,
    /** Until the server lists its models; a large model takes minutes to be read. */
    startSeconds: z.int().min(1).max(7_200).default(600),
  }),
})
export type TrainedSeat = z.infer<typeof TrainedSeat>

/**
 * What plays a role. It names a model and not an address: where the model is served and with which
 * secret comes from the environment, so that a run can be resumed against another door.
 */
export const Seat = z.discriminatedUnion("provider", [
  EmbeddedSeat,
  SimulatedSeat,
  AnthropicSeat,
  OpenAiSeat,
  TrainedSeat,
])
export type Seat = z.infer<typeof Seat>

/** The settings of a simulated seat. */
export function simulationIn(seat: Seat | undefined): Simulation | undefined {
  if (seat?.provider !== "simulated") return undefined
  const { provider: _, ...settings } = seat
  return settings
}

/** Whether a model is asked over a protocol, and not weights or abilities of our own. */
export function isModelSeat(seat: Seat | undefined): seat is FixedSeat | TrainedSeat {
  return seat !== undefined && seat.provider !== "embedded" && seat.provider !== "simulated"
}

/** A seat whose weights nobody here trains: one model plays all along. */
export type FixedSeat = AnthropicSeat | OpenAiSeat
/** A trained seat with the name of what its weights began as. */
export type NamedTrainedSeat = TrainedSeat & { readonly model: string; readonly price: "free" }
/** A seat that is asked over a protocol. */
export type ModelSeat = FixedSeat | NamedTrainedSeat

/** The name under which a model without weights of ours answers: its provider and its own name. */
export function seatCheckpoint({ provider, model }: FixedSeat): Hash {
  return hashJson({ provider, model })
}

/** Whether it is a model whose weights nobody here trains. */
export function isFixedSeat(seat: Seat | undefined): seat is FixedSeat {
  return isModelSeat(seat) && seat.provider !== "trained"
}
