import { z } from "zod"
import type { Random } from "../../src/world.ts"
import { nearTop } from "../kernel/axes.ts"
import { type Rational, rational } from "../kernel/rational.ts"
import { binaryGcd } from "../kernel/second-method.ts"

const PART_MAX = 9_999 // products of four parts stay exact in a float

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

/** Whether no number above 1 divides both parts of a key. */
export function isReduced(key: Rational): boolean {
  const top = Math.abs(Number(key.numerator))
  return top === 0 ? key.denominator === 1n : binaryGcd(top, Number(key.denominator)) === 1
}
