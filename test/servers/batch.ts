import { z } from "zod"
import { randomStream, shuffled } from "../../src/rule/random.ts"
import { errorBody, type Refused } from "./anthropic-answer.ts"
import { replyTo, type Setting } from "./anthropic-message.ts"
import { invalid, readRequest, refusalOf } from "./anthropic-refuse.ts"
import { MessageRequest } from "./anthropic-wire.ts"
import type { Billed } from "./http.ts"

export interface BatchPlan {
  /** Milliseconds from a batch's creation to its end. */
  readonly delayMs: number
  /** Shares of the requests, from 0 to 1, chosen by their content and the batch's number. */
  readonly expired: number
  readonly errored: number
  /** Whether a batch that is handed in twice under one `Idempotency-Key` is made once. */
  readonly honoursKeys: boolean
}

export interface Batch {
  readonly id: string
  readonly requests: readonly BatchItem[]
  readonly createdAt: number
  canceledAt: number | null
  deleted: boolean
  /** Set when the results are first made. */
  results: Results | null
}

export interface Results {
  readonly lines: string
  readonly billed: Billed
}

const BatchItem = z.strictObject({
  custom_id: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
  params: z.unknown(),
})
type BatchItem = z.infer<typeof BatchItem>

const REQUESTS_MAX = 100_000 // requests of one batch
export const BatchRequest = z.strictObject({
  requests: z.array(BatchItem).min(1).max(REQUESTS_MAX),
})

const DAY_MS = 86_400_000 // a batch that has not ended by then expires

/** A batch as the interface shows it. */
export function showBatch(batch: Batch, plan: BatchPlan, origin: string): object {
  const end = endOf(batch, plan)
  const counts = { processing: 0, succeeded: 0, errored: 0, canceled: 0, expired: 0 }
  if (end === null) counts.processing = batch.requests.length
  else for (const item of batch.requests) counts[fateOf(batch, plan, item)]++
  const status = batch.canceledAt === null ? "in_progress" : "canceling"
  return {
    id: batch.id,
    type: "message_batch",
    processing_status: end === null ? status : "ended",
    request_counts: counts,
    created_at: timeText(batch.createdAt),
    expires_at: timeText(batch.createdAt + DAY_MS),
    ended_at: end === null ? null : timeText(end),
    cancel_initiated_at: batch.canceledAt === null ? null : timeText(batch.canceledAt),
    archived_at: null,
    results_url: end === null ? null : `${origin}/v1/messages/batches/${batch.id}/results`,
  }
}

/** When a batch ended, or null where it has not: the clock alone moves it. */
export function endOf(batch: Batch, plan: BatchPlan): number | null {
  const end = batch.canceledAt ?? batch.createdAt + plan.delayMs
  return Date.now() >= end ? end : null
}

/** One line for each request, in an order of no meaning. */
export function resultsOf(setting: Setting, batch: Batch, plan: BatchPlan): Results {
  const billed: Billed = { replies: 0, input: 0, output: 0 }
  const order = shuffled(batch.requests, randomStream(0, "order", batch.id))
  const lines = order.map((item) => {
    const result = resultOf(setting, fateOf(batch, plan, item), item, billed)
    return JSON.stringify({ custom_id: item.custom_id, result })
  })
  return { lines: `${lines.join("\n")}\n`, billed }
}

type Fate = "succeeded" | "errored" | "expired" | "canceled"

function fateOf(batch: Batch, plan: BatchPlan, item: BatchItem): Fate {
  const { id, requests, canceledAt, createdAt } = batch
  // Of a batch that was called off, the first half had been answered.
  const isEarly = canceledAt !== null && canceledAt < createdAt + plan.delayMs
  if (isEarly && requests.indexOf(item) >= requests.length / 2) return "canceled"
  const draw = randomStream(0, "batch", id, item.custom_id).next()
  if (draw < plan.expired) return "expired"
  if (draw < plan.expired + plan.errored) return "errored"
  return faultOf(item) === undefined ? "succeeded" : "errored"
}

function resultOf(setting: Setting, type: Fate, item: BatchItem, billed: Billed): object {
  switch (type) {
    case "expired":
    case "canceled":
      return { type }
    case "errored": {
      const fault = faultOf(item) ?? { type: "api_error", message: "Internal server error" }
      return { type, error: errorBody(fault.type, fault.message) }
    }
    case "succeeded": {
      const params = MessageRequest.parse(item.params)
      const reply = replyTo(setting, params, null, "batch")
      billed.replies++
      billed.input += reply.billed.input
      billed.output += reply.billed.output
      return { type, message: reply.message }
    }
  }
}

/** A request that is wrong does not fail its batch: it is the one that errs. */
function faultOf({ params }: BatchItem): Refused | undefined {
  const read = readRequest(JSON.stringify(params ?? null), MessageRequest)
  if (!read.ok) return read.refused
  if (read.value.stream === true) return invalid("stream: not supported in a batch")
  return refusalOf(read.value)
}

function timeText(ms: number): string {
  return new Date(ms).toISOString()
}
