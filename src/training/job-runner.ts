import { existsSync, readFileSync, renameSync, rmSync } from "node:fs"
import { join } from "node:path"
import { makeFolder, writeAtomic } from "../disk.ts"
import type { Hash, JobId } from "../record/id.ts"
import type { JobProgram } from "../record/job.ts"
import { RunFailure } from "../run/failure.ts"
import type { TrainingProgress } from "../trainer.ts"
import {
  checkedFolder,
  checkpointFiles,
  checkpointFolder,
  checkpointHash,
  flushFolder,
} from "./checkpoint-folder.ts"
import { endFailure, jobFailure } from "./job-failure.ts"
import {
  JobEnd,
  JobFile,
  type JobFolder,
  JobResult,
  jobFolder,
  Progress,
  Receipt,
  readAs,
  Sealed,
} from "./job-folder.ts"
import type { JobsOptions } from "./jobs.ts"
import { askToEnd, endOrphan, isHeld, type Supervisor, startSupervisor } from "./supervise.ts"

export interface Work {
  readonly by: JobProgram
  readonly file: JobFile
  /** What else lies beside the job file, by name. */
  readonly files?: Readonly<Record<string, string>>
  readonly binding: Pick<Receipt, "verb" | "by" | "config" | "bundle" | "base">
  readonly told: (progress: TrainingProgress) => void
}

const LOOK_MS = { first: 10, last: 400, factor: 1.3 }
const LOST_MAX = 3 // supervisors that vanish without a word, one after the other
const START_MS_MAX = 30_000 // until a supervisor has said that it is there

/**
 * One job in its folder, from wherever an earlier process left it. The program runs under a
 * supervisor that outlives this process; whether it is running, has ended, or was never begun is
 * read from the folder alone, and so is whether its checkpoint has found its place.
 */
export class JobRunner {
  readonly id: JobId
  private readonly options: JobsOptions
  private readonly files: JobFolder
  private isStopping = false
  /** Started here, whether or not it has taken hold. */
  private supervisor: Supervisor | undefined

  constructor(options: JobsOptions, id: JobId) {
    this.options = options
    this.id = id
    this.files = jobFolder(options.jobs, id)
  }

  get places(): Pick<JobFile, "out" | "work"> {
    return { out: this.files.out, work: this.files.work }
  }

  /** The receipt of a job that is done; its checkpoint is looked at again. */
  async receipt(): Promise<Receipt | undefined> {
    const receipt = readAs(this.files.receipt, Receipt)
    if (receipt === undefined) return undefined
    if (receipt.job !== this.id) throw foreignReceipt(this.files.receipt)
    await checkedFolder(this.options.checkpoints, receipt.checkpoint)
    this.tidy()
    return receipt
  }

  lastJob(): JobFile | undefined {
    return readAs(this.files.job, JobFile)
  }

  /** The rows as the program wants them: prompts as texts, or as the messages of a chat. */
  rowsFor(path: string, { form, system }: JobProgram): string {
    if (form === "bare") return path
    const lines = readFileSync(path, "utf8").split("\n").filter(Boolean)
    const before = system === undefined ? [] : [{ role: "system", content: system }]
    const rows = lines.map((line) => {
      const row = JSON.parse(line)
      return JSON.stringify({ ...row, prompt: [...before, { role: "user", content: row.prompt }] })
    })
    makeFolder(this.files.folder)
    writeAtomic(this.files.rows, rows.map((row) => `${row}\n`).join(""))
    return this.files.rows
  }

  async run(work: Work): Promise<Receipt> {
    const { files } = this
    makeFolder(files.folder)
    let isOurs = false
    for (let lost = 0; lost < LOST_MAX; ) {
      if (this.isStopping) throw interrupted()
      const moved = readAs(files.sealed, Sealed)
      if (moved !== undefined && !existsSync(files.out)) return this.conclude(moved, work)
      if (!isHeld(this.files) && !this.hasDone()) {
        this.start(work)
        isOurs = true
      }
      const end = await this.follow(work.told)
      if (this.isStopping) throw interrupted()
      if (end === undefined) lost++
      else if (end.outcome === "exited" && end.code === 0) return await this.seal(work)
      else if (isOurs) throw endFailure(end, files, work.by)
      // What ended badly under an earlier process gets another try under this one.
    }
    endOrphan(files)
    throw jobFailure("lost", `the supervisor of job ${this.id} was killed ${LOST_MAX} times`)
  }

  /** Asks the program to end, and waits for nothing. */
  signal(): void {
    this.supervisor?.stop()
    askToEnd(this.files)
  }

  async stop(): Promise<void> {
    this.isStopping = true
    this.signal()
    const isThere = () => this.supervisor?.isGone() === false || isHeld(this.files)
    while (isThere()) await this.options.world.wait(LOOK_MS.first)
  }

  private hasDone(): boolean {
    const end = readAs(this.files.end, JobEnd)
    return end?.outcome === "exited" && end.code === 0 && existsSync(this.files.out)
  }

