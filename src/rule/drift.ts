import { log } from "./math.ts"

/** What is watched round by round. Shares of one, lengths in characters, entropies in nats. */
export interface Vitals {
  readonly skillEntropy: number
  readonly familyEntropy: number
  /** Mean distance of a problem to the nearest one posed before it; src/rule/distance.ts. */
  readonly nearestDistance: number
  readonly levelMean: number
  readonly solveRate: number
  readonly undecidedShare: number
  /** Attempts in which the solver gave no answer: silence, refusal, cut or overlong text. */
  readonly abstainedShare: number
  /** Mean length of the answers that were given. */
  readonly answerChars: number
  readonly refusedShare: number
  readonly yieldShare: number
  readonly meanReward: number
}

/** Problems of a round by skill and by family: how many of each. */
export interface Spread {
  readonly skills: readonly number[]
  readonly families: readonly number[]
}

/** Names of what looks wrong against the first round. They inform; src/rule/stop.ts acts. */
export function alarms(first: Vitals, now: Vitals): string[] {
  const found: string[] = []
  if (now.undecidedShare > first.undecidedShare + 0.05) found.push("more-undecided")
  if (now.abstainedShare > first.abstainedShare + 0.05) found.push("more-abstained")
  if (now.refusedShare > 0.9) found.push("proposals-mostly-refused")
  if (now.answerChars > 2 * first.answerChars + 1) found.push("answers-twice-as-long")
  return found
}

/** Shannon entropy of counts, in nats. */
export function entropy(counts: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0)
  return counts
    .filter((count) => count > 0)
    .reduce((sum, count) => sum - (count / total) * log(count / total), 0)
}

/**
 * Standard error of an entropy estimated from counts: √((Σ p·ln²p − H²) / n), and for even counts,
 * where that vanishes, the next term (k − 1) / 2n² (G. Basharin 1959, Theory Probab. Appl. 4:333).
 */
export function entropyError(counts: readonly number[]): number {
  const n = counts.reduce((sum, count) => sum + count, 0)
  if (n === 0) return 0
  const kinds = counts.filter((count) => count > 0)
  const h = entropy(kinds)
  const second = kinds.reduce((sum, count) => sum + (count / n) * log(count / n) ** 2, 0)
  return Math.sqrt(Math.max(0, second - h * h) / n + (kinds.length - 1) / (2 * n * n))
}

const Z = 1.645 // one-sided 95 %: few problems vary by themselves

/** By what share an entropy has fallen for sure: the drop that is left after the luck of a draw. */
export function entropyDrop(first: readonly number[], now: readonly number[]): number {
  const was = entropy(first) - Z * entropyError(first)
  const is = entropy(now) + Z * entropyError(now)
  return was > 0 ? Math.max(0, 1 - is / was) : 0
}
