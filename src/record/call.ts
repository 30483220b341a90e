import { z } from "zod"
import { CallId, contentId, Hash } from "./id.ts"

const PROMPT_CHARS_MAX = 65_536
const SAMPLES_MAX = 64

/** One question put to a model: everything that determines the reply, and nothing else. */
export const Call = z.object({
  id: CallId,
  role: z.enum(["proposer", "solver"]),
  /** The weights that answer. */
  checkpoint: Hash,
  prompt: z.string().max(PROMPT_CHARS_MAX),
  samples: z.int().min(1).max(SAMPLES_MAX),
  /** 0 is greedy. */
  temperature: z.number().min(0).max(2),
  maxTokens: z.int().min(1),
  seed: z.int().min(0).max(0xffff_ffff),
})
export type Call = z.infer<typeof Call>

export function mintCall(content: Omit<Call, "id">): Call {
  return { id: contentId("call", content), ...content }
}

export const Sample = z.object({
  text: z.string(),
  /** `length`: cut off at `maxTokens`; such a text is never read for an answer. */
  stop: z.enum(["end", "length", "refusal"]),
})
export type Sample = z.infer<typeof Sample>

/** What came back, word for word, and what it cost in tokens. */
export const Reply = z.object({
  kind: z.literal("reply"),
  samples: z.array(Sample).min(1).max(SAMPLES_MAX),
  promptTokens: z.int().min(0),
  completionTokens: z.int().min(0),
})
export type Reply = z.infer<typeof Reply>

/** A call without a reply. `transient` failures may be tried again under the same id. */
export const ModelFailure = z.object({
  kind: z.literal("failure"),
  code: z.string(),
  message: z.string(),
  transient: z.boolean(),
})
export type ModelFailure = z.infer<typeof ModelFailure>

export const CallOutcome = z.discriminatedUnion("kind", [Reply, ModelFailure])
export type CallOutcome = z.infer<typeof CallOutcome>
