import type { Mark } from "../cli/grade-mark.ts"
import type { Task } from "./task.ts"

const TURN_TASKS = 8 // of one request, before the next one has its turn
const BATCH_CHARS_MAX = 1024 * 1024

/** A task and who waits for its mark. */
export interface Waiting {
  readonly task: Task
  readonly since: number
  readonly tell: (mark: Mark) => void
  /** Its batch has met a silence: it goes alone, to find the task that caused it. */
  isSuspect: boolean
  isTold: boolean
}

/** Tells a mark, once: what comes after a deadline comes too late. */
export function tellOnce(waiting: Waiting, mark: Mark): void {
  if (waiting.isTold) return
  waiting.isTold = true
  waiting.tell(mark)
}

/**
 * What waits to be judged. Requests take turns: none waits for the whole of another, which may be
 * long and slow. Within a request the order is kept.
 */
export class Queue {
  private readonly requests: { readonly from: object; readonly tasks: Waiting[] }[] = []
  private suspects: Waiting[] = []
  private count = 0

  get size(): number {
    return this.count
  }

  /** Puts a task behind the others `from` the same request. */
  push(waiting: Waiting, from: object): void {
    this.count++
    const last = this.requests.at(-1)
    if (last?.from === from) last.tasks.push(waiting)
    else this.requests.push({ from, tasks: [waiting] })
  }

  /** Takes back what was taken; these go first, each alone. */
  suspect(batch: readonly Waiting[]): void {
    for (const waiting of batch) waiting.isSuspect = true
    this.suspects.unshift(...batch)
    this.count += batch.length
  }

  /** The next tasks: a suspect alone, and no more text than fits. */
  take(most: number): Waiting[] {
    const batch = this.suspects.length > 0 ? [this.suspects.shift()!] : this.taken(most)
    this.count -= batch.length
    return batch
  }

  private taken(most: number): Waiting[] {
    const batch: Waiting[] = []
    let chars = 0
    while (batch.length < most && this.requests.length > 0) {
      const request = this.requests.shift()!
      const { tasks } = request
      let isFull = false
      for (let turn = 0; turn < TURN_TASKS && tasks.length > 0 && batch.length < most; turn++) {
        chars += tasks[0]!.task.answer.length
        isFull = batch.length > 0 && chars > BATCH_CHARS_MAX
        if (isFull) break
        batch.push(tasks.shift()!)
      }
      if (isFull) this.requests.unshift(request)
      else if (tasks.length > 0) this.requests.push(request)
      if (isFull) break
    }
    return batch
  }

  /** Lets go of those that the test names. */
  dropWhere(isDropped: (waiting: Waiting) => boolean): readonly Waiting[] {
    const dropped: Waiting[] = []
    const kept = (waiting: Waiting) => {
      if (isDropped(waiting)) dropped.push(waiting)
      return !isDropped(waiting)
    }
    this.suspects = this.suspects.filter(kept)
    for (const request of this.requests.splice(0)) {
      const tasks = request.tasks.filter(kept)
      if (tasks.length > 0) this.requests.push({ from: request.from, tasks })
    }
    this.count -= dropped.length
    return dropped
  }
}
