import type { FailureCode, ModelFailure } from "../record/call.ts"
import { handlingOf } from "../rule/retry.ts"
import type { Scrubber } from "./secret.ts"

const MESSAGE_CHARS_MAX = 512 // what a person reads of an error; the rest is a server's page

/** Ends after which nobody knows whether the provider has counted the try. */
const MAY_BE_BILLED: ReadonlySet<FailureCode> = new Set([
  "timeout",
  "reset",
  "cut-stream",
  "malformed",
  "empty",
])

interface Circumstance {
  readonly retryAfterMs?: number | undefined
  /** Overrules what the code says: a batch's own requests are not billed, for example. */
  readonly billed?: "unknown" | "no" | undefined
}

/** A failure before it is sealed: the message is as it came, from wherever it came. */
export function failed(
  code: FailureCode,
  message: string,
  { retryAfterMs, billed }: Circumstance = {},
): ModelFailure {
  const mayBeBilled = billed === "unknown" || (billed === undefined && MAY_BE_BILLED.has(code))
  return {
    kind: "failure",
    code,
    message,
    transient: handlingOf(code).triesMax > 1,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(mayBeBilled ? { billed: "unknown" as const } : {}),
  }
}

/**
 * An outcome as it may leave the door: no known key in it, and a failure's message is one line
 * without control characters, marks of direction or halves of characters. Keys go first, so that
 * no cut leaves the beginning of one behind.
 */
export function sealed<Value extends object>(value: Value, scrubber: Scrubber): Value {
  if (!isFailure(value)) return scrubber.value(value)
  const clean = scrubber
    .text(value.message)
    .slice(0, MESSAGE_CHARS_MAX * 4) // no pattern is run over a page of ten megabytes
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
    .trim()
  const message = scrubber.text(clean).slice(0, MESSAGE_CHARS_MAX).toWellFormed()
  return { ...value, message }
}

function isFailure(value: object): value is ModelFailure {
  return "kind" in value && value.kind === "failure"
}

/** What a status says where the body does not say it better. */
export function codeOfStatus(status: number): FailureCode {
  const known = CODES[status]
  if (known !== undefined) return known
  return status >= 500 ? "server" : "bad-request"
}

const CODES: Readonly<Record<number, FailureCode>> = {
  301: "not-found", // redirects are not followed: they would carry the key elsewhere
  302: "not-found",
  303: "not-found",
  307: "not-found",
  308: "not-found",
  401: "auth",
  402: "auth",
  403: "auth",
  404: "not-found",
  408: "timeout",
  409: "server", // a conflict with a request like it, which passes
  413: "too-large",
  425: "server",
  429: "rate-limited",
  504: "timeout",
  529: "overloaded",
}

/**
 * Whether an error that a server sent may have cost something. A gateway that gave up says nothing
 * about what the model behind it went on to do, and in a stream tokens had been made.
 */
export function billedBeside(code: FailureCode, status: number | undefined): "unknown" | "no" {
  return status === undefined || status === 502 || code === "timeout" ? "unknown" : "no"
}

/**
 * What a broken connection means. `answering`: the reply had begun, so the model has worked.
 * Undefined where the error is not one of the network.
 */
export function codeOfNetwork(error: unknown, answering: boolean): FailureCode | undefined {
  const code = systemCode(error)
  if (code !== undefined && TIMEOUTS.has(code)) return "timeout"
  if (code !== undefined && UNREACHABLE.has(code)) return "unreachable"
  const isCut = code !== undefined && BROKEN.has(code)
  if (answering) return isCut || messageOf(error) === "terminated" ? "cut-stream" : undefined
  if (isCut) return "reset"
  // No head of a reply has come: whatever went wrong on the way, nobody was reached.
  return code !== undefined || messageOf(error) === "fetch failed" ? "unreachable" : undefined
}

const TIMEOUTS = new Set(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT", "ETIMEDOUT"])
const UNREACHABLE = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
])
const BROKEN = new Set(["ECONNRESET", "ECONNABORTED", "EPIPE", "UND_ERR_SOCKET"])

const CAUSES_MAX = 8 // deeper chains are cycles

/** The innermost system code in an error's causes. */
function systemCode(error: unknown): string | undefined {
  let found: string | undefined
  let at: unknown = error
  for (let depth = 0; depth < CAUSES_MAX && at instanceof Error; depth++) {
    const code: unknown = Reflect.get(at, "code")
    if (typeof code === "string") found = code
    at = at.cause
  }
  return found
}

/** An error's own words and those of its causes. */
export function wordsOf(error: unknown): string {
  const words: string[] = []
  let at: unknown = error
  for (let depth = 0; depth < CAUSES_MAX && at instanceof Error; depth++) {
    if (at.message !== "") words.push(at.message)
    at = at.cause
  }
  return words.join(": ")
}

function messageOf(error: unknown): string | undefined {
  return error instanceof Error ? error.message : undefined
}
