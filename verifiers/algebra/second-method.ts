import { add, divide, multiply, type Rational, rational, subtract } from "../kernel/rational.ts"
import { plainly } from "../kernel/spelling.ts"
import type { Terms } from "../kernel/terms.ts"
import {
  content,
  degree,
  leading,
  type Polynomial,
  product,
  pseudoRemainder,
  scaled,
  sum,
  valueAt,
  write,
} from "./polynomial.ts"
import type { Surd } from "./surd.ts"

/**
 * What `prove` uses and `solve` does not: values instead of coefficients, and Sturm's count of
 * roots instead of a formula for them.
 */

/** A polynomial in the spelling that keys have; null for anything else. */
export function readPolynomial(text: string): Polynomial | null {
  if (text.length > KEY_CHARS_MAX) return null
  const dense: bigint[] = []
  const bare = plainly(text)
  for (const part of bare.replaceAll(" - ", " + -").split(" + ")) {
    const found = TERM.exec(part)
    if (found === null) return null
    const [, sign, size, unknown, exponent] = found
    const power = unknown === undefined ? 0 : Number(exponent ?? 1)
    if ((size === "" && unknown === undefined) || power > POWER_MAX) return null
    while (dense.length <= power) dense.push(0n)
    dense[power]! += BigInt(`${sign}${size || 1}`)
  }
  const found = sum(dense, [])
  return write(found) === bare ? found : null
}

const KEY_CHARS_MAX = 400
const POWER_MAX = 32
const TERM = /^(-?)(\d{0,60})(x(?:\^(\d{1,2}))?)?$/

/** The value of terms as they are written, power by power, without collecting them. */
export function termsAt(terms: Terms, x: Rational): Rational {
  let [top, bottom] = [0n, 1n]
  for (const [coefficient, power] of terms) {
    const [p, q] = [x.numerator ** BigInt(power), x.denominator ** BigInt(power)]
    top = top * q + BigInt(coefficient) * p * bottom
    bottom *= q
  }
  return rational(top, bottom)
}

export type Values = (x: Rational) => Rational

/** Two polynomials of at most this degree are one if they agree at one point more. */
export function agree(one: Values, other: Values, most: number): boolean {
  for (let i = 0; i <= most; i++) {
    const x = rational(i % 2 === 0 ? i / 2 : -(i + 1) / 2)
    const [a, b] = [one(x), other(x)]
    if (a.numerator !== b.numerator || a.denominator !== b.denominator) return false
  }
  return true
}

/** A positive multiple of the polynomial of at most this degree with these values: Newton. */
export function throughValues(values: Values, most: number): Polynomial {
  const xs = Array.from({ length: most + 1 }, (_, i) => i - (most >> 1))
  let row = xs.map((x) => values(rational(x)))
  const divided = [row[0]!]
  for (let order = 1; order <= most; order++) {
    row = row.slice(1).map((next, i) => divide(subtract(next, row[i]!), rational(order)))
    divided.push(row[0]!)
  }
  const shared = divided.reduce((bottom, { denominator }) => bottom * denominator, 1n)
  let [found, base]: [Polynomial, Polynomial] = [[], [1n]]
  for (const [i, { numerator, denominator }] of divided.entries()) {
    found = sum(found, scaled(base, (numerator * shared) / denominator))
    base = product(base, [BigInt(-xs[i]!), 1n])
  }
  return found
}

/**
 * How many real numbers above `low` (all, without it) are roots, each counted once. Sturm's
 * theorem: the sign changes along the sequence p, p', −rem(p, p'), … lost between the ends. `low`
 * must not be a root.
 */
export function countRoots(p: Polynomial, low?: Rational): number {
  if (degree(p) < 1) return 0
  const sequence = [p, slope(p)]
  for (;;) {
    const rest = pseudoRemainder(sequence.at(-2)!, sequence.at(-1)!)
    if (rest.length === 0) break
    const shared = content(rest)
    sequence.push(rest.map((coefficient) => -coefficient / shared))
  }
  const below = sequence.map((f) => {
    if (low !== undefined) return sign(valueAt(f, low).numerator)
    return sign(leading(f)) * (degree(f) % 2 === 0 ? 1 : -1)
  })
  return signChanges(below) - signChanges(sequence.map((f) => sign(leading(f))))
}

/** Whether a surd makes the polynomial zero: Horner's scheme on pairs a + b√n. */
export function vanishesAt(p: Polynomial, { plain, times, under, below }: Surd): boolean {
  const [step, turn] = [rational(plain, below), rational(times, below)]
  let [a, b] = [rational(0), rational(0)]
  for (let i = p.length - 1; i >= 0; i--) {
    const next = add(multiply(a, step), multiply(multiply(b, turn), rational(under)))
    b = add(multiply(a, turn), multiply(b, step))
    a = add(next, rational(p[i]!))
  }
  return a.numerator === 0n && b.numerator === 0n
}

function slope(p: Polynomial): Polynomial {
  return p.slice(1).map((coefficient, i) => coefficient * BigInt(i + 1))
}

function sign(n: bigint): number {
  return n > 0n ? 1 : n < 0n ? -1 : 0
}

function signChanges(signs: readonly number[]): number {
  const held = signs.filter((side) => side !== 0)
  return held.filter((side, i) => i > 0 && side !== held[i - 1]).length
}

/**
 * Whether two polynomials have no common factor with x: Euclid's algorithm modulo a prime. A common
 * factor over the rationals stays one modulo every prime that does not divide both leading
 * coefficients, so finding none modulo one prime proves that there is none.
 */
export function areCoprime(p: Polynomial, q: Polynomial): boolean {
  return PRIMES.some((prime) => {
    const [one, other] = [residues(p, prime), residues(q, prime)]
    if (one.length !== p.length || other.length !== q.length) return false
    return commonDegree(one, other, prime) === 0
  })
}

const PRIMES = [33_554_393, 33_554_383, 33_554_371] // below 2^25: products stay below 2^50

function residues(p: Polynomial, prime: number): number[] {
  const found = p.map((by) => Number(((by % BigInt(prime)) + BigInt(prime)) % BigInt(prime)))
  while (found.at(-1) === 0) found.pop()
  return found
}

function commonDegree(p: readonly number[], q: readonly number[], prime: number): number {
  let [larger, smaller] = [[...p], [...q]]
  while (smaller.length > 0) {
    const inverse = inverseModulo(smaller.at(-1)!, prime)
    while (larger.length >= smaller.length) {
      const factor = (larger.at(-1)! * inverse) % prime
      const shift = larger.length - smaller.length
      for (const [i, by] of smaller.entries()) {
        larger[i + shift] = (larger[i + shift]! + prime - ((by * factor) % prime)) % prime
      }
      while (larger.at(-1) === 0) larger.pop()
    }
    const next = larger
    larger = smaller
    smaller = next
  }
  return larger.length - 1
}

/** By Fermat's little theorem. */
function inverseModulo(n: number, prime: number): number {
  let [result, square] = [1, n]
  for (let rest = prime - 2; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = (result * square) % prime
    square = (square * square) % prime
  }
  return result
}
