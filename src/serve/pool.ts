import type { Mark } from "../cli/grade-mark.ts"
import { Queue, tellOnce, type Waiting } from "./queue.ts"
import { type Task, unjudged } from "./task.ts"
import { startWorker, type Worker } from "./worker.ts"

const VERDICT_WALL_MS_MAX = 2_000 // fuel ends a verdict within 100 ms; this is for what fuel missed
const FUEL_PER_WALL = 20_000 // what a verdict may spend unless its options say more
const START_WALL_MS_MAX = 60_000 // loading takes 0.2 s on a quiet machine
const FAILED_STARTS_MAX = 3 // in a row: then judging is not possible here
const SWEEP_MS = 100 // how often silence and deadlines are looked for
const BATCH_TASKS_MIN = 16 // where so many wait: a message costs as much as a verdict
const BATCH_TASKS_MAX = 32 // and no more than takes so long, by what answers took lately:
const BATCH_MICROS = 3_000 // none waits long behind others, and no worker idles beside a long queue
const PACE_MICROS_FIRST = 1_000 // of one answer, before any was judged
const PACE_SHARE = 1 / 16 // that the latest answer has in it
const GATHER_MS = 1 // between messages with few tasks each
const GATHER_TASKS = 8 // for each worker; so many go at once

export interface PoolOptions {
  readonly workers: number
  /** Whether problems of a run are judged, which needs all verifiers loaded. */
  readonly withProblems: boolean
  /** The longest that an answer may take from its arrival to its verdict, milliseconds. */
  readonly deadlineMs: number
}

/** What the pool has to say about itself. */
export interface PoolState {
  readonly workers: number
  readonly ready: number
  readonly waiting: number
  readonly replaced: number
  /** Whether judging is possible; where not, workers do not start. */
  readonly isUp: boolean
}

/** Judging processes behind one queue. Every task gets a mark, whatever happens to its process. */
export interface Pool {
  /** Resolves when a worker is ready; false where none starts. */
  readonly started: Promise<boolean>
  /** Tasks `from` one request are judged in order, and take turns with those of others. */
  judge(task: Task, from: object, tell: (mark: Mark) => void): void
  state(): PoolState
  close(): void
}

interface Seat {
  readonly worker: Worker
  isReady: boolean
  batch: Waiting[]
  heardAt: number
}

export function openPool(options: PoolOptions): Pool {
  return new ProcessPool(options)
}

/**
 * A judge bounds its work by counting it. Should a fault there hang, eat memory or end the process
 * all the same, the process is killed and replaced, and that one answer is `undecided`, reason
 * `stopped`. An answer whose turn does not come in time is `undecided`, reason `deadline`.
 */
class ProcessPool implements Pool {
  private readonly options: PoolOptions
  private readonly queue = new Queue()
  private readonly seats = new Set<Seat>()
  private readonly start = Promise.withResolvers<boolean>()
  private readonly sweeping: NodeJS.Timeout
  private replaced = 0
  private failedStarts = 0
  private isFeeding = false
  private fedAt = 0
  private paceMicros = PACE_MICROS_FIRST
  private isClosed = false

  constructor(options: PoolOptions) {
    this.options = options
    for (let count = 0; count < options.workers; count++) this.addSeat()
    this.sweeping = setInterval(() => this.sweep(), SWEEP_MS)
  }

  get started(): Promise<boolean> {
    return this.start.promise
  }

  judge(task: Task, from: object, tell: (mark: Mark) => void): void {
    if (this.seats.size === 0) {
      tell(unjudged("stopped"))
      return
    }
    const since = performance.now()
    this.queue.push({ task, since, tell, isSuspect: false, isTold: false }, from)
    // A long request keeps the workers busy while the rest of it is still being read.
    if (this.queue.size === BATCH_TASKS_MAX * this.seats.size) this.feedAll()
    if (this.isFeeding || this.queue.size === 0) return
    this.isFeeding = true
    setImmediate(() => this.gather())
  }

  state(): PoolState {
    return {
      workers: this.options.workers,
      ready: [...this.seats].filter(({ isReady }) => isReady).length,
      waiting: this.queue.size,
      replaced: this.replaced,
      isUp: this.seats.size > 0,
    }
  }

