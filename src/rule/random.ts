import { hashJson } from "../record/id.ts"
import type { Random } from "../world.ts"

/**
 * A stream of random numbers named by a seed and a path of labels. Streams with other names are
 * independent, so that adding a draw in one place moves no draw in another.
 *
 * Generator: sfc32 (C. Doty-Humphrey, PractRand), 128 bits of state taken from a SHA-256.
 */
export function randomStream(seed: number, ...path: readonly (string | number)[]): Random {
  const name = hashJson([seed, ...path])
  let a = word(name, 0)
  let b = word(name, 1)
  let c = word(name, 2)
  let counter = word(name, 3)

  function next32(): number {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return sum >>> 0
  }

  return {
    next: () => next32() / 4_294_967_296,
    int: (bound) => Math.floor((next32() / 4_294_967_296) * bound),
  }
}

/** Fisher–Yates, on a copy. */
export function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const copy = [...items]
  for (let i = copy.length - 1; i > 0; i--) {
    const j = random.int(i + 1)
    const kept = copy[i]!
    copy[i] = copy[j]!
    copy[j] = kept
  }
  return copy
}

/** An index drawn with odds proportional to the weights, which are not negative. */
export function drawIndex(weights: readonly number[], random: Random): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let left = random.next() * total
  for (let i = 0; i < weights.length - 1; i++) {
    left -= weights[i]!
    if (left < 0) return i
  }
  return weights.length - 1
}

function word(hex: string, index: number): number {
  return Number.parseInt(hex.slice(index * 8, index * 8 + 8), 16) | 0
}
