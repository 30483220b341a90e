import { PROVED } from "../../../src/record/proved.ts"
import type { Expr } from "../tree.ts"
import { partsOf } from "../walk.ts"
import type { Comparison } from "./setting.ts"

/**
 * Infinity equals a bare infinity of the same sign and nothing else; arithmetic with it has no
 * value here. Null where neither side mentions it, bounds of sums and limits aside.
 */
export function compareInfinities(left: Expr, right: Expr): Comparison | null {
  const [a, b] = [infinityIn(left), infinityIn(right)]
  if (a === null && b === null) return null
  if (a === "lost" || b === "lost") {
    return { is: "undefined", side: a === b ? "both" : a === "lost" ? "left" : "right" }
  }
  if (a === b) return { is: "equal", proof: PROVED, method: "infinity" }
  const witness = `${nameOf(a)} against ${nameOf(b)}`
  return { is: "different", method: "infinity", reason: "different-value", witness }
}

type Infinity = "plus" | "minus" | "lost" | null

function infinityIn(expr: Expr): Infinity {
  if (expr.kind === "constant") return expr.name === "infinity" ? "plus" : null
  if (expr.kind === "negate") {
    const inner = infinityIn(expr.of)
    return inner === "plus" ? "minus" : inner === "minus" ? "plus" : inner
  }
  return mentionsInfinity(expr) ? "lost" : null
}

function mentionsInfinity(expr: Expr): boolean {
  if (expr.kind === "constant") return expr.name === "infinity"
  if (expr.kind === "operation") return mentionsInfinity(expr.of)
  return partsOf(expr).some(mentionsInfinity)
}

function nameOf(infinity: Infinity): string {
  return infinity === null ? "a finite value" : infinity === "plus" ? "∞" : "-∞"
}
