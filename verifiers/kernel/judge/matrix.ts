import { negated, number, product, quotient, sum } from "../build.ts"
import type { Expr } from "../tree.ts"
import { mentions } from "../walk.ts"

type Rows = readonly (readonly Expr[])[]

const SIZE_MAX = 6 // rows and columns of a product that is worked out
const INVERSE_SIZE_MAX = 3
const POWER_MAX = 4n

/** The entries of a matrix, also of a sum, product or power of matrices; null otherwise. */
export function matrixIn(expr: Expr): Rows | null {
  if (expr.kind === "matrix") return expr.rows
  if (expr.kind === "tuple") return [expr.items]
  if (!mentions(expr, ({ kind }) => kind === "matrix" || kind === "tuple")) return null
  switch (expr.kind) {
    case "negate":
      return entries(matrixIn(expr.of), negated)
    case "add":
      return folded(expr.terms.map(matrixIn), addRows)
    case "multiply":
      return productOf(expr.factors)
    case "divide":
      return entries(matrixIn(expr.top), (entry) => quotient(entry, expr.bottom))
    case "power":
      return powerOf(matrixIn(expr.base), expr.exponent)
    case "call":
      return expr.name === "transpose" ? turned(matrixIn(expr.args[0]!)) : null
    default:
      return null
  }
}

const FENCED: ReadonlySet<Expr["kind"]> = new Set(["matrix", "tuple"])

function entries(rows: Rows | null, change: (entry: Expr) => Expr): Rows | null {
  return rows === null ? null : rows.map((row) => row.map(change))
}

function folded(
  parts: readonly (Rows | null)[],
  join: (one: Rows, other: Rows) => Rows | null,
): Rows | null {
  return parts.reduce((sofar, part) => (sofar === null || part === null ? null : join(sofar, part)))
}

function addRows(one: Rows, other: Rows): Rows | null {
  if (one.length !== other.length || one[0]!.length !== other[0]!.length) return null
  return one.map((row, i) => row.map((entry, j) => sum(entry, other[i]![j]!)))
}

/** Numbers and matrices in one product; the order of the matrices counts. */
function productOf(factors: readonly Expr[]): Rows | null {
  const matrices = factors.map(matrixIn)
  const scalars = factors.filter((_, i) => matrices[i] === null)
  if (scalars.some((factor) => mentions(factor, ({ kind }) => FENCED.has(kind)))) return null
  const rows = folded(
    matrices.filter((matrix) => matrix !== null),
    multiplyRows,
  )
  return scalars.length === 0 ? rows : entries(rows, (entry) => product(...scalars, entry))
}

function multiplyRows(one: Rows, other: Rows): Rows | null {
  const [inner, columns] = [other.length, other[0]!.length]
  if (one[0]!.length !== inner || Math.max(one.length, inner, columns) > SIZE_MAX) return null
  return one.map((row) =>
    other[0]!.map((_, j) => sum(...row.map((entry, k) => product(entry, other[k]![j]!)))),
  )
}

function powerOf(base: Rows | null, exponent: Expr): Rows | null {
  if (base === null || base.length !== base[0]!.length) return null
  if (exponent.kind === "symbol" && exponent.name === "T") return turned(base)
  if (exponent.kind === "negate") {
    const inverse = inverseOf(base)
    return inverse === null ? null : powerOf(inverse, exponent.of)
  }
  if (exponent.kind !== "number" || exponent.value.denominator !== 1n) return null
  const times = exponent.value.numerator
  if (times < 1n || times > POWER_MAX) return null
  return folded(
    Array.from({ length: Number(times) }, () => base),
    multiplyRows,
  )
}

/** The adjugate over the determinant; a matrix without an inverse has entries without a value. */
function inverseOf(rows: Rows): Rows | null {
  if (rows.length > INVERSE_SIZE_MAX) return null
  const whole = determinantOf(rows)
  if (rows.length === 1) return [[quotient(number(1), whole)]]
  return rows.map((row, i) =>
    row.map((_, j) => {
      const minor = determinantOf(without(rows, j, i))
      return quotient((i + j) % 2 === 0 ? minor : negated(minor), whole)
    }),
  )
}

/** Expansion along the first row. */
function determinantOf(rows: Rows): Expr {
  if (rows.length === 1) return rows[0]![0]!
  return sum(
    ...rows[0]!.map((entry, j) => {
      const part = product(entry, determinantOf(without(rows, 0, j)))
      return j % 2 === 0 ? part : negated(part)
    }),
  )
}

function without(rows: Rows, row: number, column: number): Rows {
  return rows.filter((_, i) => i !== row).map((kept) => kept.filter((_, j) => j !== column))
}

function turned(rows: Rows | null): Rows | null {
  return rows === null ? null : rows[0]!.map((_, j) => rows.map((row) => row[j]!))
}
