import type { Expr } from "../tree.ts"
import type { Cursor } from "./cursor.ts"
import { NODES_MAX } from "./limits.ts"
import { Unread } from "./settings.ts"

/** 3 × 10^8 m is so many metres; a product of two quantities stays one. */
export function timesQuantity(left: Expr, right: Expr): Expr {
  if (right.kind !== "quantity" || left.kind === "quantity") return times(left, right)
  return { ...right, value: times(left, right.value) }
}

/** Products are flat: a·b·c has three factors. */
export function times(left: Expr, right: Expr): Expr {
  const factors = left.kind === "multiply" ? left.factors : [left]
  if (factors.length > NODES_MAX) throw new Unread("limit", 0)
  return { kind: "multiply", factors: [...factors, right] }
}

/** $525/100 is so many dollars; with the word behind it, 666/18 percent is so many percent. */
export function quotientOf(c: Cursor, top: Expr, bottom: Expr): Expr {
  const worded = bottom.kind === "percent" && c.peek(-1).kind === "word"
  if (worded && isNumeric(top) && isNumeric(bottom.of)) {
    return { kind: "percent", of: { kind: "divide", top, bottom: bottom.of } }
  }
  if (top.kind === "quantity" && isNumeric(bottom)) {
    return { ...top, value: { kind: "divide", top: top.value, bottom } }
  }
  return { kind: "divide", top, bottom }
}

/** Whether nothing but numerals and what joins them is in it, looking one level deep. */
function isNumeric(expr: Expr): boolean {
  if (expr.kind === "number") return true
  if (expr.kind === "multiply") return expr.factors.every(({ kind }) => kind === "number")
  return expr.kind === "divide" && expr.top.kind === "number" && expr.bottom.kind === "number"
}
