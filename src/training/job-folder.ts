import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { z } from "zod"
import { Hash, JobId } from "../record/id.ts"
import { JobProgram, TrainingConfig } from "../record/job.ts"

/** Where a job's files lie. What the program reads and writes, and how far it has come. */
export interface JobFolder {
  readonly folder: string
  /** What the program is told. */
  readonly job: string
  readonly log: string
  /** What the program says when it is done. */
  readonly result: string
  readonly out: string
  /** The program's own, for going on after a kill. */
  readonly work: string
  /** The supervisor by process id: who holds it runs the job. */
  readonly holder: string
  readonly program: string
  readonly progress: string
  readonly end: string
  /** The checkpoint's name, before it is moved to where checkpoints lie. */
  readonly sealed: string
  /** Written last: the job is done and its checkpoint is in its place. */
  readonly receipt: string
  /** Rows as a chat's messages, where the program wants them so. */
  readonly rows: string
}

export function jobFolder(jobs: string, job: string): JobFolder {
  const folder = join(jobs, job)
  const at = (name: string) => join(folder, name)
  return {
    folder,
    job: at("job.json"),
    log: at("log"),
    result: at("result.json"),
    out: at("out"),
    work: at("work"),
    holder: at("holder.json"),
    program: at("program.json"),
    progress: at("progress.json"),
    end: at("end.json"),
    sealed: at("sealed.json"),
    receipt: at("receipt.json"),
    rows: at("rows.jsonl"),
  }
}

/** The file that a training program is started with; docs/training.md explains it. */
export const JobFile = z.object({
  version: z.literal(1),
  verb: z.enum(["create", "train"]),
  job: JobId,
  model: z.string(),
  base: z.string().optional(),
  data: z.string().optional(),
  form: z.enum(["bare", "chat"]),
  method: z.enum(["sft", "grpo"]),
  reward: z.object({ url: z.string(), token: z.string().nullable() }).optional(),
  out: z.string(),
  work: z.string(),
  config: TrainingConfig.partial(),
  settings: z.record(z.string(), z.unknown()),
})
export type JobFile = z.infer<typeof JobFile>

/** What a program writes into `result.json`. */
export const JobResult = z.object({
  steps: z.int().min(0),
  rows: z.int().min(0),
  tokens: z.int().min(0),
  loss: z.number(),
  metrics: z.record(z.string(), z.number().nullable()).default({}),
})
export type JobResult = z.infer<typeof JobResult>

export const ProcessFile = z.object({ pid: z.int().min(1), started: z.string() })

/** How a program ended. `stopped`: by SIGTERM, because Agon was interrupted. */
export const JobEnd = z.object({
  outcome: z.enum(["exited", "stopped", "time-limit", "not-started"]),
  code: z.int().nullable(),
  signal: z.string().nullable(),
  /** Bytes that the log had no room for. */
  cut: z.int().min(0),
  /** Why the disk took no more of the log, in the system's word: ENOSPC where it is full. */
  fault: z.string().optional(),
})
export type JobEnd = z.infer<typeof JobEnd>

export const Progress = z.object({
  step: z.int().min(0),
  steps: z.int().min(0),
  loss: z.number().nullable().optional(),
})

const Files = z.array(z.object({ path: z.string(), bytes: z.int(), sha256: z.string() }))

export const Sealed = z.object({ checkpoint: Hash, files: Files, result: JobResult })
export type Sealed = z.infer<typeof Sealed>

/** What binds a checkpoint to its job. */
export const Receipt = Sealed.extend({
  job: JobId,
  verb: z.enum(["create", "train"]),
  bundle: Hash.optional(),
  base: Hash.optional(),
  config: TrainingConfig.partial(),
  by: JobProgram,
})
export type Receipt = z.infer<typeof Receipt>

/** A file's content, or undefined where it is missing or not what it should be. */
export function readAs<Shape>(path: string, shape: z.ZodType<Shape>): Shape | undefined {
  if (!existsSync(path)) return undefined
  try {
    return shape.safeParse(JSON.parse(readFileSync(path, "utf8"))).data
  } catch {
    return undefined
  }
}
