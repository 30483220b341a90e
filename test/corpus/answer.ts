import type { Formula } from "./formula.ts"

/** Everything that a generated answer may be. What is equal is for the oracle to say. */
export type Answer =
  | { readonly is: "value"; readonly value: Formula; readonly shown: Shown }
  | { readonly is: "items"; readonly shown: "set" | "list" | "tuple"; readonly items: Formulas }
  | { readonly is: "plus-minus"; readonly left: Formula | null; readonly right: Formula }
  | { readonly is: "matrix"; readonly rows: readonly Formulas[] }
  | { readonly is: "ratio"; readonly parts: Formulas }
  | { readonly is: "range"; readonly pieces: readonly Piece[]; readonly shown: RangeShown }
  | { readonly is: "equation"; readonly left: Formula; readonly right: Formula }
  | {
      readonly is: "inequality"
      readonly left: Formula
      readonly right: Formula
      readonly sign: Sign
    }
  | { readonly is: "quantity"; readonly value: Formula; readonly unit: string }
  | {
      readonly is: "family"
      readonly starts: Formulas
      readonly period: Formula
      readonly name: string
    }
  | { readonly is: "antiderivative"; readonly of: Formula; readonly constant: string | null }
  | { readonly is: "piecewise"; readonly cases: readonly Case[] }

type Formulas = readonly Formula[]

/** How a single value is written: 12\%, \$12, x = 12, (3x + 1). */
export type Shown = "bare" | "percent" | "money" | "named"
export type RangeShown = "intervals" | "inequalities"
export type Sign = "<" | "≤" | ">" | "≥"

/** An interval of the unknown x; null is an infinite end. */
export interface Piece {
  readonly low: Formula | null
  readonly high: Formula | null
  readonly lowClosed: boolean
  readonly highClosed: boolean
}

/** One line of a function by cases: its value where x lies in the piece. */
export interface Case {
  readonly value: Formula
  readonly when: Piece
}

/** A length, time, mass or speed: what one of it is worth in metres, seconds and kilograms. */
export interface UnitRow {
  readonly unit: string
  readonly kind: "length" | "time" | "mass" | "speed" | "area" | "angle"
  readonly top: number
  readonly bottom: number
  /** How else it may be written, in plain words or letters. */
  readonly words: readonly string[]
}

export const UNITS: readonly UnitRow[] = [
  { unit: "m", kind: "length", top: 1, bottom: 1, words: ["meters", "metres"] },
  { unit: "cm", kind: "length", top: 1, bottom: 100, words: ["centimeters"] },
  { unit: "mm", kind: "length", top: 1, bottom: 1000, words: ["millimeters"] },
  { unit: "km", kind: "length", top: 1000, bottom: 1, words: ["kilometers"] },
  { unit: "s", kind: "time", top: 1, bottom: 1, words: ["seconds"] },
  { unit: "min", kind: "time", top: 60, bottom: 1, words: ["minutes"] },
  { unit: "h", kind: "time", top: 3600, bottom: 1, words: ["hours"] },
  { unit: "kg", kind: "mass", top: 1, bottom: 1, words: ["kilograms"] },
  { unit: "g", kind: "mass", top: 1, bottom: 1000, words: ["grams"] },
  { unit: "mg", kind: "mass", top: 1, bottom: 1000000, words: ["milligrams"] },
  { unit: "km/h", kind: "speed", top: 5, bottom: 18, words: ["kilometers per hour"] },
  { unit: "m/s", kind: "speed", top: 1, bottom: 1, words: ["meters per second"] },
  { unit: "m^2", kind: "area", top: 1, bottom: 1, words: ["square meters"] },
  { unit: "cm^2", kind: "area", top: 1, bottom: 10000, words: ["square centimeters"] },
]

export function unitRow(unit: string): UnitRow {
  return UNITS.find((row) => row.unit === unit)!
}

/** Every formula in an answer, with how to put another in its place. */
export interface AnswerPlace {
  readonly here: Formula
  readonly put: (other: Formula) => Answer
}

export function formulasIn(answer: Answer): AnswerPlace[] {
  switch (answer.is) {
    case "value":
      return [{ here: answer.value, put: (value) => ({ ...answer, value }) }]
    case "quantity":
      return [{ here: answer.value, put: (value) => ({ ...answer, value }) }]
    case "items":
      return each(answer.items, (items) => ({ ...answer, items }))
    case "ratio":
      return each(answer.parts, (parts) => ({ ...answer, parts }))
    case "plus-minus":
      return plusMinusPlaces(answer)
    case "matrix":
      return answer.rows.flatMap((row, i) =>
        each(row, (parts) => ({ ...answer, rows: answer.rows.with(i, parts) })),
      )
    case "range":
      return answer.pieces.flatMap((piece, i) =>
        ends(piece, (other) => ({ ...answer, pieces: answer.pieces.with(i, other) })),
      )
    case "equation":
    case "inequality":
      return [
        { here: answer.left, put: (left) => ({ ...answer, left }) },
        { here: answer.right, put: (right) => ({ ...answer, right }) },
      ]
    case "family":
      return [
        ...each(answer.starts, (starts) => ({ ...answer, starts })),
        { here: answer.period, put: (period) => ({ ...answer, period }) },
      ]
    case "antiderivative":
      return [{ here: answer.of, put: (of) => ({ ...answer, of }) }]
    case "piecewise":
      return answer.cases.map((one, i) => ({
        here: one.value,
        put: (value) => ({ ...answer, cases: answer.cases.with(i, { ...one, value }) }),
      }))
  }
}

function plusMinusPlaces(answer: Extract<Answer, { is: "plus-minus" }>): AnswerPlace[] {
  const right: AnswerPlace = { here: answer.right, put: (other) => ({ ...answer, right: other }) }
  if (answer.left === null) return [right]
  return [{ here: answer.left, put: (left) => ({ ...answer, left }) }, right]
}

function each(parts: Formulas, make: (parts: Formulas) => Answer): AnswerPlace[] {
  return parts.map((here, i) => ({ here, put: (other) => make(parts.with(i, other)) }))
}

function ends(piece: Piece, make: (piece: Piece) => Answer): AnswerPlace[] {
  const places: AnswerPlace[] = []
  if (piece.low !== null) {
    places.push({ here: piece.low, put: (low) => make({ ...piece, low }) })
  }
  if (piece.high !== null) {
    places.push({ here: piece.high, put: (high) => make({ ...piece, high }) })
  }
  return places
}
