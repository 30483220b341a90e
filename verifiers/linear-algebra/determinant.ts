import { at, between } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import { sameAs, slipsAround } from "../kernel/integer-key.ts"
import { print } from "../kernel/rational.ts"
import { eliminate } from "./elimination.ts"
import {
  drawMatrix,
  exact,
  familyOf,
  isSquare,
  matrixField,
  reachOf,
  sizeOf,
  withEntryMoved,
  writeMatrix,
} from "./matrix.ts"
import { byCofactors, numbersOf } from "./second-method.ts"

/** Determinants of square matrices of whole numbers. */
export const determinant: DefinedSkill = defineSkill({
  name: "determinant",
  title: "Determinants",
  fields: { matrix: matrixField },
  axes: [
    { name: "size", values: [2, 3, 4], meaning: "how many rows and columns" },
    { name: "entry", values: [3, 5, 9], meaning: "the largest entry, by size" },
  ],
  levels: [
    { size: 2, entry: 9 }, // [[7, -3], [2, 8]]
    { size: 3, entry: 5 },
    { size: 3, entry: 9 },
    { size: 4, entry: 5 },
  ],
  beyond: [
    { size: 4, entry: 9 },
    { size: 5, entry: 5 },
  ],
  format: "integer",
  answer: { form: "integer" },
  phrases: [
    (matrix) => `Find the determinant of the matrix ${matrix}.`,
    (matrix) => `What is the determinant of ${matrix}?`,
    (matrix) => `The rows of a square matrix are given: ${matrix}. Compute its determinant.`,
    (matrix) => `Evaluate the determinant of the matrix ${matrix}.`,
  ],

  sample(rung, random) {
    const draw = () => {
      const size = random.int(4) === 0 ? between(2, at(rung, "size"), random) : at(rung, "size")
      return { matrix: drawMatrix(size, size, at(rung, "entry"), random) }
    }
    return drawWithin(determinant, rung, random, draw, { matrix: EASY })
  },

  change: ({ matrix }, random) => ({ matrix: withEntryMoved(matrix, random) }),

  measure: ({ matrix }) => [sizeOf(matrix), reachOf(matrix)],

  solve({ matrix }) {
    if (!isSquare(matrix)) return { refused: "not-square" }
    const isEmpty = (row: readonly number[]) => row.every((value) => value === 0)
    if (matrix.some(isEmpty)) return { refused: "an-empty-row" }
    return print(eliminate(exact(matrix)).determinant)
  },

  prove({ matrix }, key) {
    return sameAs("cofactors", print(byCofactors(numbersOf(matrix)).plain), key)
  },

  say: ({ matrix }, notation) => [writeMatrix(matrix, notation)],

  identify: ({ matrix }) => ({
    canonical: `determinant:${writeMatrix(matrix)}`,
    family: familyOf(matrix),
  }),

  slips({ matrix }, key) {
    const down = matrix.reduce((product, row, i) => product * row[i]!, 1)
    const up = matrix.reduce((product, row, i) => product * row[matrix.length - 1 - i]!, 1)
    const trace = matrix.reduce((sum, row, i) => sum + row[i]!, 0)
    const wrong = [
      -Number(key), // swapped two rows and forgot the sign
      down + up, // added the diagonals
      up - down, // subtracted the other way round
      down, // took the matrix for a triangle
      trace, // gave the trace
    ]
    return [...wrong.map((value) => `${value}`), ...slipsAround(key)]
  },
})

const EASY = [
  [2, 1],
  [1, 3],
]
