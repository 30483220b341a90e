/** The calls in flight to one provider, and how many there may be. All times in milliseconds. */
export interface Lane {
  /** Calls that may be in flight at once, from 1 to max. */
  readonly limit: number
  readonly max: number
  readonly inFlight: number
  /** Whether the limit still doubles with every window of successes. */
  readonly slowStart: boolean
  /** Successes since the limit last grew, once slow start is over. */
  readonly successes: number
  /** The most calls in flight at once since the last halving. */
  readonly peak: number
  /** Calls still out that began before the last halving: what they say is already known. */
  readonly stale: number
  /** Nothing starts before this time. */
  readonly notBefore: number
}

/** How a call ended, as far as the lane cares; `other` says nothing about the rate. */
export type LaneSignal =
  | { readonly kind: "ok" }
  | { readonly kind: "limited"; readonly retryAfterMs?: number | undefined }
  | { readonly kind: "other" }

/** What a reply's rate-limit headers say: requests left, and when the provider counts anew. */
export interface LaneHeaders {
  readonly remaining?: number | undefined
  readonly resetMs?: number | undefined
}

export type Admission =
  | { readonly may: true }
  | { readonly may: false; readonly why: "full" }
  | { readonly may: false; readonly why: "wait"; readonly at: number }

/**
 * Adaptive concurrency as congestion control (V. Jacobson 1988, "Congestion Avoidance and
 * Control"): slow start doubles the limit with every window of successes until the provider says
 * "too fast" for the first time; from then on the limit grows by one for `limit` successes and is
 * halved by such a signal (additive increase, multiplicative decrease, Chiu & Jain 1989), once for
 * all the calls that were in flight together. The limit never falls below one and no wait is longer
 * than five minutes, so the lane never starves.
 */
export function openLane({ start, max }: { start: number; max: number }): Lane {
  if (!(max >= 1)) throw new RangeError(`a lane of at most ${max} calls`)
  return {
    limit: Math.max(1, Math.floor(Math.min(start, max))),
    max: Math.floor(max),
    inFlight: 0,
    slowStart: true,
    successes: 0,
    peak: 0,
    stale: 0,
    notBefore: 0,
  }
}

/** Whether a call may start now; a full lane says so again after the next `finished`. */
export function admit(lane: Lane, now: number): Admission {
  if (now < lane.notBefore) return { may: false, why: "wait", at: lane.notBefore }
  if (lane.inFlight >= lane.limit) return { may: false, why: "full" }
  return { may: true }
}

export function started(lane: Lane): Lane {
  const inFlight = lane.inFlight + 1
  return { ...lane, inFlight, peak: Math.max(lane.peak, inFlight) }
}

export function finished(
  lane: Lane,
  signal: LaneSignal,
  headers: LaneHeaders | undefined,
  now: number,
): Lane {
  if (lane.inFlight === 0) throw new RangeError("a call has ended that never started")
  const ended = {
    ...lane,
    inFlight: lane.inFlight - 1,
    stale: Math.max(0, lane.stale - 1),
    notBefore: Math.max(lane.notBefore, now + waitOf(signal, headers)),
  }
  switch (signal.kind) {
    case "ok":
      return grown(ended)
    case "limited":
      return halved(ended, lane.stale > 0)
    case "other":
      return ended
  }
}

const WAIT_MS_MAX = 300_000 // then one call asks again; providers count by the minute

function waitOf(signal: LaneSignal, headers: LaneHeaders | undefined): number {
  const asked = signal.kind === "limited" ? (signal.retryAfterMs ?? 0) : 0
  const reset = headers?.remaining === 0 ? (headers.resetMs ?? 0) : 0
  const wait = Math.max(asked > 0 ? asked : 0, reset > 0 ? reset : 0)
  return Math.min(wait, WAIT_MS_MAX)
}

/** A lane that was never half full has proved nothing about a higher limit. */
function grown(lane: Lane): Lane {
  if (lane.limit >= Math.min(lane.max, 2 * lane.peak)) return lane
  if (lane.slowStart) return { ...lane, limit: lane.limit + 1 }
  const successes = lane.successes + 1
  if (successes < lane.limit) return { ...lane, successes }
  return { ...lane, successes: 0, limit: lane.limit + 1 }
}

function halved(lane: Lane, isKnown: boolean): Lane {
  if (isKnown) return lane
  return {
    ...lane,
    limit: Math.max(1, Math.floor(lane.limit / 2)),
    slowStart: false,
    successes: 0,
    peak: lane.inFlight,
    stale: lane.inFlight,
  }
}
