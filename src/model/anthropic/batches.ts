import type { Anthropic } from "@anthropic-ai/sdk"
import { z } from "zod"
import type { Batches, BatchResults, BatchState, Submitted } from "../../model.ts"
import type { Call, CallOutcome, ModelFailure } from "../../record/call.ts"
import { hashJson } from "../../record/id.ts"
import type { AnthropicSeat } from "../../record/seat.ts"
import { failed, sealed } from "../failure.ts"
import { type Trying, tryOnce } from "../try.ts"
import { codeOfType } from "./failure.ts"
import { replyOf } from "./reply.ts"
import { requestOf } from "./request.ts"

const CALLS_MAX = 10_000 // the API takes 100,000; fewer are lost when a batch expires
const BATCH_BYTES_MAX = 250 * 1024 * 1024 // the API takes 256 MB

/** Message Batches: half the price, and answered within a day instead of a minute. */
export function openBatches(client: Anthropic, seat: AnthropicSeat, trying: Trying): Batches {
  const { batches } = client.messages
  return {
    callsMax: CALLS_MAX,
    submit: (calls, signal) =>
      tryOnce(trying, signal, async (stop): Promise<Submitted> => {
        const requests = requestsOf(seat, calls)
        return "kind" in requests ? requests : submit(batches, requests, calls, stop)
      }),
    poll: (batch, signal) =>
      tryOnce(unbilled(trying), signal, async (stop): Promise<BatchState> => {
        const found = Batch.safeParse(await batches.retrieve(batch, {}, { signal: stop }))
        if (!found.success) return failed("malformed", "not a batch", { billed: "no" })
        return { kind: found.data.processing_status === "ended" ? "ended" : "running" }
      }),
    results: (batch, signal) =>
      tryOnce(unbilled(trying), signal, async (stop): Promise<BatchResults> => {
        const outcomes = new Map<string, CallOutcome>()
        for await (const line of await batches.results(batch, {}, { signal: stop })) {
          const item = Item.safeParse(line)
          if (!item.success) return failed("malformed", "not a result", { billed: "no" })
          const { custom_id: id, result } = item.data
          if (!outcomes.has(id)) outcomes.set(id, sealed(outcomeOf(result), trying.scrubber))
        }
        return { kind: "results", outcomes }
      }),
  }
}

type Endpoint = Anthropic["messages"]["batches"]
type Requests = Parameters<Endpoint["create"]>[0]["requests"]

/** All of them, or why the first that cannot be said cannot. */
function requestsOf(seat: AnthropicSeat, calls: readonly Call[]): Requests | ModelFailure {
  const requests: Requests = []
  let bytes = 0
  for (const call of calls) {
    const request = requestOf(seat, call)
    if (request.kind === "failure") return request
    requests.push({ custom_id: call.id, params: request.params })
    bytes += Buffer.byteLength(JSON.stringify(request.params))
  }
  if (calls.length <= CALLS_MAX && bytes <= BATCH_BYTES_MAX) return requests
  return failed("too-large", `${calls.length} calls of ${bytes} bytes are too much for a batch`)
}

/** The key names the content: a batch handed in twice under it is to be made once. */
async function submit(
  batches: Endpoint,
  requests: Requests,
  calls: readonly Call[],
  signal: AbortSignal,
): Promise<Submitted> {
  const key = `batch_${hashJson(calls.map(({ id }) => id))}`
  const headers = { "Idempotency-Key": key }
  const made = Batch.safeParse(await batches.create({ requests }, { signal, headers }))
  if (!made.success) return failed("malformed", "not a batch")
  return { kind: "submitted", batch: made.data.id }
}

/** Asking how a batch is getting on costs nothing, however it ends. */
function unbilled(trying: Trying): Trying {
  return {
    ...trying,
    explain: (error) => {
      const { billed: _billed, ...failure } = trying.explain(error)
      return failure
    },
  }
}

const Batch = z.object({
  id: z.string().regex(/^[A-Za-z0-9_-]{1,128}$/), // it becomes a part of an address
  processing_status: z.enum(["in_progress", "canceling", "ended"]),
})

const Item = z.object({
  custom_id: z.string().max(64),
  result: z.discriminatedUnion("type", [
    z.object({ type: z.literal("succeeded"), message: z.unknown().optional() }),
    z.object({ type: z.literal("errored"), error: z.unknown().optional() }),
    z.object({ type: z.literal("canceled") }),
    z.object({ type: z.literal("expired") }),
  ]),
})
type Result = z.infer<typeof Item>["result"]

const ItemError = z.object({ error: z.object({ type: z.string(), message: z.string() }) })

/** Only what succeeded is billed, so of the others none is a bill that nobody knows. */
function outcomeOf(result: Result): CallOutcome {
  switch (result.type) {
    case "succeeded":
      return replyOf(result.message, { isBatch: true })
    case "canceled":
      return failed("timeout", "the batch was cancelled before its turn", { billed: "no" })
    case "expired":
      return failed("timeout", "the batch expired before its turn", { billed: "no" })
    case "errored": {
      const { success, data } = ItemError.safeParse(result.error)
      if (!success) return failed("server", "it ended in an unknown error", { billed: "no" })
      const { type, message } = data.error
      return failed(codeOfType(type) ?? "server", message, { billed: "no" })
    }
  }
}
