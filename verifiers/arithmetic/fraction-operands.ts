import { z } from "zod"
import type { Random } from "../../src/world.ts"
import { nearTop } from "../kernel/axes.ts"
import { type Rational, rational } from "../kernel/rational.ts"
import { binaryGcd } from "../kernel/second-method.ts"

const PART_MAX = 999 // products of four parts stay exact in a float

/** A positive fraction as written; it need not be in lowest terms. */
export const Fraction = z.object({
  top: z.int().min(1).max(PART_MAX),
  bottom: z.int().min(2).max(PART_MAX),
})
export type Fraction = z.infer<typeof Fraction>

export function fractionValue({ top, bottom }: Fraction): Rational {
  return rational(top, bottom)
}

export function writeFraction({ top, bottom }: Fraction, notation: "plain" | "latex"): string {
  return notation === "latex" ? `\\frac{${top}}{${bottom}}` : `${top}/${bottom}`
}

/** A fraction in lowest terms that is no integer, mostly near both bounds. */
export function drawReduced(topMax: number, bottomMax: number, random: Random): Fraction {
  const bottom = nearTop(2, bottomMax, random)
  let top = nearTop(1, topMax, random)
  while (binaryGcd(top, bottom) > 1) top-- // ends at 1 at the latest
  return { top, bottom }
}

/** The fraction with one part a small step away. */
export function changeFraction({ top, bottom }: Fraction, random: Random): Fraction {
  const step = random.int(2) === 0 ? 1 + random.int(2) : -1 - random.int(2)
  if (random.int(2) === 0) return { top: Math.max(1, top + step), bottom }
  return { top, bottom: Math.max(2, bottom + step) }
}

/** Sorts two texts, for identities that ignore the order of operands. */
export function unordered(a: string, b: string): string {
  return a <= b ? `${a} ${b}` : `${b} ${a}`
}

/**
 * Why a key cannot be right whatever its value, for `prove`: its parts are longer than any result
 * here, so that floats would round them, or a number above 1 divides both. Null if neither.
 */
export function faultOf(key: Rational): string | null {
  const [top, bottom] = [Math.abs(Number(key.numerator)), Number(key.denominator)]
  if (Math.max(top, bottom) > 2 * PART_MAX ** 2) return "the key is longer than any result"
  const shared = top === 0 ? bottom : binaryGcd(top, bottom)
  return shared === 1 ? null : `${shared} divides both parts of the key`
}
