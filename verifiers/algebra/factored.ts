import { plainly } from "../kernel/spelling.ts"
import {
  content,
  degree,
  divided,
  leading,
  type Polynomial,
  primitive,
  write,
} from "./polynomial.ts"
import { rationalRoots, rootsOf } from "./roots.ts"
import { readPolynomial } from "./second-method.ts"

/** A polynomial as a number times a power of x times powers of brackets. */
export interface Factored {
  readonly number: bigint
  /** How often x alone is a factor. */
  readonly power: number
  readonly brackets: readonly { readonly of: Polynomial; readonly times: number }[]
}

/** The factors over the rationals; null where what is left has degree 4 and may factor further. */
export function factored(p: Polynomial): Factored | null {
  const number = leading(p) < 0n ? -content(p) : content(p)
  const power = p.findIndex((coefficient) => coefficient !== 0n)
  let rest: Polynomial = primitive(p).slice(power)
  const brackets: { of: Polynomial; times: number }[] = []
  for (const { numerator, denominator } of rationalRoots(rest)) {
    const of = [-numerator, denominator]
    let times = 0
    for (;;) {
      const parts = divided(rest, of)
      if (parts === null || parts.remainder.length > 0) break
      rest = parts.quotient
      times++
    }
    brackets.push({ of, times })
  }
  if (degree(rest) > 3) return null
  if (degree(rest) > 0) brackets.push({ of: rest, times: 1 })
  return { number, power, brackets }
}

/** `2x(x - 3)^2(x^2 + 1)`: brackets by degree, then by their constants from high to low. */
export function writeFactored({ number, power, brackets }: Factored): string {
  const sorted = [...brackets].sort((a, b) => rankOf(a.of, b.of))
  const unknown = power === 0 ? "" : power === 1 ? "x" : `x^${power}`
  const isOne = (number === 1n || number === -1n) && (power > 0 || brackets.length > 0)
  const size = isOne ? (number < 0n ? "-" : "") : `${number}`
  const rest = sorted.map(({ of, times }) => `(${write(of)})${times === 1 ? "" : `^${times}`}`)
  return `${size}${unknown}${rest.join("")}`
}

/** Reads what `writeFactored` writes and nothing else. */
export function readFactored(text: string): Factored | null {
  if (text.length > KEY_CHARS_MAX) return null
  const key = plainly(text)
  const front = FRONT.exec(key)!
  const [whole, sign, size, unknown, exponent] = front
  const brackets: { of: Polynomial; times: number }[] = []
  for (let at = whole.length; at < key.length; ) {
    BRACKET.lastIndex = at
    const found = BRACKET.exec(key)
    const of = found === null ? null : readPolynomial(found[1]!)
    if (found === null || of === null) return null
    brackets.push({ of, times: Number(found[2] ?? 1) })
    at = BRACKET.lastIndex
  }
  const power = unknown === undefined ? 0 : Number(exponent ?? 1)
  const product = { number: BigInt(`${sign}${size || 1}`), power, brackets }
  return writeFactored(product) === key ? product : null
}

/**
 * Whether a bracket of degree up to 3 cannot be factored over the rationals. Degree 2: its
 * discriminant is no square, so that its roots, if real, are surds. Degree 3: it has no root modulo
 * some prime that does not divide its leading coefficient.
 */
export function isIrreducible(p: Polynomial): boolean {
  if (content(p) !== 1n || leading(p) < 0n) return false
  if (degree(p) === 1) return true
  if (degree(p) === 2) return rootsOf(p).every(({ times }) => times !== 0n)
  if (degree(p) !== 3) return false
  return PRIMES.some((prime) => leading(p) % prime !== 0n && !hasRootModulo(p, prime))
}

/** Slips of a person who factors: a bracket lost, a sign turned, a factor taken out twice. */
export function slippedFactors(right: Factored): string[] {
  const { brackets } = right
  const turned = brackets.map(({ of, times }) => ({
    of: of.map((by, i) => (i === 0 ? -by : by)),
    times,
  }))
  const swap = (at: number) => brackets.map((bracket, i) => (i === at ? turned[i]! : bracket))
  return [
    writeFactored({ ...right, brackets: turned }),
    ...brackets.map((_, i) => writeFactored({ ...right, brackets: swap(i) })),
    writeFactored({ ...right, brackets: brackets.slice(1) }),
    writeFactored({ ...right, number: right.number * 2n }),
    writeFactored({ ...right, number: -right.number }),
  ]
}

const KEY_CHARS_MAX = 400
const PRIMES = [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n, 41n, 43n, 47n, 53n]
const FRONT = /^(-?)(\d{0,40})(x(?:\^(\d{1,2}))?)?/
const BRACKET = /\(([^()]{1,200})\)(?:\^(\d{1,2}))?/y

function rankOf(a: Polynomial, b: Polynomial): number {
  if (a.length !== b.length) return a.length - b.length
  for (let i = a.length - 1; i >= 0; i--) {
    if (a[i] !== b[i]) return a[i]! > b[i]! ? -1 : 1
  }
  return 0
}

function hasRootModulo(p: Polynomial, prime: bigint): boolean {
  for (let x = 0n; x < prime; x++) {
    const value = p.reduceRight((sum, coefficient) => (sum * x + coefficient) % prime, 0n)
    if (value === 0n) return true
  }
  return false
}
