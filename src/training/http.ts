import { createHash } from "node:crypto"
import { existsSync, readFileSync, renameSync, rmSync } from "node:fs"
import { dirname, join } from "node:path"
import { makeFolder, writeAtomic } from "../disk.ts"
import { canonicalJson } from "../record/canonical.ts"
import type { Hash, JobId } from "../record/id.ts"
import type { Problem } from "../record/problem.ts"
import type { RetryRule } from "../rule/retry.ts"
import type { JobState, Trainer, TrainingProgress } from "../trainer.ts"
import type { World } from "../world.ts"
import {
  checkedFolder,
  checkpointFiles,
  checkpointFolder,
  checkpointHash,
  flushFolder,
} from "./checkpoint-folder.ts"
import { unknownJob } from "./command.ts"
import { JobServer } from "./http-client.ts"
import { failedState, jobFailure } from "./job-failure.ts"
import { jobFolder, Receipt, readAs } from "./job-folder.ts"
import { idOfOrder, type JobOrder, JobStatus } from "./job-order.ts"
import { checkpointOf } from "./jobs.ts"

export interface HttpTrainerOptions {
  readonly url: string
  readonly token: string | undefined
  readonly world: World
  readonly retry: RetryRule
  /** Where receipts and checkpoints are kept here. */
  readonly jobs: string
  readonly checkpoints: string
  trainingFile(bundle: Hash): string
  /** What the rows are about, for a judge beside the trainer. */
  problemsOf(bundle: Hash): Promise<readonly Problem[]>
}

const POLL_MS = { first: 50, last: 2_000, factor: 1.5 }
const ORDERS_MAX = 3 // one after the other, that a server takes and knows nothing of
const STOPS_MAX = 3 // of one job by others who have its program ended
const ONE_SERVER = "AGON_TRAINER_URL must lead to one `agon trainer` of this version"
const STOPPED: ReadonlySet<string> = new Set(["stopped", "interrupted"])

/** A trainer on another machine: `agon trainer` there, and docs/training.md for the requests. */
export function openHttpTrainer(options: HttpTrainerOptions): Trainer {
  const server = new JobServer(options)
  const known = new Map<JobId, Remote>()

  function begin(order: JobOrder, send: () => Promise<void>): Remote {
    const id = idOfOrder(order)
    const before = known.get(id)
    if (before !== undefined && before.state.state !== "failed") return before
    const remote = new Remote(options, server, id, order)
    remote.done = remote.run(send)
    remote.done.catch(() => {}) // told by fetch
    known.set(id, remote)
    return remote
  }

  return {
    async create(seed, by) {
      if (by === undefined) throw new TypeError("a program that makes checkpoints is named")
      const order = { verb: "create", by, config: { seed } } as const
      return (await begin(order, async () => {}).done!).checkpoint
    },
    async submit({ id, bundle, base, config, by }) {
      if (by === undefined) throw new TypeError(`job ${id} names no program`)
      const rows = options.trainingFile(bundle)
      const data = fileHash(rows)
      const asked = by.method === "grpo" ? await options.problemsOf(bundle) : undefined
      const problems = asked?.map((problem) => `${canonicalJson(problem)}\n`).join("")
      const order: JobOrder = {
        ...{ verb: "train", by, config, bundle, base, data },
        ...(problems !== undefined && { problems: textHash(problems) }),
      }
      begin(order, async () => {
        const isThere = await server.has(`/v1/data/${data}`)
        if (!isThere) await server.putFile(`/v1/data/${data}`, rows)
        if (problems !== undefined) await server.put(`/v1/data/${textHash(problems)}`, problems)
        await giveBase(server, options.checkpoints, base)
      })
      return { job: id }
    },
    async poll({ job }) {
      const remote = known.get(job)
      if (remote === undefined) throw unknownJob(job)
      return remote.state
    },
    async fetch({ job }, watch) {
      const remote = known.get(job)
      if (remote === undefined) throw unknownJob(job)
      if (watch) remote.watchers.add(watch)
      return checkpointOf(await remote.done!)
    },
    async close() {
      const unfinished = [...known.values()].filter(({ state }) => state.state === "running")
      server.close()
      for (const { id } of unfinished) await server.delete(`/v1/jobs/${id}`)
    },
  }
}

/** One job of the other machine, and what of it is here. */
class Remote {
  readonly id: JobId
  readonly watchers = new Set<(progress: TrainingProgress) => void>()
  state: JobState = { state: "running" }
  done: Promise<Receipt> | undefined
  private readonly options: HttpTrainerOptions
  private readonly server: JobServer
  private readonly order: JobOrder

  constructor(options: HttpTrainerOptions, server: JobServer, id: JobId, order: JobOrder) {
    this.options = options
    this.server = server
    this.id = id
    this.order = order
  }

  async run(send: () => Promise<void>): Promise<Receipt> {
    try {
      const receipt = (await this.kept()) ?? (await this.bring(await this.follow(send)))
      this.state = { state: "done" }
      return receipt
    } catch (error) {
      this.state = failedState(error as Error)
      throw error
    }
  }

  private async kept(): Promise<Receipt | undefined> {
    const { jobs, checkpoints } = this.options
    const receipt = readAs(jobFolder(jobs, this.id).receipt, Receipt)
    if (receipt !== undefined) await checkedFolder(checkpoints, receipt.checkpoint)
    return receipt
  }

