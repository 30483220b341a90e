import { readFileSync } from "node:fs"

const TICKS_A_SECOND = 100 // of the kernel's accounts

/** Seconds of the processor, by who spent them. */
export interface Cpu {
  readonly server: number
  readonly judging: number
  /** What the host gave to others while somebody here wanted it. */
  readonly stolen: number
}

/** What a server and the processes it has started have spent so far. Linux only. */
export function cpuOf(server: number): Cpu {
  const children = readFileSync(`/proc/${server}/task/${server}/children`, "utf8")
  const judging = children.trim().split(" ").filter(Boolean).map(Number)
  return {
    server: secondsOf(server),
    judging: judging.reduce((sum, pid) => sum + secondsOf(pid), 0),
    stolen: stolenSeconds(),
  }
}

export function cpuSince(before: Cpu, now: Cpu): Cpu {
  return {
    server: now.server - before.server,
    judging: now.judging - before.judging,
    stolen: now.stolen - before.stolen,
  }
}

function secondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ")
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND
}

function stolenSeconds(): number {
  const [, , , , , , , , stolen] = readFileSync("/proc/stat", "utf8").split(/\s+/)
  return Number(stolen) / TICKS_A_SECOND
}
