import { log } from "../../../src/rule/math.ts"
import type { Rational } from "../rational.ts"
import type { CallNode, Expr } from "../tree.ts"
import { bitLength, magnitude } from "./ball.ts"
import { evaluate } from "./evaluate.ts"
import { Field } from "./field.ts"
import { isReal, type Scope, type Value } from "./value.ts"

/**
 * How an algebraic number is bounded: it is U/L with algebraic integers U and L of a common field,
 * all of whose conjugates have magnitudes at most 2^top and 2^bottom.
 */
interface Bound {
  readonly top: number
  readonly bottom: number
}

const DEGREE_MAX = 4_096

/**
 * A k such that the value is zero or at least 2^−k: the separation bound of C. Burnikel, S. Funke,
 * K. Mehlhorn, S. Schirra and S. Schmitt, "A separation bound for real algebraic expressions"
 * (2009). A nonzero U/L has |U| ≥ u^−(D − 1), for the norm of U is a whole number and U has D
 * conjugates, and |L| ≤ l. D is the degree of a field that contains all radicals and roots of
 * unity in the expression. Null where the expression is not seen to be algebraic.
 */
export function algebraicBound(expr: Expr, scope: Scope): number | null {
  const field = new Field()
  const bound = boundOf(expr, { scope, field })
  const degree = field.degree()
  if (bound === null || degree > DEGREE_MAX) return null
  return Math.ceil(bound.top * (degree - 1) + bound.bottom) + 2
}

interface Work {
  readonly scope: Scope
  readonly field: Field
}

function boundOf(expr: Expr, work: Work): Bound | null {
  work.scope.setting.fuel.spend(1)
  switch (expr.kind) {
    case "number":
    case "based":
      return ofRational(expr.value)
    case "symbol": {
      const value = work.scope.point.get(expr.name)
      return value === undefined || value.imaginary !== undefined ? null : ofRational(value)
    }
    case "constant":
      if (expr.name !== "i") return null
      work.field.addUnity(4)
      return { top: 0, bottom: 0 }
    case "negate":
      return boundOf(expr.of, work)
    case "percent":
      return quotient(boundOf(expr.of, work), ofRational({ numerator: 100n, denominator: 1n }))
    case "add":
      return expr.terms.map((term) => boundOf(term, work)).reduce(sum)
    case "multiply":
      return expr.factors.map((factor) => boundOf(factor, work)).reduce(product)
    case "divide":
      return quotient(boundOf(expr.top, work), boundOf(expr.bottom, work))
    case "power":
      if (expr.base.kind === "constant") return ofPowerOfE(expr.base.name, expr.exponent, work)
      return raised(expr.base, evaluate(expr.exponent, work.scope), work)
    case "root":
      return rooted(expr.of, evaluate(expr.index, work.scope), work)
    case "call":
      return ofCall(expr, work)
    default:
      return null
  }
}

function ofRational({ numerator, denominator }: Rational): Bound {
  return { top: logTwo(numerator), bottom: logTwo(denominator) }
}

/** U₁/L₁ + U₂/L₂ = (U₁L₂ + U₂L₁) / (L₁L₂). */
function sum(a: Bound | null, b: Bound | null): Bound | null {
  if (a === null || b === null) return null
  const [one, other] = [a.top + b.bottom, b.top + a.bottom]
  const gap = Math.abs(one - other)
  const more = gap > 60 ? 1e-9 : log(1 + 2 ** -gap) * LOG_TWO_E
  return { top: Math.max(one, other) + more + 1e-9, bottom: a.bottom + b.bottom }
}

function product(a: Bound | null, b: Bound | null): Bound | null {
  return a && b && { top: a.top + b.top, bottom: a.bottom + b.bottom }
}

function quotient(a: Bound | null, b: Bound | null): Bound | null {
  return a && b && { top: a.top + b.bottom, bottom: a.bottom + b.top }
}

function raised(base: Expr, exponent: Value, work: Work): Bound | null {
  if (exponent.is !== "exact") return null
  const { numerator, denominator } = exponent.value
  const inner = denominator === 1n ? boundOf(base, work) : radical(base, denominator, work)
  const times = Number(magnitude(numerator))
  if (inner === null || times > 4_096) return null
  const power = { top: inner.top * times, bottom: inner.bottom * times }
  return numerator < 0n ? { top: power.bottom, bottom: power.top } : power
}

function rooted(of: Expr, index: Value, work: Work): Bound | null {
  if (index.is !== "exact" || index.value.denominator !== 1n || index.value.numerator < 1n) {
    return null
  }
  return radical(of, index.value.numerator, work)
}

/** (U/L)^(1/k) is (U·L^(k − 1))^(1/k) / L, or U / (U^(k − 1)·L)^(1/k). */
function radical(of: Expr, index: bigint, work: Work): Bound | null {
  const inner = boundOf(of, work)
  if (inner === null || index > 64n) return null
  const value = evaluate(of, work.scope)
  const k = Number(index)
  if (value.is === "exact") work.field.addRoot(value.value, k)
  else work.field.addRadical(of, k)
  const { top, bottom } = inner
  return top >= bottom
    ? { top: (top + (k - 1) * bottom) / k, bottom }
    : { top, bottom: ((k - 1) * top + bottom) / k }
}

/** e^(iπ·p/q) is a root of unity of the order 2q. */
function ofPowerOfE(name: string, exponent: Expr, work: Work): Bound | null {
  if (name === "i") return raised({ kind: "constant", name }, evaluate(exponent, work.scope), work)
  const value = name === "e" ? evaluate(exponent, work.scope) : null
  if (value?.is !== "complex" || value.im.is !== "turn") return null
  if (value.re.is !== "exact" || value.re.value.numerator !== 0n) return null
  work.field.addUnity(2 * Number(value.im.value.denominator))
  return { top: 0, bottom: 0 }
}

/**
 * Whatever comes out as a fraction is one; trigonometric functions of fractions of π are quotients
 * of sums of two roots of unity: cos x = (ζ + 1/ζ) / 2, tan x = (ζ² − 1) / (i·(ζ² + 1)).
 */
function ofCall(expr: CallNode, work: Work): Bound | null {
  const value = evaluate(expr, work.scope)
  if (value.is === "exact") return ofRational(value.value)
  const [first] = expr.args
  if (first === undefined) return null
  if (expr.name === "abs") {
    return isReal(evaluate(first, work.scope)) ? boundOf(first, work) : null
  }
  if (!TRIGONOMETRIC.has(expr.name)) return null
  const angle = evaluate(first, work.scope)
  if (angle.is !== "turn") return null
  work.field.addUnity(2 * Number(angle.value.denominator))
  if (expr.name !== "cos" && expr.name !== "sec") work.field.addUnity(4)
  return { top: 1, bottom: 1 }
}

const TRIGONOMETRIC: ReadonlySet<string> = new Set(["sin", "cos", "tan", "cot", "sec", "csc"])
const LOG_TWO_E = 1.442695040888964 // 1 / ln 2, rounded up

/** At least the binary logarithm of |value|, and at least 0: a bound may be too large. */
function logTwo(value: bigint): number {
  const size = magnitude(value)
  if (size < 2n) return 0
  return size < 0x1000000000000n ? log(Number(size)) * LOG_TWO_E + 1e-9 : bitLength(size)
}
