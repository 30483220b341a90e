import type { Rung } from "../../src/record/problem.ts"
import { shuffled } from "../../src/rule/random.ts"
import type { Random } from "../../src/world.ts"
import { at, between, pick } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import { sameAs } from "../kernel/integer-key.ts"
import { eliminate } from "./elimination.ts"
import {
  drawMatrix,
  exact,
  familyOf,
  isMatrix,
  type Matrix,
  matrixField,
  reachOf,
  sizeOf,
  withEntryMoved,
  writeMatrix,
} from "./matrix.ts"
import { isZero } from "./quadratic.ts"
import { byCofactors, numbersOf } from "./second-method.ts"

/** Ranks; most of the matrices have rows that depend on each other. */
export const matrixRank: DefinedSkill = defineSkill({
  name: "matrix-rank",
  title: "Ranks of matrices",
  fields: { matrix: matrixField },
  axes: [
    { name: "size", values: [3, 4, 5], meaning: "the most rows or columns" },
    { name: "entry", values: [3, 5, 9], meaning: "the largest entry, by size" },
  ],
  levels: [
    { size: 3, entry: 5 }, // [[1, 2, -1], [2, 4, -2], [0, 3, 1]]
    { size: 3, entry: 9 },
    { size: 4, entry: 5 },
    { size: 5, entry: 9 },
  ],
  beyond: [
    { size: 5, entry: 20 },
    { size: 6, entry: 9 },
  ],
  format: "integer",
  answer: { form: "integer" },
  phrases: [
    (matrix) => `Find the rank of the matrix ${matrix}.`,
    (matrix) => `What is the rank of ${matrix}?`,
    (matrix) => `How many rows of the matrix ${matrix} can be linearly independent at most?`,
    (matrix) => `Determine the dimension of the column space of the matrix ${matrix}.`,
  ],

  sample: (rung, random) =>
    drawWithin(matrixRank, rung, random, () => ({ matrix: drawDependent(rung, random) }), {
      matrix: EASY,
    }),

  change: ({ matrix }, random) => ({ matrix: withEntryMoved(matrix, random) }),

  measure: ({ matrix }) => [sizeOf(matrix), reachOf(matrix)],

  solve({ matrix }) {
    if (!isMatrix(matrix) || matrix.length < 2) return { refused: "no-matrix" }
    const { rank } = eliminate(exact(matrix))
    return rank === 0 ? { refused: "nothing-but-zeros" } : `${rank}`
  },

  /** The size of the largest square part whose determinant is not zero. */
  prove({ matrix }, key) {
    let size = Math.min(matrix.length, matrix[0]!.length)
    while (size > 0 && !hasMinor(matrix, size)) size--
    return sameAs("minors", size, key)
  },

  say: ({ matrix }, notation) => [writeMatrix(matrix, notation)],

  identify: ({ matrix }) => ({
    canonical: `matrix-rank:${writeMatrix(matrix)}`,
    family: familyOf(matrix),
  }),

  slips({ matrix }, key) {
    const rank = Number(key)
    const [height, width] = [matrix.length, matrix[0]!.length]
    const wrong = [height, width, height - rank, width - rank, rank + 1, rank - 1, rank + 2]
    return wrong.map((value) => `${value}`)
  },
})

const EASY = [
  [1, 2, 1],
  [2, 1, 3],
  [3, 3, 2],
]

/** Some rows at random, and the others small combinations of them, in any order. */
function drawDependent(rung: Rung, random: Random): number[][] {
  const size = at(rung, "size")
  const [height, width] = random.int(2) === 0 ? [size, size] : [size - random.int(2), size]
  const rank = between(1, Math.min(height, width), random)
  const most = at(rung, "entry")
  const reach = rank === height ? most : Math.ceil(most / 3)
  const rows = drawMatrix(rank, width, reach, random)
  while (rows.length < height) {
    const [one, other] = [pick(rows, random), pick(rows, random)]
    const [a, b] = [pick(FACTORS, random), pick(FACTORS, random)]
    rows.push(one.map((value, i) => a * value + b * other[i]! + 0))
  }
  return shuffled(rows, random)
}

const FACTORS = [1, 1, 2, -1, -1, -2]

function hasMinor(matrix: Matrix, size: number): boolean {
  const columns = choices(matrix[0]!.length, size)
  return choices(matrix.length, size).some((rows) =>
    columns.some((chosen) => {
      const part = rows.map((i) => chosen.map((j) => matrix[i]![j]!))
      return !isZero(byCofactors(numbersOf(part)))
    }),
  )
}

/** All ways to choose `count` of the numbers from 0 to n - 1, in order. */
function choices(n: number, count: number): number[][] {
  if (count === 0) return [[]]
  if (n < count) return []
  const without = choices(n - 1, count)
  return [...without, ...choices(n - 1, count - 1).map((chosen) => [...chosen, n - 1])]
}
