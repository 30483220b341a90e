import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process"
import type { Start } from "./jail.ts"
import { usageOf } from "./tree.ts"

export type HeldChild = ChildProcessWithoutNullStreams

/** Starts a process that nothing it has started outlives, and that does not outlive this one. */
export function startHeld({ file, args, cwd, env }: Start): HeldChild {
  killLivingAtExit()
  // A group of its own, so that what it starts can be killed with it.
  const child = spawn(file, [...args], { cwd, env: { ...env }, stdio: "pipe", detached: true })
  living.add(child)
  child.on("error", () => living.delete(child))
  child.on("close", () => living.delete(child))
  child.stdin.on("error", () => {}) // a broken pipe is told by `close`
  return child
}

/** Kills it and all that it has started. */
export function killHeld(child: HeldChild): void {
  if (child.pid === undefined || !living.has(child)) return
  try {
    process.kill(-child.pid, "SIGKILL")
  } catch {
    child.kill("SIGKILL") // the group is gone or not yet made
  }
}

/** What a process and its children may use before they are killed. */
export interface Allowance {
  /** Resident memory. */
  readonly bytes: number
  readonly processes: number
}

const WATCH_MS = 50 // between two looks at the memory

/** Looks at what a child uses until it is told to stop, and tells what went over. */
export function watchUsage(
  child: HeldChild,
  allowance: Allowance,
  tell: (over: "out-of-memory" | "too-many-processes") => void,
): () => void {
  const watch = setInterval(() => {
    if (child.pid === undefined || !living.has(child)) return
    const { bytes, processes } = usageOf(child.pid)
    if (bytes > allowance.bytes) tell("out-of-memory")
    else if (processes > allowance.processes) tell("too-many-processes")
  }, WATCH_MS)
  return () => clearInterval(watch)
}

const living = new Set<HeldChild>()
let watching = false

/** Nothing that was started here outlives this process, as far as it can still act. */
function killLivingAtExit(): void {
  if (watching) return
  watching = true
  process.on("exit", () => {
    for (const child of living) killHeld(child)
  })
}
