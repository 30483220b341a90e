import type { FailureCode } from "../record/call.ts"
import { power } from "./math.ts"

/** What a call has cost in patience so far. `tries` counts the one that has just failed. */
export interface TryHistory {
  readonly tries: number
  readonly elapsedMs: number
  /** Those of the tries that ended with this failure's code; all of them where it is not said. */
  readonly alike?: number | undefined
}

export interface TryFailure {
  readonly code: string
  /** What the server asked for, already a number of milliseconds from now. */
  readonly retryAfterMs?: number | undefined
}

export interface RetryRule {
  readonly triesMax: number
  /** From the first try's start; a wait that would end after it is not begun. */
  readonly deadlineMs: number
  /** The first backoff lies in [0, baseMs), every later one in twice as much, up to capMs. */
  readonly baseMs: number
  readonly capMs: number
}

export type NextTry =
  | { readonly retry: true; readonly afterMs: number }
  | { readonly retry: false; readonly reason: "tries" | "deadline" | "permanent" }

/**
 * Whether and when a failed call is tried again. Waits are exponential with full jitter: a draw
 * from [0, min(cap, base · 2^(tries − 1))) (M. Brooker, "Exponential Backoff And Jitter", AWS
 * Architecture Blog, 2015), which spreads callers that failed together. What a server asks for in
 * retry-after comes on top, so that nobody is early; an absurd one passes the deadline and ends the
 * call instead of holding a seat for an hour. `jitter` is in [0, 1).
 */
export function nextTry(
  history: TryHistory,
  failure: TryFailure,
  rule: RetryRule,
  jitter: number,
): NextTry {
  const { triesMax } = handlingOf(failure.code)
  if (triesMax <= 1) return { retry: false, reason: "permanent" }
  if (history.tries >= rule.triesMax || (history.alike ?? history.tries) >= triesMax) {
    return { retry: false, reason: "tries" }
  }
  const ceiling = Math.min(rule.capMs, rule.baseMs * power(2, Math.max(0, history.tries - 1)))
  const afterMs = Math.ceil(askedFor(failure) + jitter * ceiling)
  if (history.elapsedMs + afterMs >= rule.deadlineMs) return { retry: false, reason: "deadline" }
  return { retry: true, afterMs }
}

/** How one kind of failure is met. */
export interface Handling {
  /** Tries of one call that may end like this: 1 is never again, Infinity leaves it to the rule. */
  readonly triesMax: number
  /** Whether every other call would fail alike, so that the run stops and says why. */
  readonly halts: boolean
}

const TRANSIENT: Handling = { triesMax: Number.POSITIVE_INFINITY, halts: false }
const LIMITED: Handling = { triesMax: 4, halts: false } // each one may have been paid for
const PERMANENT: Handling = { triesMax: 1, halts: false }

/**
 * Names of what a provider's client can meet. A reply without usage is no failure: it is charged at
 * the worst case and read. A refusal is the model's answer, and asking again would be haggling.
 */
export const HANDLINGS = {
  "rate-limited": TRANSIENT,
  overloaded: TRANSIENT,
  server: TRANSIENT,
  timeout: TRANSIENT,
  reset: TRANSIENT,
  "cut-stream": TRANSIENT,
  malformed: LIMITED, // a proxy's error page passes; a wrong address does not
  empty: LIMITED,
  refused: PERMANENT,
  "bad-request": PERMANENT,
  "too-large": PERMANENT,
  auth: { triesMax: 1, halts: true },
  "not-found": { triesMax: 1, halts: true }, // no such model or address: no call will find it
  unreachable: { triesMax: Number.POSITIVE_INFINITY, halts: true }, // may be starting; else halts
  "unreadable-prompt": PERMANENT,
  learner: PERMANENT,
} as const satisfies Record<FailureCode | "refused", Handling>

/** An unknown code is permanent: what is not understood is not paid for twice. */
export function handlingOf(code: string): Handling {
  return Object.hasOwn(HANDLINGS, code) ? HANDLINGS[code as keyof typeof HANDLINGS] : PERMANENT
}

function askedFor({ retryAfterMs }: TryFailure): number {
  return retryAfterMs !== undefined && retryAfterMs > 0 ? retryAfterMs : 0
}
