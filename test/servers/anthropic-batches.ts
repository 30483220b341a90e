import type { AnthropicReplies, Refused } from "./anthropic-answer.ts"
import type { Setting } from "./anthropic-message.ts"
import { invalid, readRequest } from "./anthropic-refuse.ts"
import { type Batch, type BatchPlan, BatchRequest, endOf, resultsOf, showBatch } from "./batch.ts"
import type { Answer, Incoming } from "./http.ts"

interface Desk {
  readonly setting: Setting
  readonly replies: AnthropicReplies
  readonly plan: BatchPlan
  readonly batches: Batch[]
  /** The batch that was made under a key, where the server honours such keys. */
  readonly byKey: Map<string, Batch>
}

/** The routes under /v1/messages/batches. */
export function batchRoutes(
  setting: Setting,
  replies: AnthropicReplies,
  plan: BatchPlan,
): (incoming: Incoming) => Answer {
  const desk: Desk = { setting, replies, plan, batches: [], byKey: new Map() }
  return (incoming) => {
    const [id, action] = incoming.path.split("/").slice(4)
    if (id === undefined) {
      return incoming.method === "POST" ? create(desk, incoming) : list(desk, incoming)
    }
    const batch = desk.batches.find((candidate) => candidate.id === id)
    if (batch === undefined) return replies.refuse(notFound(id))
    return withBatch(desk, batch, action, incoming)
  }
}

function create({ replies, plan, batches, byKey }: Desk, incoming: Incoming): Answer {
  const read = readRequest(incoming.body, BatchRequest)
  if (!read.ok) return replies.refuse(read.refused)
  const { requests } = read.value
  if (new Set(requests.map(({ custom_id }) => custom_id)).size < requests.length) {
    return replies.refuse(invalid("requests: custom_id must be unique within a batch"))
  }
  const key = plan.honoursKeys ? incoming.headers["idempotency-key"] : undefined
  const made = key === undefined ? undefined : byKey.get(key)
  if (made !== undefined) return replies.json(200, showBatch(made, plan, incoming.origin))
  const id = `msgbatch_${String(batches.length + 1).padStart(24, "0")}`
  const batch: Batch = {
    id,
    requests,
    createdAt: Date.now(),
    canceledAt: null,
    deleted: false,
    results: null,
  }
  batches.push(batch)
  if (key !== undefined) byKey.set(key, batch)
  return replies.json(200, showBatch(batch, plan, incoming.origin))
}

const PAGE = 20 // batches a listing shows unless it is asked for more

/** The newest first. */
function list({ replies, plan, batches }: Desk, { query, origin }: Incoming): Answer {
  const limit = Number(query.get("limit") ?? PAGE)
  const newest = batches.filter(({ deleted }) => !deleted).toReversed()
  const after = newest.findIndex(({ id }) => id === query.get("after_id")) + 1
  const page = newest.slice(after, after + limit)
  return replies.json(200, {
    data: page.map((batch) => showBatch(batch, plan, origin)),
    has_more: after + limit < newest.length,
    first_id: page[0]?.id ?? null,
    last_id: page.at(-1)?.id ?? null,
  })
}

function withBatch(
  { setting, replies, plan }: Desk,
  batch: Batch,
  action: string | undefined,
  { method, path, origin }: Incoming,
): Answer {
  const hasEnded = endOf(batch, plan) !== null
  const unended = () => replies.refuse(invalid("the batch has not ended"))
  if (batch.deleted) return replies.refuse(notFound(batch.id))
  switch (`${method} ${action ?? ""}`) {
    case "GET ":
      return replies.json(200, showBatch(batch, plan, origin))
    case "GET results": {
      if (!hasEnded) return unended()
      const type = { "content-type": "application/x-jsonl" }
      const isFirst = batch.results === null
      batch.results ??= resultsOf(setting, batch, plan)
      const answer = replies.json(200, batch.results.lines, type)
      return isFirst ? { ...answer, billed: batch.results.billed } : answer
    }
    case "POST cancel":
      if (!hasEnded) batch.canceledAt ??= Date.now()
      return replies.json(200, showBatch(batch, plan, origin))
    case "DELETE ":
      if (!hasEnded) return unended()
      batch.deleted = true
      return replies.json(200, { id: batch.id, type: "message_batch_deleted" })
    default:
      return replies.refuse(notFound(path))
  }
}

function notFound(what: string): Refused {
  return { status: 404, type: "not_found_error", message: `not found: ${what}` }
}
