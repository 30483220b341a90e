import { difference } from "../build.ts"
import type { Expr } from "../tree.ts"
import { partsOf } from "../walk.ts"

/** What changes the formula of a function where it is zero. */
export interface Bend {
  readonly of: Expr
  /** Under |u|, √(u²), min or max: both signs have a formula of their own. */
  readonly twoSided: boolean
}

/** The arguments of functions that bend, and what stands under roots and powers. */
export function bendsOf(...exprs: readonly Expr[]): readonly Bend[] {
  const bends: Bend[] = []
  for (const expr of exprs) collect(expr, bends)
  return bends
}

function collect(expr: Expr, bends: Bend[]): void {
  if (expr.kind === "call") {
    if (expr.name === "abs") bends.push({ of: expr.args[0]!, twoSided: true })
    if (expr.name === "min" || expr.name === "max") {
      for (const arg of expr.args.slice(1)) {
        bends.push({ of: difference(expr.args[0]!, arg), twoSided: true })
      }
    }
  }
  const under = expr.kind === "root" ? expr.of : expr.kind === "power" ? expr.base : null
  if (under !== null) {
    const square = under.kind === "power" && isEven(under.exponent)
    bends.push({ of: square ? under.base : under, twoSided: square })
  }
  for (const part of partsOf(expr)) collect(part, bends)
}

function isEven(exponent: Expr): boolean {
  if (exponent.kind !== "number") return false
  return exponent.value.numerator % 2n === 0n
}
