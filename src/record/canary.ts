import { z } from "zod"
import { ProblemId } from "./id.ts"

/** What is planted in every round and must not pass; docs/drift.md describes each. */
export const CanaryClass = z.enum([
  "wrong-key",
  "unsolvable",
  "renamed-duplicate",
  "answer-in-statement",
  "equality",
  "format",
  "time-out",
  "size",
  "forged-transcript",
  "instruction",
  "hedge",
  "no-answer",
])
export type CanaryClass = z.infer<typeof CanaryClass>

const TEXT_CHARS_MAX = 512 // of evidence: enough to see what it was

/** One class in one round: how many were planted on which problem, and what became of them. */
export const CanaryTrial = z.object({
  class: CanaryClass,
  skill: z.string(),
  level: z.int().min(1),
  /** The posed problem that it was made from; absent where none of the round was fit for it. */
  host: ProblemId.optional(),
  planted: z.int().min(0),
  /**
   * How many were stopped, by what stopped them and why: `screen:duplicate`, `solver:too-long`,
   * `judge:different-value`, `proof:label-not-proved`.
   */
  blocked: z.record(z.string(), z.int().min(1)),
  /** Those that passed, with what was planted: the evidence for which the run halts. */
  accepted: z.array(
    z.object({ planted: z.string().max(TEXT_CHARS_MAX), because: z.string().max(TEXT_CHARS_MAX) }),
  ),
})
export type CanaryTrial = z.infer<typeof CanaryTrial>

/** Text as evidence: cut where it is long, since some of it is long on purpose. */
export function evidenceOf(text: string): string {
  const whole = text.toWellFormed()
  if (whole.length <= TEXT_CHARS_MAX) return whole
  const mark = `… (${whole.length} characters)`
  return `${whole.slice(0, TEXT_CHARS_MAX - mark.length)}${mark}`.toWellFormed()
}
