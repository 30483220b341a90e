import type { Fuel } from "../fuel.ts"
import type { Rational } from "../rational.ts"
import * as rationals from "../rational.ts"
import type { Expr } from "../tree.ts"
import { evaluateExact, isRational } from "./exact-value.ts"
import { bitsOf } from "./integers.ts"

const TERMS_MAX = 2_000
const POWER_MAX = 200n // the highest power that is multiplied out
const BITS_MAX = 8_192 // of a coefficient

/** One term: its coefficient and the powers of the polynomial's names, in their order. */
export interface Monomial {
  readonly coefficient: Rational
  readonly powers: readonly number[]
}

/** A polynomial over Q in the given names, its terms by their powers; zero has no terms. */
export interface Polynomial {
  readonly names: readonly string[]
  readonly terms: ReadonlyMap<string, Monomial>
}

/**
 * The polynomial that an expression is once multiplied out, its names in alphabetical order; null
 * where it is none or is too large. Division is by constants alone.
 */
export function polynomialOf(expr: Expr, fuel: Fuel): Polynomial | null {
  const names = [...namesOf(expr, new Set())].sort()
  const polynomial = read(expr, names, fuel)
  return polynomial && pruned(polynomial)
}

/** Names that no term has are left out: x − x + y is a polynomial in y. */
function pruned(polynomial: Polynomial): Polynomial {
  const terms = [...polynomial.terms.values()]
  const kept = polynomial.names.map((_, at) => terms.some(({ powers }) => powers[at] !== 0))
  if (kept.every((keep) => keep)) return polynomial
  const short = new Map<string, Monomial>()
  for (const { coefficient, powers } of terms) {
    const left = powers.filter((_, at) => kept[at])
    short.set(left.join(" "), { coefficient, powers: left })
  }
  return { names: polynomial.names.filter((_, at) => kept[at]), terms: short }
}

/** Coefficients of a polynomial in one name from the constant up; null where it is none. */
export function polynomialIn(expr: Expr, name: string, fuel: Fuel): Rational[] | null {
  const polynomial = read(expr, [name], fuel)
  return polynomial === null ? null : coefficientsOf(polynomial)
}

/** Coefficients of a polynomial in at most one name, from the constant up; zero has none. */
export function coefficientsOf(polynomial: Polynomial): Rational[] {
  const result: Rational[] = []
  for (let power = degreeOf(polynomial); power >= 0; power--) {
    const key = polynomial.names.length === 0 ? "" : `${power}`
    const term = polynomial.terms.get(key)
    result.unshift(term?.coefficient ?? ZERO)
  }
  return polynomial.terms.size === 0 ? [] : result
}

export function addPolynomials(a: Polynomial, b: Polynomial): Polynomial {
  const terms = new Map(a.terms)
  for (const [key, term] of b.terms) include(terms, key, term)
  return { names: a.names, terms }
}

/** Null where the product is too large. */
export function multiplyPolynomials(a: Polynomial, b: Polynomial, fuel: Fuel): Polynomial | null {
  fuel.spend((a.terms.size * b.terms.size) / 2)
  const terms = new Map<string, Monomial>()
  for (const one of a.terms.values()) {
    for (const two of b.terms.values()) {
      const powers = one.powers.map((power, at) => power + two.powers[at]!)
      const coefficient = rationals.multiply(one.coefficient, two.coefficient)
      if (bitsOf(coefficient.numerator) > BITS_MAX) return null
      include(terms, powers.join(" "), { coefficient, powers })
    }
    if (terms.size > TERMS_MAX) return null
  }
  return { names: a.names, terms }
}

export function scalePolynomial(a: Polynomial, by: Rational): Polynomial {
  const terms = new Map<string, Monomial>()
  if (by.numerator === 0n) return { names: a.names, terms }
  for (const [key, { coefficient, powers }] of a.terms) {
    terms.set(key, { coefficient: rationals.multiply(coefficient, by), powers })
  }
  return { names: a.names, terms }
}

/** The total degree; 0 for a constant and for zero. */
export function degreeOf(polynomial: Polynomial): number {
  let degree = 0
  for (const { powers } of polynomial.terms.values()) {
    degree = Math.max(
      degree,
      powers.reduce((sum, power) => sum + power, 0),
    )
  }
  return degree
}

/** Whole coefficients without a common factor, the first term positive; zero stays zero. */
export function primitivePart(polynomial: Polynomial): Polynomial {
  const first = sortedTerms(polynomial)[0]
  if (first === undefined) return polynomial
  let top = 0n
  let bottom = 1n
  for (const { coefficient } of polynomial.terms.values()) {
    top = rationals.greatestCommonDivisor(top, coefficient.numerator)
    const shared = rationals.greatestCommonDivisor(bottom, coefficient.denominator)
    bottom = (bottom / shared) * coefficient.denominator
  }
  const sign = first.coefficient.numerator < 0n ? -1n : 1n
  return scalePolynomial(polynomial, rationals.rational(sign * bottom, top))
}

