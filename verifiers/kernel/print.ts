import { levelOf } from "./print/level.ts"
import { write } from "./print/write.ts"
import type { Expr } from "./tree.ts"

/**
 * The expression as plain text that `readMath` reads back to an equal tree, given the names in it.
 * What plain text has no form for (cases, derivatives, indices of sums) is written as in LaTeX.
 */
export function printPlain(expr: Expr): string {
  return write(expr, levelOf(expr), false)
}

/** The expression as LaTeX, without fences, that `readMath` reads back to an equal tree. */
export function printLatex(expr: Expr): string {
  return write(expr, levelOf(expr), true)
}
