import { type ChildProcess, fork } from "node:child_process"
import { getCompileCacheDir } from "node:module"
import { dirname } from "node:path"
import { RunFailure } from "../run/failure.ts"
import { type Mark, type Question, unjudged } from "./grade-mark.ts"

const VERDICT_WALL_MS_MAX = 2_000 // fuel ends a verdict within 100 ms; this is for what fuel missed
const FUEL_PER_WALL = 20_000 // what a verdict may spend unless its options say more
const START_WALL_MS_MAX = 60_000 // loading takes 0.2 s on a quiet machine
const HEAP_MB_MAX = 512 // honest batches need less than 100

/** Marks batches of questions, in order, one batch at a time. */
export interface Bench {
  mark(batch: readonly Question[]): Promise<readonly Mark[]>
  close(): void
}

/**
 * The judge in a process of its own. It bounds its work by counting it; should a fault there hang
 * or eat memory all the same, that process is killed, the question is `undecided`, reason
 * `stopped`, and a fresh process goes on: nothing in one line can cost the lines after it.
 */
export function openBench(wallMs = VERDICT_WALL_MS_MAX): Bench {
  let judging = startJudge()
  return {
    async mark(batch) {
      const marks: Mark[] = []
      let isAlone = false // after a silence, one by one, to find the question that caused it
      while (marks.length < batch.length) {
        const next = batch.slice(marks.length, isAlone ? marks.length + 1 : undefined)
        const before = marks.length
        if (await judging.mark(next, marks, wallMs * patienceWith(next))) continue
        judging.kill()
        judging = startJudge()
        if (isAlone && marks.length === before) marks.push(unjudged("stopped"))
        isAlone = !isAlone
      }
      return marks
    },
    close() {
      judging.leave()
    },
  }
}

/** How many times the usual wait is due: options may allow a verdict more fuel. */
function patienceWith(batch: readonly Question[]): number {
  const fuels = batch.map(({ options }) => Number(/"fuel":(\d+)/.exec(options)?.[1] ?? 0))
  return Math.max(1, Math.max(...fuels) / FUEL_PER_WALL)
}

function startJudge() {
  const cache = getCompileCacheDir()
  const child = fork(new URL("./grade-child.ts", import.meta.url), {
    execArgv: [`--max-old-space-size=${HEAP_MB_MAX}`, "--disable-warning=ExperimentalWarning"],
    env: { ...process.env, ...(cache !== undefined && { NODE_COMPILE_CACHE: dirname(cache) }) },
    serialization: "advanced",
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  })
  const hear = inboxOf(child)
  const started = hear(START_WALL_MS_MAX)
  return {
    /** Adds the marks as they come; false when the process is silent for too long, or gone. */
    async mark(batch: readonly Question[], marks: Mark[], wallMs: number): Promise<boolean> {
      if ((await started) === undefined) {
        throw new RunFailure("verifier", "process", "the judge's process does not start")
      }
      const wanted = marks.length + batch.length
      child.send(batch, () => {}) // one that cannot be sent to is heard of as gone
      while (marks.length < wanted) {
        const made = await hear(wallMs)
        if (made === undefined) return false
        marks.push(...made)
      }
      return true
    },
    kill() {
      child.kill("SIGKILL")
    },
    /** It ends by itself, and keeps its compiled code for the next one. */
    leave() {
      if (child.connected) child.disconnect()
    },
  }
}

/** Asks for the next marks: undefined when the process is gone or says nothing in time. */
function inboxOf(child: ChildProcess): (wallMs: number) => Promise<readonly Mark[] | undefined> {
  const arrived: (readonly Mark[])[] = []
  let isGone = false
  let wake = () => {}
  const leave = () => {
    isGone = true
    wake()
  }
  child.on("message", (made) => {
    arrived.push(made as readonly Mark[])
    wake()
  })
  child.on("exit", leave)
  child.on("error", leave)
  return async (wallMs) => {
    if (arrived.length === 0 && !isGone) {
      await new Promise<void>((resolve) => {
        wake = resolve
        AbortSignal.timeout(wallMs).addEventListener("abort", () => resolve(), { once: true })
      })
    }
    return arrived.shift()
  }
}
