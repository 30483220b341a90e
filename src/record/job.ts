import { z } from "zod"
import { contentId, Hash, JobId } from "./id.ts"

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

/** A fine-tune over one bundle. Its id names its inputs: submitted twice, it runs once. */
export const Job = z.object({
  id: JobId,
  bundle: Hash,
  base: Hash,
  config: TrainingConfig,
})
export type Job = z.infer<typeof Job>

export function mintJob(content: Omit<Job, "id">): Job {
  return { id: contentId("job", content), ...content }
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
