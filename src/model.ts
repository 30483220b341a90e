import type { Call, CallOutcome } from "./record/call.ts"

/** The door for what answers a prompt: weights in a child process, a server, a recording. */
export interface Model {
  describe(): ModelCard
  /**
   * Never rejects: a failure is an outcome. Calls made in the same tick may be answered as one
   * batch, and batching must not change an answer.
   */
  complete(call: Call, signal?: AbortSignal): Promise<CallOutcome>
  close(): Promise<void>
}

export interface ModelCard {
  readonly name: string
  /** Which settings of a call this model honours. An agent never sends one that it lacks. */
  readonly knobs: readonly ("temperature" | "seed" | "samples")[]
  /** Calls that may be in flight at once. */
  readonly concurrency: number
  readonly promptTokensMax: number
}
