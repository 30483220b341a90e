import { at, between } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import {
  drawMatrix,
  exact,
  familyOf,
  isMatrix,
  type Matrix,
  matrixField,
  reachOf,
  sizeOf,
  slippedMatrices,
  times,
  transposed,
  withEntryMoved,
  writeMatrix,
} from "./matrix.ts"
import { packsTo } from "./packed.ts"
import { readMatrix } from "./second-method.ts"

/** The product of two matrices of whole numbers. */
export const matrixProduct: DefinedSkill = defineSkill({
  name: "matrix-product",
  title: "Products of matrices",
  fields: { first: matrixField, second: matrixField },
  axes: [
    { name: "size", values: [2, 3], meaning: "the most rows or columns of a factor" },
    { name: "entry", values: [3, 5, 9], meaning: "the largest entry, by size" },
  ],
  levels: [
    { size: 2, entry: 5 }, // [[2, -1], [0, 5]] times [[3, 4], [-2, 1]]
    { size: 2, entry: 9 },
    { size: 3, entry: 5 },
    { size: 3, entry: 9 },
  ],
  beyond: [
    { size: 3, entry: 20 },
    { size: 4, entry: 9 },
  ],
  format: "matrix",
  phrases: [
    (first, second) => `Find the product AB of the matrices A = ${first} and B = ${second}.`,
    (first, second) => `Let A = ${first} and B = ${second}. Compute AB.`,
    (first, second) => `Multiply the matrix ${first} by the matrix ${second} on its right.`,
  ],

  sample(rung, random) {
    const draw = () => {
      const [size, reach] = [at(rung, "size"), at(rung, "entry")]
      const dimension = () => (random.int(3) === 0 ? between(2, size, random) : size)
      const [height, middle, width] = [dimension(), dimension(), dimension()]
      const first = drawMatrix(height, middle, reach, random)
      return { first, second: drawMatrix(middle, width, reach, random) }
    }
    return drawWithin(matrixProduct, rung, random, draw, EASY)
  },

  change({ first, second }, random) {
    if (random.int(2) === 0) return { first: withEntryMoved(first, random), second }
    return { first, second: withEntryMoved(second, random) }
  },

  measure: ({ first, second }) => [
    Math.max(sizeOf(first), sizeOf(second)),
    Math.max(reachOf(first), reachOf(second)),
  ],

  solve({ first, second }) {
    if (!isMatrix(first) || !isMatrix(second)) return { refused: "no-matrices" }
    if (first[0]!.length !== second.length) return { refused: "no-product" }
    if (first.length < 2 || second[0]!.length < 2) return { refused: "no-matrix-as-product" }
    if (isTrivial(first) || isTrivial(second)) return { refused: "nothing-to-multiply" }
    return writeMatrix(times(first, second))
  },

  prove({ first, second }, key) {
    const method = "packed-columns"
    const found = readMatrix(key)
    if (found === null) return { method, fault: "the key is no matrix" }
    return { method, fault: packsTo(first, second, found) ? null : "a row differs" }
  },

  say: ({ first, second }, notation) => [
    writeMatrix(first, notation),
    writeMatrix(second, notation),
  ],

  identify: ({ first, second }) => ({
    canonical: `matrix-product:${writeMatrix(first)}*${writeMatrix(second)}`,
    family: familyOf(first, second),
  }),

  slips({ first, second }) {
    const right = exact(times(first, second))
    const turned = second[0]!.length === first.length ? [times(second, first)] : []
    const byRows = first[0]!.length === second[0]!.length ? [times(first, transposed(second))] : []
    const alike = first.length === second.length && first[0]!.length === second[0]!.length
    const entries = alike ? [first.map((row, i) => row.map((n, j) => n * second[i]![j]!))] : []
    return [
      ...turned.map((rows) => writeMatrix(rows)), // multiplied the other way round
      ...byRows.map((rows) => writeMatrix(rows)), // row by row
      ...entries.map((rows) => writeMatrix(rows)), // entry by entry
      ...slippedMatrices(right),
    ]
  },
})

/** A matrix of zeros, or the identity. */
function isTrivial(rows: Matrix): boolean {
  const isZero = rows.every((row) => row.every((value) => value === 0))
  return isZero || rows.every((row, i) => row.every((value, j) => value === (i === j ? 1 : 0)))
}

const EASY = {
  first: [
    [1, 2],
    [0, 1],
  ],
  second: [
    [2, 0],
    [1, 3],
  ],
}
