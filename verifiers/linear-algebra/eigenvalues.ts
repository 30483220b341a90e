import type { Rung } from "../../src/record/problem.ts"
import type { Random } from "../../src/world.ts"
import { at, between } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import { add, rational } from "../kernel/rational.ts"
import { eliminate, inverseOf } from "./elimination.ts"
import {
  drawMatrix,
  drawUnimodular,
  exact,
  familyOf,
  isSquare,
  type Matrix,
  matrixField,
  reachOf,
  sizeOf,
  times,
  withEntryMoved,
  writeMatrix,
} from "./matrix.ts"
import {
  isSame,
  isZero,
  negated,
  type Quadratic,
  quadraticRoots,
  whole,
  writeQuadratic,
} from "./quadratic.ts"
import {
  byCofactors,
  multiplied,
  type NumberMatrix,
  numbersOf,
  plus,
  readNumbers,
} from "./second-method.ts"

const SIZE_MAX = 3

/** All eigenvalues: whole numbers, then square roots, then complex numbers. */
export const eigenvalues: DefinedSkill = defineSkill({
  name: "eigenvalues",
  title: "Eigenvalues",
  fields: { matrix: matrixField },
  axes: [
    { name: "size", values: [2, 3], meaning: "how many rows and columns" },
    { name: "entry", values: [5, 9], meaning: "the largest entry, by size" },
    { name: "kind", values: [0, 1, 2], meaning: "whole numbers, square roots, complex numbers" },
  ],
  levels: [
    { size: 2, entry: 9, kind: 0 }, // [[4, 1], [2, 3]]
    { size: 2, entry: 9, kind: 1 },
    { size: 3, entry: 9, kind: 0 },
    { size: 3, entry: 9, kind: 1 },
  ],
  beyond: [
    { size: 2, entry: 9, kind: 2 },
    { size: 3, entry: 9, kind: 2 },
    { size: 3, entry: 20, kind: 1 },
  ],
  format: "set",
  phrases: [
    (matrix) => `Find all eigenvalues, real or complex, of the matrix ${matrix}.`,
    (matrix) => `Determine the set of all eigenvalues of ${matrix} in the complex numbers.`,
    (matrix) =>
      `For which numbers t, real or complex, is the matrix ${matrix} minus t times the identity ` +
      "not invertible? List every such t.",
  ],

  sample: (rung, random) =>
    drawWithin(eigenvalues, rung, random, () => ({ matrix: drawSpectral(rung, random) }), {
      matrix: EASY,
    }),

  change: ({ matrix }, random) => ({ matrix: withEntryMoved(matrix, random) }),

  measure({ matrix }) {
    const kinds = (rootsOf(matrix) ?? []).map(({ under }) => (under < 0 ? 2 : under === 1 ? 0 : 1))
    return [sizeOf(matrix), reachOf(matrix), Math.max(0, ...kinds)]
  },

  solve({ matrix }) {
    if (!isSquare(matrix) || matrix.length > SIZE_MAX) return { refused: "not-square" }
    if (isTriangle(matrix)) return { refused: "already-triangular" }
    const roots = rootsOf(matrix)
    return roots === null ? { refused: "no-simple-eigenvalues" } : writeSet(roots)
  },

  /**
   * A - tI is singular at every t of the key, and the product of these matrices to the power of
   * the size is zero: by Cayley and Hamilton, no other eigenvalue is left.
   */
  prove({ matrix }, key) {
    const method = "singular-and-annihilated"
    const values = readNumbers(key, "set")
    if (values === null || values.length === 0) return { method, fault: "the key is no set" }
    const shifts = values.map((value) => shifted(matrix, value))
    if (!shifts.every((shift) => isZero(byCofactors(shift)))) {
      return { method, fault: "one of them is no eigenvalue" }
    }
    const product = shifts.reduce(multiplied)
    let power = product
    for (let i = 1; i < matrix.length; i++) power = multiplied(power, product)
    const isGone = power.every((row) => row.every(isZero))
    return { method, fault: isGone ? null : "eigenvalues are missing" }
  },

  say: ({ matrix }, notation) => [writeMatrix(matrix, notation)],

  identify: ({ matrix }) => ({
    canonical: `eigenvalues:${writeMatrix(matrix)}`,
    family: familyOf(matrix),
  }),

  slips({ matrix }) {
    const roots = rootsOf(matrix) ?? []
    const moved = ({ plain, ...rest }: Quadratic) => ({ ...rest, plain: add(plain, rational(1)) })
    const diagonal = matrix.map((row, i) => whole(row[i]!))
    return [
      writeSet(distinct(diagonal)), // read off the diagonal
      writeSet(roots.map(negated)), // the signs
      writeSet(roots.slice(1)), // left one out
      writeSet([moved(roots[0]!), ...roots.slice(1)]),
      writeSet(roots.map(moved)),
      writeSet(distinct([...roots, whole(0)])),
      writeSet(distinct([...roots, whole(1)])),
    ].filter((set) => set !== "{}")
  },
})