  close(): void {
    this.isClosed = true
    clearInterval(this.sweeping)
    for (const { worker } of this.seats) worker.leave()
  }

  private addSeat(): void {
    const worker = startWorker(this.options.withProblems, {
      onMarks: (marks) => this.hear(seat, marks),
      onGone: () => this.replace(seat),
    })
    const seat: Seat = { worker, isReady: false, batch: [], heardAt: performance.now() }
    this.seats.add(seat)
  }

  private hear(seat: Seat, marks: readonly Mark[]): void {
    seat.heardAt = performance.now()
    if (!seat.isReady) {
      seat.isReady = true
      this.failedStarts = 0
      this.start.resolve(true)
    }
    for (const mark of marks) {
      this.paceMicros += (mark.micros - this.paceMicros) * PACE_SHARE
      const first = seat.batch.shift()
      if (first !== undefined) tellOnce(first, mark)
    }
    if (seat.batch.length === 0 && !this.isFeeding) this.feed(seat)
  }

  private replace(gone: Seat): void {
    this.seats.delete(gone)
    if (this.isClosed) return
    this.replaced++
    const [first] = gone.batch
    if (gone.batch.length === 1 && first!.isSuspect) tellOnce(first!, unjudged("stopped"))
    else this.queue.suspect(gone.batch.filter(({ isTold }) => !isTold))
    if (!gone.isReady) this.failedStarts++
    if (this.failedStarts < FAILED_STARTS_MAX) this.addSeat()
    else if (this.seats.size === 0) this.giveUp()
    this.feedAll()
  }

  private giveUp(): void {
    this.start.resolve(false)
    for (const waiting of this.queue.dropWhere(() => true)) tellOnce(waiting, unjudged("stopped"))
  }

  /** Waits for more where one answer a request comes, and many of them. */
  private gather(): void {
    const isFew = this.queue.size < GATHER_TASKS * this.seats.size
    const isSoon = performance.now() - this.fedAt < GATHER_MS
    if (isFew && isSoon) setTimeout(() => this.feedAll(), GATHER_MS)
    else this.feedAll()
  }

  private feedAll(): void {
    this.isFeeding = false
    for (const seat of this.seats) this.feed(seat)
  }

  private feed(seat: Seat): void {
    if (!seat.isReady || seat.batch.length > 0 || this.queue.size === 0) return
    const share = Math.max(BATCH_TASKS_MIN, Math.ceil(this.queue.size / this.seats.size))
    const timely = Math.max(1, Math.floor(BATCH_MICROS / this.paceMicros))
    seat.batch = this.queue.take(Math.min(BATCH_TASKS_MAX, share, timely))
    seat.heardAt = performance.now()
    this.fedAt = seat.heardAt
    seat.worker.send(seat.batch.map(({ task }) => task))
  }

  /** Ends what is silent, and lets go of what has waited too long. */
  private sweep(): void {
    const now = performance.now()
    const { deadlineMs } = this.options
    for (const seat of this.seats) {
      const isBusy = seat.batch.length > 0 || !seat.isReady
      const wall = seat.isReady ? wallOf(seat.batch, deadlineMs) : START_WALL_MS_MAX
      if (isBusy && now - seat.heardAt > wall) seat.worker.kill()
    }
    const isLate = ({ since }: Waiting) => now - since > deadlineMs
    // What a worker is at has the wall; what it has not begun, the deadline.
    const behind = [...this.seats].flatMap(({ batch }) => batch.slice(1).filter(isLate))
    for (const waiting of [...behind, ...this.queue.dropWhere(isLate)]) {
      tellOnce(waiting, unjudged("deadline"))
    }
  }
}

/** How long a worker may be silent: options may allow a verdict more fuel, but not for ever. */
function wallOf(batch: readonly Waiting[], deadlineMs: number): number {
  const fuels = batch.map(({ task }) =>
    task.kind === "key" ? Number(/"fuel":(\d+)/.exec(task.options)?.[1] ?? 0) : 0,
  )
  const patience = Math.max(1, Math.max(...fuels) / FUEL_PER_WALL)
  return Math.min(VERDICT_WALL_MS_MAX * patience, Math.max(VERDICT_WALL_MS_MAX, deadlineMs))
}
