import {
  type Answer,
  type Incoming,
  type Protocol,
  type RunningServer,
  type ServerOptions,
  startServer,
} from "./http.ts"
import { completionOf } from "./openai-completion.ts"
import { chunksOf } from "./openai-stream.ts"
import { ChatRequest } from "./openai-wire.ts"
import type { Player } from "./player.ts"
import { type PlayerName, playerOf } from "./players.ts"

export interface OpenAiOptions extends ServerOptions {
  readonly player?: Player | PlayerName
  /** The bearer token that is asked for; without it, nobody is. */
  readonly apiKey?: string
  /** Whether replies show the thinking, as `reasoning_content`. */
  readonly reasoning?: boolean
  /** The models that are served: any other name is refused. */
  readonly models?: readonly string[]
}

/** Speaks the chat completions interface that open-weight servers share. */
export function startOpenAiServer(options: OpenAiOptions = {}): Promise<RunningServer> {
  return startServer(openAiProtocol(options), options)
}

const MODELS = ["local-7b"]
const REQUESTS_MAX = 10_000 // what `x-ratelimit-*` claims: an allowance that never runs out
const SECOND_MS = 1_000

function openAiProtocol(options: OpenAiOptions): Protocol {
  const { apiKey, models = MODELS, reasoning = false } = options
  const player = playerOf(options.player ?? "competent")
  const asked: Player = (heard) => (reasoning ? player(heard) : { ...player(heard), thinking: "" })

  function answer(incoming: Incoming): Answer {
    const { method, path, headers } = incoming
    if (apiKey !== undefined && headers.authorization !== `Bearer ${apiKey}`) {
      return failure(401, "Incorrect API key provided.", "authentication_error")
    }
    if (method === "GET" && path === "/v1/models") return json(200, listOf(models))
    if (method === "POST" && path === "/v1/chat/completions") return chat(incoming)
    return failure(404, `not found: ${path}`, "NotFoundError")
  }

  function chat({ body, fault }: Incoming): Answer {
    const request = read(body)
    if (typeof request === "string") return failure(400, request, "BadRequestError")
    if (!models.includes(request.model)) {
      return failure(404, `The model \`${request.model}\` does not exist.`, "NotFoundError")
    }
    const created = Math.floor(Date.now() / SECOND_MS)
    const { completion, billed } = completionOf(asked, request, fault, created)
    if (request.stream !== true) return { ...json(200, completion), billed }
    const chunks = chunksOf(completion, request.stream_options?.include_usage === true)
    return {
      ...json(200, {}, { "content-type": "text/event-stream; charset=utf-8" }),
      ...{ body: chunks, billed },
    }
  }

  return {
    answer,
    failure: (status, headers) => failure(status, "it is not your turn", "api_error", headers),
    streamError: STREAM_ERROR,
    isModelCall: ({ method, path }) => method === "POST" && path === "/v1/chat/completions",
  }
}

const STREAM_ERROR = `data: ${JSON.stringify({
  error: { message: "the engine is overloaded", type: "overloaded_error", code: 503 },
})}\n\n`

function listOf(models: readonly string[]): object {
  const data = models.map((id) => ({ id, object: "model", created: 0, owned_by: "local" }))
  return { object: "list", data }
}

/** The request, or what is wrong with it. */
function read(body: string): ChatRequest | string {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    return "the body is not JSON"
  }
  const parsed = ChatRequest.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]!
  return `${issue.path.join(".")}: ${issue.message}`
}

function failure(status: number, message: string, type: string, headers = {}): Answer {
  return json(status, { error: { message, type, param: null, code: status } }, headers)
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: {
      "content-type": "application/json",
      "x-ratelimit-limit-requests": String(REQUESTS_MAX),
      "x-ratelimit-remaining-requests": String(REQUESTS_MAX - 1),
      "x-ratelimit-reset-requests": "6ms",
      ...headers,
    },
    body: JSON.stringify(body),
  }
}
