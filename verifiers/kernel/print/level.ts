import type { Expr } from "../tree.ts"

/**
 * How tightly what is written holds together. A part is put in brackets where its own level is
 * below the one its place asks for.
 */
export const LIST = 0
export const LOGIC = 1
export const RELATION = 2
export const SET = 3
export const RATIO = 4
export const REMAINDER = 5
export const SUM = 6
export const PRODUCT = 7
export const POWER = 8
export const ATOM = 9

export function levelOf(expr: Expr, latex = false): number {
  switch (expr.kind) {
    case "list":
      return LIST
    case "logic":
      return LOGIC
    case "relation":
    case "congruence":
      return RELATION
    case "set-operation":
      return SET
    case "ratio":
      return RATIO
    case "add":
    case "negate":
    case "plus-minus":
    case "operation":
    case "quantity":
      return SUM
    case "multiply":
      return PRODUCT
    case "divide":
      return latex ? POWER : PRODUCT
    case "power":
    case "percent":
      return POWER
    case "call":
      return callLevel(expr.name)
    case "number":
      return expr.value.numerator < 0n || expr.written === "mixed" ? SUM : ATOM
    default:
      return ATOM
  }
}

function callLevel(name: string): number {
  if (name === "mod") return REMAINDER
  return name === "factorial" || name === "double-factorial" ? POWER : ATOM
}
