import type { Call, CallOutcome } from "./record/call.ts"

/** The door for what answers a prompt: weights in a child process, a server, a recording. */
export interface Model {
  describe(): ModelCard
  /**
   * One try. Never rejects: a failure is an outcome, and nothing in here tries again. Calls made
   * in the same tick may be answered as one batch, and batching must not change an answer. An
   * aborted call resolves to a failure `timeout`, whose bill is unknown.
   */
  complete(call: Call, signal?: AbortSignal): Promise<Tried>
  /** Many calls bought at once for less, answered later. Absent where the provider has no such. */
  readonly batches?: Batches
  close(): Promise<void>
}

/** An outcome, and what the provider said beside it about how fast it may be asked. */
export type Tried = CallOutcome & { readonly pace?: Pace }

/** From rate-limit headers: requests left in the window, and when it opens again. */
export interface Pace {
  readonly remaining?: number
  readonly resetMs?: number
}

export interface Batches {
  /** Calls that one batch may hold. */
  readonly callsMax: number
  /** Hands the calls in and returns the provider's name for the batch. */
  submit(calls: readonly Call[], signal?: AbortSignal): Promise<Submitted>
  poll(batch: string, signal?: AbortSignal): Promise<BatchState>
  /** Outcomes by call id, in any order. A call that expired is a transient failure `timeout`. */
  results(batch: string, signal?: AbortSignal): Promise<BatchResults>
}

type Failed = Extract<CallOutcome, { kind: "failure" }>
export type Submitted = { readonly kind: "submitted"; readonly batch: string } | Failed
export type BatchState = { readonly kind: "running" | "ended" } | Failed
export type BatchResults =
  | { readonly kind: "results"; readonly outcomes: ReadonlyMap<string, CallOutcome> }
  | Failed

export type Knob =
  | "temperature"
  | "topP"
  | "seed"
  | "samples"
  | "effort"
  | "system"
  | "schema"
  | "tools"

export interface ModelCard {
  readonly name: string
  /** Which settings of a call this model honours. An agent never sends one that it lacks. */
  readonly knobs: readonly Knob[]
  /** Calls that may be in flight at once. */
  readonly concurrency: number
  readonly promptTokensMax: number
}
