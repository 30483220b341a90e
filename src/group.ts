import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"

/** A process by more than its number, which is given again when it has ended. */
export interface ProcessName {
  readonly pid: number
  /** When it was started, in the words of this machine; another start has other words. */
  readonly started: string
}

/** Names a living process; undefined where there is none of this number. */
export function processName(pid: number): ProcessName | undefined {
  const started = startOf(pid)
  return started === undefined ? undefined : { pid, started }
}

/** Whether this very process is still running. */
export function isAlive({ pid, started }: ProcessName): boolean {
  return startOf(pid) === started
}

/** Sends a signal to a process group by its leader; false where nobody is left in it. */
export function signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-leader, signal)
    return true
  } catch {
    return false
  }
}

/** Linux: ticks since boot, with the boot's own name. Elsewhere `ps` knows the second. */
function startOf(pid: number): string | undefined {
  if (process.platform === "linux") return startInProc(pid)
  try {
    const args = ["-o", "lstart=", "-p", String(pid)]
    return execFileSync("ps", args, { stdio: ["ignore", "pipe", "ignore"] }).toString() || undefined
  } catch {
    return undefined
  }
}

function startInProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
    if (/^[ZX]$/.test(fields[0]!)) return undefined // it has ended and waits to be counted
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()
    return `${boot} ${fields[19]}`
  } catch {
    return undefined
  }
}
