import { z } from "zod"
import type { Tried } from "../../model.ts"
import type { FailureCode, ModelFailure } from "../../record/call.ts"
import { UnreadableStream } from "../body.ts"
import { billedBeside, codeOfNetwork, codeOfStatus, failed, wordsOf } from "../failure.ts"
import { openAiPace, retryAfterMs } from "../pace.ts"

/** An error that the server itself names, in a body or in the middle of a stream. */
export class ServerError extends Error {
  readonly body: unknown
  /** Absent where the status was 200: in the middle of a stream, or in spite of it. */
  readonly status: number | undefined
  readonly headers: Headers | undefined

  constructor(body: unknown, status?: number, headers?: Headers) {
    super("the server sent an error")
    this.body = body
    this.status = status
    this.headers = headers
  }
}

/** Whether a body, or a chunk of one, is an error in spite of its status. */
export function isError(body: unknown): boolean {
  return typeof body === "object" && body !== null && "error" in body && body.error !== null
}

/** An error of the body, which came after the head of a reply. */
export class BodyError extends Error {}

/** What an error met on the way to an OpenAI-compatible server means. */
export function explainOpenAi(error: unknown): ModelFailure & Pick<Tried, "pace"> {
  if (error instanceof ServerError) return answered(error)
  if (error instanceof UnreadableStream) {
    return failed("malformed", `not a stream that can be read: ${error.message}`)
  }
  const cause = error instanceof BodyError ? error.cause : error
  if (cause instanceof SyntaxError) return failed("malformed", "the reply is not JSON")
  const network = codeOfNetwork(cause, error instanceof BodyError)
  return failed(network ?? "malformed", wordsOf(cause))
}

const Told = z.object({
  message: z.string().nullish(),
  type: z.string().nullish(),
  code: z.union([z.string(), z.number()]).nullish(),
})
const Body = z.union([
  z.object({ error: Told }),
  z.object({ error: z.string() }).transform(({ error }) => ({ error: { message: error } })),
  Told.transform((error) => ({ error })),
])

/** vLLM puts a status into `code`, OpenAI a word; either goes before the status of the reply. */
function answered(error: ServerError): ModelFailure & Pick<Tried, "pace"> {
  const { status, headers } = error
  const told: z.infer<typeof Told> = Body.safeParse(error.body).data?.error ?? {}
  const code =
    codeOfWord(told.code) ?? codeOfWord(told.type) ?? codeOfStatus(status ?? statusIn(told.code))
  const words = told.message ?? (typeof error.body === "string" ? error.body : "")
  const named = status === undefined ? words : `${status} ${words}`
  const failure = failed(code, `${ADVICE[code] ?? ""}${named}`, {
    retryAfterMs: headers && retryAfterMs(headers),
    billed: billedBeside(code, status),
  })
  const pace = headers && openAiPace(headers)
  return pace === undefined ? failure : { ...failure, pace }
}

function codeOfWord(word: unknown): FailureCode | undefined {
  return typeof word === "string" && Object.hasOwn(WORDS, word)
    ? WORDS[word as keyof typeof WORDS]
    : undefined
}

const WORDS = {
  insufficient_quota: "auth", // no call will be answered until somebody pays
  invalid_api_key: "auth",
  authentication_error: "auth",
  permission_error: "auth",
  rate_limit_exceeded: "rate-limited",
  rate_limit_error: "rate-limited",
  context_length_exceeded: "too-large",
  exceed_context_size_error: "too-large",
  model_not_found: "not-found",
  overloaded_error: "overloaded",
  unavailable_error: "overloaded", // llama.cpp while it loads a model
  server_error: "server",
} as const satisfies Record<string, FailureCode>

function statusIn(code: unknown): number {
  return typeof code === "number" && code >= 400 && code < 600 ? code : 500
}

/** First, since what a server says may fill the whole of a message. */
const ADVICE: Partial<Record<FailureCode, string>> = {
  auth: "the server refused the key in OPENAI_API_KEY: ",
  "not-found": "no such model or address (OPENAI_BASE_URL usually ends in /v1): ",
}
