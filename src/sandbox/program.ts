import { availableParallelism } from "node:os"
import { type ToolResult, toolFailed } from "../record/tool.ts"
import { type HeldChild, killHeld, startHeld, watchUsage } from "./child.ts"
import type { Holding } from "./probe.ts"
import { type ProgramSandbox, probeProgramSandbox, programStart } from "./program-jail.ts"
import { Queue } from "./program-queue.ts"
import {
  type Ending,
  NO_START,
  OUTPUT_BYTES_MAX,
  type ProgramLimits,
  resultOf,
  type Stop,
} from "./program-result.ts"

export type { ProgramLimits } from "./program-result.ts"

/** Runs programs that nobody trusts, each in a process of its own. */
export interface Programs {
  readonly sandbox: ProgramSandbox
  /** Never rejects. At most as many at a time as there are cores; the others wait. */
  run(program: string, signal?: AbortSignal): Promise<ToolResult>
}

export interface ProgramOptions {
  /** Run without a sandbox where there is none. Every result then says so. */
  readonly unsafe?: boolean
  /** Whether this machine can hold a program; found out by trying, when left out. */
  readonly holding?: Holding
  readonly limits?: Partial<ProgramLimits>
}

export const PROGRAM_LIMITS: ProgramLimits = {
  wallMs: 5_000, // a start takes 40 ms; a search that needs more belongs in the answer's thinking
  bytes: 512 * 1024 * 1024,
}

const PROCESSES_MAX = 8 // prlimit, bwrap, its init and Node are four
const GRACE_MS = 2_000 // what dies with the sandbox lets go of its pipes at once
const FAULT_CHARS_MAX = 4_000

export type OpenedPrograms =
  | { readonly ok: true; readonly programs: Programs }
  | { readonly ok: false; readonly refused: string; readonly advice: string }

/** Finds out how programs can be held here, and refuses where they cannot. */
export async function openPrograms(options: ProgramOptions = {}): Promise<OpenedPrograms> {
  const holding = options.holding ?? (await probeProgramSandbox())
  if (!holding.ok && options.unsafe !== true) {
    return { ok: false, refused: holding.why, advice: holding.advice }
  }
  const sandbox: ProgramSandbox = holding.ok ? "bubblewrap" : "none (--unsafe-programs)"
  const limits = { ...PROGRAM_LIMITS, ...options.limits }
  const run = async (program: string, signal?: AbortSignal): Promise<ToolResult> => {
    const place = await QUEUE.enter(signal)
    if (place === "called-off") return CALLED_OFF
    if (place === "full") return toolFailed("unavailable", "too many programs are waiting to run")
    try {
      return resultOf(await runAlone(program, sandbox, limits, signal), sandbox, limits)
    } finally {
      QUEUE.leave()
    }
  }
  return { ok: true, programs: { sandbox, run } }
}

const QUEUE = new Queue(availableParallelism())
const CALLED_OFF = toolFailed("unavailable", "it was called off")

function runAlone(
  program: string,
  sandbox: ProgramSandbox,
  limits: ProgramLimits,
  signal: AbortSignal | undefined,
): Promise<Ending> {
  return new Promise((resolve) => {
    const child = startOrNull(sandbox)
    if (child === null) return resolve({ stop: undefined, exit: NO_START, printed: "", fault: "" })
    let stop: Stop | undefined
    const end = (why: Stop) => {
      stop ??= why
      killHeld(child)
    }
    const callOff = () => end("called-off")
    signal?.addEventListener("abort", callOff)
    const deadline = setTimeout(() => end("timeout"), limits.wallMs)
    const allowance = { bytes: limits.bytes, processes: PROCESSES_MAX }
    const stopWatching = watchUsage(child, allowance, (over) =>
      end(over === "out-of-memory" ? "memory" : "crashed"),
    )
    const heard = listen(child, () => end("too-long"))
    const finish = (exit: Ending["exit"]) => {
      clearTimeout(deadline)
      stopWatching()
      signal?.removeEventListener("abort", callOff)
      resolve({ stop, exit, ...heard() })
    }
    child.on("error", (error) => finish(error.message))
    child.on("exit", () => setTimeout(() => letGo(child), GRACE_MS).unref())
    child.on("close", (code, killedBy) => finish(killedBy ?? code ?? "unknown"))
    child.stdin.end(program)
    if (signal?.aborted) callOff()
  })
}

/** Node throws where the system has no more handles or processes to give. */
function startOrNull(sandbox: ProgramSandbox): HeldChild | null {
  try {
    return startHeld(programStart(sandbox))
  } catch {
    return null
  }
}

/** Nobody waits for ever for what may still hold the pipes of a process that is gone. */
function letGo(child: HeldChild): void {
  child.stdout.destroy()
  child.stderr.destroy()
}

/** Keeps what it prints up to a limit, and the end of what it complains. */
function listen(child: HeldChild, tooLong: () => void): () => Pick<Ending, "printed" | "fault"> {
  const chunks: Buffer[] = []
  let bytes = 0
  let fault = ""
  child.stdout.on("data", (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes <= OUTPUT_BYTES_MAX) chunks.push(chunk)
    else tooLong()
  })
  child.stderr.on("data", (chunk: Buffer) => {
    fault = (fault + chunk.toString("utf8")).slice(-FAULT_CHARS_MAX)
  })
  return () => ({ printed: Buffer.concat(chunks).toString("utf8"), fault: fault.trim() })
}
