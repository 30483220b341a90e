import { difference, number, product, sum } from "../build.ts"
import { rational } from "../rational.ts"
import type { Expr, MatrixNode, OperationNode } from "../tree.ts"
import { type ExactSetting, evaluateExact, isRational } from "./exact-value.ts"
import { substitute } from "./trees.ts"

const EXPANDED_MAX = 64n // terms of a sum or product that are written out
const MATRIX_MAX = 5 // rows of a determinant that is written out: 120 products
const NOWHERE = new Map()

/** A finite sum or product written out, or its value where that is rational; null if neither. */
export function expandOperation(expr: OperationNode, setting: ExactSetting): Expr | null {
  if (expr.name !== "sum" && expr.name !== "product") return null
  if (expr.low === null || expr.high === null) return null
  const value = evaluateExact(expr, NOWHERE, setting)
  if (value === "undefined") return { kind: "constant", name: "undefined" }
  if (value !== null) return number(value)
  const low = evaluateExact(expr.low, NOWHERE, setting)
  const high = evaluateExact(expr.high, NOWHERE, setting)
  if (!isRational(low) || !isRational(high)) return null
  if (low.denominator !== 1n || high.denominator !== 1n) return null
  if (high.numerator - low.numerator >= EXPANDED_MAX) return null
  const parts: Expr[] = []
  for (let at = low.numerator; at <= high.numerator; at++) {
    setting.fuel.spend(2)
    parts.push(substitute(expr.of, expr.variable, number(rational(at))))
  }
  if (parts.length === 0) return number(expr.name === "sum" ? 0 : 1)
  return expr.name === "sum" ? sum(...parts) : product(...parts)
}

/** The value of a finite sum or product, a determinant or a trace, as an expression, or null. */
export function evaluateSmall(expr: Expr, setting: ExactSetting): Expr | null {
  if (expr.kind === "operation") return expandOperation(expr, setting)
  if (expr.kind !== "call" || expr.args[0]?.kind !== "matrix") return null
  if (expr.name === "determinant") return determinantOf(expr.args[0])
  return expr.name === "trace" ? traceOf(expr.args[0]) : null
}

/** The determinant by expansion along the first row (Laplace); null unless square and small. */
export function determinantOf({ rows }: MatrixNode): Expr | null {
  if (rows.length === 0 || rows.length > MATRIX_MAX) return null
  if (rows.some((row) => row.length !== rows.length)) return null
  return expanded(rows)
}

/** The sum of the diagonal; null where the matrix is not square. */
export function traceOf({ rows }: MatrixNode): Expr | null {
  if (rows.length === 0 || rows.some((row) => row.length !== rows.length)) return null
  return sum(...rows.map((row, at) => row[at]!))
}

function expanded(rows: readonly (readonly Expr[])[]): Expr {
  const [first, ...others] = rows as [readonly Expr[], ...(readonly Expr[])[]]
  if (first.length === 1) return first[0]!
  return first
    .map((entry, at) => {
      const minor = others.map((row) => row.filter((_, column) => column !== at))
      return product(entry, expanded(minor))
    })
    .reduce((total, term, at) => (at % 2 === 0 ? sum(total, term) : difference(total, term)))
}
