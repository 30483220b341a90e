import type { Rung } from "../../src/record/problem.ts"
import type { Random } from "../../src/world.ts"
import { at, between } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import { add, multiply, negate, print, type Rational, rational } from "../kernel/rational.ts"
import { eliminate } from "./elimination.ts"
import {
  drawMatrix,
  exact,
  familyOf,
  isSquare,
  type Matrix,
  matrixField,
  reachOf,
  sizeOf,
  vectorField,
  withEntryMoved,
  writeMatrix,
  writeVector,
} from "./matrix.ts"
import { isSame, isZero, whole } from "./quadratic.ts"
import { byCofactors, numbersOf, plus, readNumbers, times } from "./second-method.ts"

/** Systems Ax = b with exactly one solution. */
export const matrixEquation: DefinedSkill = defineSkill({
  name: "matrix-equation",
  title: "Linear systems in matrix form",
  fields: { matrix: matrixField, right: vectorField },
  axes: [
    { name: "size", values: [2, 3], meaning: "how many unknowns" },
    { name: "entry", values: [3, 5, 9], meaning: "the largest entry of the matrix, by size" },
    { name: "bottom", values: [1, 5, 20], meaning: "the largest denominator in the solution" },
  ],
  levels: [
    { size: 2, entry: 5, bottom: 1 }, // [[2, 1], [1, -3]] x = (7, 0)
    { size: 2, entry: 9, bottom: 20 },
    { size: 3, entry: 5, bottom: 1 },
    { size: 3, entry: 5, bottom: 20 },
  ],
  beyond: [
    { size: 3, entry: 9, bottom: 99 },
    { size: 4, entry: 5, bottom: 1 },
  ],
  format: "tuple",
  phrases: [
    (matrix, right, names) =>
      `Solve Ax = b for A = ${matrix} and b = ${right}. Give x as ${names}.`,
    (matrix, right, names) =>
      `Find the vector x, written as ${names}, for which the matrix ${matrix} times x is ${right}.`,
    (matrix, right, names) =>
      `A linear system has the coefficient matrix ${matrix} and the right-hand side ${right}. ` +
      `What is its solution ${names}?`,
  ],

  sample: (rung, random) =>
    drawWithin(matrixEquation, rung, random, () => drawSystem(rung, random), EASY),

  change({ matrix, right }, random) {
    if (random.int(2) === 0) return { matrix: withEntryMoved(matrix, random), right }
    return { matrix, right: withEntryMoved([right], random)[0]! }
  },

  measure({ matrix, right }) {
    const bottoms = (solutionOf(matrix, right) ?? []).map(({ denominator }) => Number(denominator))
    return [sizeOf(matrix), reachOf(matrix), Math.max(1, ...bottoms)]
  },

  solve({ matrix, right }) {
    if (!isSquare(matrix) || right.length !== matrix.length) return { refused: "not-square" }
    const solution = solutionOf(matrix, right)
    if (solution === null) return { refused: "no-unique-solution" }
    if (right.every((value) => value === 0)) return { refused: "nothing-on-the-right" }
    return writePoint(solution)
  },

  /** The point is put in; the determinant, by cofactors, says that no other point fits. */
  prove({ matrix, right }, key) {
    const method = "substitution-and-determinant"
    const point = readNumbers(key, "tuple")
    if (point === null || point.length !== right.length) return { method, fault: "no such point" }
    const holds = numbersOf(matrix).every((row, i) => {
      const left = row.reduce((sum, by, j) => plus(sum, times(by, point[j]!)), whole(0))
      return isSame(left, whole(right[i]!))
    })
    if (!holds) return { method, fault: "an equation does not hold" }
    const unique = !isZero(byCofactors(numbersOf(matrix)))
    return { method, fault: unique ? null : "there are other solutions" }
  },

  say({ matrix, right }, notation) {
    const names = right.map((_, i) => (notation === "latex" ? `x_{${i + 1}}` : `x${i + 1}`))
    return [writeMatrix(matrix, notation), writeVector(right, notation), `(${names.join(", ")})`]
  },

  identify: ({ matrix, right }) => ({
    canonical: `matrix-equation:${writeMatrix(matrix)}=${right.join(",")}`,
    family: familyOf(matrix, [right]),
  }),

  slips({ matrix, right }) {
    const point = solutionOf(matrix, right) ?? []
    const changed = (place: number, by: (value: Rational) => Rational) =>
      writePoint(point.map((value, i) => (i === place ? by(value) : value)))
    const image = numbersOf(matrix).map((row) =>
      row.reduce((sum, by, j) => plus(sum, times(by, whole(right[j]!))), whole(0)),
    )
    return [
      writePoint([...point].reverse()), // the unknowns in the wrong order
      writePoint(image.map(({ plain }) => plain)), // multiplied instead of solving
      ...point.map((_, i) => changed(i, negate)),
      ...point.map((_, i) => changed(i, (value) => add(value, rational(1)))),
      changed(0, (value) => multiply(value, rational(2))),
    ]
  },
})

const EASY = {
  matrix: [
    [2, 1],
    [1, 1],
  ],
  right: [4, 3],
}

function solutionOf(matrix: Matrix, right: readonly number[]): Rational[] | null {
  if (!isSquare(matrix) || right.length !== matrix.length) return null
  const beside = exact(matrix.map((row, i) => [...row, right[i]!]))
  const { rows, rank } = eliminate(beside, matrix.length)
  return rank === matrix.length ? rows.map((row) => row.at(-1)!) : null
}

function writePoint(point: readonly Rational[]): string {
  return `(${point.map(print).join(", ")})`
}

/** Mostly a point first and the right-hand side from it; sometimes any right-hand side. */
function drawSystem(rung: Rung, random: Random) {
  const size = random.int(6) === 0 ? 2 : at(rung, "size")
  const matrix = drawMatrix(size, size, at(rung, "entry"), random)
  if (at(rung, "bottom") > 1 && random.int(4) > 0) {
    return { matrix, right: matrix.map(() => between(-9, 9, random)) }
  }
  const point = matrix.map(() => between(-6, 6, random))
  return {
    matrix,
    right: matrix.map((row) => row.reduce((sum, by, i) => sum + by * point[i]!, 0) + 0),
  }
}
