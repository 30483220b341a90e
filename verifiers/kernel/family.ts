import { absolute, add, compare, print, type Rational } from "./rational.ts"

/**
 * The fact family of a + b: `3 + 4`, `4 + 3`, `7 - 3`, `7 - 4` and `x + 3 = 7` are one fact. Of
 * the sizes of a, b and a + b the two smaller always add up to the largest, so they name it.
 */
export function sumFamily(a: number, b: number): string {
  const [first, second] = [Math.abs(a), Math.abs(b), Math.abs(a + b)].sort((p, q) => p - q)
  return `sum:${first},${second}`
}

/** The fact family of a · b: the two factors without their signs, smaller first. */
export function productFamily(a: number, b: number): string {
  const p = Math.abs(a)
  const q = Math.abs(b)
  return p <= q ? `product:${p},${q}` : `product:${q},${p}`
}

export function fractionSumFamily(a: Rational, b: Rational): string {
  const sizes = [absolute(a), absolute(b), absolute(add(a, b))].sort(compare)
  return `sum:${print(sizes[0]!)},${print(sizes[1]!)}`
}

export function fractionProductFamily(a: Rational, b: Rational): string {
  const [first, second] = [absolute(a), absolute(b)].sort(compare)
  return `product:${print(first!)},${print(second!)}`
}
