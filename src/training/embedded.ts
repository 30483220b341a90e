import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { makeFolder, moveDurably } from "../disk.ts"
import type { Learner } from "../model/embedded/learner.ts"
import type { Hash } from "../record/id.ts"
import type { Checkpoint, Job } from "../record/job.ts"
import { RunFailure } from "../run/failure.ts"
import type { JobState, Ticket, Trainer, TrainingProgress } from "../trainer.ts"

interface EmbeddedTrainer {
  readonly learner: Learner
  /** Checkpoints live here as `<hash>.safetensors`. */
  readonly folder: string
  trainingFile(bundle: Hash): string
}

/** The trainer that comes with Agon: jobs run in the learner's child process, one at a time. */
export function openEmbeddedTrainer(options: EmbeddedTrainer): Trainer {
  const { learner, folder } = options
  makeFolder(folder)
  sweep(folder)
  const jobs = new Map<Job["id"], RunningJob>()

  function begin(job: Job): RunningJob {
    const running: RunningJob = {
      state: { state: "running" },
      watchers: new Set(),
      done: undefined,
    }
    const out = join(folder, `${job.id}.part`)
    const request = {
      bundle: options.trainingFile(job.bundle),
      base: checkpointPath(folder, job.base),
      out,
      config: job.config,
    }
    running.done = learner
      .train(request, (progress) => {
        running.state = { state: "running", progress }
        for (const watch of running.watchers) watch(progress)
      })
      .then((outcome) => {
        if (!outcome.ok) {
          running.state = { state: "failed", code: outcome.code, reason: outcome.message }
          throw trainerFailure(outcome.code, outcome.message)
        }
        const { hash, steps, rows, tokens, loss } = outcome.value
        moveDurably(out, checkpointFile(folder, hash as Hash))
        running.state = { state: "done" }
        return { hash: hash as Hash, job: job.id, steps, rows, tokens, loss }
      })
    running.done.catch(() => {}) // told by fetch
    return running
  }

  return {
    async create(seed) {
      const out = join(folder, "base.part")
      const outcome = await learner.create({ path: out, seed })
      if (!outcome.ok) throw trainerFailure(outcome.code, outcome.message)
      const hash = outcome.value.hash as Hash
      moveDurably(out, checkpointFile(folder, hash))
      return hash
    },
    async submit(job) {
      if (!jobs.has(job.id)) jobs.set(job.id, begin(job))
      return { job: job.id }
    },
    poll: async (ticket) => find(jobs, ticket).state,
    async fetch(ticket, watch) {
      const job = find(jobs, ticket)
      if (watch) job.watchers.add(watch)
      return job.done!
    },
    close: () => learner.close(),
  }
}

/** Removes what a killed process had half written. A run has one writer: nobody else is at it. */
function sweep(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (/\.(part|tmp)$/.test(name)) rmSync(join(folder, name), { force: true })
  }
}

interface RunningJob {
  state: JobState
  readonly watchers: Set<(progress: TrainingProgress) => void>
  done: Promise<Checkpoint> | undefined
}

export function checkpointFile(folder: string, hash: Hash): string {
  return join(folder, `${hash}.safetensors`)
}

/** Path of a checkpoint whose bytes still have the hash that names them. */
export function checkpointPath(folder: string, hash: Hash): string {
  const path = checkpointFile(folder, hash)
  if (!existsSync(path)) throw damaged(path, "is missing")
  const found = createHash("sha256").update(readFileSync(path)).digest("hex")
  if (found !== hash) throw damaged(path, "does not match its hash")
  return path
}

function find(jobs: ReadonlyMap<Job["id"], RunningJob>, { job }: Ticket): RunningJob {
  const running = jobs.get(job)
  if (running === undefined) throw trainerFailure("unknown-job", `no job ${job} was submitted`)
  return running
}

function damaged(path: string, fault: string): RunFailure {
  return new RunFailure(
    "trainer",
    "corrupt-checkpoint",
    `checkpoint ${path} ${fault}`,
    "restore the file from a copy, or start the run again: the same seed makes the same bytes",
  )
}

function trainerFailure(code: string, message: string): RunFailure {
  return new RunFailure(
    "trainer",
    code,
    message,
    "nothing is lost: `agon resume` submits the job again",
  )
}
