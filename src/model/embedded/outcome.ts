/** Everything that can go wrong with the learner from outside; a bug throws instead. */
export type FailureCode =
  | "bad-request" // the request is not one this learner answers
  | "bad-config" // a network or job setting is out of its limits
  | "bad-vocabulary" // too many phrases, an empty one, one twice
  | "bad-bundle" // a bundle line that cannot be trained on; the message names file and line
  | "bad-checkpoint" // not a checkpoint of this learner, or torn
  | "file" // the file system refused
  | "diverged" // training made a number that is not finite; nothing was written
  | "unknown-text" // text with a character that no token covers
  | "too-long" // more tokens than the context holds
  | "exited" // the child process is gone
  | "internal" // a bug in the learner, reported rather than lost

export interface Failure {
  readonly ok: false
  readonly code: FailureCode
  readonly message: string
}

export interface Success<T> {
  readonly ok: true
  readonly value: T
}

export type Outcome<T> = Success<T> | Failure

export function failed(code: FailureCode, message: string): Failure {
  return { ok: false, code, message }
}

export function succeeded<T>(value: T): Success<T> {
  return { ok: true, value }
}
