import { readFileSync } from "node:fs"

const PROCESSES_MAX = 4_096 // of a walk: a fork bomb must not keep its watcher busy

/** What a process and all that it has started use. Zero where the system does not tell. */
export function usageOf(pid: number): { readonly bytes: number; readonly processes: number } {
  let bytes = 0
  let processes = 0
  const waiting = [pid]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (++processes >= PROCESSES_MAX) break
    bytes += residentBytes(next)
    waiting.push(...childrenOf(next))
  }
  return { bytes, processes }
}

function residentBytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`))?.[1]
  return kilobytes === undefined ? 0 : Number(kilobytes) * 1024
}

function childrenOf(pid: number): number[] {
  return read(`/proc/${pid}/task/${pid}/children`).trim().split(" ").filter(Boolean).map(Number)
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return ""
  }
}
