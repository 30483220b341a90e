import {
  type AnthropicReplies,
  anthropicReplies,
  errorBody,
  type Refused,
} from "./anthropic-answer.ts"
import { batchRoutes } from "./anthropic-batches.ts"
import { inputTokensOf, openCache } from "./anthropic-cache.ts"
import { replyTo, type Setting } from "./anthropic-message.ts"
import { readRequest, refusalOf } from "./anthropic-refuse.ts"
import { eventsOf, OVERLOADED_EVENT } from "./anthropic-stream.ts"
import { CountRequest, MessageRequest } from "./anthropic-wire.ts"
import {
  type Answer,
  type Incoming,
  type Protocol,
  type RunningServer,
  type ServerOptions,
  startServer,
} from "./http.ts"
import type { Player } from "./player.ts"
import { type PlayerName, playerOf } from "./players.ts"

export interface AnthropicOptions extends ServerOptions {
  readonly player?: Player | PlayerName
  /** The only key that is taken; without it, any that is not empty. */
  readonly apiKey?: string
  /** How long a batch is `in_progress`, in milliseconds; 0 by default. */
  readonly batchMs?: number
  /** The shares of a batch's requests that expire and that fail, each from 0 to 1. */
  readonly batchExpired?: number
  readonly batchErrored?: number
  /** Whether a batch sent twice under one `Idempotency-Key` is made once; not by default. */
  readonly honoursKeys?: boolean
  /** The shortest prefix that is cached, in tokens. */
  readonly cacheTokensMin?: number
}

/** Speaks Anthropic's Messages interface, with batches, token counts and models. */
export function startAnthropicServer(options: AnthropicOptions = {}): Promise<RunningServer> {
  return startServer(anthropicProtocol(options), options)
}

const CACHE_TOKENS_MIN = 1024 // what most Claude models ask for

const MODELS = ["claude-opus-4-6", "claude-sonnet-4-6", "claude-haiku-4-5"].map((id) => ({
  type: "model",
  id,
  display_name: id,
  created_at: "2026-01-01T00:00:00Z",
}))

function anthropicProtocol(options: AnthropicOptions): Protocol {
  const replies = anthropicReplies()
  const setting: Setting = {
    player: playerOf(options.player ?? "competent"),
    cache: openCache(options.cacheTokensMin ?? CACHE_TOKENS_MIN),
  }
  const batches = batchRoutes(setting, replies, {
    delayMs: options.batchMs ?? 0,
    expired: options.batchExpired ?? 0,
    errored: options.batchErrored ?? 0,
    honoursKeys: options.honoursKeys ?? false,
  })

  function answer(incoming: Incoming): Answer {
    const { method, path } = incoming
    const stranger = strangerOf(incoming, options.apiKey)
    if (stranger !== undefined) return replies.refuse(stranger)
    if (path.startsWith("/v1/messages/batches")) return batches(incoming)
    if (method === "POST" && path === "/v1/messages") return message(incoming)
    if (method === "POST" && path === "/v1/messages/count_tokens") return countTokens(incoming)
    return models(replies, incoming)
  }

  function message(incoming: Incoming): Answer {
    const read = readRequest(incoming.body, MessageRequest)
    if (!read.ok) return replies.refuse(read.refused)
    const refused = refusalOf(read.value)
    if (refused !== undefined) return replies.refuse(refused)
    const { message: reply, billed } = replyTo(setting, read.value, incoming.fault)
    if (read.value.stream !== true) return { ...replies.json(200, reply), billed }
    return { ...replies.stream(), body: eventsOf(reply), billed }
  }

  function countTokens(incoming: Incoming): Answer {
    const read = readRequest(incoming.body, CountRequest)
    if (!read.ok) return replies.refuse(read.refused)
    return replies.json(200, { input_tokens: inputTokensOf(read.value) })
  }

  return {
    answer,
    failure: (status, headers) =>
      replies.json(
        status,
        errorBody(FAILURES[status] ?? "api_error", "it is not your turn"),
        headers,
      ),
    streamError: OVERLOADED_EVENT,
    isModelCall: ({ method, path }) => method === "POST" && path === "/v1/messages",
  }
}

const FAILURES: Readonly<Record<number, string>> = {
  429: "rate_limit_error",
  504: "timeout_error",
  529: "overloaded_error",
}

function strangerOf({ headers }: Incoming, apiKey: string | undefined): Refused | undefined {
  // The SDK sends a bearer token since version 1; plain clients may still send the old header.
  const key = headers["x-api-key"] ?? headers.authorization?.replace(/^Bearer /, "") ?? ""
  if (key === "" || (apiKey !== undefined && key !== apiKey)) {
    return { status: 401, type: "authentication_error", message: "invalid x-api-key" }
  }
  if (headers["anthropic-version"] !== undefined) return undefined
  const message = "anthropic-version: header is required"
  return { status: 400, type: "invalid_request_error", message }
}

function models(replies: AnthropicReplies, { method, path }: Incoming): Answer {
  if (method === "GET" && path === "/v1/models") {
    const [first, last] = [MODELS[0]!.id, MODELS.at(-1)!.id]
    return replies.json(200, { data: MODELS, has_more: false, first_id: first, last_id: last })
  }
  const model = MODELS.find(({ id }) => path === `/v1/models/${id}`)
  if (method === "GET" && model !== undefined) return replies.json(200, model)
  return replies.refuse({ status: 404, type: "not_found_error", message: `not found: ${path}` })
}
