import { cosTurns, log } from "../../rule/math.ts"

/** A seeded stream of numbers: the same seed gives the same stream on every engine. */
export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  uniform(): number
  /** Uniform whole number in [0, n). */
  below(n: number): number
  /** Standard normal. */
  normal(): number
}

/**
 * @returns a stream drawn by counting: the i-th number is a hash of (seed, i), so that no state
 * can be misplaced.
 */
export function createRandom(seed: number): Random {
  let count = 0
  const uniform = () => uniformAt(seed, count++, 0)
  return {
    uniform,
    below: (n) => Math.floor(uniform() * n),
    // Box & Muller 1958; 1 − u is never 0
    normal: () => Math.sqrt(-2 * log(1 - uniform())) * cosTurns(uniform()),
  }
}

/**
 * The number in [0, 1) that belongs to (seed, sample, step): the randomness of one sampled token.
 */
export function uniformAt(seed: number, sample: number, step: number): number {
  let h = mix(seed >>> 0)
  h = mix(h ^ (Math.floor(seed / 4294967296) >>> 0) ^ 0x9e3779b9)
  h = mix(h ^ Math.imul(sample, 0x85ebca6b))
  h = mix(h ^ Math.imul(step, 0xc2b2ae35) ^ 0x27d4eb2f)
  return h / 4294967296
}

/** Every item once, in an order that the stream decides (Fisher & Yates). */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result = items.slice()
  for (let i = result.length - 1; i > 0; i--) {
    const j = random.below(i + 1)
    const held = result[i]!
    result[i] = result[j]!
    result[j] = held
  }
  return result
}

/**
 * A bijection of 32-bit numbers in which every input bit reaches every output bit (lowbias32, C.
 * Wellons).
 */
function mix(x: number): number {
  let h = x + 0x6d2b79f5
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad)
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97)
  return (h ^ (h >>> 15)) >>> 0
}
