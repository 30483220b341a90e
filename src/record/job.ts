import { z } from "zod"
import type { Json } from "./canonical.ts"
import { contentId, Hash, JobId } from "./id.ts"
import { Argv } from "./seat.ts"
import { Simulation } from "./simulation.ts"

/** How a trainer is to spend one bundle. Rates are per optimiser step. */
export const TrainingConfig = z.object({
  steps: z.int().min(1).max(100_000),
  batch: z.int().min(1).max(4_096),
  learningRate: z.number().positive(),
  /** The rate at the last step; the path between the two is a straight line. */
  learningRateEnd: z.number().positive(),
  warmupSteps: z.int().min(0),
  weightDecay: z.number().min(0),
  gradientClip: z.number().positive(),
  seed: z.int().min(0).max(0xffff_ffff),
})
export type TrainingConfig = z.infer<typeof TrainingConfig>

/** `sft` imitates rows; `grpo` samples for prompts and is paid by the judge. */
export const TrainingMethod = z.enum(["sft", "grpo"])
export type TrainingMethod = z.infer<typeof TrainingMethod>

const program = {
  /** What the first checkpoint is made of: a path, a name, or what else the program knows. */
  model: z.string().min(1).max(4_096),
  method: TrainingMethod,
  /** Handed to the program as it stands. */
  settings: z
    .record(
      z.string(),
      z.custom<Json>((value) => value !== undefined),
    )
    .optional(),
  /** How long one job may take. */
  minutesMax: z.number().positive().max(43_200).default(1_440),
}

/**
 * Who trains instead of the embedded learner: a program on this machine, or a job server, whose
 * address comes from the environment. docs/training.md has what a program is given and gives back.
 */
export const TrainingProgram = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("command"), command: Argv, ...program }),
  z.strictObject({ kind: z.literal("http"), ...program }),
])
export type TrainingProgram = z.infer<typeof TrainingProgram>

/** The program of one job, and how prompts are put to its model. */
export const JobProgram = z.intersection(
  TrainingProgram,
  z.object({
    form: z.enum(["bare", "chat"]),
    /** Said before every prompt of a chat. */
    system: z.string().optional(),
  }),
)
export type JobProgram = z.infer<typeof JobProgram>

/** A fine-tune over one bundle. Its id names its inputs: submitted twice, it runs once. */
export const Job = z.object({
  id: JobId,
  bundle: Hash,
  base: Hash,
  config: TrainingConfig,
  /** Absent: the embedded learner. */
  by: JobProgram.optional(),
  /** In a simulated run, what decides what the job teaches. */
  simulation: Simulation.optional(),
})
export type Job = z.infer<typeof Job>

export function mintJob(content: Omit<Job, "id">): Job {
  return { id: contentId("job", content), ...content }
}

/** The making of a first checkpoint: a job without a bundle and a base. */
export function mintCreation(content: { readonly seed: number; readonly by: JobProgram }): {
  readonly id: JobId
} {
  return { id: contentId("job", { verb: "create", ...content }) }
}

/** What a job returned: the new weights by hash, and how training went. */
export const Checkpoint = z.object({
  hash: Hash,
  job: JobId.optional(),
  steps: z.int().min(0),
  rows: z.int().min(0),
  tokens: z.int().min(0),
  loss: z.number(),
})
export type Checkpoint = z.infer<typeof Checkpoint>
