import type { Hash } from "./record/id.ts"
import type { Checkpoint, Job, JobProgram } from "./record/job.ts"

/**
 * The door for what turns a bundle into a checkpoint. A job's id names its bundle, base and
 * config, so `submit` may be called again after a crash: the same job is not run twice.
 */
export interface Trainer {
  /** Weights before any training, from a seed; made by the program where there is one. */
  create(seed: number, by?: JobProgram): Promise<Hash>
  submit(job: Job): Promise<Ticket>
  poll(ticket: Ticket): Promise<JobState>
  /** Waits for the job and returns its checkpoint; rejects when the job failed. */
  fetch(ticket: Ticket, watch?: (progress: TrainingProgress) => void): Promise<Checkpoint>
  close(): Promise<void>
}

export interface Ticket {
  readonly job: Job["id"]
}

export type JobState =
  | { readonly state: "running"; readonly progress?: TrainingProgress }
  | { readonly state: "done" }
  | { readonly state: "failed"; readonly code: string; readonly reason: string }

export interface TrainingProgress {
  readonly step: number
  readonly steps: number
  readonly loss: number
}
