// What goes over the learner's pipe: one JSON object a line, a request down stdin, its response up
// stdout.
import type { CompleteCall, CompleteReply } from "./complete.ts"
import type { NetworkConfig } from "./config.ts"
import type { JobConfig } from "./job.ts"
import type { FailureCode } from "./outcome.ts"

/** Writes an untrained checkpoint. `phrases` join the vocabulary as one token each. */
export interface CreateRequest {
  readonly op: "create"
  readonly path: string
  readonly seed: number
  readonly config?: Partial<NetworkConfig>
  readonly phrases?: readonly string[]
}

export interface CreateResult {
  /** SHA-256 of the file's bytes. */
  readonly hash: string
}

export interface CompleteRequest {
  readonly op: "complete"
  readonly checkpoint: string
  readonly calls: readonly CompleteCall[]
}

export interface CompleteResult {
  readonly replies: readonly CompleteReply[]
}

/** Trains `base` on a bundle and writes `out`. */
export interface TrainRequest {
  readonly op: "train"
  /** A JSONL file of {prompt, completion, weight?}. */
  readonly bundle: string
  readonly base: string
  readonly out: string
  readonly config: JobConfig
  /**
   * The learner's own number when left out. It changes the time a job takes and no byte of what it
   * writes.
   */
  readonly threads?: 1 | 2
}

export interface TrainResult {
  readonly hash: string
  readonly steps: number
  /** Mean loss of the last steps, in nats per completion token. */
  readonly loss: number
  /** Tokens that went through the network, prompts included. */
  readonly tokens: number
  readonly rows: number
}

export interface TrainProgress {
  readonly step: number
  readonly steps: number
  readonly loss: number
  readonly tokensPerSecond: number
}

export type Request = CreateRequest | CompleteRequest | TrainRequest

/** Every response has the id of its request; a progress line is not yet a response. */
export type Response =
  | ({ readonly id: number; readonly ok: true } & (CreateResult | CompleteResult | TrainResult))
  | {
      readonly id: number | null
      readonly ok: false
      readonly error: { readonly code: FailureCode; readonly message: string }
    }
  | { readonly id: number; readonly progress: TrainProgress }
