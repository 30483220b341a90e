import type { Findings, Ground } from "./ground.ts"

/** One thing that every verifier promises, and the check that finds out where it is broken. */
export interface Claim {
  readonly name: string
  check(ground: Ground, found: Findings): Promise<void>
}