  /**
   * Hands the order in and waits for its end. It is handed in again where the server has lost it,
   * where it failed for whoever asked before, and where somebody else who wanted it has ended it.
   */
  private async follow(send: () => Promise<void>): Promise<Receipt> {
    const path = `/v1/jobs/${this.id}`
    let orders = 0
    let stops = 0
    for (let pause = POLL_MS.first; ; pause = Math.min(pause * POLL_MS.factor, POLL_MS.last)) {
      const status = await this.status(path)
      if (status?.state === "done") return this.ended(this.bound(status.receipt))
      if (status?.state === "running") {
        orders = Math.min(orders, 1)
        this.tell(status.progress)
        await this.options.world.wait(pause)
        continue
      }
      if (status !== undefined && orders > 0) {
        if (!STOPPED.has(status.code) || ++stops > STOPS_MAX) throw failureOf(status)
      }
      if (orders >= ORDERS_MAX) throw neverHeardOf(this.id)
      if (orders > 0) await this.options.world.wait(pause)
      await send()
      await this.server.put(path, JSON.stringify(this.order))
      orders++
    }
  }

  private async status(path: string): Promise<JobStatus | undefined> {
    const said = await this.server.get(path)
    if (said === undefined) return undefined
    const status = JobStatus.safeParse(said).data
    if (status !== undefined) return status
    throw jobFailure("malformed", "the job server speaks another protocol", ONE_SERVER)
  }

  private bound(receipt: Receipt): Receipt {
    if (receipt.job === this.id) return receipt
    throw jobFailure("foreign-receipt", `the job server answers ${this.id} with ${receipt.job}`)
  }

  /** A job may begin and end between two looks: its end is progress, too. */
  private ended(receipt: Receipt): Receipt {
    const { steps, loss } = receipt.result
    this.tell({ step: steps, steps, loss })
    return receipt
  }

  private tell(progress: { step: number; steps: number; loss: number | null } | undefined): void {
    if (progress === undefined) return
    const said = { ...progress, loss: progress.loss ?? Number.NaN }
    this.state = { state: "running", progress: said }
    for (const watch of this.watchers) watch(said)
  }

  /** The checkpoint comes here, file by file; only what has the name that it was given stays. */
  private async bring(receipt: Receipt): Promise<Receipt> {
    const { checkpoint, files } = receipt
    const place = checkpointFolder(this.options.checkpoints, checkpoint)
    if (!existsSync(place)) {
      const part = `${place}.part`
      rmSync(part, { recursive: true, force: true })
      for (const { path } of files) {
        const file = join(part, ...safeParts(path))
        makeFolder(dirname(file))
        await this.server.download(fileAt(checkpoint, path), file)
      }
      const found = checkpointHash(await checkpointFiles(part))
      if (found !== checkpoint) {
        rmSync(part, { recursive: true })
        throw foreignBytes(checkpoint, found)
      }
      flushFolder(part)
      renameSync(part, place)
      flushFolder(this.options.checkpoints)
    }
    await checkedFolder(this.options.checkpoints, checkpoint)
    const path = jobFolder(this.options.jobs, this.id).receipt
    writeAtomic(path, `${JSON.stringify(receipt, null, 2)}\n`)
    return receipt
  }
}

function failureOf({ code, reason }: JobStatus & { state: "failed" }) {
  return jobFailure(code, reason)
}

function neverHeardOf(id: JobId) {
  const what = `the job server takes job ${id} and knows nothing of it, ${ORDERS_MAX} times over`
  return jobFailure("malformed", what, ONE_SERVER)
}

/** A server that has not made the base is given it. */
async function giveBase(server: JobServer, checkpoints: string, base: Hash): Promise<void> {
  if (await server.has(`/v1/checkpoints/${base}`)) return
  const folder = await checkedFolder(checkpoints, base)
  for (const { path } of await checkpointFiles(folder)) {
    await server.putFile(fileAt(base, path), join(folder, path))
  }
  await server.put(`/v1/checkpoints/${base}`, "{}")
}

function foreignBytes(checkpoint: Hash, found: Hash) {
  return jobFailure(
    "corrupt-checkpoint",
    `what came as checkpoint ${checkpoint} is ${found}`,
    "try `agon resume`; if it is the same again, delete that checkpoint's folder at the job " +
      "server, and it is made again",
  )
}

function fileAt(checkpoint: Hash, path: string): string {
  return `/v1/checkpoints/${checkpoint}/${path.split("/").map(encodeURIComponent).join("/")}`
}

/** A path that another machine names stays below the folder that it is about. */
export function safeParts(path: string): string[] {
  const parts = path.split("/")
  const isSafe = parts.every(
    (part) => /^[^\\/:\p{Cc}]{1,200}$/u.test(part) && !part.startsWith("."),
  )
  if (isSafe && parts.length <= 8) return parts
  throw jobFailure("bad-checkpoint", `a checkpoint has no file ${JSON.stringify(path)}`)
}

function fileHash(path: string): Hash {
  return createHash("sha256").update(readFileSync(path)).digest("hex") as Hash
}

function textHash(text: string): Hash {
  return createHash("sha256").update(text).digest("hex") as Hash
}
