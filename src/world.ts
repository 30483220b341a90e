/**
 * The only way in for what a run cannot compute: time, entropy, disk, processes. A run takes a
 * World as a value, so a test can hand it another one.
 */
export interface World {
  readonly clock: Clock
  /** A short random name for a new run; never part of a hash. */
  freshName(): string
  /** Resolves after so many milliseconds, or at once when the signal says stop. Never rejects. */
  wait(ms: number, signal?: AbortSignal): Promise<void>
  /** In [0, 1), from no seed: for the spread of retries, which decides nothing. */
  jitter(): number
}

export interface Clock {
  /** Wall time in milliseconds since 1970. A label for people; no decision reads it. */
  now(): number
  /** Milliseconds on a clock that never jumps: for durations. */
  monotonic(): number
}

/** Seeded randomness, handed down by the run: the same seed draws the same numbers. */
export interface Random {
  /** In [0, 1), a multiple of 2^-32. */
  next(): number
  /** An integer in [0, bound); bound is from 1 to 2^32. */
  int(bound: number): number
}
