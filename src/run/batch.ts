import type { Batches, BatchState } from "../model.ts"
import type { Call, CallOutcome, ModelFailure } from "../record/call.ts"
import { contentId } from "../record/id.ts"
import type { Price } from "../rule/price.ts"
import { NOTHING, plus } from "../rule/purse.ts"
import type { RetryRule } from "../rule/retry.ts"
import type { World } from "../world.ts"
import type { Effects } from "./effect.ts"
import { RunFailure } from "./failure.ts"
import { type Amount, costOfUsage, type Reserved, type Till, worstOf } from "./till.ts"
import { Tries } from "./tries.ts"

const ROUNDS_MAX = 4 // of handing in again what expired; then the run stops and can be resumed
const POLL_MS_MAX = 60_000 // a batch takes minutes to hours
const POLL_GROWTH = 1.5
const TRIES_MAX = 40 // of one request about a batch: hours of waiting shall not end in an outage
const DEADLINE_MS = 3_600_000

export interface BatchParts {
  readonly batches: Batches
  readonly effects: Effects
  readonly till: Till
  readonly world: World
  readonly price: Price | undefined
  readonly drain: AbortSignal
  readonly retry: RetryRule
  /** Between the first two looks at a batch. */
  readonly pollMs: number
  /** Told of every outcome once it is durable; nothing is decided by it. */
  readonly heard?: (outcome: CallOutcome) => void
}

/**
 * Buys calls as batches. A batch's name is in the journal before anybody asks for its results, so a
 * run that is killed while it waits finds the batch again and does not pay for another. One window
 * is left, from the request that hands a batch in to the name that comes back: after a kill in it
 * the next process hands in the same calls under the same `Idempotency-Key`. A server that honours
 * the key makes one batch; at another there are two, and the ledger has counted both. What comes
 * back expired is handed in again. Outcomes are in the order of the calls.
 */
export async function completeInBatches(
  parts: BatchParts,
  calls: readonly Call[],
): Promise<readonly CallOutcome[]> {
  const distinct = [...new Map(calls.map((call) => [call.id, call])).values()]
  const known = await parts.effects.known(distinct)
  let bought = 0 // by this process: the batches of former ones are gone through again for nothing
  for (let round = 0; known.size < distinct.length; round++) {
    if (bought === ROUNDS_MAX) throw overdue(distinct.length - known.size)
    let isNew = false
    for (let from = 0; from < distinct.length; from += parts.batches.callsMax) {
      const chunk = distinct.slice(from, from + parts.batches.callsMax)
      if (await buy(parts, chunk, round, known)) isNew = true
    }
    if (isNew) bought++
  }
  return calls.map(({ id }) => known.get(id)!)
}

/** Adds to `known` what a batch has answered; says whether the batch was handed in just now. */
async function buy(
  parts: BatchParts,
  chunk: readonly Call[],
  round: number,
  known: Map<string, CallOutcome>,
): Promise<boolean> {
  const missing = chunk.filter(({ id }) => !known.has(id))
  if (missing.length === 0) return false
  const { effects, till } = parts
  const { role } = missing[0]!
  // Named after the whole chunk: a resumed run, which misses less of it, names the same batch.
  const input = { calls: chunk.map(({ id }) => id), round }
  const id = contentId("effect", { kind: "batch", input })
  const worst = sum(missing.map((call) => worstOf(call, parts.price)))
  let isNew = false
  const { batch } = await effects.once("batch", input, async () => {
    const name = await handIn(parts, { id, role }, worst, missing)
    isNew = true
    return { batch: name }
  })
  if (!isNew) till.setAside(role, worst)
  const kept: CallOutcome[] = []
  try {
    await ended(parts, batch)
    const { outcomes } = await patiently(parts, () => parts.batches.results(batch))
    // All together: they become durable in one go.
    const keeping = missing.map(async (call) => {
      const outcome = outcomes.get(call.id)
      if (outcome === undefined || (outcome.kind === "failure" && outcome.transient)) return
      const own = await keep(parts, call, outcome)
      known.set(call.id, own)
      kept.push(own)
    })
    await Promise.all(keeping)
  } finally {
    till.settle({ call: { id, role }, worst }, sum(kept.map(chargeOf)))
  }
  return isNew
}

function sum(amounts: readonly Amount[]): Amount {
  return amounts.reduce(plus, NOTHING)
}

/**
 * Every request is a try of its own: one whose end nobody knows may have made a batch, and is
 * charged as one.
 */
async function handIn(
  parts: BatchParts,
  { id, role }: Reserved["call"],
  worst: Amount,
  calls: readonly Call[],
): Promise<string> {
  const { batch } = await patiently(parts, async () => {
    refuseWhileDraining(parts.drain)
    const reserved = await parts.till.handIn(id, role, worst)
    const submitted = await parts.batches.submit(calls)
    if (submitted.kind === "submitted") return submitted
    const cost = submitted.billed === "unknown" ? undefined : NOTHING
    await parts.till.fail(reserved, cost, submitted.code)
    return submitted
  })
  return batch
}

async function keep(parts: BatchParts, call: Call, outcome: CallOutcome): Promise<CallOutcome> {
  const kept =
    outcome.kind === "failure"
      ? outcome
      : {
          ...outcome,
          charged: outcome.usage
            ? costOfUsage(outcome.usage, parts.price)
            : worstOf(call, parts.price),
        }
  await parts.effects.keep(call, kept)
  parts.heard?.(kept)
  return kept
}

function chargeOf(outcome: CallOutcome): Amount {
  return outcome.kind === "reply" ? (outcome.charged ?? NOTHING) : NOTHING
}

async function ended(parts: BatchParts, batch: string): Promise<void> {
  for (let wait = parts.pollMs; ; wait = Math.min(POLL_MS_MAX, wait * POLL_GROWTH)) {
    const state = await patiently<Extract<BatchState, { kind: "running" | "ended" }>>(parts, () =>
      parts.batches.poll(batch),
    )
    if (state.kind === "ended") return
    await parts.world.wait(wait, parts.drain)
    refuseWhileDraining(parts.drain)
  }
}

/** One request about a batch, again and again while its failure may pass. */
async function patiently<Good extends { readonly kind: string }>(
  { world, drain, retry }: BatchParts,
  ask: () => Promise<Good | ModelFailure>,
): Promise<Good> {
  const tries = new Tries(world, { ...retry, triesMax: TRIES_MAX, deadlineMs: DEADLINE_MS })
  tries.begin()
  for (;;) {
    const answer = await ask()
    if (!isFailure(answer)) return answer
    const next = tries.after(answer)
    if (!next.retry) {
      throw new RunFailure("model", answer.code, answer.message, "`agon resume` goes on")
    }
    await world.wait(next.afterMs, drain)
    refuseWhileDraining(drain)
  }
}

function isFailure(answer: { readonly kind: string }): answer is ModelFailure {
  return answer.kind === "failure"
}

function refuseWhileDraining(drain: AbortSignal): void {
  if (!drain.aborted) return
  throw new RunFailure(
    "run",
    "interrupted",
    "the run was asked to stop; its batch goes on at the provider",
    "`agon resume` picks the batch up",
  )
}

function overdue(calls: number): RunFailure {
  return new RunFailure(
    "model",
    "batch-expired",
    `${calls} calls came back from ${ROUNDS_MAX} batches without an answer`,
    "`agon resume` asks again",
  )
}
