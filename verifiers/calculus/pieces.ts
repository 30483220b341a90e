import { z } from "zod"
import { negated, number, product, sum, symbol } from "../kernel/build.ts"
import {
  areTidy,
  bracketTerms,
  largestOf,
  type Notation,
  type Terms,
  termsField,
  writeTerms,
} from "../kernel/terms.ts"
import type { Expr } from "../kernel/tree.ts"

const NAMES = ["sin", "cos", "exp", "ln", "power"] as const
const inner = termsField({ coefficient: 99, power: 2, count: 3 })

/** by · x^power, times a function of a polynomial where `of` holds one. */
export const Piece = z.strictObject({
  by: z.int().min(-999).max(999),
  power: z.int().min(-4).max(9),
  of: z
    .strictObject({
      name: z.enum(NAMES),
      inner,
      /** What the inner polynomial is raised to where the name is `power`; 1 otherwise. */
      exponent: z.int().min(1).max(9),
    })
    .nullable(),
})
export type Piece = z.infer<typeof Piece>
export type Applied = NonNullable<Piece["of"]>

export const piecesField = z.array(Piece).min(1).max(4)

/** What makes a sum of pieces no question, or null. */
export function pieceFault(pieces: readonly Piece[]): string | null {
  for (const { by, of } of pieces) {
    if (by === 0) return "a-zero-term"
    if (of === null) continue
    if (!areTidy(of.inner) || of.inner[0]![1] === 0) return "untidy-terms"
    if ((of.name === "power") !== of.exponent > 1) return "untidy-exponent"
    if (of.name === "power" && of.inner.length < 2) return "untidy-exponent"
    // Logarithms stay real for every positive x.
    if (of.name === "ln" && of.inner.some(([coefficient]) => coefficient < 0)) return "signed-ln"
  }
  const kinds = pieces.map((piece) => writePieces([{ ...piece, by: 1 }], "plain"))
  return new Set(kinds).size === kinds.length ? null : "like-terms"
}

/** `3x^2 sin(2x) - e^(3x) + 5/x`. */
export function writePieces(pieces: readonly Piece[], notation: Notation): string {
  return pieces.reduce((text, piece) => {
    const body = writePiece({ ...piece, by: Math.abs(piece.by) }, notation)
    if (text === "") return piece.by < 0 ? `-${body}` : body
    return `${text} ${piece.by < 0 ? "-" : "+"} ${body}`
  }, "")
}

function writePiece({ by, power, of }: Piece, notation: Notation): string {
  if (of === null && power < 0) {
    const below = writeTerms([[1, -power]], notation)
    return notation === "latex" ? `\\frac{${by}}{${below}}` : `${by}/${below}`
  }
  const front = writeTerms([[by, power]], notation)
  if (of === null) return front
  const applied = writeApplied(of, notation)
  const gap = of.name === "power" || (notation === "plain" && power === 0) ? "" : " "
  return front === "1" ? applied : `${front}${gap}${applied}`
}

function writeApplied({ name, inner: terms, exponent }: Applied, notation: Notation): string {
  const text = writeTerms(terms, notation)
  if (name === "power") {
    return `${bracketTerms(terms, notation)}^${notation === "latex" ? `{${exponent}}` : exponent}`
  }
  if (name !== "exp") return notation === "latex" ? `\\${name}(${text})` : `${name}(${text})`
  return notation === "latex" ? `e^{${text}}` : `e^(${text})`
}

/** The sum as a tree, for methods that work on values. */
export function treeOf(pieces: readonly Piece[], unknown = "x"): Expr {
  return sum(
    ...pieces.map(({ by, power, of }) => {
      const front = [signed(by), raised(symbol(unknown), power)]
      return product(...front, ...(of === null ? [] : [appliedTree(of, unknown)]))
    }),
  )
}

function appliedTree({ name, inner: terms, exponent }: Applied, unknown: string): Expr {
  const argument = sum(
    ...terms.map(([by, power]) => product(signed(by), raised(symbol(unknown), power))),
  )
  return name === "power" ? raised(argument, exponent) : { kind: "call", name, args: [argument] }
}

function raised(base: Expr, exponent: number): Expr {
  return { kind: "power", base, exponent: signed(exponent) }
}

function signed(value: number): Expr {
  return value < 0 ? negated(number(-value)) : number(value)
}

/** What stands inside is a multiple of x alone. */
export function rateOf(terms: Terms): number | null {
  return terms.length === 1 && terms[0]![1] === 1 ? terms[0]![0] : null
}

/** The largest coefficient by size, outside and inside of functions. */
export function reachOf(pieces: readonly Piece[]): number {
  const sizes = pieces.map(({ by, of }) =>
    Math.max(Math.abs(by), of === null ? 0 : largestOf(of.inner)),
  )
  return Math.max(...sizes)
}
