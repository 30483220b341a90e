import { type Rational, rational } from "../rational.ts"
import type { Cursor } from "./cursor.ts"
import { NUMBER_WORDS } from "./words.ts"

const BASE_MIN = 2
const BASE_MAX = 36 // ten digits and 26 letters

/** The base behind an underscore: 5, {12} or {\text{five}}. */
export function baseOf(c: Cursor): number {
  const braced = c.take("{")
  const { kind, text } = c.next()
  const base = kind === "number" ? numberOf(text) : 0
  if (braced) c.expect("}")
  if (!Number.isInteger(base) || base < BASE_MIN || base > BASE_MAX) throw c.fail("unreadable")
  return base
}

function numberOf(text: string): number {
  return NUMBER_WORDS.get(text.toLowerCase()) ?? Number(text)
}

/** What a numeral is worth in a base, or null where a digit is too large for it. */
export function valueInBase(digits: string, base: number): Rational | null {
  let value = 0n
  let scale = 1n
  let behindPoint = false
  for (const digit of digits) {
    if (digit === "." && !behindPoint) {
      behindPoint = true
      continue
    }
    const worth = Number.parseInt(digit, 36)
    if (Number.isNaN(worth) || worth >= base) return null
    value = value * BigInt(base) + BigInt(worth)
    if (behindPoint) scale *= BigInt(base)
  }
  return digits === "" ? null : rational(value, scale)
}
