/** The boundary at which a run could not go on. */
export type Boundary =
  | "recipe"
  | "store"
  | "journal"
  | "model"
  | "budget"
  | "trainer"
  | "sealed"
  | "verifier"
  | "run"

/**
 * Why a run stopped without finishing: where, what, and what to do about it. It ends the stage's
 * actor and so the run's machine, and whoever started the run is handed it. The journal stays as
 * it is, ready to be resumed.
 */
export class RunFailure extends Error {
  override readonly name = "RunFailure"
  readonly boundary: Boundary
  readonly code: string
  readonly advice: string | undefined

  constructor(boundary: Boundary, code: string, message: string, advice?: string) {
    super(message)
    this.boundary = boundary
    this.code = code
    this.advice = advice
  }
}

/** For what cannot be unless the code is wrong. */
export function assert(condition: unknown, claim: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${claim}`)
}
