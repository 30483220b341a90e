/** What became of the n samples of one item. */
export interface Sampled {
  readonly samples: number
  readonly correct: number
  /** How many samples gave the most frequent answer, and whether that answer is right. */
  readonly votes: number
  readonly isVoteCorrect: boolean
}

/**
 * Odds that at least one of k samples is right, from n ≥ k of which c were, unbiased:
 * 1 − C(n−c, k) / C(n, k) (Chen et al. 2021, arXiv 2107.03374, eq. 1), as a product that never
 * overflows.
 */
export function passAtK({ samples, correct }: Pick<Sampled, "samples" | "correct">, k: number) {
  if (k > samples) throw new RangeError(`pass@${k} needs ${k} samples, not ${samples}`)
  if (samples - correct < k) return 1
  let allWrong = 1
  for (let i = samples - correct + 1; i <= samples; i++) allWrong *= 1 - k / i
  return 1 - allWrong
}

const BINS = 10

/**
 * Expected calibration error (Guo et al. 2017, arXiv 1706.04599): how far the share of samples that
 * agree is from the share of such answers that are right, in ten bins weighed by their items.
 */
export function calibrationError(items: readonly Sampled[]): number {
  const bins = Array.from({ length: BINS }, () => ({ items: 0, agreed: 0, right: 0 }))
  for (const { samples, votes, isVoteCorrect } of items) {
    if (samples === 0) continue
    const agreed = votes / samples
    const bin = bins[Math.min(BINS - 1, Math.floor(agreed * BINS))]!
    bin.items++
    bin.agreed += agreed
    bin.right += isVoteCorrect ? 1 : 0
  }
  const total = bins.reduce((sum, bin) => sum + bin.items, 0)
  const error = bins.reduce((sum, bin) => sum + Math.abs(bin.agreed - bin.right), 0)
  return error / Math.max(1, total)
}
