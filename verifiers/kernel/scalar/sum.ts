import type { Rational } from "../rational.ts"
import * as rationals from "../rational.ts"

/**
 * Powers are whole multiples of 1/SCALE, so that adding exponents is adding whole numbers. SCALE is
 * 5 · lcm(1 … 20): it holds halves, thirds, …, twentieths, hundredths and degrees.
 */
export const SCALE = 1_163_962_800
export type Sign = "positive" | "nonnegative" | "negative" | null

/**
 * What a term is a product of. `unity` is e^(iπ), whose half power is i; `prime` is a positive
 * integer under a fractional power; `exp` is e^m and `cis` is e^(im) for a monomial m; `base` is a
 * sum of terms under a fractional power; the others speak for themselves.
 */
export interface Atom {
  readonly id: number
  readonly kind:
    | "unity"
    | "prime"
    | "pi"
    | "symbol"
    | "exp"
    | "cis"
    | "base"
    | "absolute"
    | "ln"
    | "power"
    | "call"
  readonly key: string
  readonly sign: Sign
  readonly real: boolean
  readonly constant: boolean
  /** What a `base`, `absolute` or `ln` atom is made of; for a `prime`, its value. */
  readonly of: Form | null
  readonly value: bigint
  /** A `cis` atom whose square is 1, because its angle is a whole multiple of π. */
  readonly twofold: boolean
  /** A `cis` atom of a real angle, so that its conjugate is its inverse. */
  readonly turning: boolean
  /** Never zero where it is defined. */
  readonly nonzero: boolean
}

/** coefficient · Π atom^(power / SCALE), ids rising. */
export interface Term {
  readonly coefficient: Rational
  readonly ids: readonly number[]
  readonly powers: readonly number[]
}

/** A sum of terms by the key of their monomial; no coefficient is zero. */
export type Sum = ReadonlyMap<string, Term>

/** top / bottom; a single term is never left in the bottom. */
export interface Form {
  readonly top: Sum
  readonly bottom: Sum
}

export const UNITY = 0
export const PI_ATOM = 1
export const ONE_TERM: Term = { coefficient: rationals.rational(1n), ids: [], powers: [] }
export const ONE: Sum = new Map([["", ONE_TERM]])
export const ZERO: Sum = new Map()

export function constantSum(value: Rational): Sum {
  if (value.numerator === 0n) return ZERO
  return new Map([["", { coefficient: value, ids: [], powers: [] }]])
}

export function singleTerm(sum: Sum): Term | null {
  if (sum.size !== 1) return null
  for (const term of sum.values()) return term
  return null
}

/** The rational value of a sum that is plainly one. */
export function rationalOf(sum: Sum): Rational | null {
  if (sum.size === 0) return rationals.rational(0n)
  const term = singleTerm(sum)
  return term !== null && term.ids.length === 0 ? term.coefficient : null
}

export function keyOf(ids: readonly number[], powers: readonly number[]): string {
  let key = ""
  for (let at = 0; at < ids.length; at++) key += `${ids[at]}^${powers[at]! / SCALE} `
  return key
}

/** A text that two sums over one ring share exactly where they are the same. */
export function sumKey(sum: Sum): string {
  if (sum.size === 1)
    for (const [key, term] of sum) return `${rationals.print(term.coefficient)}*${key}`
  return [...sum.keys()]
    .sort()
    .map((key) => `${rationals.print(sum.get(key)!.coefficient)}*${key}`)
    .join("+")
}

export function formKey(form: Form): string {
  return form.bottom === ONE ? sumKey(form.top) : `(${sumKey(form.top)})/(${sumKey(form.bottom)})`
}

/** The coefficient that stands last in the order of keys, where a bare number comes first. */
export function leadingCoefficient(sum: Sum): Rational {
  let last = ""
  for (const key of sum.keys()) if (key > last) last = key
  return sum.get(last)!.coefficient
}

/** The positive rational that makes the coefficients whole numbers without a common factor. */
export function contentOf(sum: Sum): Rational {
  let numerator = 0n
  let denominator = 1n
  for (const { coefficient } of sum.values()) {
    numerator = rationals.greatestCommonDivisor(numerator, coefficient.numerator)
    const shared = rationals.greatestCommonDivisor(denominator, coefficient.denominator)
    denominator = (denominator / shared) * coefficient.denominator
  }
  return rationals.rational(numerator, denominator)
}
