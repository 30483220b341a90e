import { type ChildProcess, fork } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { RunFailure } from "../run/failure.ts"
import { openSqliteStore } from "../store/sqlite.ts"
import { EXIT } from "./exit.ts"
import { needsOf, type PlannedRun } from "./study-plan.ts"

const STDERR_CHARS = 2_000 // of a run that failed: enough for its last words

export interface Playing {
  readonly folder: string
  /** Runs at the same time, one core each. */
  readonly jobs: number
  heard(run: PlannedRun, state: "begins" | "ended" | "was there"): void
}

/**
 * Plays what is not yet at its end, so many runs at a time, each when those that it shares a past
 * or problems with have ended. A run that was killed goes on from its journal.
 */
export async function playAll(runs: readonly PlannedRun[], playing: Playing): Promise<void> {
  const done = new Set<string>()
  for (const run of runs) {
    if (!(await hasEnded(playing.folder, run))) continue
    done.add(run.id)
    playing.heard(run, "was there")
  }
  const waiting = runs.filter(({ id }) => !done.has(id))
  const busy = new Set<Promise<void>>()
  const children = new Set<ChildProcess>()
  const stopOthers = (error: unknown) => {
    for (const child of children) child.kill()
    throw error
  }
  while (waiting.length > 0 || busy.size > 0) {
    const next = waiting.findIndex((run) => needsOf(run).every((id) => done.has(id)))
    if (next < 0 || busy.size >= playing.jobs) {
      await Promise.race(busy).catch(stopOthers)
      continue
    }
    const [run] = waiting.splice(next, 1) as [PlannedRun]
    playing.heard(run, "begins")
    const work = playOne(playing.folder, run, children).then(() => {
      done.add(run.id)
      busy.delete(work)
      playing.heard(run, "ended")
    })
    busy.add(work)
  }
}

/** Whether the run's journal has come to its end. */
export async function hasEnded(folder: string, { id }: PlannedRun): Promise<boolean> {
  const journal = join(folder, id, "journal.sqlite")
  if (!existsSync(journal)) return false
  const store = openSqliteStore(journal, { readOnly: true })
  try {
    const length = await store.length()
    for await (const { kind } of store.read(Math.max(0, length - 1))) return kind === "run.closed"
    return false
  } finally {
    await store.close()
  }
}

/** Exit codes of a run that waits for something: the study waits with it, by the same code. */
const PAUSES: ReadonlyMap<number | null, string> = new Map([
  [EXIT.spent, "exhausted"],
  [EXIT.awaiting, "awaiting-approval"],
])

/** In a process of its own, which ends when this one does. */
function playOne(folder: string, { id }: PlannedRun, children: Set<ChildProcess>): Promise<void> {
  const child = fork(new URL("./study-child.ts", import.meta.url), [folder, id], {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  })
  children.add(child)
  let stderr = ""
  child.stderr!.on("data", (chunk) => {
    stderr = `${stderr}${chunk}`.slice(-STDERR_CHARS)
  })
  return new Promise((resolve, reject) => {
    child.on("error", reject)
    child.on("close", (code) => {
      children.delete(child)
      // A tripwire that halts a run is a result of it, and no failure of the study.
      if (code === EXIT.done || code === EXIT.halted) return resolve()
      const how = PAUSES.get(code) ?? "arm-failed"
      const told = `run ${id} ended with ${code}: ${stderr.trim()}`
      reject(new RunFailure("run", how, told, "once that is seen to, the same command goes on"))
    })
  })
}
