import type { Expression } from "./expression.ts"

/**
 * Arithmetic for `prove`: none of it uses the bigint operations that `solve` uses, so that a slip
 * in one is not repeated in the other.
 */

/** The sum of two numbers given as decimal digits, column by column with a carry. */
export function addColumns(a: string, b: string): string {
  const columns = Math.max(a.length, b.length)
  let sum = ""
  let carry = 0
  for (let i = 1; i <= columns; i++) {
    const column = digitAt(a, a.length - i) + digitAt(b, b.length - i) + carry
    carry = column > 9 ? 1 : 0
    sum = `${column - 10 * carry}${sum}`
  }
  return carry === 1 ? `1${sum}` : sum
}

/** How many columns of a + b carry. */
export function carriesOf(a: number, b: number): number {
  let [p, q, carry, count] = [a, b, 0, 0]
  while (p > 0 || q > 0) {
    carry = (p % 10) + (q % 10) + carry > 9 ? 1 : 0
    count += carry
    p = Math.floor(p / 10)
    q = Math.floor(q / 10)
  }
  return count
}

/** The remainder of a number given as decimal digits, by long division with subtractions only. */
export function remainderByColumns(digits: string, divisor: number): number {
  let rest = 0
  for (let i = 0; i < digits.length; i++) {
    rest = rest * 10 + digitAt(digits, i)
    while (rest >= divisor) rest -= divisor
  }
  return rest
}

function digitAt(digits: string, index: number): number {
  return index < 0 ? 0 : digits.charCodeAt(index) - 48
}

/** Stein's binary algorithm on whole numbers from 1. */
export function binaryGcd(a: number, b: number): number {
  let [p, q, twos] = [a, b, 0]
  while (p % 2 === 0 && q % 2 === 0) {
    p /= 2
    q /= 2
    twos++
  }
  while (p !== q) {
    if (p % 2 === 0) p /= 2
    else if (q % 2 === 0) q /= 2
    else if (p > q) p = (p - q) / 2
    else q = (q - p) / 2
  }
  return p * 2 ** twos
}

/**
 * Whether an expression without division has this value. Chinese remainder theorem: two integers
 * whose sizes add up to less than the product of some primes are equal if they agree modulo each.
 * Null where the numbers are too large for the primes.
 */
export function agreesByResidues(expression: Expression, value: bigint): boolean | null {
  const sizes = sizeOf(expression) + Math.abs(Number(value))
  let reach = 1
  for (const prime of PRIMES) {
    if (residueOf(expression, prime) !== positive(Number(value % BigInt(prime)), prime))
      return false
    reach *= prime
    if (sizes * SLACK < reach) return true
  }
  return null
}

// The four largest primes below 2^25: a product of two residues stays below 2^50.
const PRIMES = [33_554_393, 33_554_383, 33_554_371, 33_554_347] as const
const SLACK = 1.001 // sizes and reach are floats; their relative errors are below 10^-12

function residueOf(expression: Expression, prime: number): number {
  if (typeof expression === "number") return positive(expression % prime, prime)
  if (expression.op === "neg") return positive(-residueOf(expression.of, prime), prime)
  const left = residueOf(expression.left, prime)
  const right = residueOf(expression.right, prime)
  switch (expression.op) {
    case "add":
      return (left + right) % prime
    case "sub":
      return positive(left - right, prime)
    case "mul":
      return (left * right) % prime
    case "div":
      throw new TypeError("residues check expressions without division")
  }
}

function positive(residue: number, prime: number): number {
  return residue < 0 ? residue + prime : residue
}

/** A bound on the size of the value, whatever the signs. */
function sizeOf(expression: Expression): number {
  if (typeof expression === "number") return Math.abs(expression)
  if (expression.op === "neg") return sizeOf(expression.of)
  const left = sizeOf(expression.left)
  const right = sizeOf(expression.right)
  return expression.op === "mul" ? left * right : left + right
}
