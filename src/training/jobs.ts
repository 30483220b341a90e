import { makeFolder } from "../disk.ts"
import type { Hash, JobId } from "../record/id.ts"
import type { Job, JobProgram } from "../record/job.ts"
import type { JobState, TrainingProgress } from "../trainer.ts"
import type { World } from "../world.ts"
import { checkedFolder } from "./checkpoint-folder.ts"
import { failedState } from "./job-failure.ts"
import type { JobFile, Receipt } from "./job-folder.ts"
import { JobRunner } from "./job-runner.ts"

/** What a job's program is paid by, where it samples for itself. */
export interface Rewards {
  readonly url: string
  readonly token: string | null
  /** Files that are put beside the job file, by name. */
  readonly files: Readonly<Record<string, string>>
  close(): Promise<void>
}

export interface JobsOptions {
  /** Where jobs and checkpoints lie; both on one disk. */
  readonly jobs: string
  readonly checkpoints: string
  readonly world: World
  readonly environment: Readonly<Record<string, string>>
  /** What `{agon}` and `{here}` in a command stand for. */
  readonly places: Readonly<Record<"agon" | "here", string>>
}

/** What a job's program is to do. */
export type Order =
  | { readonly verb: "create"; readonly by: JobProgram; readonly config: { readonly seed: number } }
  | ({
      readonly verb: "train"
      readonly by: JobProgram
      /** The file of training rows. */
      readonly data: string
      /** Starts a judge of the rows' problems, on the port that an earlier one had, if it can. */
      rewards(port: number | undefined): Promise<Rewards>
    } & Pick<Job, "config" | "bundle" | "base">)

/** A job of this process. */
export interface Running {
  readonly done: Promise<Receipt>
  state(): JobState
  /** Asks its program to end, and waits for nothing. */
  stop(): void
  watch(told: (progress: TrainingProgress) => void): void
}

/** Jobs by id. The same id is never run twice at once, nor again when it is done. */
export interface Jobs {
  begin(id: JobId, order: Order): Running
  find(id: JobId): Running | undefined
  /** A job that is over is as one that never was. */
  forget(id: JobId): void
  /** Asks all programs to end, and waits for nothing. */
  interrupt(): void
  close(): Promise<void>
}

export function openJobs(options: JobsOptions): Jobs {
  makeFolder(options.jobs)
  makeFolder(options.checkpoints)
  const known = new Map<string, { readonly runner: JobRunner; readonly running: Running }>()

  function begin(id: JobId, order: Order): Running {
    const runner = new JobRunner(options, id)
    const watchers = new Set<(progress: TrainingProgress) => void>()
    let state: JobState = { state: "running" }
    const told = (progress: TrainingProgress) => {
      state = { state: "running", progress }
      for (const watch of watchers) watch(progress)
    }
    const done = perform(options, runner, order, told)
    done.then(
      () => {
        state = { state: "done" }
      },
      (error: Error) => {
        state = failedState(error) // told by `done`, too
      },
    )
    const running: Running = {
      done,
      state: () => state,
      stop: () => runner.signal(),
      watch: (told) => void watchers.add(told),
    }
    known.set(id, { runner, running })
    return running
  }

  return {
    begin(id, order) {
      const running = known.get(id)?.running
      const isWorth = running !== undefined && running.state().state !== "failed"
      return isWorth ? running : begin(id, order)
    },
    find: (id) => known.get(id)?.running,
    forget(id) {
      if (known.get(id)?.running.state().state !== "running") known.delete(id)
    },
    interrupt() {
      for (const { runner } of known.values()) runner.signal()
    },
    async close() {
      await Promise.all([...known.values()].map(({ runner }) => runner.stop()))
    },
  }
}

type Told = (progress: TrainingProgress) => void

async function perform(
  options: JobsOptions,
  runner: JobRunner,
  order: Order,
  told: Told,
): Promise<Receipt> {
  const done = await runner.receipt()
  if (done !== undefined) return done
  const { by, config, verb } = order
  const { model, form, method, settings = {} } = by
  const common = { version: 1, verb, job: runner.id, model, form } as const
  if (order.verb === "create") {
    const file = { ...common, method: "sft", config, settings, ...runner.places } as const
    return runner.run({ binding: { verb, by, config }, file, by, told })
  }
  const { bundle, base } = order
  const binding = { verb, by, config, bundle, base }
  const folder = await checkedFolder(options.checkpoints, base)
  const data = runner.rowsFor(order.data, by)
  const rewards = method === "grpo" ? await order.rewards(portIn(runner.lastJob())) : undefined
  try {
    const reward = rewards && { reward: { url: rewards.url, token: rewards.token } }
    const inputs = { base: folder, data, method, config, settings, ...reward }
    const file: JobFile = { ...common, ...inputs, ...runner.places }
    return await runner.run({ binding, file, files: rewards?.files ?? {}, by, told })
  } finally {
    await rewards?.close()
  }
}

/** A program that is still under way asks where it was told to ask. */
function portIn(file: JobFile | undefined): number | undefined {
  const url = file?.reward && URL.parse(file.reward.url)
  return url ? Number(url.port) : undefined
}

/** The checkpoint of a receipt, as the loop knows it. */
export function checkpointOf({ job, checkpoint, result }: Receipt) {
  const { steps, rows, tokens, loss } = result
  return { hash: checkpoint as Hash, job, steps, rows, tokens, loss }
}
