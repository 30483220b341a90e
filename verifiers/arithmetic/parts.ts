import type { Rational } from "../kernel/rational.ts"
import { binaryGcd } from "../kernel/second-method.ts"

/** A fraction as it comes, never reduced on the way. The bottom is above zero. */
export interface Parts {
  readonly top: number
  readonly bottom: number
}

export type Sign = "add" | "sub" | "mul" | "div"

/**
 * Arithmetic for `prove`: whole floats, crosswise and without reducing, where `solve` has bigints
 * in lowest terms. Null where a divisor is zero.
 */
export function combineParts(op: Sign, a: Parts, b: Parts): Parts | null {
  switch (op) {
    case "add":
      return { top: a.top * b.bottom + b.top * a.bottom, bottom: a.bottom * b.bottom }
    case "sub":
      return { top: a.top * b.bottom - b.top * a.bottom, bottom: a.bottom * b.bottom }
    case "mul":
      return { top: a.top * b.top, bottom: a.bottom * b.bottom }
    case "div": {
      if (b.top === 0) return null
      const sign = b.top < 0 ? -1 : 1
      return { top: sign * a.top * b.bottom, bottom: Math.abs(a.bottom * b.top) }
    }
  }
}

/** Why the key is not the number with these parts; null if it is. */
export function faultOfParts(parts: Parts | null, key: Rational): string | null {
  if (parts === null) return "a divisor is zero"
  const { top, bottom } = parts
  const largest = Math.max(Math.abs(top), bottom)
  if (largest > Number.MAX_SAFE_INTEGER) return "the parts are too long to be exact"
  const shared = top === 0 ? bottom : binaryGcd(Math.abs(top), bottom)
  const [reducedTop, reducedBottom] = [BigInt(top / shared), BigInt(bottom / shared)]
  if (reducedTop === key.numerator && reducedBottom === key.denominator) return null
  return `the parts reduce to ${reducedTop}/${reducedBottom}`
}
