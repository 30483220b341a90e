import {
  add,
  greatestCommonDivisor,
  multiply,
  type Rational,
  rational,
} from "../kernel/rational.ts"
import type { Terms } from "../kernel/terms.ts"

/** Whole coefficients from the constant up, the last not zero; zero is empty. */
export type Polynomial = readonly bigint[]

export function polynomial(terms: Terms): Polynomial {
  const dense: bigint[] = []
  for (const [coefficient, power] of terms) {
    while (dense.length <= power) dense.push(0n)
    dense[power]! += BigInt(coefficient)
  }
  return trimmed(dense)
}

/** -1 for zero. */
export function degree(p: Polynomial): number {
  return p.length - 1
}

export function leading(p: Polynomial): bigint {
  return p.at(-1) ?? 0n
}

export function sum(p: Polynomial, q: Polynomial): Polynomial {
  const length = Math.max(p.length, q.length)
  return trimmed(Array.from({ length }, (_, i) => (p[i] ?? 0n) + (q[i] ?? 0n)))
}

export function scaled(p: Polynomial, factor: bigint): Polynomial {
  return trimmed(p.map((coefficient) => coefficient * factor))
}

export function difference(p: Polynomial, q: Polynomial): Polynomial {
  return sum(p, scaled(q, -1n))
}

export function product(p: Polynomial, q: Polynomial): Polynomial {
  const dense = Array.from({ length: Math.max(0, p.length + q.length - 1) }, () => 0n)
  for (const [i, a] of p.entries()) for (const [j, b] of q.entries()) dense[i + j]! += a * b
  return trimmed(dense)
}

/** Horner's scheme. */
export function valueAt(p: Polynomial, x: Rational): Rational {
  return p.reduceRight((value, by) => add(multiply(value, x), rational(by)), rational(0))
}

/** Long division; null where the quotient would have fractions, or the divisor is zero. */
export function divided(
  p: Polynomial,
  by: Polynomial,
): { quotient: Polynomial; remainder: Polynomial } | null {
  if (by.length === 0) return null
  const rest = [...p]
  const quotient: bigint[] = Array.from({ length: Math.max(0, p.length - by.length + 1) }, () => 0n)
  for (let shift = quotient.length - 1; shift >= 0; shift--) {
    const top = rest[shift + by.length - 1]!
    if (top % leading(by) !== 0n) return null
    const factor = top / leading(by)
    quotient[shift] = factor
    for (const [i, coefficient] of by.entries()) rest[shift + i]! -= factor * coefficient
  }
  return { quotient: trimmed(quotient), remainder: trimmed(rest) }
}

/** The largest whole number that divides every coefficient; 0 for zero. */
export function content(p: Polynomial): bigint {
  return p.reduce((shared, coefficient) => greatestCommonDivisor(shared, coefficient), 0n)
}

/** Without its content, and with a positive leading coefficient. */
export function primitive(p: Polynomial): Polynomial {
  const shared = leading(p) < 0n ? -content(p) : content(p)
  return shared === 0n ? p : p.map((coefficient) => coefficient / shared)
}

/** The primitive common divisor of highest degree: Euclid's algorithm by pseudo-remainders. */
export function commonDivisor(p: Polynomial, q: Polynomial): Polynomial {
  let [larger, smaller] = [primitive(p), primitive(q)]
  while (smaller.length > 0) {
    const rest = primitive(pseudoRemainder(larger, smaller))
    larger = smaller
    smaller = rest
  }
  return larger
}

/** The remainder of p times a positive power of the divisor's leading coefficient by size. */
export function pseudoRemainder(p: Polynomial, by: Polynomial): Polynomial {
  const [size, sign] = leading(by) < 0n ? [-leading(by), -1n] : [leading(by), 1n]
  let rest = p
  while (rest.length >= by.length) {
    const shift = rest.length - by.length
    const factor = leading(rest) * sign
    const taken = [...Array.from({ length: shift }, () => 0n), ...scaled(by, factor)]
    rest = difference(scaled(rest, size), taken)
  }
  return rest
}

/** The canonical text: `3x^2 - x + 5`. */
export function write(p: Polynomial): string {
  let text = ""
  for (let power = p.length - 1; power >= 0; power--) {
    const coefficient = p[power]!
    if (coefficient === 0n) continue
    const size = coefficient < 0n ? -coefficient : coefficient
    const unknown = power === 0 ? "" : power === 1 ? "x" : `x^${power}`
    const body = size === 1n && power > 0 ? unknown : `${size}${unknown}`
    if (text === "") text = coefficient < 0n ? `-${body}` : body
    else text += coefficient < 0n ? ` - ${body}` : ` + ${body}`
  }
  return text === "" ? "0" : text
}

/** The polynomial in -x. */
export function mirrored(p: Polynomial): Polynomial {
  return p.map((coefficient, power) => (power % 2 === 0 ? coefficient : -coefficient))
}

/**
 * Kin are questions about one polynomial, whatever it is multiplied by and whether x or -x stands
 * in it: expanding (x + 2)(x + 3), factoring x^2 + 5x + 6 and solving 2x^2 - 10x + 12 = 0.
 */
export function polynomialFamily(p: Polynomial): string {
  const [one, other] = [write(primitive(p)), write(primitive(mirrored(p)))]
  return `polynomial:${one < other ? one : other}`
}

function trimmed(dense: readonly bigint[]): Polynomial {
  let length = dense.length
  while (length > 0 && dense[length - 1] === 0n) length--
  return length === dense.length ? dense : dense.slice(0, length)
}
