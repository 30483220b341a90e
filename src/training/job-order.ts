import { z } from "zod"
import { Hash, type JobId } from "../record/id.ts"
import { JobProgram, mintCreation, mintJob, TrainingConfig } from "../record/job.ts"
import { Receipt } from "./job-folder.ts"

/**
 * What a job server is asked to do, at `PUT /v1/jobs/<id>`. Files travel before it, each under its
 * SHA-256: `data` holds the bundle's rows, `problems` what a judge of them must know. The id names
 * the content, so an order that is sent twice is one order.
 */
export const JobOrder = z.discriminatedUnion("verb", [
  z.strictObject({
    verb: z.literal("create"),
    by: JobProgram,
    config: TrainingConfig.pick({ seed: true }),
  }),
  z.strictObject({
    verb: z.literal("train"),
    by: JobProgram,
    config: TrainingConfig,
    bundle: Hash,
    base: Hash,
    data: Hash,
    /** For `grpo` alone. */
    problems: Hash.optional(),
  }),
])
export type JobOrder = z.infer<typeof JobOrder>

export function idOfOrder(order: JobOrder): JobId {
  if (order.verb === "create") return mintCreation({ seed: order.config.seed, by: order.by }).id
  const { bundle, base, config, by } = order
  return mintJob({ bundle, base, config, by }).id
}

/** How an order fares, at `GET /v1/jobs/<id>`. */
export const JobStatus = z.discriminatedUnion("state", [
  z.object({
    state: z.literal("running"),
    progress: z.object({ step: z.int(), steps: z.int(), loss: z.number().nullable() }).optional(),
  }),
  z.object({ state: z.literal("done"), receipt: Receipt }),
  z.object({ state: z.literal("failed"), code: z.string(), reason: z.string() }),
])
export type JobStatus = z.infer<typeof JobStatus>
