import { canonicalJson } from "../record/canonical.ts"
import { type ChainedEvent, RunEvent } from "../record/event.ts"
import { type Hash, hashOf } from "../record/id.ts"
import type { Store, StoredEvent } from "../store.ts"
import type { Clock } from "../world.ts"
import { RunFailure } from "./failure.ts"

/** Hears every event once it is durable; `isNew` is false while a resumed run repeats its past. */
export type Hear = (event: RunEvent, isNew: boolean) => void

/** Hash before the first event. */
export const GENESIS = hashOf("agon journal 1")

/**
 * The truth of a run: events in a chain of hashes.
 *
 * A run is a deterministic program, so resuming is running it again: events that the journal holds
 * already are compared with what the program says now, and only what comes after is written. An
 * event that comes out otherwise stops the run; nothing is ever rewritten.
 */
export class Journal {
  private readonly recorded: readonly { hash: Hash; kind: string }[]
  private position = 0
  private tip = GENESIS
  private readonly store: Store
  private readonly clock: Clock
  private readonly readOnly: boolean
  private readonly hear: Hear

  private constructor(
    store: Store,
    clock: Clock,
    recorded: readonly { hash: Hash; kind: string }[],
    readOnly: boolean,
    hear: Hear,
  ) {
    this.store = store
    this.clock = clock
    this.recorded = recorded
    this.readOnly = readOnly
    this.hear = hear
  }

  /** Reads the chain and checks every link; a torn or changed event is named and refused. */
  static async open(
    store: Store,
    clock: Clock,
    mode: "write" | "replay",
    hear: Hear = () => {},
  ): Promise<Journal> {
    const recorded: { hash: Hash; kind: string }[] = []
    for await (const { hash, kind } of verifiedChain(store)) recorded.push({ hash, kind })
    return new Journal(store, clock, recorded, mode === "replay", hear)
  }

  /** Hash of the last event that the program has reached. */
  get head(): Hash {
    return this.tip
  }

  /** Whether the program is still behind what was recorded. */
  get catchingUp(): boolean {
    return this.position < this.recorded.length
  }

  async record(event: RunEvent): Promise<void> {
    const body = canonicalJson(RunEvent.parse(event))
    const hash = linkHash(this.tip, body)
    const earlier = this.recorded[this.position]
    if (earlier !== undefined && earlier.hash !== hash)
      throw this.diverged(event.kind, earlier.kind)
    if (earlier === undefined) {
      if (this.readOnly) throw this.ended(event.kind)
      const at = this.clock.now()
      const seq = this.position
      await this.store.append([{ seq, prev: this.tip, hash, kind: event.kind, body, at }])
    }
    this.tip = hash
    this.position++
    this.hear(event, earlier === undefined)
  }

  /** A program that has ended must have reached the end of its journal too. */
  finish(): void {
    if (!this.catchingUp) return
    throw new RunFailure(
      "journal",
      "longer",
      `the run ends with event ${this.position - 1}, and the journal goes on`,
      "somebody else wrote what follows; restore a copy, or fork from an earlier round",
    )
  }

  private diverged(now: string, then: string): RunFailure {
    return new RunFailure(
      "journal",
      "diverged",
      `event ${this.position} came out differently: recorded ${then}, now ${now}`,
      "this code or machine decides differently from the one that wrote the journal; " +
        "use the version that wrote it, or `agon fork` to go on as a new run",
    )
  }

  private ended(kind: string): RunFailure {
    return new RunFailure(
      "journal",
      "incomplete",
      `the journal ends before event ${this.position} (${kind})`,
      "the run is unfinished: `agon resume` goes on with it",
    )
  }
}

export function linkHash(prev: Hash, body: string): Hash {
  return hashOf(`${prev}\n${body}`)
}

/** The stored events in order, each checked against its hash and its place. */
async function* verifiedChain(store: Store): AsyncIterable<StoredEvent> {
  let prev = GENESIS
  let seq = 0
  for await (const stored of store.read(0)) {
    const place = stored.seq === seq && stored.prev === prev
    if (!place || stored.hash !== linkHash(prev, stored.body)) {
      throw corruptEvent(seq, "does not match its hash")
    }
    yield stored
    prev = stored.hash
    seq++
  }
}

/** The whole verified chain, parsed: what audits, reports and listings read. */
export async function* readEvents(store: Store): AsyncIterable<ChainedEvent & { at: number }> {
  for await (const stored of verifiedChain(store)) {
    const { seq, prev, hash, at } = stored
    yield { seq, prev, hash, at, event: eventOf(stored) }
  }
}

/** A stored event, parsed. Whether its hash holds is for the chain to say. */
export function eventOf({ seq, body }: Pick<StoredEvent, "seq" | "body">): RunEvent {
  try {
    return RunEvent.parse(JSON.parse(body))
  } catch {
    throw corruptEvent(seq, "cannot be read")
  }
}

function corruptEvent(seq: number, fault: string): RunFailure {
  return new RunFailure(
    "store",
    "corrupt-event",
    `event ${seq} of the journal ${fault}`,
    "the file was changed or damaged; restore a copy, or fork from an earlier round",
  )
}
