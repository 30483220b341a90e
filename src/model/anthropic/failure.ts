import {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  APIUserAbortError,
} from "@anthropic-ai/sdk"
import type { Tried } from "../../model.ts"
import type { FailureCode, ModelFailure } from "../../record/call.ts"
import { UnreadableStream } from "../body.ts"
import { billedBeside, codeOfNetwork, codeOfStatus, failed, wordsOf } from "../failure.ts"
import { anthropicPace, retryAfterMs } from "../pace.ts"

/**
 * What an error of the SDK means. The type in an error's body goes before the status: a server that
 * says in the middle of a stream that it is overloaded has answered with status 200. The SDK wraps
 * what went wrong before the head of a reply, and lets errors of its body through as they are.
 */
export function explainAnthropic(error: unknown): ModelFailure & Pick<Tried, "pace"> {
  if (error instanceof APIConnectionTimeoutError || error instanceof APIUserAbortError) {
    return failed("timeout", "the connection was given up")
  }
  if (error instanceof APIError && (error.status !== undefined || error.error !== undefined)) {
    return answered(error)
  }
  if (error instanceof UnreadableStream) {
    return failed("malformed", `not a stream that can be read: ${error.message}`)
  }
  if (error instanceof SyntaxError) return failed("malformed", "the reply is not JSON")
  const network = codeOfNetwork(error, !(error instanceof APIConnectionError))
  if (network !== undefined) return failed(network, wordsOf(error))
  // The SDK gives this name to whatever happens before the head of a reply.
  if (error instanceof APIConnectionError) return failed("unreachable", wordsOf(error))
  return failed("malformed", wordsOf(error))
}

/** The class of an error that the API itself names, in a reply, a stream or a batch. */
export function codeOfType(type: unknown): FailureCode | undefined {
  return typeof type === "string" && Object.hasOwn(TYPES, type)
    ? TYPES[type as keyof typeof TYPES]
    : undefined
}

const TYPES = {
  invalid_request_error: "bad-request",
  request_too_large: "too-large",
  authentication_error: "auth",
  permission_error: "auth",
  billing_error: "auth",
  not_found_error: "not-found",
  rate_limit_error: "rate-limited",
  timeout_error: "timeout",
  api_error: "server",
  overloaded_error: "overloaded",
  conflict_error: "server",
} as const satisfies Record<string, FailureCode>

function answered(error: APIError): ModelFailure & Pick<Tried, "pace"> {
  const { status, headers } = error
  const code = isUnpaid(error) ? "auth" : (codeOfType(error.type) ?? codeOfStatus(status ?? 500))
  const pace = headers && anthropicPace(headers)
  const failure = failed(code, messageOf(error, code), {
    retryAfterMs: headers && retryAfterMs(headers),
    billed: billedBeside(code, status),
  })
  return pace === undefined ? failure : { ...failure, pace }
}

/** An account without credit is told as a bad request; no other request would fare better. */
function isUnpaid({ status, message }: APIError): boolean {
  return status === 400 && /credit balance is too low/i.test(message)
}

function messageOf(error: APIError, code: FailureCode): string {
  const words = error.apiMessage ?? error.message
  const named = error.status === undefined ? words : `${error.status} ${words}`
  const advice = ADVICE[code]
  return advice === undefined ? named : `${advice} ${named}`
}

/** First, since what a server says may fill the whole of a message. */
const ADVICE: Partial<Record<FailureCode, string>> = {
  auth: "Claude's API refused the key in ANTHROPIC_API_KEY:",
  "not-found": "Claude's API has no such model or address (see ANTHROPIC_BASE_URL):",
}
