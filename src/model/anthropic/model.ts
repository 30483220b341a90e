import { Anthropic } from "@anthropic-ai/sdk"
import type { MessageCreateParamsNonStreaming } from "@anthropic-ai/sdk/resources/messages"
import type { Stream } from "@anthropic-ai/sdk/streaming"
import type { Model, Tried } from "../../model.ts"
import type { CallOutcome } from "../../record/call.ts"
import type { AnthropicSeat } from "../../record/seat.ts"
import { limitedFetch } from "../body.ts"
import { cardOf } from "../card.ts"
import { failed } from "../failure.ts"
import { anthropicPace } from "../pace.ts"
import { type Environment, Scrubber, type Secret, secretOf } from "../secret.ts"
import { refusingModel, seatFailure } from "../setting.ts"
import { type Trying, tryOnce } from "../try.ts"
import { openBatches } from "./batches.ts"
import { explainAnthropic } from "./failure.ts"
import { replyOf } from "./reply.ts"
import { requestOf } from "./request.ts"
import { StreamedMessage } from "./stream.ts"

export interface AnthropicOptions {
  /** Instead of ANTHROPIC_API_KEY and ANTHROPIC_BASE_URL. */
  readonly apiKey?: string
  readonly baseUrl?: string
  readonly environment: Environment
  /** Longest that one try may take, in milliseconds. */
  readonly deadlineMs: number
}

const BASE_URL = "https://api.anthropic.com"

/** Claude behind the Model door. A missing key is a failure of every call, and none is sent. */
export function openAnthropicModel(seat: AnthropicSeat, options: AnthropicOptions): Model {
  const environment = settingsOf(options)
  const card = cardOf(seat)
  const missing = seatFailure(seat, environment)
  if (missing !== undefined) return refusingModel(card, missing)
  const key = secretOf(environment, "ANTHROPIC_API_KEY")!
  const client = clientOf(key, environment.ANTHROPIC_BASE_URL || BASE_URL, options.deadlineMs)
  const closing = new AbortController()
  const trying: Trying = {
    deadlineMs: options.deadlineMs,
    closed: closing.signal,
    scrubber: new Scrubber([key]),
    explain: explainAnthropic,
  }
  return {
    describe: () => card,
    complete: (call, signal) =>
      tryOnce(trying, signal, async (stop) => {
        const request = requestOf(seat, call)
        return request.kind === "failure" ? request : ask(client, call.id, request.params, stop)
      }),
    batches: openBatches(client, seat, trying),
    close: async () => closing.abort(),
  }
}

function settingsOf({ apiKey, baseUrl, environment }: AnthropicOptions): Environment {
  return {
    ANTHROPIC_API_KEY: apiKey ?? environment.ANTHROPIC_API_KEY,
    ANTHROPIC_BASE_URL: baseUrl ?? environment.ANTHROPIC_BASE_URL,
  }
}

function clientOf(key: Secret, baseURL: string, timeout: number): Anthropic {
  return new Anthropic({
    apiKey: key.reveal(),
    baseURL,
    timeout,
    maxRetries: 0, // whoever asks is the only retry loop: each try is journalled and paid
    fetch: limitedFetch,
    fetchOptions: { redirect: "manual" }, // the key goes to this address and to no other
    logLevel: "off", // it would write prompts and replies to the terminal
    openTelemetry: false,
    webhookKey: null,
  })
}

/**
 * From here on a reply is asked for in pieces: at 25 tokens a second it takes as long as `fetch`
 * waits for the head of one that comes whole, which is five minutes.
 */
const STREAM_TOKENS_MIN = 7_500

/** Not `messages.create`, which writes to the terminal, call by call, that a model is ageing. */
const MESSAGES = "/v1/messages"

async function ask(
  client: Anthropic,
  id: string,
  params: MessageCreateParamsNonStreaming,
  signal: AbortSignal,
): Promise<Tried> {
  const options = { signal, headers: { "Idempotency-Key": id } }
  if (params.max_tokens < STREAM_TOKENS_MIN) {
    const sent = client.post<unknown>(MESSAGES, { ...options, body: params })
    const { data, response } = await sent.withResponse()
    return withPace(replyOf(data, { isBatch: false }), response)
  }
  const body = { ...params, stream: true }
  const sent = client.post<Stream<unknown>>(MESSAGES, { ...options, body, stream: true })
  const { data: stream, response } = await sent.withResponse()
  if (!isEventStream(response)) {
    stream.controller.abort()
    return failed("malformed", "the server did not send a stream")
  }
  const message = new StreamedMessage()
  for await (const event of stream) if (!message.isWhole) message.take(event)
  if (!message.isWhole) return failed("cut-stream", "the stream ended before the message did")
  return withPace(replyOf(message.whole(), { isBatch: false }), response)
}

function isEventStream({ headers }: Response): boolean {
  return headers.get("content-type")?.startsWith("text/event-stream") === true
}

function withPace(outcome: CallOutcome, { headers }: Response): Tried {
  const pace = anthropicPace(headers)
  return pace === undefined ? outcome : { ...outcome, pace }
}
