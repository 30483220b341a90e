import type { Answer } from "./http.ts"

/** Why a request is not answered, in the words of the interface. */
export interface Refused {
  readonly status: number
  readonly type: string
  readonly message: string
}

export interface AnthropicReplies {
  json(status: number, body: unknown, headers?: Readonly<Record<string, string>>): Answer
  refuse(refused: Refused): Answer
  stream(): Omit<Answer, "body">
}

const REQUESTS_PER_MINUTE = 4_000
const TOKENS_PER_MINUTE = 2_000_000
const MINUTE_MS = 60_000

/** Gives every reply its request id and says how much of the minute's allowance is left. */
export function anthropicReplies(): AnthropicReplies {
  let number = 0
  let minute = 0
  let used = 0

  function headersOf(type: string): Record<string, string> {
    number++
    const now = Math.floor(Date.now() / MINUTE_MS)
    if (now !== minute) used = 0
    minute = now
    used++
    const reset = new Date((minute + 1) * MINUTE_MS).toISOString()
    const left = Math.max(0, REQUESTS_PER_MINUTE - used)
    return {
      "content-type": type,
      "request-id": `req_${String(number).padStart(24, "0")}`,
      "anthropic-organization-id": "00000000-0000-4000-8000-000000000000",
      "anthropic-ratelimit-requests-limit": String(REQUESTS_PER_MINUTE),
      "anthropic-ratelimit-requests-remaining": String(left),
      "anthropic-ratelimit-requests-reset": reset,
      "anthropic-ratelimit-tokens-limit": String(TOKENS_PER_MINUTE),
      "anthropic-ratelimit-tokens-remaining": String(TOKENS_PER_MINUTE),
      "anthropic-ratelimit-tokens-reset": reset,
    }
  }

  function json(status: number, body: unknown, headers = {}): Answer {
    const text = typeof body === "string" ? body : JSON.stringify(body)
    return { status, headers: { ...headersOf("application/json"), ...headers }, body: text }
  }

  return {
    json,
    refuse: ({ status, type, message }) => json(status, errorBody(type, message)),
    stream: () => ({
      status: 200,
      headers: { ...headersOf("text/event-stream; charset=utf-8"), "cache-control": "no-cache" },
    }),
  }
}

export function errorBody(type: string, message: string): object {
  return { type: "error", error: { type, message }, request_id: null }
}
