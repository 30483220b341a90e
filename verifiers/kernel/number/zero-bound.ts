import type { Expr } from "../tree.ts"
import type { Scope } from "./value.ts"

/** Whether an algebraic constant is zero; null where that is not known. */
export function isZeroAt(_expr: Expr, _scope: Scope): boolean | null {
  return null
}
