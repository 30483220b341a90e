import type { z } from "zod"
import { hasCanonicalForm } from "../record/canonical.ts"
import { type HeldChild, killHeld, startHeld, watchUsage } from "./child.ts"
import type { Start } from "./jail.ts"
import {
  LINE_BYTES_MAX,
  type Method,
  type Question,
  RESULTS,
  Response,
  type Result,
} from "./protocol.ts"

/** Why a question has no answer. None of them says anything about what was asked. */
export type Silence =
  | "timed-out"
  | "crashed"
  | "out-of-memory"
  | "too-many-processes"
  | "too-long"
  | "malformed"
  | "failed"
  | "closed"

export type Answer<M extends Method> =
  | { readonly ok: true; readonly result: Result<M> }
  | { readonly ok: false; readonly reason: Silence; readonly detail: string }

export interface Limits {
  /** For one answer, in milliseconds; then the process is killed. */
  readonly answerMs: number
  /** For the first answer of a process, its start included. */
  readonly startMs: number
  /** Resident memory of the process and its children. */
  readonly bytes: number
  /** Times that the process is started again after a death. */
  readonly restarts: number
}

export const LIMITS: Limits = {
  answerMs: 2_000, // the slowest honest verdict takes a hundredth of it
  startMs: 15_000, // a cold start under load
  bytes: 512 * 1024 * 1024,
  restarts: 100,
}

const PROCESSES_MAX = 64 // of a plug-in
const COMPLAINT_CHARS_MAX = 500 // the end of what it said on standard error

/** A verifier's process: asked one question at a time, killed when it breaks a limit. */
export class VerifierProcess {
  private readonly start: () => Start
  private readonly limits: Limits
  private child: Child | undefined
  private queue: Promise<unknown> = Promise.resolve()
  private starts = 0
  private closed = false
  private id = 0

  constructor(start: () => Start, limits: Limits) {
    this.start = start
    this.limits = limits
  }

  /** Times that the process has died and been started again. */
  get restarts(): number {
    return Math.max(0, this.starts - 1)
  }

  ask<M extends Method>(method: M, question: Question): Promise<Answer<M>> {
    const answer = this.queue.then(() => this.askNow(method, question))
    this.queue = answer
    return answer
  }

  /** Ends the process and waits until it is gone. */
  async close(): Promise<void> {
    this.closed = true
    await this.child?.kill("closed")
  }

  private async askNow<M extends Method>(method: M, question: Question): Promise<Answer<M>> {
    const id = ++this.id
    const line = `${JSON.stringify({ id, method, ...question })}\n`
    if (this.closed) return silent("closed", "the plug-in was closed")
    if (Buffer.byteLength(line) > LINE_BYTES_MAX) return silent("too-long", "the question")
    if (this.child === undefined || this.child.isDead) {
      if (this.starts > this.limits.restarts) return silent("crashed", "it died too often")
      this.starts++
      this.child = new Child(this.start(), this.limits.bytes)
    }
    const { child, limits } = this
    const got = await child.exchange(line, child.hasSpoken ? limits.answerMs : limits.startMs)
    if (!got.ok) return got
    const answer = readAnswer(method, id, got.line)
    if (!answer.ok && answer.reason === "malformed") await child.kill("malformed")
    return answer
  }
}

function readAnswer<M extends Method>(method: M, id: number, line: string): Answer<M> {
  let json: unknown
  try {
    json = JSON.parse(line)
  } catch {
    return silent("malformed", "its answer is no JSON")
  }
  const response = Response.safeParse(json)
  if (!response.success) return silent("malformed", "its answer has another shape")
  if (response.data.id !== id) return silent("malformed", "it answers another question")
  if (!response.data.ok) return silent("failed", response.data.error)
  const schema: z.ZodType = RESULTS[method]
  const result = schema.safeParse(response.data.result)
  // What has no canonical form can be neither hashed nor journalled: a lone surrogate, a -0.
  if (!result.success || !hasCanonicalForm(result.data)) {
    return silent("malformed", `its result for ${method} has another shape`)
  }
  return { ok: true, result: result.data as Result<M> }
}

function silent(reason: Silence, detail: string): Extract<Answer<"judge">, { ok: false }> {
  return { ok: false, reason, detail }
}

type Got =
  | { readonly ok: true; readonly line: string }
  | { readonly ok: false; readonly reason: Silence; readonly detail: string }

class Child {
  isDead = false
  hasSpoken = false
  private readonly child: HeldChild
  private readonly bytesMax: number
  private readonly gone: Promise<void>
  private heard: Buffer[] = []
  private heardBytes = 0
  private complaint = ""
  private why: Silence | undefined
  private settle: ((got: Got) => void) | undefined

  constructor(start: Start, bytesMax: number) {
    this.bytesMax = bytesMax
    this.child = startHeld(start)
    this.gone = new Promise((resolve) => {
      const end = (detail: string) => {
        this.isDead = true
        const said = this.complaint.trim()
        this.finish(silent(this.why ?? "crashed", said === "" ? detail : `${detail}: ${said}`))
        resolve()
      }
      this.child.on("error", (error) => end(error.message))
      this.child.on("close", (code, signal) => end(signal ?? `exit code ${code}`))
    })
    this.child.stdout.on("data", (chunk: Buffer) => this.hear(chunk))
    this.child.stderr.on("data", (chunk: Buffer) => {
      this.complaint = (this.complaint + chunk.toString("utf8")).slice(-COMPLAINT_CHARS_MAX)
    })
  }

  /** Writes a line and waits for one, no longer than this. */
  exchange(line: string, ms: number): Promise<Got> {
    return new Promise((resolve) => {
      if (this.isDead) return resolve(silent("crashed", "it has ended"))
      if (this.heardBytes > 0) {
        void this.kill("malformed").then(() => resolve(silent("malformed", "it spoke unasked")))
        return
      }
      const deadline = setTimeout(() => void this.kill("timed-out"), ms)
      const allowance = { bytes: this.bytesMax, processes: PROCESSES_MAX }
      const stopWatching = watchUsage(this.child, allowance, (over) => void this.kill(over))
      this.settle = (got) => {
        clearTimeout(deadline)
        stopWatching()
        this.settle = undefined
        resolve(got)
      }
      this.child.stdin.write(line)
    })
  }

  /** Kills it for a reason that its pending question is told, and waits until it is gone. */
  kill(why: Silence): Promise<void> {
    this.why ??= why
    if (!this.isDead) killHeld(this.child)
    return this.gone
  }

  private finish(got: Got): void {
    this.settle?.(got)
  }

  private hear(chunk: Buffer): void {
    if (this.why !== undefined) return // it is being killed
    const end = chunk.indexOf(0x0a)
    this.heardBytes += end === -1 ? chunk.length : end
    if (this.heardBytes > LINE_BYTES_MAX) {
      void this.kill("too-long")
      return
    }
    if (end === -1) {
      this.heard.push(chunk)
      return
    }
    this.hasSpoken = true
    const line = Buffer.concat([...this.heard, chunk.subarray(0, end)]).toString("utf8")
    const rest = chunk.subarray(end + 1)
    this.heard = rest.length === 0 ? [] : [rest]
    this.heardBytes = rest.length
    if (this.settle === undefined || rest.length > 0) void this.kill("malformed")
    else this.finish({ ok: true, line })
  }
}
