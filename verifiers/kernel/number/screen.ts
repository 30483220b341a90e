import { cosTurns, exp, log, power } from "../../../src/rule/math.ts"
import type { CallNode, Expr } from "../tree.ts"
import type { Point } from "./value.ts"

/**
 * A quick look in doubles: whether two expressions seem to differ at a point. It proves nothing
 * either way: what seems to differ is proved with balls, and what it cannot compute goes there,
 * too.
 */
export function seemDifferent(left: Expr, right: Expr, point: Point): boolean {
  const a = look(left, point)
  const b = look(right, point)
  const gap = Math.abs(a - b)
  return gap > GAP_SHARE * (Math.abs(a) + Math.abs(b)) && gap > GAP_LEAST && gap < Infinity
}

const GAP_SHARE = 1e-6 // far above what rounding does to ordinary expressions
const GAP_LEAST = 1e-9
const ANGLE_MAX = 1e6 // beyond it a double has lost its place in the circle

/** The value in doubles, NaN where it is undefined or not computed here. */
function look(expr: Expr, point: Point): number {
  switch (expr.kind) {
    case "number":
    case "based":
      return Number(expr.value.numerator) / Number(expr.value.denominator)
    case "symbol": {
      const value = point.get(expr.name)
      if (value === undefined || value.imaginary !== undefined) return Number.NaN
      return Number(value.numerator) / Number(value.denominator)
    }
    case "constant":
      return expr.name === "pi" ? Math.PI : expr.name === "e" ? Math.E : Number.NaN
    case "negate":
      return -look(expr.of, point)
    case "percent":
      return look(expr.of, point) / 100
    case "add":
      return expr.terms.reduce((sum, term) => sum + look(term, point), 0)
    case "multiply":
      return expr.factors.reduce((product, factor) => product * look(factor, point), 1)
    case "divide":
      return look(expr.top, point) / nonzero(look(expr.bottom, point))
    case "power":
      return raised(look(expr.base, point), look(expr.exponent, point))
    case "root":
      return rooted(look(expr.of, point), look(expr.index, point))
    case "call":
      return called(expr, point)
    default:
      return Number.NaN
  }
}

function nonzero(value: number): number {
  return value === 0 ? Number.NaN : value
}

function raised(base: number, exponent: number): number {
  if (Number.isInteger(exponent) && Math.abs(exponent) < 1_024) {
    if (base === 0 && exponent <= 0) return Number.NaN
    return exponent >= 0 ? power(base, exponent) : 1 / power(base, -exponent)
  }
  if (exponent === 0.5) return Math.sqrt(base)
  return base > 0 ? exponential(exponent * log(base)) : Number.NaN
}

function rooted(of: number, index: number): number {
  if (index === 2) return Math.sqrt(of)
  if (of < 0 && index % 2 === 1) return -rooted(-of, index)
  return of > 0 && index > 0 ? exponential(log(of) / index) : Number.NaN
}

function exponential(x: number): number {
  return Math.abs(x) < 700 ? exp(x) : Number.NaN
}

function called({ name, args }: CallNode, point: Point): number {
  const [first, second] = args
  if (first === undefined) return Number.NaN
  const x = look(first, point)
  switch (name) {
    case "sin":
      return cosine(x, 0.25)
    case "cos":
      return cosine(x, 0)
    case "tan":
      return cosine(x, 0.25) / nonzero(cosine(x, 0))
    case "exp":
      return exponential(x)
    case "ln":
      return x > 0 ? log(x) : Number.NaN
    case "log":
      return x > 0 ? log(x) / lnOfBase(second, point) : Number.NaN
    case "abs":
      return Math.abs(x)
    default:
      return Number.NaN
  }
}

function lnOfBase(base: Expr | undefined, point: Point): number {
  const value = base === undefined ? 10 : look(base, point)
  return value > 0 ? nonzero(log(value)) : Number.NaN
}

/** cos of x less so many turns: sin x = cos (x − ¼ turn). */
function cosine(x: number, turnsBack: number): number {
  return Math.abs(x) < ANGLE_MAX ? cosTurns(x / (2 * Math.PI) - turnsBack) : Number.NaN
}
