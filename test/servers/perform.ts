import type { ServerResponse } from "node:http"
import { setImmediate as immediate, setTimeout as pause } from "node:timers/promises"
import type { Chaos } from "./chaos.ts"
import { FAULTS, type Fault } from "./fault-names.ts"
import type { Answer, Counts, Incoming, Protocol, RecordedRequest } from "./http.ts"

export interface Setting {
  readonly protocol: Protocol
  readonly chaos: Chaos
  readonly latencyMs: number
  readonly inFlightMax: number
  readonly counts: Counts
}

/** Answers a request, or lets its fault befall it. */
export async function perform(
  setting: Setting,
  response: ServerResponse,
  record: RecordedRequest,
  incoming: Incoming,
): Promise<void> {
  const { protocol, chaos, latencyMs, counts } = setting
  if (counts.inFlight > setting.inFlightMax) {
    const headers = { "retry-after": String(chaos.plan.retryAfterSeconds) }
    return sendWhole(response, record, protocol.failure(429, headers), false)
  }
  const waitMs = latencyMs + (incoming.fault === "late" ? chaos.plan.lateMs : 0)
  // The clock runs while the reply is made, so that many at once are all in time.
  const due = waitMs > 0 ? pause(waitMs) : undefined
  const refusal = refusalOf(setting, incoming.fault)
  if (refusal !== undefined) {
    await due
    return sendWhole(response, record, refusal, false)
  }
  if (incoming.fault === "hang") return
  if (incoming.fault === "reset-before-headers") {
    await due
    return reset(response)
  }
  const answer = protocol.answer(incoming)
  bill(counts, answer)
  await due
  const spoilt = SPOILERS[incoming.fault ?? "none"]
  if (spoilt !== undefined) return spoilt(setting, response, record, answer)
  return sendWhole(response, record, answer, answer.status < 400 && isTruthful(incoming.fault))
}

function bill({ billed }: Counts, answer: Answer): void {
  billed.replies += answer.billed?.replies ?? 0
  billed.input += answer.billed?.input ?? 0
  billed.output += answer.billed?.output ?? 0
}

/** Whether a client that got the whole reply may keep it. */
function isTruthful(fault: Fault | null): boolean {
  return fault === null || fault === "late" || !FAULTS[fault].transient
}

const STATUS: Partial<Record<Fault, number>> = {
  "rate-limited": 429,
  "rate-limited-no-header": 429,
  overloaded: 529,
  "status-500": 500,
  "status-502": 502,
  "status-503": 503,
  "status-504": 504,
}

const HTML = "<!doctype html><title>Sign in</title><p>You are behind a captive portal.</p>"

function refusalOf({ protocol, chaos }: Setting, fault: Fault | null): Answer | undefined {
  if (fault === null) return undefined
  if (fault === "html-200") {
    return { status: 200, headers: { "content-type": "text/html; charset=utf-8" }, body: HTML }
  }
  const status = STATUS[fault]
  if (status === undefined) return undefined
  const seconds = String(chaos.plan.retryAfterSeconds)
  return protocol.failure(status, fault === "rate-limited" ? { "retry-after": seconds } : {})
}

function sendWhole(
  response: ServerResponse,
  record: RecordedRequest,
  answer: Answer,
  isAnswer: boolean,
): void {
  record.status = answer.status
  response.once("finish", () => {
    record.answered = isAnswer
  })
  response.writeHead(answer.status, answer.headers)
  if (typeof answer.body === "string") return void response.end(answer.body)
  for (const event of answer.body) response.write(event)
  response.end()
}

type Spoiler = (
  setting: Setting,
  response: ServerResponse,
  record: RecordedRequest,
  answer: Answer,
) => void | Promise<void>

/** What is done to a good answer on its way out. */
const SPOILERS: Partial<Record<Fault | "none", Spoiler>> = {
  "reset-after-headers": (_setting, response, record, answer) => {
    startOf(response, record, answer)
    response.flushHeaders()
    response.write(textOf(answer).slice(0, 1), () => reset(response))
  },
  "slow-drip": async ({ chaos }, response, record, answer) => {
    startOf(response, record, answer)
    for (const byte of Buffer.from(textOf(answer))) {
      if (response.destroyed) return
      response.write(Buffer.of(byte))
      await (chaos.plan.dripMs > 0 ? pause(chaos.plan.dripMs) : immediate())
    }
    response.once("finish", () => {
      record.answered = true
    })
    response.end()
  },
  // The length is not announced, so that the cut shows in the text alone.
  "truncated-json": (_setting, response, record, answer) => {
    startOf(response, record, answer)
    response.end(half(textOf(answer)))
  },
  "two-documents": (_setting, response, record, answer) => {
    startOf(response, record, answer)
    response.end(textOf(answer) + textOf(answer))
  },
  "truncated-stream": (_setting, response, record, answer) => {
    startOf(response, record, answer)
    response.end(half(textOf(answer)))
  },
  "error-in-stream": ({ protocol }, response, record, answer) => {
    startOf(response, record, answer)
    const events = typeof answer.body === "string" ? [answer.body] : answer.body
    const begun = events.slice(0, Math.ceil(events.length / 2))
    response.end(begun.join("") + protocol.streamError)
  },
  "repeated-events": (_setting, response, record, answer) => {
    startOf(response, record, answer)
    const events = typeof answer.body === "string" ? [answer.body] : answer.body
    response.end(events.flatMap((event) => [event, event]).join(""))
  },
}

function startOf(response: ServerResponse, record: RecordedRequest, answer: Answer): void {
  record.status = answer.status
  response.writeHead(answer.status, answer.headers)
}

function textOf({ body }: Answer): string {
  return typeof body === "string" ? body : body.join("")
}

function half(text: string): string {
  return text.slice(0, Math.floor(text.length / 2))
}

/** Breaks the connection off as a crash would: with a reset, not with a polite end. */
function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy()
}
