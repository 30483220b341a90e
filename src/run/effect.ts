import type { Model } from "../model.ts"
import { type Call, CallOutcome } from "../record/call.ts"
import { canonicalJson } from "../record/canonical.ts"
import { contentId } from "../record/id.ts"
import type { Store, StoredOutcome } from "../store.ts"
import type { Clock } from "../world.ts"
import { assert, RunFailure } from "./failure.ts"

const REST_SHARE = 4 // times the last write: at most a fifth of the time is spent on the disk
const REST_MS_MAX = 40 // a call is not sent before its note is written; models take longer

/** The name under which an effect's outcome is kept. */
export function effectId(kind: string, input: unknown) {
  return contentId("effect", { kind, input })
}

/**
 * What touches the world, at most once per id. An effect's id names what it is and all its inputs;
 * its outcome is looked up before acting and written before anyone reads it. So a run that is
 * killed and resumed, or replayed, meets its own past instead of the world.
 */
export class Effects {
  private readonly store: Store
  private readonly clock: Clock
  private readonly mayAct: boolean
  private queue: StoredOutcome[] = []
  private flushing: Promise<void> | undefined
  /** Waits so many milliseconds; without it every write is made at once. */
  private readonly pause: ((ms: number) => Promise<void>) | undefined
  private restUntil = 0
  /** What is being done now, so that a second request for it waits instead of acting again. */
  private readonly acting = new Map<string, Promise<unknown>>()

  constructor(
    store: Store,
    clock: Clock,
    mode: "write" | "replay",
    pause?: (ms: number) => Promise<void>,
  ) {
    this.pause = pause
    this.store = store
    this.clock = clock
    this.mayAct = mode === "write"
  }

  /** One effect with a JSON outcome. */
  async once<Outcome>(kind: string, input: unknown, act: () => Promise<Outcome>): Promise<Outcome> {
    const id = effectId(kind, input)
    return this.alone(id, async () => {
      const known = (await this.store.settled([id])).get(id)
      if (known !== undefined) return JSON.parse(known.body) as Outcome
      this.assertMayAct(kind, id)
      const outcome = await act()
      await this.settle({ id, kind, body: canonicalJson(outcome), at: this.clock.now() })
      return outcome
    })
  }

  /** Many calls of one model; outcomes in the order of the calls, whatever order they came in. */
  async complete(model: Model, calls: readonly Call[]): Promise<readonly CallOutcome[]> {
    const known = await this.known(calls)
    // What the calls that went well have brought is kept before the first failure is told.
    const settled = await Promise.allSettled(
      calls.map((call) => known.get(call.id) ?? this.alone(call.id, () => this.ask(model, call))),
    )
    const failed = settled.find(({ status }) => status === "rejected")
    if (failed?.status === "rejected") throw failed.reason
    return settled.map((result) => (result as PromiseFulfilledResult<CallOutcome>).value)
  }

  /** The outcomes that are there already, by call id. */
  async known(calls: readonly Call[]): Promise<Map<string, CallOutcome>> {
    const stored = await this.store.settled(calls.map((call) => call.id))
    return new Map([...stored].map(([id, { body }]) => [id, CallOutcome.parse(JSON.parse(body))]))
  }

  /** Writes an outcome that came by another way than `complete`, a batch for instance. */
  async keep(call: Call, outcome: CallOutcome): Promise<void> {
    this.assertMayAct("call", call.id)
    const body = canonicalJson(CallOutcome.parse(outcome))
    await this.settle({ id: call.id, kind: "call", body, at: this.clock.now() })
  }

  /** Writes a fact about acting, which no decision of the run reads: what a try may cost. */
  async note(id: string, kind: string, body: unknown): Promise<void> {
    this.assertMayAct(kind, id)
    await this.settle({ id, kind, body: canonicalJson(body), at: this.clock.now() })
  }

  private async ask(model: Model, call: Call): Promise<CallOutcome> {
    this.assertMayAct("call", call.id)
    const outcome = CallOutcome.parse(await model.complete(call))
    if (outcome.kind === "failure" && outcome.transient) throw modelFailure(outcome.message)
    if (outcome.kind === "reply") {
      assert(outcome.samples.length === call.samples, "a reply has as many samples as asked")
    }
    const body = canonicalJson(outcome)
    await this.settle({ id: call.id, kind: "call", body, at: this.clock.now() })
    return outcome
  }

  private alone<Outcome>(id: string, act: () => Promise<Outcome>): Promise<Outcome> {
    const before = this.acting.get(id)
    if (before !== undefined) return before as Promise<Outcome>
    const now = act().finally(() => this.acting.delete(id))
    this.acting.set(id, now)
    return now
  }

  /** Group commit: outcomes that arrive in one tick, or while the disk rests, share a write. */
  private settle(outcome: StoredOutcome): Promise<void> {
    this.queue.push(outcome)
    this.flushing ??= this.flush()
    return this.flushing
  }

  /**
   * A write holds everything up until the disk has it. So the disk rests after each for some times
   * as long as it took: hundreds of replies a second keep it from nothing but its rest.
   */
  private async flush(): Promise<void> {
    // Two more turns of the microtask queue let the rest of a batch arrive first.
    await null
    await null
    const rest = this.restUntil - this.clock.monotonic()
    if (this.pause !== undefined && rest > 0) await this.pause(rest)
    const batch = this.queue
    this.queue = []
    this.flushing = undefined
    const begun = this.clock.monotonic()
    try {
      await this.store.settle(batch)
    } finally {
      const now = this.clock.monotonic()
      this.restUntil = now + Math.min(REST_MS_MAX, REST_SHARE * (now - begun))
    }
  }

  private assertMayAct(kind: string, id: string): void {
    if (this.mayAct) return
    throw new RunFailure(
      "journal",
      "incomplete",
      `the run is unfinished: its journal holds no outcome of ${kind} ${id}`,
      "a replay acts on nothing; `agon resume` performs what is missing",
    )
  }
}

function modelFailure(message: string): RunFailure {
  return new RunFailure("model", "unavailable", message, "nothing is lost: `agon resume` goes on")
}
