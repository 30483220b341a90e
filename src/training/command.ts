import { mkdirSync } from "node:fs"
import type { Hash } from "../record/id.ts"
import { type Checkpoint, type Job, type JobProgram, mintCreation } from "../record/job.ts"
import { RunFailure } from "../run/failure.ts"
import type { JobState, Ticket, Trainer, TrainingProgress } from "../trainer.ts"
import type { World } from "../world.ts"
import { checkedFolder } from "./checkpoint-folder.ts"
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

export interface CommandTrainerOptions {
  /** Where jobs and checkpoints lie; both on one disk. */
  readonly jobs: string
  readonly checkpoints: string
  readonly world: World
  readonly environment: Readonly<Record<string, string>>
  /** What `{agon}` and `{here}` in a command stand for. */
  readonly places: Readonly<Record<"agon" | "here", string>>
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
  mkdirSync(options.jobs, { recursive: true })
  mkdirSync(options.checkpoints, { recursive: true })
  const running = new Map<string, Running>()

  function begin(id: Job["id"], order: Order): Running {
    const runner = new JobRunner(options, id)
    const watchers = new Set<(progress: TrainingProgress) => void>()
    const state: Running = { runner, watchers, state: { state: "running" }, done: undefined }
    const told = (progress: TrainingProgress) => {
      state.state = { state: "running", progress }
      for (const watch of watchers) watch(progress)
    }
    state.done = perform(options, runner, order, told).then(
      (receipt) => {
        state.state = { state: "done" }
        return receipt
      },
      (error: Error) => {
        state.state = { state: "failed", reason: error.message }
        running.delete(id) // a later submit starts it again
        throw error
      },
    )
    state.done.catch(() => {}) // told by fetch
    running.set(id, state)
    return state
  }

  return {
    async create(seed, by) {
      if (by === undefined) throw new TypeError("a program that makes checkpoints is named")
      const { id } = mintCreation({ seed, by })
      const known = running.get(id) ?? begin(id, { verb: "create", by, config: { seed } })
      return (await known.done!).checkpoint
    },
    async submit(job) {
      const { id, bundle, base, config, by } = job
      if (by === undefined) throw new TypeError(`job ${id} names no program`)
      if (!running.has(id)) begin(id, { verb: "train", by, config, bundle, base })
      return { job: id }
    },
    poll: async ({ job }) => find(running, job).state,
    async fetch({ job }, watch) {
      const found = find(running, job)
      if (watch) found.watchers.add(watch)
      return checkpointOf(await found.done!)
    },
    interrupt() {
      for (const { runner } of running.values()) runner.signal()
    },
    async close() {
      await Promise.all([...running.values()].map(({ runner }) => runner.stop()))
    },
  }
}

interface Running {
  readonly runner: JobRunner
  readonly watchers: Set<(progress: TrainingProgress) => void>
  state: JobState
  done: Promise<Receipt> | undefined
}

/** What a job's program is to do. */
type Order =
  | { readonly verb: "create"; readonly by: JobProgram; readonly config: { readonly seed: number } }
  | ({ readonly verb: "train"; readonly by: JobProgram } & Pick<Job, "config" | "bundle" | "base">)

async function perform(
  options: CommandTrainerOptions,
  runner: JobRunner,
  order: Order,
  told: (progress: TrainingProgress) => void,
): Promise<Receipt> {
  const done = await runner.receipt()
  if (done !== undefined) return done
  const { by, config } = order
  const binding = { verb: order.verb, by, config }
  const { model, form, method, settings = {} } = by
  const common = { version: 1, verb: order.verb, job: runner.id, model, form } as const
  if (order.verb === "create") {
    const file = { ...common, method: "sft", config, settings, ...runner.places } as const
    return runner.run({ binding, file, by, told })
  }
  const { bundle, base } = order
  const folder = await checkedFolder(options.checkpoints, base)
  const data = runner.rowsFor(options.trainingFile(bundle), by)
  const inputs = { base: folder, data, method, config, settings }
  const port = portIn(runner.lastJob())
  const rewards = method === "grpo" ? await options.rewards(bundle, port) : undefined
  try {
    const reward = rewards && { url: rewards.url, token: rewards.token }
    const file: JobFile = { ...common, ...inputs, ...(reward && { reward }), ...runner.places }
    const files = rewards?.files ?? {}
    return await runner.run({ binding: { ...binding, bundle, base }, file, files, by, told })
  } finally {
    await rewards?.close()
  }
}

/** A program that is still under way asks where it was told to ask. */
function portIn(file: JobFile | undefined): number | undefined {
  const url = file?.reward && URL.parse(file.reward.url)
  return url ? Number(url.port) : undefined
}

function checkpointOf({ job, checkpoint, result }: Receipt): Checkpoint {
  const { steps, rows, tokens, loss } = result
  return { hash: checkpoint, job, steps, rows, tokens, loss }
}

function find(running: ReadonlyMap<string, Running>, job: Ticket["job"]): Running {
  const known = running.get(job)
  if (known !== undefined) return known
  throw new RunFailure("trainer", "unknown-job", `no job ${job} was submitted`)
}
