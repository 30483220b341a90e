import { z } from "zod"
import type { Rung } from "../../src/record/problem.ts"
import type { Random } from "../../src/world.ts"
import { at, between, nearTop } from "../kernel/axes.ts"
import { defineSkill, type Fields } from "../kernel/define.ts"
import { add, equal, multiply, negate, print, type Rational, rational } from "../kernel/rational.ts"
import { readKey } from "../kernel/read-answer.ts"
import { plainly } from "../kernel/spelling.ts"

const AXES = [
  { name: "unknowns", values: [2, 3], meaning: "how many unknowns and equations" },
  { name: "coefficient", values: [3, 5, 9], meaning: "the largest coefficient, by size" },
  { name: "solution", values: [5, 9, 12], meaning: "the largest unknown, by size" },
]

const LEVELS = [
  { unknowns: 2, coefficient: 3, solution: 9 }, // 2x + y = 7, x - 3y = 14
  { unknowns: 2, coefficient: 9, solution: 9 },
  { unknowns: 2, coefficient: 9, solution: 12 },
  { unknowns: 3, coefficient: 3, solution: 5 },
]

const BEYOND = [
  { unknowns: 3, coefficient: 5, solution: 9 },
  { unknowns: 3, coefficient: 9, solution: 12 },
]

const coefficient = z.int().min(-999).max(999)
const FIELDS = {
  /** One row an equation: the coefficients of x, y (and z), then the number on the right. */
  rows: z
    .array(
      z.strictObject({
        coefficients: z.array(coefficient).min(2).max(3),
        right: z.int().min(-99_999).max(99_999),
      }),
    )
    .min(2)
    .max(3),
}
type System = Fields<typeof FIELDS>
type Row = System["rows"][number]

/** Systems of two or three linear equations with exactly one solution. */
export const linearSystem = defineSkill({
  name: "linear-system",
  title: "Systems of linear equations",
  fields: FIELDS,
  axes: AXES,
  levels: LEVELS,
  beyond: BEYOND,
  format: "tuple",
  phrases: [
    (rows, names) => `Solve the system ${rows}. Give the answer as ${names}.`,
    (rows, names) => `Find the point ${names} with ${rows}.`,
    (rows, names) => `What is ${names} if ${rows}?`,
  ],

  // The same left side twice, with two right sides.
  unsolvable: ({ rows: [row] }) => [{ rows: [row!, { ...row!, right: row!.right + 1 }] }],
  sample: (rung, random) => drawSystem(rung, random),

  measure({ rows }) {
    const sizes = rows.flatMap(({ coefficients }) => coefficients.map(Math.abs))
    const solution = cramer(rows) ?? []
    const reach = solution.map(({ numerator, denominator }) =>
      Math.ceil(Math.abs(Number(numerator)) / Number(denominator)),
    )
    return [rows.length, Math.max(...sizes), Math.max(0, ...reach)]
  },

  solve({ rows }) {
    const isSquare = rows.every(({ coefficients }) => coefficients.length === rows.length)
    if (!isSquare) return { refused: "not-square" }
    const isPlain = ({ coefficients }: Row) => coefficients.some((by) => by !== 0)
    if (!rows.every(isPlain)) return { refused: "an-empty-equation" }
    const solution = cramer(rows)
    if (solution === null) return { refused: "no-unique-solution" }
    const named = ({ coefficients }: Row) => coefficients.filter((by) => by !== 0)
    const given = rows.every((row) => named(row).length === 1 && named(row)[0] === 1)
    return given ? { refused: "already-solved" } : writePoint(solution)
  },

  /** The point is put into every equation; elimination modulo a prime shows that no other fits. */
  prove({ rows }, key) {
    const method = "substitution-and-rank"
    const point = readPoint(key)
    if (point === null || point.length !== rows.length) return { method, fault: "no such point" }
    for (const { coefficients, right } of rows) {
      const left = coefficients.reduce(
        (sum, by, i) => add(sum, multiply(rational(by), point[i]!)),
        rational(0),
      )
      if (!equal(left, rational(right))) return { method, fault: "an equation does not hold" }
    }
    const unique = PRIMES.some((prime) => rankModulo(rows, prime) === rows.length)
    return { method, fault: unique ? null : "there are other solutions" }
  },

  say({ rows }, notation) {
    const names = NAMES.slice(0, rows.length)
    const texts = rows.map((row) => writeRow(row))
    const joined = notation === "latex" ? texts.join(",\\; ") : texts.join(", ")
    return [joined, `(${names.join(", ")})`]
  },

  identify({ rows }) {
    const texts = rows.map(writeRow).sort()
    const lines = rows.map((row) => lineOf(row)).sort()
    return {
      canonical: `linear-system:${texts.join(";")}`,
      family: `linear-system:${lines.join(";")}`,
    }
  },

  slips(_spec, key) {
    const point = readPoint(key) ?? []
    const changed = (at: number, by: (value: Rational) => Rational) =>
      writePoint(point.map((value, i) => (i === at ? by(value) : value)))
    return [
      writePoint([...point].reverse()), // the unknowns in the wrong order
      ...point.map((_, i) => changed(i, negate)),
      ...point.map((_, i) => changed(i, (value) => add(value, rational(1)))),
      changed(0, (value) => add(value, rational(-1))),
    ]
  },
})

