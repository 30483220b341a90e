import { type ToolFault, type ToolResult, toolFailed, toolOutput } from "../record/tool.ts"
import type { ProgramSandbox } from "./program-jail.ts"

/** The result in words, with what was printed before it ended. */
export function resultOf(
  ending: Ending,
  sandbox: ProgramSandbox,
  limits: ProgramLimits,
): ToolResult {
  const printed = ending.printed.trimEnd()
  const held = sandbox === "bubblewrap" ? "" : `\n[run without a sandbox: ${sandbox}]`
  const found = faultOf(ending, limits)
  if (found === null) {
    const text = printed === "" ? "(nothing was printed, and the last value is undefined)" : printed
    return toolOutput(text + held)
  }
  const [code, why] = found
  const before = printed === "" ? "" : `\nPrinted until then:\n${printed}`
  return toolFailed(code, why + before + held)
}

export interface ProgramLimits {
  /** From its start to its end, in milliseconds. */
  readonly wallMs: number
  /** Resident memory. */
  readonly bytes: number
}

export const OUTPUT_BYTES_MAX = 128 * 1024 // more than program-host.js lets through

export type Stop = "timeout" | "memory" | "too-long" | "crashed" | "called-off"

/** What is left of a process: why it was stopped, how it ended, what it said. */
export interface Ending {
  readonly stop: Stop | undefined
  readonly exit: number | NodeJS.Signals | string
  readonly printed: string
  readonly fault: string
}

/** In the place of an exit code where no process began. */
export const NO_START = "spawn failed"

const EXIT_ERROR = 70 // program-host.js: the program threw
const EXIT_MEMORY = 71 // program-host.js: memory was refused
const EXIT_WAITING = 13 // Node's own, for an await that never comes
const MEMORY_WORDS = /out of memory|allocation fail|failed to allocate/i
const CPU_ENDINGS: ReadonlySet<Ending["exit"]> = new Set(["SIGXCPU", 128 + 24])

function faultOf(
  { stop, exit, fault }: Ending,
  limits: ProgramLimits,
): readonly [ToolFault, string] | null {
  const tooMuch = "it used more memory than a program gets"
  if (stop === "called-off") return ["unavailable", "it was called off"]
  if (stop === "timeout") return [stop, `it ran longer than ${limits.wallMs / 1_000} s`]
  if (stop === "memory") return [stop, tooMuch]
  if (stop === "too-long") return [stop, `it printed more than ${OUTPUT_BYTES_MAX / 1024} KB`]
  if (stop === "crashed") return [stop, "it started too many processes"]
  if (exit === 0) return null
  if (exit === EXIT_ERROR) return ["error", fault]
  if (exit === EXIT_WAITING) return ["error", "it waits for something that never comes"]
  if (exit === EXIT_MEMORY || MEMORY_WORDS.test(fault)) return ["memory", tooMuch]
  if (CPU_ENDINGS.has(exit)) return ["timeout", "it used too much processor time"]
  if (/^(bwrap|prlimit|setpriv):|^spawn /.test(typeof exit === "string" ? exit : fault)) {
    return ["unavailable", "the sandbox does not start"]
  }
  if (typeof exit === "number" && exit < 128) return ["error", `it ended itself with code ${exit}`]
  return ["crashed", "its process died"]
}
