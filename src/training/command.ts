import type { Hash } from "../record/id.ts"
import { mintCreation } from "../record/job.ts"
import type { Trainer } from "../trainer.ts"
import { jobFailure } from "./job-failure.ts"
import { checkpointOf, type JobsOptions, openJobs, type Rewards } from "./jobs.ts"

export interface CommandTrainerOptions extends JobsOptions {
  trainingFile(bundle: Hash): string
  /** Starts a judge of this bundle's problems, on the port that an earlier one had, if it can. */
  rewards(bundle: Hash, port: number | undefined): Promise<Rewards>
}

/** A trainer whose jobs may be ended at once, where there is no time to wait for anything. */
export interface CommandTrainer extends Trainer {
  interrupt(): void
}

/** Any program as the trainer: docs/training.md says what it is given and what it gives back. */
export function openCommandTrainer(options: CommandTrainerOptions): CommandTrainer {
  const jobs = openJobs(options)
  return {
    async create(seed, by) {
      if (by === undefined) throw new TypeError("a program that makes checkpoints is named")
      const { id } = mintCreation({ seed, by })
      return (await jobs.begin(id, { verb: "create", by, config: { seed } }).done).checkpoint
    },
    async submit({ id, bundle, base, config, by }) {
      if (by === undefined) throw new TypeError(`job ${id} names no program`)
      const data = options.trainingFile(bundle)
      const rewards = (port: number | undefined) => options.rewards(bundle, port)
      jobs.begin(id, { verb: "train", by, config, bundle, base, data, rewards })
      return { job: id }
    },
    async poll({ job }) {
      const running = jobs.find(job)
      if (running === undefined) throw unknownJob(job)
      return running.state()
    },
    async fetch({ job }, watch) {
      const running = jobs.find(job)
      if (running === undefined) throw unknownJob(job)
      if (watch) running.watch(watch)
      return checkpointOf(await running.done)
    },
    interrupt: () => jobs.interrupt(),
    close: () => jobs.close(),
  }
}

export function unknownJob(job: string) {
  return jobFailure("unknown-job", `no job ${job} was submitted`)
}
