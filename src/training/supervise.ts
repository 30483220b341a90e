import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { isAlive, signalGroup } from "../group.ts"
import { type JobFolder, ProcessFile, readAs } from "./job-folder.ts"

export interface Supervising {
  readonly jobs: string
  readonly job: string
  readonly minutesMax: number
  readonly argv: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

/** A supervisor that this process has started. */
export interface Supervisor {
  /** Whether it has ended, or was never there. */
  isGone(): boolean
  /** Asks it to end its program, or not to begin it; waits for nothing. */
  stop(): void
}

/** Starts a supervisor that outlives this process; it leaves again if another holds the job. */
export function startSupervisor(what: Supervising): Supervisor {
  const { jobs, job, minutesMax, argv, environment: env } = what
  const entry = fileURLToPath(import.meta.url).replace(/supervise\.(ts|js)$/, "supervisor.$1")
  const args = [entry, jobs, job, String(minutesMax), ...argv]
  const child = spawn(process.execPath, args, { detached: true, stdio: "ignore", env })
  child.on("error", () => {}) // then nobody takes hold, which is told by whoever waits for it
  child.unref()
  return {
    isGone: () => child.pid === undefined || child.exitCode !== null || child.signalCode !== null,
    stop: () => void child.kill("SIGTERM"),
  }
}

/** Whether a supervisor holds the job; undefined where none has ever. */
export function isHeld({ holder: path }: JobFolder): boolean | undefined {
  const holder = readAs(path, ProcessFile)
  return holder && isAlive(holder)
}

/** Asks the supervisor that holds the job to end its program, and waits for nothing. */
export function askToEnd({ holder: path, end }: JobFolder): void {
  const holder = readAs(path, ProcessFile)
  if (holder === undefined || !isAlive(holder) || existsSync(end)) return
  try {
    process.kill(holder.pid, "SIGTERM")
  } catch {
    // It has ended in this moment.
  }
}

/** Ends the program that a supervisor has left behind, with all that it has started. */
export function endOrphan({ program }: JobFolder): void {
  const orphan = readAs(program, ProcessFile)
  if (orphan !== undefined && isAlive(orphan)) signalGroup(orphan.pid, "SIGKILL")
}
