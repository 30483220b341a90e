import { Fuel } from "../kernel/fuel.ts"
import { branchesIn } from "../kernel/judge/solutions.ts"
import { readMath } from "../kernel/read/read.ts"
import type { Expr } from "../kernel/tree.ts"
import { negated, productOf, type Quadratic, quadraticIn, sumOf, whole } from "./quadratic.ts"

/**
 * What `prove` uses and `solve` does not: keys as the kernel's reader reads them, and determinants
 * by cofactors where `solve` eliminates.
 */

const FUEL = 20_000 // steps to read one key
const NO_NAMES: ReadonlySet<string> = new Set()

/** The one reading of a key. */
export function readKeyTree(key: string): Expr | null {
  const read = readMath(key, { notation: "auto", names: NO_NAMES }, new Fuel(FUEL))
  return read.ok && read.readings.length === 1 ? read.readings[0]! : null
}

export type NumberMatrix = readonly (readonly Quadratic[])[]

/** The numbers of a matrix, also of one with a factor before it; null for anything else. */
export function readMatrix(key: string): NumberMatrix | null {
  const tree = readKeyTree(key)
  return tree === null ? null : matrixIn(tree)
}

function matrixIn(tree: Expr): NumberMatrix | null {
  switch (tree.kind) {
    case "matrix": {
      const rows = tree.rows.map(allNumbers)
      return rows.every((row) => row !== null) ? rows : null
    }
    case "negate":
      return scaled(matrixIn(tree.of), whole(-1))
    case "multiply": {
      const rows = tree.factors.map(matrixIn).filter((factor) => factor !== null)
      const numbers = tree.factors.map(quadraticIn).filter((factor) => factor !== null)
      if (rows.length !== 1 || numbers.length + 1 !== tree.factors.length) return null
      return scaled(rows[0]!, numbers.reduce(times))
    }
    default:
      return null
  }
}

function scaled(rows: NumberMatrix | null, by: Quadratic): NumberMatrix | null {
  return rows === null ? null : rows.map((row) => row.map((value) => times(value, by)))
}

/** The numbers of a tuple or of a set, where ± stands for both. */
export function readNumbers(key: string, kind: "tuple" | "set"): readonly Quadratic[] | null {
  const tree = readKeyTree(key)
  if (tree?.kind !== kind) return null
  if (kind === "tuple") return allNumbers(tree.items)
  return allNumbers(tree.items.flatMap((item) => branchesIn(item) ?? [item]))
}

function allNumbers(parts: readonly Expr[]): Quadratic[] | null {
  const numbers = parts.map(quadraticIn).filter((number) => number !== null)
  return numbers.length === parts.length ? numbers : null
}

export function numbersOf(rows: readonly (readonly number[])[]): NumberMatrix {
  return rows.map((row) => row.map(whole))
}

/** The determinant along the first row, minor by minor. */
export function byCofactors(rows: NumberMatrix): Quadratic {
  if (rows.length === 1) return rows[0]![0]!
  return rows[0]!.reduce((total, by, column) => {
    const minor = rows.slice(1).map((row) => row.filter((_, i) => i !== column))
    const term = times(by, byCofactors(minor))
    return plus(total, column % 2 === 0 ? term : negated(term))
  }, whole(0))
}

/** Each entry as a sum over a row of one and a column of the other. */
export function multiplied(first: NumberMatrix, second: NumberMatrix): NumberMatrix {
  return first.map((row) =>
    second[0]!.map((_, column) =>
      row.reduce((total, by, i) => plus(total, times(by, second[i]![column]!)), whole(0)),
    ),
  )
}

export function plus(a: Quadratic, b: Quadratic): Quadratic {
  return together(sumOf(a, b))
}

export function times(a: Quadratic, b: Quadratic): Quadratic {
  return together(productOf(a, b))
}

/** A key that mixes two square roots is no key: the proof that meets it has failed. */
function together(value: Quadratic | null): Quadratic {
  if (value === null) throw new RangeError("two different square roots in one key")
  return value
}
