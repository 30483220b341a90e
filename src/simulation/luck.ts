import { cosTurns, log } from "../rule/math.ts"

const STEPS = 4_294_967_296 // 2^32

/**
 * A number in [0, 1) that belongs to these words, the same wherever and whenever it is asked for.
 * Mixer: the finaliser of MurmurHash3 (A. Appleby), after each word. It decides who is lucky, never
 * what is identical, and is some hundred times faster than a SHA-256.
 */
export function luck(...words: readonly number[]): number {
  let state = 0x9e3779b9
  for (const word of words) {
    state = (state ^ word) >>> 0
    state = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
    state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35)
    state = (state ^ (state >>> 16)) >>> 0
    state = (state + 0x9e3779b9) >>> 0
  }
  return state / STEPS
}

/** A standard normal number that belongs to these words (Box & Muller 1958). */
export function normalLuck(...words: readonly number[]): number {
  const radius = Math.sqrt(-2 * log((luck(...words, 1) * STEPS + 1) / STEPS))
  return radius * cosTurns(luck(...words, 2))
}
