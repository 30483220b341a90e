import { type ChildProcess, spawn } from "node:child_process"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { failed, type Outcome, succeeded } from "./outcome.ts"
import type {
  CompleteRequest,
  CompleteResult,
  CreateRequest,
  CreateResult,
  Request,
  Response,
  TrainProgress,
  TrainRequest,
  TrainResult,
} from "./protocol.ts"

/**
 * The embedded learner, in a process of its own. Requests are answered one at a time in the order
 * they were made. Failures are values: the learner's own, and `exited` (naming exit code or
 * signal) for what was pending when the process died; a request made after that fails the same
 * way.
 */
export interface Learner {
  create(request: Omit<CreateRequest, "op">): Promise<Outcome<CreateResult>>
  complete(checkpoint: string, calls: CompleteRequest["calls"]): Promise<Outcome<CompleteResult>>
  train(
    job: Omit<TrainRequest, "op">,
    onProgress?: (progress: TrainProgress) => void,
  ): Promise<Outcome<TrainResult>>
  /** Ends the process and waits until it is gone. A job under way writes nothing. */
  close(): Promise<void>
  readonly pid: number | undefined
}

export interface LearnerOptions {
  readonly threads?: 1 | 2
  /** The Node that runs the child; this process's own when left out. */
  readonly execPath?: string
  /** A folder where Node may keep the child's compiled code: it then starts in 40 ms, not 140. */
  readonly compileCache?: string
}

const STDERR_CHARS_MAX = 2_000 // the end of it, quoted when the child dies
const CLOSE_MS_MAX = 2_000 // the child yields every 50 ms; then it is killed

/**
 * Starts the child. It gets none of this process's environment, and touches no file but those
 * named in requests.
 */
export function startLearner(options: LearnerOptions = {}): Learner {
  const { threads = 2, execPath = process.execPath, compileCache } = options
  const entry = fileURLToPath(import.meta.url).replace(/learner\.(ts|js)$/, "child.$1")
  const env = compileCache === undefined ? {} : { NODE_COMPILE_CACHE: compileCache }
  const child = spawn(execPath, [entry, String(threads)], { env, stdio: "pipe" })
  const pending = new Map<number, Pending>()
  let nextId = 1
  let death: string | undefined
  let complaint = ""

  const died = new Promise<void>((resolve) => {
    const end = (reason: string) => {
      if (death !== undefined) return
      death = complaint === "" ? reason : `${reason}: ${complaint.trim()}`
      for (const waiting of pending.values()) waiting.settle(failed("exited", death))
      pending.clear()
      resolve()
    }
    child.on("error", (error) => end(`the learner did not start: ${error.message}`))
    child.on("close", (code, signal) => end(describeExit(code, signal)))
  })
  child.stderr.on("data", (chunk: Buffer) => {
    complaint = (complaint + chunk.toString("utf8")).slice(-STDERR_CHARS_MAX)
  })
  child.stdin.on("error", () => {}) // a broken pipe is told by `close`
  createInterface({ input: child.stdout }).on("line", (line) => receive(line, pending))

  const ask = <T>(request: Request, onProgress?: (progress: TrainProgress) => void) =>
    new Promise<Outcome<T>>((resolve) => {
      if (death !== undefined) return resolve(failed("exited", death))
      const id = nextId++
      const settle = (outcome: Outcome<unknown>) => resolve(outcome as Outcome<T>)
      pending.set(id, { settle, onProgress })
      child.stdin.write(`${JSON.stringify({ id, ...request })}\n`)
    })
  return {
    create: (request) => ask({ ...request, op: "create" }),
    complete: (checkpoint, calls) => ask({ op: "complete", checkpoint, calls }),
    train: (job, onProgress) => ask({ ...job, op: "train" }, onProgress),
    close: () => stop(child, died),
    get pid() {
      return child.pid
    },
  }
}

interface Pending {
  readonly settle: (outcome: Outcome<unknown>) => void
  readonly onProgress: ((progress: TrainProgress) => void) | undefined
}

function receive(line: string, pending: Map<number, Pending>): void {
  const response = parseResponse(line)
  if (response === undefined || response.id === null) return
  const waiting = pending.get(response.id)
  if (waiting === undefined) return
  if ("progress" in response) {
    waiting.onProgress?.(response.progress)
    return
  }
  pending.delete(response.id)
  if (response.ok) {
    const { id: _id, ok: _ok, ...result } = response
    waiting.settle(succeeded(result))
  } else {
    waiting.settle(failed(response.error.code, response.error.message))
  }
}

/** Undefined for a line that was cut off when the process died; `close` tells of that. */
function parseResponse(line: string): Response | undefined {
  try {
    return JSON.parse(line) as Response
  } catch {
    return undefined
  }
}

async function stop(child: ChildProcess, died: Promise<void>): Promise<void> {
  child.stdin?.end()
  const timer = setTimeout(() => child.kill("SIGKILL"), CLOSE_MS_MAX)
  await died
  clearTimeout(timer)
}

function describeExit(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === null ? `the learner exited with code ${code}` : `the learner died of ${signal}`
}
