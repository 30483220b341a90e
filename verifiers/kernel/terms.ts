import { z } from "zod"

/**
 * A polynomial in one unknown as it is written: coefficient and power of each term, in the order
 * written. Zero is one term, [0, 0]. The powers are part of the spec, so that every number of a
 * statement is.
 */
export type Terms = readonly (readonly [coefficient: number, power: number])[]
export type Notation = "plain" | "latex"

/** The field of a spec that holds terms, with its bounds. */
export function termsField(limits: { coefficient: number; power: number; count: number }) {
  const coefficient = z.int().min(-limits.coefficient).max(limits.coefficient)
  const power = z.int().min(0).max(limits.power)
  return z
    .array(z.tuple([coefficient, power]))
    .min(1)
    .max(limits.count)
}

/** `3x^2 - x + 5`, in LaTeX `3x^{2} - x + 5`. */
export function writeTerms(terms: Terms, notation: Notation, unknown = "x"): string {
  return terms.reduce((text, [coefficient, power]) => {
    const body = writeTerm(Math.abs(coefficient), power, notation, unknown)
    if (text === "") return coefficient < 0 ? `-${body}` : body
    return `${text} ${coefficient < 0 ? "-" : "+"} ${body}`
  }, "")
}

/** In brackets where it has more than one term or begins with a minus sign. */
export function bracketTerms(terms: Terms, notation: Notation, unknown = "x"): string {
  const text = writeTerms(terms, notation, unknown)
  return terms.length > 1 || text.startsWith("-") ? `(${text})` : text
}

/** The terms of coefficients given from the constant up, the highest power first. */
export function termsOf(coefficients: readonly number[]): [number, number][] {
  const terms = coefficients.map((by, power): [number, number] => [by, power])
  const held = terms.filter(([by]) => by !== 0).reverse()
  return held.length === 0 ? [[0, 0]] : held
}

/** Whether the powers fall from term to term and no coefficient is zero, or it is plain zero. */
export function areTidy(terms: Terms): boolean {
  if (terms.length === 1 && terms[0]![0] === 0) return terms[0]![1] === 0
  return terms.every(([coefficient, power], i) => {
    const before = terms[i - 1]
    return coefficient !== 0 && (before === undefined || before[1] > power)
  })
}

export function isZero(terms: Terms): boolean {
  return terms.every(([coefficient]) => coefficient === 0)
}

/** The largest coefficient by size. */
export function largestOf(terms: Terms): number {
  return terms.reduce((largest, [coefficient]) => Math.max(largest, Math.abs(coefficient)), 0)
}

/** The highest power that has a coefficient; 0 for a constant. */
export function degreeOf(terms: Terms): number {
  return terms.reduce((most, [by, power]) => (by === 0 ? most : Math.max(most, power)), 0)
}

function writeTerm(size: number, power: number, notation: Notation, unknown: string): string {
  if (power === 0) return `${size}`
  const exponent = notation === "latex" ? `{${power}}` : `${power}`
  return `${size === 1 ? "" : size}${unknown}${power === 1 ? "" : `^${exponent}`}`
}
