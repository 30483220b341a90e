import type { Formula } from "./formula.ts"

/**
 * What `prove` uses and truth tables do not: a proposition as the one polynomial over integers that
 * is 1 where it holds and 0 where it does not, with no name squared. Not a is 1 - a, and is ab,
 * or is a + b - ab. Two propositions are equivalent if and only if their polynomials are the same
 * (G. Boole, The Laws of Thought, ch. V; arithmetization).
 */
export interface Polynomial {
  /** Coefficients by the product they belong to; bit i of the product stands for the i-th name. */
  readonly terms: ReadonlyMap<number, number>
}

export function polynomialOf(formula: Formula, names: readonly string[]): Polynomial {
  if (typeof formula === "string") return monomial(2 ** names.indexOf(formula))
  if (formula.op === "not") return complement(polynomialOf(formula.of, names))
  const left = polynomialOf(formula.left, names)
  const right = polynomialOf(formula.right, names)
  const both = product(left, right)
  switch (formula.op) {
    case "and":
      return both
    case "or":
      return combined([left, 1], [right, 1], [both, -1])
    case "implies":
      return combined([ONE, 1], [left, -1], [both, 1])
    case "iff":
      return combined([ONE, 1], [left, -1], [right, -1], [both, 2])
    case "xor":
      return combined([left, 1], [right, 1], [both, -2])
  }
}

/** Holds where all of them hold. */
export function allOf(polynomials: readonly Polynomial[]): Polynomial {
  return polynomials.reduce(product, ONE)
}

export function complement(of: Polynomial): Polynomial {
  return combined([ONE, 1], [of, -1])
}

/** Whether it holds nowhere. */
export function isNowhere({ terms }: Polynomial): boolean {
  return terms.size === 0
}

export function isSame(a: Polynomial, b: Polynomial): boolean {
  return isNowhere(combined([a, 1], [b, -1]))
}

/** On how many rows of a truth table over so many names it holds: its sum over all of them. */
export function countOf({ terms }: Polynomial, names: number): number {
  let count = 0
  for (const [factors, by] of terms) count += by * 2 ** (names - bitsIn(factors))
  return count
}

/** The value where the names in `held`, as bits, are true. */
export function valueAt({ terms }: Polynomial, held: number): number {
  let value = 0
  for (const [factors, by] of terms) if ((factors & held) === factors) value += by
  return value
}

const ONE: Polynomial = { terms: new Map([[0, 1]]) }

function monomial(factors: number): Polynomial {
  return { terms: new Map([[factors, 1]]) }
}

/** Products of names: a name times itself is the name. */
function product(a: Polynomial, b: Polynomial): Polynomial {
  const terms = new Map<number, number>()
  for (const [one, by] of a.terms) {
    for (const [other, factor] of b.terms) addTo(terms, one | other, by * factor)
  }
  return { terms }
}

function combined(...parts: readonly (readonly [Polynomial, number])[]): Polynomial {
  const terms = new Map<number, number>()
  for (const [part, factor] of parts) {
    for (const [factors, by] of part.terms) addTo(terms, factors, by * factor)
  }
  return { terms }
}

function addTo(terms: Map<number, number>, factors: number, by: number): void {
  const sum = (terms.get(factors) ?? 0) + by
  if (sum === 0) terms.delete(factors)
  else terms.set(factors, sum)
}

function bitsIn(factors: number): number {
  let [bits, rest] = [0, factors]
  for (; rest > 0; rest &= rest - 1) bits++
  return bits
}
