import { log } from "./math.ts"

/** What is watched round by round. All shares, lengths in characters, entropies in nats. */
export interface Vitals {
  readonly skillEntropy: number
  readonly levelMean: number
  readonly solveRate: number
  readonly undecidedShare: number
  readonly refusedShare: number
  readonly yieldShare: number
  readonly meanReward: number
}

const ENTROPY_DROP_MAX = 0.5 // half of the first round's: the proposer has settled on a corner

/** Names of what looks wrong against the first round. Alarms inform; `tripped` halts. */
export function alarms(first: Vitals, now: Vitals): string[] {
  const found: string[] = []
  if (now.skillEntropy < ENTROPY_DROP_MAX * first.skillEntropy) found.push("skill-entropy-fell")
  if (now.undecidedShare > first.undecidedShare + 0.05) found.push("more-undecided")
  if (now.refusedShare > 0.9) found.push("proposals-mostly-refused")
  return found
}

/** A reason to halt the run at once, or undefined. */
export function tripped(audit: { errors: number }, vitals: Vitals, yieldMin: number) {
  if (audit.errors > 0) return `label-audit: ${audit.errors} labels failed the second proof`
  if (vitals.yieldShare < yieldMin) {
    return `yield: ${percent(vitals.yieldShare)} of posed problems made a pair, ${percent(yieldMin)} is the floor`
  }
  return undefined
}

/** Shannon entropy of counts, in nats. */
export function entropy(counts: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0)
  return counts
    .filter((count) => count > 0)
    .reduce((sum, count) => sum - (count / total) * log(count / total), 0)
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}