const EASY = [
  [1, 2],
  [2, 1],
]

/** The distinct roots of the characteristic polynomial; null where a cubic has no whole root. */
function rootsOf(matrix: Matrix): Quadratic[] | null {
  const trace = matrix.reduce((sum, row, i) => sum + row[i]!, 0)
  const product = Number(eliminate(exact(matrix)).determinant.numerator)
  if (matrix.length === 2) return quadraticRoots(-trace, product)
  const minors = pairs(matrix.length).reduce(
    (sum, [i, j]) => sum + matrix[i]![i]! * matrix[j]![j]! - matrix[i]![j]! * matrix[j]![i]!,
    0,
  )
  // t³ - trace·t² + minors·t - determinant; a whole root is no larger than the rows' sums.
  const reach = Math.max(...matrix.map((row) => row.reduce((sum, n) => sum + Math.abs(n), 0)))
  for (let t = -reach; t <= reach; t++) {
    if (((t - trace) * t + minors) * t - product !== 0) continue
    return distinct([whole(t), ...quadraticRoots(t - trace, (t - trace) * t + minors)])
  }
  return null
}

function pairs(n: number): [number, number][] {
  return Array.from({ length: n }, (_, j) => j).flatMap((j) =>
    Array.from({ length: j }, (_, i) => [i, j] as [number, number]),
  )
}

function distinct(values: readonly Quadratic[]): Quadratic[] {
  return values.filter((value, i) => values.findIndex((other) => isSame(other, value)) === i)
}

function writeSet(values: readonly Quadratic[]): string {
  return `{${values.map(writeQuadratic).join(", ")}}`
}

function shifted(matrix: Matrix, by: Quadratic): NumberMatrix {
  return numbersOf(matrix).map((row, i) =>
    row.map((value, j) => (i === j ? plus(value, negated(by)) : value)),
  )
}

/** Whether the eigenvalues stand on the diagonal. */
function isTriangle(matrix: Matrix): boolean {
  const zeros = (isBelow: boolean) =>
    matrix.every((row, i) => row.every((n, j) => i === j || i > j !== isBelow || n === 0))
  return zeros(true) || zeros(false)
}

/** A block matrix with known eigenvalues, seen from another basis. */
function drawSpectral(rung: Rung, random: Random): number[][] {
  const size = random.int(6) === 0 ? 2 : at(rung, "size")
  const kind = at(rung, "kind")
  const isPlain = kind === 0 || random.int(8) === 0
  if (!isPlain && size === 2) return drawMatrix(2, 2, at(rung, "entry"), random)
  const values = Array.from({ length: size }, () => between(-6, 6, random))
  const blocks = values.map((value, i) => values.map((_, j) => (i === j ? value : 0)))
  if (!isPlain) {
    const corner = drawMatrix(2, 2, 3, random)
    for (const [i, row] of corner.entries()) blocks[i]!.splice(0, 2, ...row)
  }
  const basis = drawUnimodular(size, random)
  const back = inverseOf(exact(basis))!.map((row) => row.map(({ numerator }) => Number(numerator)))
  return times(times(basis, blocks), back)
}
