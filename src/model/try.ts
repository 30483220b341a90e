import type { Tried } from "../model.ts"
import type { ModelFailure } from "../record/call.ts"
import { failed, sealed } from "./failure.ts"
import type { Scrubber } from "./secret.ts"

export interface Trying {
  /** From the try's start to the last byte of its reply. */
  readonly deadlineMs: number
  /** Fires when the model is closed. */
  readonly closed: AbortSignal
  readonly scrubber: Scrubber
  /** What an error of the provider's client means. */
  explain(error: unknown): Failed
}

type Failed = ModelFailure & Pick<Tried, "pace">

/**
 * One piece of work under one deadline: whatever happens in it, the promise resolves, in time, to
 * what the work gave or to a failure, and neither has a key in it.
 */
export async function tryOnce<Value extends object>(
  { deadlineMs, closed, scrubber, explain }: Trying,
  signal: AbortSignal | undefined,
  work: (stop: AbortSignal) => Promise<Value>,
): Promise<Value | Failed> {
  const enders = signal === undefined ? [closed] : [closed, signal]
  if (enders.some(({ aborted }) => aborted)) {
    return failed("timeout", "stopped before it was sent", { billed: "no" })
  }
  const controller = new AbortController()
  let reason = "stopped by the caller"
  const stop = () => controller.abort()
  const timer = setTimeout(() => {
    reason = `no whole reply within ${deadlineMs} ms`
    stop()
  }, deadlineMs)
  for (const ender of enders) waitingFor(ender).add(stop)
  try {
    // A race, so that a library which overlooks the signal holds nobody beyond the deadline.
    const value = await Promise.race([work(controller.signal), stopped(controller.signal)])
    return sealed(value, scrubber)
  } catch (error) {
    if (controller.signal.aborted) return failed("timeout", reason)
    return sealed(explain(error), scrubber)
  } finally {
    clearTimeout(timer)
    for (const ender of enders) waitingFor(ender).delete(stop)
  }
}

const waiting = new WeakMap<AbortSignal, Set<() => void>>()

/**
 * Who is to be told when a signal fires. A signal looks through all of its listeners whenever one
 * is added; a thousand calls share one signal, so here it has one listener for all of them.
 */
function waitingFor(signal: AbortSignal): Set<() => void> {
  const known = waiting.get(signal)
  if (known !== undefined) return known
  const stops = new Set<() => void>()
  waiting.set(signal, stops)
  signal.addEventListener("abort", () => {
    for (const stop of stops) stop()
  })
  return stops
}

function stopped(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(new Error("stopped")), { once: true })
  })
}
