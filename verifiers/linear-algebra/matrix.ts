import { z } from "zod"
import type { Random } from "../../src/world.ts"
import { between } from "../kernel/axes.ts"
import { add, multiply, negate, print, type Rational, rational } from "../kernel/rational.ts"

/** Matrices of whole numbers as specs have them, and of fractions as keys have them. */
export type Matrix = readonly (readonly number[])[]
export type ExactMatrix = readonly (readonly Rational[])[]

const ENTRY_MAX = 99
const RIGHT_MAX = 999
const SIZE_MAX = 6

const entry = z.int().min(-ENTRY_MAX).max(ENTRY_MAX)

/** The fields of a spec; that all rows are of one length is for `solve` to see. */
export const matrixField = z.array(z.array(entry).min(1).max(SIZE_MAX)).min(1).max(SIZE_MAX)
export const vectorField = z.array(z.int().min(-RIGHT_MAX).max(RIGHT_MAX)).min(1).max(SIZE_MAX)

/** Whether the rows are of one length, and there is more than one entry. */
export function isMatrix(rows: Matrix): boolean {
  const width = rows[0]!.length
  return rows.length * width > 1 && rows.every((row) => row.length === width)
}

export function isSquare(rows: Matrix): boolean {
  return isMatrix(rows) && rows.length === rows[0]!.length
}

/** The larger of the two dimensions. */
export function sizeOf(rows: Matrix): number {
  return Math.max(rows.length, ...rows.map((row) => row.length))
}

/** The largest entry, by size. */
export function reachOf(rows: Matrix): number {
  return Math.max(...rows.flatMap((row) => row.map(Math.abs)))
}

export function exact(rows: Matrix): Rational[][] {
  return rows.map((row) => row.map((value) => rational(value)))
}

export function transposed<Entry>(rows: readonly (readonly Entry[])[]): Entry[][] {
  return rows[0]!.map((_, column) => rows.map((row) => row[column]!))
}

/** Row by column. */
export function times(first: Matrix, second: Matrix): number[][] {
  return first.map((row) =>
    second[0]!.map((_, column) => {
      const sum = row.reduce((total, value, i) => total + value * second[i]![column]!, 0)
      return sum + 0 // never -0
    }),
  )
}

/** A matrix in the notation of keys and of plain statements, or as LaTeX. */
export function writeMatrix(rows: Matrix | ExactMatrix, notation: "plain" | "latex" = "plain") {
  const texts = rows.map((row) =>
    row.map((value) => (typeof value === "object" ? print(value) : `${value}`)),
  )
  if (notation === "plain") return `[${texts.map((row) => `[${row.join(", ")}]`).join(", ")}]`
  const lines = texts.map((row) => row.join(" & ")).join(" \\\\ ")
  return `\\begin{pmatrix} ${lines} \\end{pmatrix}`
}

/** A column: "(1, 2)" in plain text. */
export function writeVector(vector: readonly number[], notation: "plain" | "latex"): string {
  if (notation === "plain") return `(${vector.join(", ")})`
  return writeMatrix(
    vector.map((value) => [value]),
    "latex",
  )
}

/** The entries without signs and places: a matrix, its transpose and its mirror images are kin. */
export function familyOf(...matrices: readonly Matrix[]): string {
  const sizes = matrices.map((rows) =>
    rows
      .flat()
      .map(Math.abs)
      .sort((a, b) => a - b)
      .join(","),
  )
  return `matrix:${sizes.sort().join(";")}`
}

/** A matrix with entries drawn from -reach to reach. */
export function drawMatrix(height: number, width: number, reach: number, random: Random) {
  return Array.from({ length: height }, () =>
    Array.from({ length: width }, () => between(-reach, reach, random)),
  )
}

/** A square matrix of determinant 1 or -1: unit triangles times each other, rows swapped. */
export function drawUnimodular(size: number, random: Random): number[][] {
  const triangle = (isLower: boolean) =>
    Array.from({ length: size }, (_, i) =>
      Array.from({ length: size }, (_, j) => {
        if (i === j) return random.int(4) === 0 ? -1 : 1
        return i > j === isLower ? between(-2, 2, random) : 0
      }),
    )
  const two = times(triangle(true), triangle(false))
  const rows = size > 2 ? two : times(two, triangle(true))
  return random.int(2) === 0 ? rows : [...rows.slice(1), rows[0]!]
}

/** One entry a small step away. */
export function withEntryMoved(rows: Matrix, random: Random): number[][] {
  const [i, j] = [random.int(rows.length), random.int(rows[0]!.length)]
  const step = between(1, 3, random) * (random.int(2) === 0 ? 1 : -1)
  const moved = Math.max(-ENTRY_MAX, Math.min(ENTRY_MAX, rows[i]![j]! + step))
  return rows.map((row, at) => (at === i ? row.with(j, moved) : [...row]))
}

/** Slips that people make in the entries of a result. */
export function slippedMatrices(rows: ExactMatrix): string[] {
  const changed = (i: number, j: number, by: (value: Rational) => Rational) =>
    rows.map((row, at) => (at === i ? row.with(j, by(row[j]!)) : row))
  const [bottom, right] = [rows.length - 1, rows[0]!.length - 1]
  const wrong = [
    transposed(rows),
    [...rows.slice(1), rows[0]!],
    rows.map((row) => row.map(negate)),
    changed(0, 0, negate),
    changed(0, right, negate),
    changed(0, 0, (value) => add(value, rational(1))),
    changed(bottom, right, (value) => add(value, rational(-1))),
    changed(bottom, 0, (value) => multiply(value, rational(2))),
  ]
  return wrong.map((matrix) => writeMatrix(matrix))
}
