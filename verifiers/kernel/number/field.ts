import type { Rational } from "../rational.ts"
import { factorsOf } from "../scalar/integers.ts"
import type { Expr } from "../tree.ts"

const FACTORED_MAX = 1n << 40n // larger radicands are taken as they are
const ORDER_MAX = 100_000

/**
 * The field that an algebraic expression lives in, as far as its degree goes: roots of unity,
 * square roots of whole numbers, and other radicals. The degree is an upper bound: what depends on
 * other parts in ways that are not seen is counted again.
 */
export class Field {
  private unity = 1
  /** Radicands of square roots as products of primes: one bit for each. */
  private readonly squares: bigint[] = []
  private readonly primes = new Map<bigint, bigint>()
  /** Indexes of the other radicals, by what is under them. */
  private readonly radicals = new Map<string, number>()

  /** Adds the roots of unity of an order. */
  addUnity(order: number): void {
    let [a, b] = [this.unity, order]
    while (b !== 0) [a, b] = [b, a % b]
    this.unity = (this.unity / a) * order
  }

  /** Adds a k-th root of a fraction: of p·q^(k − 1), without what is a k-th power in it. */
  addRoot({ numerator, denominator }: Rational, k: number): void {
    const size = numerator < 0n ? -numerator : numerator
    if (size === 0n) return
    if (k === 2) {
      if (numerator < 0n) this.addUnity(4)
      this.addSquareRoot(size * denominator)
      return
    }
    const whole = numerator * denominator ** BigInt(k - 1)
    if (size >= FACTORED_MAX || denominator >= FACTORED_MAX) {
      this.radicals.set(`${k} ${whole}`, k)
      return
    }
    let free = numerator < 0n ? -1n : 1n
    for (const { base, power } of factorsOf(size)) free *= base ** BigInt(power % k)
    for (const { base, power } of factorsOf(denominator)) {
      free *= base ** BigInt((power * (k - 1)) % k)
    }
    if (free !== 1n) this.radicals.set(`${k} ${free}`, k)
  }

  /** Adds the k-th root of an expression that is no fraction. */
  addRadical(of: Expr, k: number): void {
    this.radicals.set(`${k} ${textOf(of)}`, k)
  }

  degree(): number {
    if (this.unity > ORDER_MAX) return Number.POSITIVE_INFINITY
    let degree = totient(this.unity) * 2 ** rankOf(this.squares)
    for (const k of this.radicals.values()) degree *= k
    return degree
  }

  private addSquareRoot(radicand: bigint): void {
    const factors =
      radicand < FACTORED_MAX ? factorsOf(radicand) : [{ base: radicand, power: 1, prime: false }]
    let mask = 0n
    for (const { base, power } of factors) {
      if (power % 2 === 1) mask ^= this.primeBit(base)
    }
    this.squares.push(mask)
  }

  private primeBit(prime: bigint): bigint {
    const known = this.primes.get(prime)
    if (known !== undefined) return known
    const bit = 1n << BigInt(this.primes.size)
    this.primes.set(prime, bit)
    return bit
  }
}

/** The rank of rows of bits over the field of two elements. */
function rankOf(rows: readonly bigint[]): number {
  const basis: bigint[] = []
  for (const row of rows) {
    let rest = row
    for (const other of basis) {
      const reduced = rest ^ other
      if (reduced < rest) rest = reduced
    }
    if (rest !== 0n) basis.push(rest)
  }
  return basis.length
}

function totient(n: number): number {
  let [rest, result] = [n, n]
  for (let p = 2; p * p <= rest; p++) {
    if (rest % p !== 0) continue
    while (rest % p === 0) rest /= p
    result -= result / p
  }
  return rest > 1 ? result - result / rest : result
}

function textOf(expr: Expr): string {
  return JSON.stringify(expr, (_, value) => (typeof value === "bigint" ? `${value}` : value))
}
