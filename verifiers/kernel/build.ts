import { type Rational, rational } from "./rational.ts"
import type { Expr, NumberNode, RelationSign } from "./tree.ts"

/** Trees by hand, for code that makes expressions instead of reading them. */

export function number(value: Rational | bigint | number): NumberNode {
  const exact = typeof value === "object" ? value : rational(value)
  const digits = `${exact.numerator < 0n ? -exact.numerator : exact.numerator}`.length
  return { kind: "number", value: exact, written: "integer", decimals: 0, significant: digits }
}

export function symbol(name: string): Expr {
  return { kind: "symbol", name }
}

export function negated(of: Expr): Expr {
  return { kind: "negate", of }
}

export function sum(...terms: readonly Expr[]): Expr {
  return terms.length === 1 ? terms[0]! : { kind: "add", terms }
}

export function difference(left: Expr, right: Expr): Expr {
  return { kind: "add", terms: [left, negated(right)] }
}

export function product(...factors: readonly Expr[]): Expr {
  return factors.length === 1 ? factors[0]! : { kind: "multiply", factors }
}

export function quotient(top: Expr, bottom: Expr): Expr {
  return { kind: "divide", top, bottom }
}

export function squareRoot(of: Expr): Expr {
  return { kind: "root", of, index: number(2) }
}

export function relation(left: Expr, sign: RelationSign, right: Expr): Expr {
  return { kind: "relation", sides: [left, right], signs: [sign] }
}

export const INFINITY: Expr = { kind: "constant", name: "infinity" }
export const PI: Expr = { kind: "constant", name: "pi" }
