import type { ChainedEvent } from "./record/event.ts"
import type { Hash } from "./record/id.ts"

/**
 * The door for where a run is kept. Two collections: the chain of events, in order, and the
 * outcomes of effects by id, in no order. What a promise here has acknowledged survives a kill.
 */
export interface Store {
  /** Appends at the end of the chain, all or nothing. */
  append(events: readonly StoredEvent[]): Promise<void>
  /** The chain from a position on, as stored: the caller checks the hashes. */
  read(from: number): AsyncIterable<StoredEvent>
  length(): Promise<number>
  /** Writes outcomes; an id that has one already keeps it. All or nothing. */
  settle(outcomes: readonly StoredOutcome[]): Promise<void>
  /** The outcomes that exist among these ids. */
  settled(ids: readonly string[]): Promise<Map<string, StoredOutcome>>
  outcomes(): AsyncIterable<StoredOutcome>
  close(): Promise<void>
}

export interface StoredEvent {
  readonly seq: number
  readonly prev: Hash
  readonly hash: Hash
  readonly kind: ChainedEvent["event"]["kind"]
  /** Canonical JSON of the event. */
  readonly body: string
  /** Wall time in ms, a label: in `seal` but not in `hash`. */
  readonly at: number
}

export interface StoredOutcome {
  readonly id: string
  readonly kind: string
  /** Canonical JSON. */
  readonly body: string
  readonly at: number
}
