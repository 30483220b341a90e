import type { SolveRate } from "../record/solve-rate.ts"
import { exp, log } from "./math.ts"
import type { Interval } from "./statistics.ts"

const TAIL = 0.025 // each side of a 95 % interval
const BISECTIONS = 50 // the last one moves an end by less than 10^-15

/**
 * Exact 95 % interval of a share (C. J. Clopper & E. S. Pearson 1934, Biometrika 26:404): those
 * under which neither as many successes nor as few would be a surprise. Never too narrow, so what
 * it bounds holds; Wilson's is shorter and right on average.
 */
export function exactInterval({ correct, tried }: SolveRate): Interval {
  if (tried === 0) return { low: 0, high: 1 }
  const low = correct === 0 ? 0 : solve((p) => 1 - upTo(correct - 1, tried, p) < TAIL)
  const high = correct === tried ? 1 : solve((p) => upTo(correct, tried, p) > TAIL)
  return { low, high }
}

/** The share up to which something holds. */
function solve(holds: (share: number) => boolean): number {
  let low = 0
  let high = 1
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = (low + high) / 2
    if (holds(middle)) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** The probability of at most so many successes. */
function upTo(successes: number, tried: number, share: number): number {
  let term = tried * log(1 - share) // ln of C(n, 0) · (1 − p)^n
  const odds = log(share) - log(1 - share)
  let sum = exp(term)
  for (let k = 1; k <= successes; k++) {
    term += log((tried - k + 1) / k) + odds
    sum += exp(term)
  }
  return sum
}