const NAMES = ["x", "y", "z"]
const PRIMES = [33_554_393, 33_554_383] // below 2^25: products stay below 2^50

/** Cramer's rule; null where the determinant is zero. */
function cramer(rows: readonly Row[]): Rational[] | null {
  const matrix = rows.map(({ coefficients }) => coefficients)
  if (!matrix.every((row) => row.length === rows.length)) return null
  const below = determinant(matrix)
  if (below === 0) return null
  return matrix.map((_, column) => {
    const replaced = rows.map((row) =>
      row.coefficients.map((by, i) => (i === column ? row.right : by)),
    )
    return rational(determinant(replaced), below)
  })
}

/** Along the first row. Products stay far below 2^53. */
function determinant(matrix: readonly (readonly number[])[]): number {
  if (matrix.length === 1) return matrix[0]![0]!
  return matrix[0]!.reduce((sum, by, column) => {
    const rest = matrix.slice(1).map((row) => row.filter((_, i) => i !== column))
    return sum + (column % 2 === 0 ? by : -by) * determinant(rest)
  }, 0)
}

function rankModulo(rows: readonly Row[], prime: number): number {
  const left = rows.map(({ coefficients }) => coefficients.map((by) => (by + prime) % prime))
  let rank = 0
  for (let column = 0; column < rows.length; column++) {
    const found = left.findIndex((row, i) => i >= rank && row[column] !== 0)
    if (found < 0) continue
    const pivot = left.splice(found, 1)[0]!
    for (let i = rank; i < left.length; i++) {
      const [by, times] = [left[i]![column]!, pivot[column]!]
      left[i] = left[i]!.map(
        (entry, j) => ((entry * times) % prime) + prime - ((pivot[j]! * by) % prime),
      ).map((entry) => entry % prime)
    }
    left.splice(rank, 0, pivot)
    rank++
  }
  return rank
}

function writePoint(point: readonly Rational[]): string {
  return `(${point.map(print).join(", ")})`
}

function readPoint(text: string): Rational[] | null {
  const bare = plainly(text).replace(/^\(/, "").replace(/\)$/, "")
  const values = bare.split(", ").map((part) => readKey(part))
  const point = values.filter((value) => value !== null)
  return point.length === values.length && writePoint(point) === `(${bare})` ? point : null
}

function writeRow({ coefficients, right }: Row): string {
  const left = coefficients.reduce((text, by, i) => {
    if (by === 0) return text
    const body = `${Math.abs(by) === 1 ? "" : Math.abs(by)}${NAMES[i]}`
    if (text === "") return by < 0 ? `-${body}` : body
    return `${text} ${by < 0 ? "-" : "+"} ${body}`
  }, "")
  return `${left} = ${right}`
}

/** The equation without signs or a common factor: mirrored systems are kin. */
function lineOf({ coefficients, right }: Row): string {
  return [...coefficients, right].map((by) => Math.abs(by)).join(",")
}

function drawSystem(rung: Rung, random: Random): System {
  const count = random.int(8) === 0 ? 2 : at(rung, "unknowns")
  const point = Array.from({ length: count }, () => {
    const size = nearTop(0, at(rung, "solution"), random)
    return random.int(2) === 0 ? 0 - size : size
  })
  for (;;) {
    const rows = Array.from({ length: count }, () => {
      const coefficients = point.map(() => drawCoefficient(count, rung, random))
      const right = coefficients.reduce((sum, by, i) => sum + by * point[i]!, 0)
      return { coefficients, right }
    })
    if (cramer(rows) !== null) return { rows }
  }
}

/** Now and then 0 where there are three unknowns. */
function drawCoefficient(count: number, rung: Rung, random: Random): number {
  if (count > 2 && random.int(6) === 0) return 0
  const size = between(1, at(rung, "coefficient"), random)
  return random.int(3) === 0 ? 0 - size : size
}
