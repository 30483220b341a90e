import type { MatrixNode } from "../tree.ts"
import { addValues, multiplyValues, negateValue } from "./arithmetic.ts"
import { evaluate } from "./evaluate.ts"
import { BEYOND, ONE, type Scope, undefinedFor, type Value, ZERO } from "./value.ts"

const ROWS_MAX = 6 // an expansion by minors has rows! products

/** The determinant of a small square matrix by its minors (no division), or its trace. */
export function determinantOf(
  name: "determinant" | "trace",
  { rows }: MatrixNode,
  scope: Scope,
): Value {
  if (rows.some((row) => row.length !== rows.length)) return undefinedFor(`${name}: not square`)
  const values = rows.map((row) => row.map((entry) => evaluate(entry, scope)))
  if (name === "trace") {
    return values.reduce<Value>((sum, row, at) => addValues(sum, row[at]!, scope), ZERO)
  }
  if (rows.length > ROWS_MAX) return BEYOND
  const columns = values.map((_, at) => at)
  return minor(values, 0, columns, scope)
}

function minor(
  rows: readonly (readonly Value[])[],
  row: number,
  columns: readonly number[],
  scope: Scope,
): Value {
  if (columns.length === 0) return ONE
  scope.setting.fuel.spend(1)
  return columns.reduce<Value>((sum, column, at) => {
    const rest = columns.filter((other) => other !== column)
    const product = multiplyValues(rows[row]![column]!, minor(rows, row + 1, rest, scope), scope)
    return addValues(sum, at % 2 === 0 ? product : negateValue(product), scope)
  }, ZERO)
}
