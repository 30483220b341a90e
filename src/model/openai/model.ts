import type { Model, Tried } from "../../model.ts"
import type { Call } from "../../record/call.ts"
import type { OpenAiSeat } from "../../record/seat.ts"
import { cardOf } from "../card.ts"
import { failed } from "../failure.ts"
import { openAiPace } from "../pace.ts"
import { type Environment, Scrubber, secretOf } from "../secret.ts"
import { refusingModel, seatFailure } from "../setting.ts"
import { type Trying, tryOnce } from "../try.ts"
import { explainOpenAi, isError, ServerError } from "./failure.ts"
import { type Reading, replyOf } from "./reply.ts"
import { requestOf } from "./request.ts"
import { readStream } from "./stream.ts"
import { type Address, addressOf, readBody, readJson, send } from "./wire.ts"

export interface OpenAiOptions {
  /** Instead of OPENAI_API_KEY, which servers of one's own do not need, and OPENAI_BASE_URL. */
  readonly apiKey?: string
  readonly baseUrl?: string
  readonly environment: Environment
  /** Longest that one try may take, in milliseconds. */
  readonly deadlineMs: number
  /** Whether a reply without any text is a reply; otherwise it is a server's trouble. */
  readonly maySayNothing?: boolean
}

/** An OpenAI-compatible server behind the Model door. */
export function openOpenAiModel(seat: OpenAiSeat, options: OpenAiOptions): Model {
  const environment = settingsOf(options)
  const card = cardOf(seat)
  const wrong = seatFailure(seat, environment)
  if (wrong !== undefined) return refusingModel(card, wrong)
  const address = addressOf(environment)
  const closing = new AbortController()
  const trying: Trying = {
    deadlineMs: options.deadlineMs,
    closed: closing.signal,
    scrubber: new Scrubber([secretOf(environment, "OPENAI_API_KEY")]),
    explain: explainOpenAi,
  }
  const reading = { maySayNothing: options.maySayNothing ?? false }
  return {
    describe: () => card,
    complete: (call, signal) =>
      tryOnce(trying, signal, (stop) => ask({ address, seat, reading }, call, stop)),
    close: async () => closing.abort(),
  }
}

export function settingsOf(
  options: Omit<OpenAiOptions, "deadlineMs" | "maySayNothing">,
): Environment {
  const { apiKey, baseUrl, environment } = options
  return {
    OPENAI_API_KEY: apiKey ?? environment.OPENAI_API_KEY,
    OPENAI_BASE_URL: baseUrl ?? environment.OPENAI_BASE_URL,
  }
}

/**
 * From here on a reply is asked for in pieces: at 8 tokens a second, which a model on a CPU makes,
 * it takes as long as `fetch` waits for the head of one that comes whole, which is five minutes.
 */
const STREAM_TOKENS_MIN = 2_400

interface Asking {
  readonly address: Address
  readonly seat: OpenAiSeat
  readonly reading: Reading
}

async function ask(
  { address, seat, reading }: Asking,
  call: Call,
  signal: AbortSignal,
): Promise<Tried> {
  const isStreamed = call.maxTokens >= STREAM_TOKENS_MIN
  const body = JSON.stringify(requestOf(seat, call, isStreamed))
  const headers = { "idempotency-key": call.id }
  const response = await send(address, "chat/completions", { body, headers, signal })
  const pace = openAiPace(response.headers)
  const outcome = await replyIn(response, call.samples, reading)
  return pace === undefined ? outcome : { ...outcome, pace }
}

/** A server that was asked for a stream and does not stream sends the whole. */
async function replyIn(response: Response, samples: number, reading: Reading): Promise<Tried> {
  const type = response.headers.get("content-type") ?? ""
  if (!type.startsWith("text/event-stream")) {
    const body = await readJson(response)
    if (isError(body)) throw new ServerError(body)
    return replyOf(body, samples, reading)
  }
  const whole = await readBody(response, (body) => readStream(body, samples))
  if (whole === undefined) return failed("cut-stream", "the stream ended before the reply did")
  return replyOf(whole, samples, reading)
}
