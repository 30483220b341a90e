import type { Model } from "../model.ts"
import { type Call, CallOutcome } from "../record/call.ts"
import { canonicalJson } from "../record/canonical.ts"
import { contentId } from "../record/id.ts"
import type { Store, StoredOutcome } from "../store.ts"
import type { Clock } from "../world.ts"
import { assert, RunFailure } from "./failure.ts"

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
  /** What is being done now, so that a second request for it waits instead of acting again. */
  private readonly acting = new Map<string, Promise<unknown>>()

  constructor(store: Store, clock: Clock, mode: "write" | "replay") {
    this.store = store
    this.clock = clock
    this.mayAct = mode === "write"
  }

  /** One effect with a JSON outcome. */
  async once<Outcome>(kind: string, input: unknown, act: () => Promise<Outcome>): Promise<Outcome> {
    const id = contentId("effect", { kind, input })
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
    const known = await this.store.settled(calls.map((call) => call.id))
    return Promise.all(
      calls.map((call) => {
        const earlier = known.get(call.id)
        if (earlier !== undefined) return CallOutcome.parse(JSON.parse(earlier.body))
        return this.alone(call.id, () => this.ask(model, call))
      }),
    )
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

  /** Group commit: outcomes that arrive in one tick share one transaction. */
  private settle(outcome: StoredOutcome): Promise<void> {
    this.queue.push(outcome)
    this.flushing ??= Promise.resolve().then(async () => {
      // Two more turns of the microtask queue let the rest of a batch arrive first.
      await null
      await null
      const batch = this.queue
      this.queue = []
      this.flushing = undefined
      await this.store.settle(batch)
    })
    return this.flushing
  }

  private assertMayAct(kind: string, id: string): void {
    if (this.mayAct) return
    throw new RunFailure(
      "journal",
      "incomplete",
      `the journal holds no outcome of ${kind} ${id}`,
      "a replay acts on nothing; `agon resume` performs what is missing",
    )
  }
}

function modelFailure(message: string): RunFailure {
  return new RunFailure("model", "unavailable", message, "nothing is lost: `agon resume` goes on")
}
