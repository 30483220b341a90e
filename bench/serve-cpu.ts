import { readFileSync } from "node:fs"

const TICKS_A_SECOND = 100 // of the kernel's accounts

/** Seconds of the processor, by who spent them. */
export interface Cpu {
  readonly server: number
  readonly judging: number
  readonly asking: number
}

/** What a server, the processes it has started and this process have spent so far. Linux only. */
export function cpuOf(server: number): Cpu {
  const children = readFileSync(`/proc/${server}/task/${server}/children`, "utf8")
  const judging = children.trim().split(" ").filter(Boolean).map(Number)
  const { user, system } = process.cpuUsage()
  return {
    server: secondsOf(server),
    judging: judging.reduce((sum, pid) => sum + secondsOf(pid), 0),
    asking: (user + system) / 1e6,
  }
}

export function cpuSince(before: Cpu, now: Cpu): Cpu {
  return {
    server: now.server - before.server,
    judging: now.judging - before.judging,
    asking: now.asking - before.asking,
  }
}

function secondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ")
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND
}
