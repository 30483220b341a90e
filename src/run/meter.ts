import type { Model, Pace } from "../model.ts"
import type { Call, CallOutcome, ModelFailure } from "../record/call.ts"
import type { LaneHeaders, LaneSignal } from "../rule/lane.ts"
import type { Price } from "../rule/price.ts"
import { NOTHING } from "../rule/purse.ts"
import { handlingOf, type RetryRule } from "../rule/retry.ts"
import type { World } from "../world.ts"
import { RunFailure } from "./failure.ts"
import type { Queue } from "./queue.ts"
import { costOfUsage, type Reserved, type Till } from "./till.ts"
import { Tries } from "./tries.ts"

export interface MeterParts {
  readonly model: Model
  readonly world: World
  readonly queue: Queue
  readonly till: Till
  /** Undefined where it is not known: then there is no limit in dollars, or the run is refused. */
  readonly price: Price | undefined
  /** Aborted: no call begins, those that are out come home. */
  readonly drain: AbortSignal
  readonly retry: RetryRule
  readonly heard?: (failure: ModelFailure, tries: number) => void
}

/**
 * A model with everything around a call: its turn in the queue, money set aside, one try, and the
 * only retry loop there is. What comes out is a reply or a failure that stays one.
 */
export function metered(parts: MeterParts): Model {
  const { model } = parts
  return {
    describe: () => model.describe(),
    complete: (call, signal) => tryUntilDone(parts, call, signal),
    ...(model.batches && { batches: model.batches }),
    close: () => model.close(),
  }
}

async function tryUntilDone(
  parts: MeterParts,
  call: Call,
  signal: AbortSignal | undefined,
): Promise<CallOutcome> {
  const { world, queue, retry } = parts
  const tries = new Tries(world, retry)
  for (;;) {
    // The clock runs from the first try: waiting for one's turn is no failing.
    const { outcome, pace } = await tryOnce(parts, call, signal, () => tries.begin())
    const leave = () => queue.leave(signalOf(outcome), headersOf(pace))
    if (outcome.kind === "reply") {
      leave()
      return outcome
    }
    const next = tries.after(outcome)
    parts.heard?.(outcome, tries.count)
    if (!next.retry) {
      const last = ended(outcome, tries.count, next.reason)
      // Closed before anybody's turn comes: the next one would fare no better.
      if (last instanceof RunFailure) queue.close(last)
      leave()
      if (last instanceof RunFailure) throw last
      return last
    }
    leave()
    await world.wait(next.afterMs, parts.drain)
  }
}

interface Heard {
  readonly outcome: CallOutcome
  readonly pace: Pace | undefined
}

/** One try, paid for. Whoever calls it leaves the queue when it has heard what came of it. */
async function tryOnce(
  { model, queue, till, price, drain }: MeterParts,
  call: Call,
  signal: AbortSignal | undefined,
  begun: () => void,
): Promise<Heard> {
  refuseWhileDraining(drain)
  await queue.prepare()
  try {
    refuseWhileDraining(drain)
    const reserved = await till.reserve(call, price)
    await enter(queue, till, reserved, drain)
    begun()
    return await send({ model, till, price }, call, reserved, signal)
  } finally {
    queue.release()
  }
}

/** A call that is ready gets its turn; one that gets none gives its money back. */
async function enter(
  queue: Queue,
  till: Till,
  reserved: Reserved,
  drain: AbortSignal,
): Promise<void> {
  try {
    await queue.enter()
  } catch (error) {
    await till.fail(reserved, NOTHING, "interrupted")
    throw error
  }
  if (!drain.aborted) return
  // It waited for money, or its note for the disk, while the run was asked to stop.
  queue.leave({ kind: "other" })
  await till.fail(reserved, NOTHING, "interrupted")
  throw interrupted()
}

async function send(
  { model, till, price }: Pick<MeterParts, "model" | "till" | "price">,
  call: Call,
  reserved: Reserved,
  signal: AbortSignal | undefined,
): Promise<Heard> {
  const { pace, ...outcome } = await model.complete(call, signal)
  if (outcome.kind === "reply") {
    const cost = outcome.usage && costOfUsage(outcome.usage, price)
    return { outcome: { ...outcome, charged: till.settle(reserved, cost) }, pace }
  }
  await till.fail(reserved, outcome.billed === "unknown" ? undefined : NOTHING, outcome.code)
  return { outcome, pace }
}

function refuseWhileDraining(drain: AbortSignal): void {
  if (drain.aborted) throw interrupted()
}

/** Why a call was not made: the run is stopping. */
export function interrupted(): RunFailure {
  const message = "the run was asked to stop"
  return new RunFailure("run", "interrupted", message, "`agon resume` goes on")
}

function signalOf(outcome: CallOutcome): LaneSignal {
  if (outcome.kind === "reply") return { kind: "ok" }
  const isLimited = outcome.code === "rate-limited" || outcome.code === "overloaded"
  if (!isLimited) return { kind: "other" }
  return { kind: "limited", retryAfterMs: outcome.retryAfterMs }
}

function headersOf(pace: Pace | undefined): LaneHeaders | undefined {
  return pace && { remaining: pace.remaining, resetMs: pace.resetMs }
}

/**
 * What a call that is not tried again ends as. Where every call would fail alike the run ends, to
 * be resumed when the cause is gone; a fault of this call alone is its outcome and is kept.
 */
function ended(failure: ModelFailure, tries: number, reason: string): CallOutcome | RunFailure {
  const { code, message } = failure
  const after = tries === 1 ? "" : ` (after ${tries} tries: ${reason})`
  if (handlingOf(code).halts) return unavailable(code, `${message}${after}`)
  // What may pass is no outcome: it would stand in the journal as if the model had failed.
  const isLasting = reason === "permanent" || code === "empty" || code === "malformed"
  if (!isLasting) return unavailable(code, `${message}${after}`)
  return { kind: "failure", code, message, transient: false }
}

function unavailable(code: string, message: string): RunFailure {
  return new RunFailure("model", code, message, "nothing is lost: `agon resume` goes on")
}
