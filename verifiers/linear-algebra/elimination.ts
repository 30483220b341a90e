import { divide, multiply, negate, type Rational, rational, subtract } from "../kernel/rational.ts"
import type { ExactMatrix } from "./matrix.ts"

/** What Gauss and Jordan's elimination leaves of a matrix. */
export interface Reduced {
  /** The reduced row echelon form. */
  readonly rows: Rational[][]
  readonly rank: number
  /** Of the leading square part; it has a meaning where all its columns have pivots. */
  readonly determinant: Rational
}

/** Eliminates in the first `columns` columns; the others are carried along. */
export function eliminate(matrix: ExactMatrix, columns = matrix[0]!.length): Reduced {
  const rows = matrix.map((row) => [...row])
  let [rank, determinant] = [0, rational(1)]
  for (let column = 0; column < columns && rank < rows.length; column++) {
    const found = rows.findIndex((row, i) => i >= rank && !isZero(row[column]!))
    if (found < 0) {
      determinant = rational(0)
      continue
    }
    if (found !== rank) {
      ;[rows[rank], rows[found]] = [rows[found]!, rows[rank]!]
      determinant = negate(determinant)
    }
    const pivot = rows[rank]![column]!
    determinant = multiply(determinant, pivot)
    const scaled = rows[rank]!.map((value) => divide(value, pivot))
    rows[rank] = scaled
    for (let i = 0; i < rows.length; i++) {
      const by = rows[i]![column]!
      if (i === rank || isZero(by)) continue
      rows[i] = rows[i]!.map((value, j) => subtract(value, multiply(by, scaled[j]!)))
    }
    rank++
  }
  return { rows, rank, determinant }
}

/** The inverse by elimination beside the identity; null where there is none. */
export function inverseOf(matrix: ExactMatrix): Rational[][] | null {
  const size = matrix.length
  const beside = matrix.map((row, i) => [...row, ...row.map((_, j) => rational(i === j ? 1 : 0))])
  const { rows, rank } = eliminate(beside, size)
  return rank === size ? rows.map((row) => row.slice(size)) : null
}

function isZero({ numerator }: Rational): boolean {
  return numerator === 0n
}
