import { at } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import { multiply, negate, type Rational, rational } from "../kernel/rational.ts"
import { eliminate, inverseOf } from "./elimination.ts"
import {
  drawMatrix,
  drawUnimodular,
  type ExactMatrix,
  exact,
  familyOf,
  isSquare,
  type Matrix,
  matrixField,
  reachOf,
  sizeOf,
  slippedMatrices,
  transposed,
  withEntryMoved,
  writeMatrix,
} from "./matrix.ts"
import { isSame, whole } from "./quadratic.ts"
import { multiplied, numbersOf, readMatrix } from "./second-method.ts"

/** Inverses, with whole numbers or with fractions. */
export const matrixInverse: DefinedSkill = defineSkill({
  name: "matrix-inverse",
  title: "Inverses of matrices",
  fields: { matrix: matrixField },
  axes: [
    { name: "size", values: [2, 3], meaning: "how many rows and columns" },
    { name: "entry", values: [3, 5, 9], meaning: "the largest entry, by size" },
    { name: "determinant", values: [1, 6, 20], meaning: "the size of the determinant" },
  ],
  levels: [
    { size: 2, entry: 9, determinant: 1 }, // [[7, 5], [4, 3]]
    { size: 2, entry: 9, determinant: 20 },
    { size: 3, entry: 5, determinant: 1 },
    { size: 3, entry: 5, determinant: 6 },
  ],
  beyond: [
    { size: 3, entry: 9, determinant: 20 },
    { size: 3, entry: 9, determinant: 60 },
  ],
  format: "matrix",
  phrases: [
    (matrix) => `Find the inverse of the matrix ${matrix}.`,
    (matrix) => `Let A = ${matrix}. Determine the inverse matrix of A.`,
    (matrix) => `By which matrix must ${matrix} be multiplied to give the identity matrix?`,
  ],

  // Two equal rows.
  unsolvable: ({ matrix }) => [{ matrix: matrix.map(() => matrix[0]!) }],

  sample(rung, random) {
    const [size, most] = [at(rung, "size"), at(rung, "determinant")]
    const draw = () => {
      if (random.int(4) === 0) return { matrix: drawMatrix(2, 2, at(rung, "entry"), random) }
      const rows = drawUnimodular(random.int(6) === 0 ? 2 : size, random)
      const place = random.int(rows.length)
      const by = most === 1 ? 1 : 1 + random.int(Math.min(most, 6))
      return { matrix: rows.map((row, i) => (i === place ? row.map((n) => n * by + 0) : row)) }
    }
    return drawWithin(matrixInverse, rung, random, draw, { matrix: EASY })
  },

  change: ({ matrix }, random) => ({ matrix: withEntryMoved(matrix, random) }),

  measure: ({ matrix }) => [sizeOf(matrix), reachOf(matrix), Math.abs(determinantOf(matrix))],

  solve({ matrix }) {
    if (!isSquare(matrix)) return { refused: "not-square" }
    const inverse = inverseOf(exact(matrix))
    if (inverse === null) return { refused: "no-inverse" }
    if (writeMatrix(inverse) === writeMatrix(matrix)) return { refused: "its-own-inverse" }
    return writeMatrix(inverse)
  },

  /** The product with the key is the identity: for square matrices, on one side is on both. */
  prove({ matrix }, key) {
    const method = "multiply-back"
    const found = readMatrix(key)
    const size = matrix.length
    if (found === null || found.length !== size || found.some((row) => row.length !== size)) {
      return { method, fault: "the key is no matrix of that size" }
    }
    const unit = multiplied(numbersOf(matrix), found)
    const isUnit = unit.every((row, i) =>
      row.every((value, j) => isSame(value, whole(i === j ? 1 : 0))),
    )
    return { method, fault: isUnit ? null : "the product is not the identity" }
  },

  say: ({ matrix }, notation) => [writeMatrix(matrix, notation)],

  identify: ({ matrix }) => ({
    canonical: `matrix-inverse:${writeMatrix(matrix)}`,
    family: familyOf(matrix),
  }),

  slips({ matrix }) {
    const inverse = inverseOf(exact(matrix)) ?? exact(matrix)
    const by = rational(determinantOf(matrix))
    const scaled = (rows: ExactMatrix, factor: Rational) =>
      rows.map((row) => row.map((value) => multiply(value, factor)))
    return [
      writeMatrix(scaled(inverse, by)), // gave the adjugate
      writeMatrix(scaled(inverse, negate(rational(1)))), // the sign of the determinant
      writeMatrix(transposed(inverse)), // forgot to transpose
      writeMatrix(transposed(matrix)), // gave the transpose
      ...slippedMatrices(inverse),
    ]
  },
})

const EASY = [
  [2, 1],
  [1, 1],
]

/** 0 for what is not square. */
function determinantOf(matrix: Matrix): number {
  if (!isSquare(matrix)) return 0
  return Number(eliminate(exact(matrix)).determinant.numerator)
}