export function equalPolynomials(a: Polynomial, b: Polynomial): boolean {
  if (a.terms.size !== b.terms.size || a.names.join(" ") !== b.names.join(" ")) return false
  for (const [key, { coefficient }] of a.terms) {
    const other = b.terms.get(key)
    if (other === undefined || !rationals.equal(coefficient, other.coefficient)) return false
  }
  return true
}

/** `x^2 - 3/2*x*y + 1`: higher powers of earlier names first. */
export function printPolynomial(polynomial: Polynomial): string {
  const terms = sortedTerms(polynomial)
  if (terms.length === 0) return "0"
  return terms.reduce((text, { coefficient, powers }) => {
    const size = rationals.absolute(coefficient)
    const names = powers.flatMap((power, at) => {
      const name = polynomial.names[at]!
      return power === 0 ? [] : [power === 1 ? name : `${name}^${power}`]
    })
    const shown = size.numerator === size.denominator && names.length > 0
    const body = [...(shown ? [] : [rationals.print(size)]), ...names].join("*")
    const negative = coefficient.numerator < 0n
    if (text === "") return negative ? `-${body}` : body
    return `${text} ${negative ? "-" : "+"} ${body}`
  }, "")
}

const ZERO = rationals.rational(0n)

function sortedTerms(polynomial: Polynomial): Monomial[] {
  return [...polynomial.terms.values()].sort((a, b) => {
    for (const [at, power] of a.powers.entries()) {
      if (power !== b.powers[at]) return b.powers[at]! - power
    }
    return 0
  })
}

function include(terms: Map<string, Monomial>, key: string, term: Monomial): void {
  const known = terms.get(key)
  const coefficient = known ? rationals.add(known.coefficient, term.coefficient) : term.coefficient
  if (coefficient.numerator === 0n) terms.delete(key)
  else terms.set(key, { coefficient, powers: term.powers })
}

function namesOf(expr: Expr, names: Set<string>): Set<string> {
  if (expr.kind === "symbol") names.add(expr.name)
  for (const part of scalarParts(expr)) namesOf(part, names)
  return names
}

function scalarParts(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case "negate":
    case "percent":
      return [expr.of]
    case "add":
      return expr.terms
    case "multiply":
      return expr.factors
    case "divide":
      return [expr.top, expr.bottom]
    case "power":
      return [expr.base]
    default:
      return []
  }
}

function read(expr: Expr, names: readonly string[], fuel: Fuel): Polynomial | null {
  fuel.spend(1)
  switch (expr.kind) {
    case "symbol": {
      const at = names.indexOf(expr.name)
      return at < 0 ? null : termOf(rationals.rational(1n), names, at)
    }
    case "negate":
    case "percent": {
      const inner = read(expr.of, names, fuel)
      const by = expr.kind === "negate" ? rationals.rational(-1n) : rationals.rational(1n, 100n)
      return inner && scalePolynomial(inner, by)
    }
    case "add":
      return fold(expr.terms, names, fuel, (a, b) => addPolynomials(a, b))
    case "multiply":
      return fold(expr.factors, names, fuel, (a, b) => multiplyPolynomials(a, b, fuel))
    case "divide": {
      const value = constantOf(expr.bottom, fuel)
      const top = value === null || value.numerator === 0n ? null : read(expr.top, names, fuel)
      return top && scalePolynomial(top, rationals.divide(rationals.rational(1n), value!))
    }
    case "power":
      return readPower(expr.base, expr.exponent, names, fuel)
    default: {
      const value = constantOf(expr, fuel)
      return value && termOf(value, names, -1)
    }
  }
}

function readPower(base: Expr, exponent: Expr, names: readonly string[], fuel: Fuel) {
  const times = constantOf(exponent, fuel)
  const inner = times === null ? null : read(base, names, fuel)
  if (inner === null || times === null) return null
  if (degreeOf(inner) === 0) {
    const value = constantOf({ kind: "power", base, exponent }, fuel)
    return value && termOf(value, names, -1)
  }
  if (times.denominator !== 1n || times.numerator < 1n || times.numerator > POWER_MAX) return null
  let result: Polynomial | null = inner
  for (let done = 1n; done < times.numerator && result !== null; done++) {
    result = multiplyPolynomials(result, inner, fuel)
  }
  return result
}

function fold(
  parts: readonly Expr[],
  names: readonly string[],
  fuel: Fuel,
  combine: (a: Polynomial, b: Polynomial) => Polynomial | null,
): Polynomial | null {
  let result: Polynomial | null = null
  for (const part of parts) {
    const next = read(part, names, fuel)
    result = next && (result === null ? next : combine(result, next))
    if (result === null) return null
  }
  return result
}

function constantOf(expr: Expr, fuel: Fuel): Rational | null {
  const setting = { fuel, complex: false, zeroPower: true, realRoots: true }
  const value = evaluateExact(expr, new Map(), setting)
  return isRational(value) ? value : null
}

/** value · the name at a place, or the value alone for place −1. */
function termOf(coefficient: Rational, names: readonly string[], at: number): Polynomial {
  const terms = new Map<string, Monomial>()
  const powers = names.map((_, i) => (i === at ? 1 : 0))
  include(terms, powers.join(" "), { coefficient, powers })
  return { names, terms }
}
