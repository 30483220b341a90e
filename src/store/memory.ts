import { RunFailure } from "../run/failure.ts"
import type { Store, StoredEvent, StoredOutcome } from "../store.ts"

/** A place in this process's memory that can hold one store, opened as often as one likes. */
export interface MemoryPlace {
  open(mode: "write" | "read"): Store
}

/**
 * A store for simulated runs, thousands of which are played and forgotten. It keeps what the door
 * promises while its process lives, and nothing after that.
 */
export function memoryPlace(): MemoryPlace {
  const events: StoredEvent[] = []
  const outcomes = new Map<string, StoredOutcome>()
  const writers = new Set<MemoryStore>()
  return {
    open: (mode) => {
      if (mode === "write" && writers.size > 0) throw inUse()
      const store = new MemoryStore(events, outcomes, mode === "read", () => writers.delete(store))
      if (mode === "write") writers.add(store)
      return store
    },
  }
}

class MemoryStore implements Store {
  private readonly events: StoredEvent[]
  private readonly kept: Map<string, StoredOutcome>
  private readonly readOnly: boolean
  private readonly release: () => void

  constructor(
    events: StoredEvent[],
    kept: Map<string, StoredOutcome>,
    readOnly: boolean,
    release: () => void,
  ) {
    this.events = events
    this.kept = kept
    this.readOnly = readOnly
    this.release = release
  }

  async append(events: readonly StoredEvent[]): Promise<void> {
    this.assertMayWrite()
    const misplaced = events.find(({ seq }, at) => seq !== this.events.length + at)
    if (misplaced !== undefined) {
      const message = `event ${misplaced.seq} does not follow event ${this.events.length - 1}`
      throw new RunFailure("store", "corrupt", message, "events are appended in order")
    }
    this.events.push(...events)
  }

  async *read(from: number): AsyncIterable<StoredEvent> {
    for (let at = from; at < this.events.length; at++) yield this.events[at]!
  }

  async length(): Promise<number> {
    return this.events.length
  }

  async settle(outcomes: readonly StoredOutcome[]): Promise<void> {
    this.assertMayWrite()
    for (const outcome of outcomes) {
      if (!this.kept.has(outcome.id)) this.kept.set(outcome.id, outcome)
    }
  }

  async settled(ids: readonly string[]): Promise<Map<string, StoredOutcome>> {
    const found = new Map<string, StoredOutcome>()
    for (const id of ids) {
      const outcome = this.kept.get(id)
      if (outcome !== undefined) found.set(id, outcome)
    }
    return found
  }

  async *outcomes(): AsyncIterable<StoredOutcome> {
    const ids = [...this.kept.keys()].sort()
    for (const id of ids) yield this.kept.get(id)!
  }

  async close(): Promise<void> {
    this.release()
  }

  private assertMayWrite(): void {
    if (this.readOnly) throw new RunFailure("store", "no-access", "this store is open to read")
  }
}

function inUse(): RunFailure {
  const message = "the journal in memory is in use by another writer"
  return new RunFailure("store", "locked", message, "a run has one writer: close it first")
}