  /**
   * Nothing of this job runs that we know of. A supervisor that an earlier process started may be
   * about to take hold: then ours leaves, and that one is followed. So only what a dead one has
   * left is taken away here, and the rest by whoever holds the job.
   */
  private start({ by, file, files = {} }: Work): void {
    const { folder, job, end, holder } = this.files
    if (existsSync(holder)) {
      rmSync(end, { force: true })
      rmSync(holder)
    }
    for (const [name, text] of Object.entries(files)) writeAtomic(join(folder, name), text)
    writeAtomic(job, `${JSON.stringify(file, null, 2)}\n`)
    const argv = commandOf(by).map((word) => this.filled(word))
    const { jobs, environment } = this.options
    this.supervisor = startSupervisor({
      jobs,
      job: this.id,
      minutesMax: by.minutesMax,
      argv,
      environment,
    })
  }

  private filled(word: string): string {
    const { agon, here } = this.options.places
    return word.replaceAll("{agon}", agon).replaceAll("{here}", here)
  }

  /** Until the program has ended; undefined where its supervisor is gone without a word. */
  private async follow(told: (progress: TrainingProgress) => void): Promise<JobEnd | undefined> {
    const { world } = this.options
    const begun = world.clock.monotonic()
    let last = ""
    for (let pause = LOOK_MS.first; ; pause = Math.min(pause * LOOK_MS.factor, LOOK_MS.last)) {
      const isComing = this.supervisor?.isGone() === false
      const held = isHeld(this.files) // after the look at ours, which leaves where another holds
      const isTimely = world.clock.monotonic() - begun < START_MS_MAX
      const isWaited = held === undefined && isComing && isTimely
      const progress = readAs(this.files.progress, Progress)
      if (progress !== undefined && JSON.stringify(progress) !== last) {
        last = JSON.stringify(progress)
        told({ ...progress, loss: progress.loss ?? Number.NaN })
      }
      const end = readAs(this.files.end, JobEnd) // after the look at its holder, who writes it last
      if (end !== undefined && !held) return end
      if (!held && !isWaited) return undefined
      await world.wait(pause)
    }
  }

  /** The checkpoint gets its name, then its place, then its receipt. */
  private async seal(work: Work): Promise<Receipt> {
    const result = readAs(this.files.result, JobResult)
    if (result === undefined) throw this.unfit("it wrote no result.json that can be read")
    const files = await checkpointFiles(this.files.out).catch((error: Error) => {
      throw this.unfit(error.message)
    })
    flushFolder(this.files.out)
    const sealed = { checkpoint: checkpointHash(files), files, result }
    writeAtomic(this.files.sealed, JSON.stringify(sealed))
    await this.place(sealed.checkpoint)
    return this.conclude(sealed, work)
  }

  /** Into its place, where another job may have put the same; one that is damaged is made good. */
  private async place(checkpoint: Hash): Promise<void> {
    const place = checkpointFolder(this.options.checkpoints, checkpoint)
    const isThere = existsSync(place)
    const check = checkedFolder(this.options.checkpoints, checkpoint)
    const isWhole = await check.then(
      () => true,
      () => false,
    )
    if (isWhole) return rmSync(this.files.out, { recursive: true })
    if (isThere) rmSync(place, { recursive: true })
    renameSync(this.files.out, place)
  }

  private async conclude(sealed: Sealed, { binding }: Work): Promise<Receipt> {
    const { checkpoints } = this.options
    const place = await checkedFolder(checkpoints, sealed.checkpoint).catch(() => {
      rmSync(this.files.sealed, { force: true }) // a resume runs the job again
      throw this.unfit("its checkpoint was changed after that: does a program of it still write?")
    })
    for (const folder of [place, checkpoints]) flushFolder(folder)
    const receipt: Receipt = { ...sealed, job: this.id, ...binding }
    writeAtomic(this.files.receipt, `${JSON.stringify(receipt, null, 2)}\n`)
    this.tidy()
    return receipt
  }

  /** What only the running of a job needs; the log and the three documents stay. */
  private tidy(): void {
    const { work, out, holder, program, progress, end, sealed, rows } = this.files
    for (const path of [work, out, holder, program, progress, end, sealed, rows]) {
      rmSync(path, { recursive: true, force: true })
    }
  }

  private unfit(what: string): RunFailure {
    rmSync(this.files.end, { force: true }) // a resume runs it again
    return jobFailure("no-checkpoint", `the trainer of job ${this.id} ended well, but ${what}`)
  }
}

function commandOf(by: JobProgram): readonly string[] {
  if (by.kind === "command") return by.command
  throw new TypeError("a job of another machine has no command here")
}

function interrupted(): RunFailure {
  return jobFailure("interrupted", "the run was asked to stop")
}

function foreignReceipt(path: string): RunFailure {
  const advice = "delete the folder of the job: `agon resume` runs it again"
  return new RunFailure("trainer", "corrupt-receipt", `${path} is another job's`, advice)
}
