import type { Fuel } from "../fuel.ts"
import type { Rational } from "../rational.ts"
import * as rationals from "../rational.ts"
import type { CallNode, Expr, OperationNode } from "../tree.ts"
import { callOf } from "./exact-call.ts"
import { BITS_MAX, bitsOf, exactRoot } from "./integers.ts"

const TERMS_MAX = 10_000n // terms of a finite sum or product that are added up

/** A value in Q, `"undefined"`, or null: not rational, not known to be, or too large to compute. */
export type Exact = Rational | "undefined" | null

/** What an exact evaluation may assume, and the values of the names that have one. */
export interface ExactSetting {
  readonly fuel: Fuel
  readonly complex: boolean
  readonly zeroPower: boolean
  readonly realRoots: boolean
}

export type Point = ReadonlyMap<string, Rational>

const ORIGIN: Point = new Map()

/** The rational value of a constant, exactly; null where it has none or is not computed. */
export function exactValue(expr: Expr, fuel: Fuel): Rational | null {
  const setting = { fuel, complex: false, zeroPower: true, realRoots: true }
  const value = evaluateExact(expr, ORIGIN, setting)
  return value === "undefined" ? null : value
}

/** The value at a rational point, where it is rational by arithmetic alone. */
export function evaluateExact(expr: Expr, point: Point, setting: ExactSetting): Exact {
  switch (expr.kind) {
    case "number":
    case "based":
      return expr.value
    case "symbol":
      return point.get(expr.name) ?? null
    case "constant":
      return expr.name === "undefined" ? "undefined" : null
    case "negate": {
      const value = evaluateExact(expr.of, point, setting)
      return isRational(value) ? rationals.negate(value) : value
    }
    case "percent": {
      const value = evaluateExact(expr.of, point, setting)
      return isRational(value) ? rationals.divide(value, rationals.rational(100n)) : value
    }
    case "add":
      return foldParts(expr.terms, rationals.add, point, setting)
    case "multiply":
      return foldParts(expr.factors, rationals.multiply, point, setting)
    case "divide": {
      const values = evaluateAll([expr.top, expr.bottom], point, setting)
      if (!Array.isArray(values)) return values
      if (values[1]!.numerator === 0n) return "undefined"
      charge(values[0]!, values[1]!, setting)
      return rationals.divide(values[0]!, values[1]!)
    }
    case "power":
      return powerOf(expr.base, expr.exponent, point, setting)
    case "root": {
      const values = evaluateAll([expr.of, expr.index], point, setting)
      if (!Array.isArray(values)) return values
      return rootOf(values[0]!, values[1]!, setting)
    }
    case "call":
      return evaluateCall(expr, point, setting)
    case "operation":
      return evaluateFold(expr, point, setting)
    default:
      return null
  }
}

/** base^exponent in Q: null where it is irrational or larger than `BITS_MAX` bits. */
export function rationalPower(base: Rational, exponent: Rational, setting: ExactSetting): Exact {
  if (base.numerator === 0n) {
    if (exponent.numerator > 0n) return base
    if (exponent.numerator < 0n) return "undefined"
    return setting.zeroPower ? "undefined" : rationals.rational(1n)
  }
  const size = Math.max(bitsOf(base.numerator), bitsOf(base.denominator))
  const unit = size === 1 && base.denominator === 1n
  const { numerator, denominator } = exponent
  if (denominator > 64n) return unit && base.numerator === 1n ? base : null
  const root = denominator === 1n ? base : rootOf(base, rationals.rational(denominator), setting)
  if (!isRational(root)) return root
  if (unit) return root.numerator === 1n || numerator % 2n === 0n ? ONE : root
  const times = numerator < 0n ? -numerator : numerator
  if (times * BigInt(size) > BigInt(BITS_MAX)) return null
  setting.fuel.spend(1 + Math.floor((Number(times) * size) / 512))
  const top = root.numerator ** times
  const bottom = root.denominator ** times
  if (numerator > 0n) return { numerator: top, denominator: bottom }
  return top < 0n
    ? { numerator: -bottom, denominator: -top }
    : { numerator: bottom, denominator: top }
}

export function isRational(value: Exact): value is Rational {
  return value !== null && value !== "undefined"
}

const ONE = rationals.rational(1n)

/** All values, or the one word that stands for the whole: `undefined` goes before null. */
function evaluateAll(parts: readonly Expr[], point: Point, setting: ExactSetting) {
  const values: Rational[] = []
  let unknown = false
  for (const part of parts) {
    const value = evaluateExact(part, point, setting)
    if (value === "undefined") return value
    if (value === null) unknown = true
    else values.push(value)
  }
  return unknown ? null : values
}

function foldParts(
  parts: readonly Expr[],
  combine: (a: Rational, b: Rational) => Rational,
  point: Point,
  setting: ExactSetting,
): Exact {
  const values = evaluateAll(parts, point, setting)
  if (!Array.isArray(values)) return values
  return values.reduce((result, value) => {
    charge(result, value, setting)
    return combine(result, value)
  })
}

/** What the product costs, and the common divisor that a fraction is freed of. */
function charge(a: Rational, b: Rational, setting: ExactSetting): void {
  const size = (value: Rational) => bitsOf(value.numerator) + bitsOf(value.denominator)
  const [left, right] = [size(a), size(b)]
  if (left + right <= 128) return
  const divisor = a.denominator === 1n && b.denominator === 1n ? 0 : Math.min(left, right) / 16
  setting.fuel.spend((left * right) / 65_536 + divisor)
}

function powerOf(base: Expr, exponent: Expr, point: Point, setting: ExactSetting): Exact {
  const values = evaluateAll([base, exponent], point, setting)
  return Array.isArray(values) ? rationalPower(values[0]!, values[1]!, setting) : values
}

function rootOf(value: Rational, index: Rational, setting: ExactSetting): Exact {
  if (index.numerator === 0n) return "undefined"
  if (index.denominator !== 1n || index.numerator < 0n || index.numerator > 64n) return null
  const odd = index.numerator % 2n === 1n
  if (value.numerator < 0n) {
    if (setting.complex || (odd && !setting.realRoots)) return null
    if (!odd) return "undefined"
  }
  setting.fuel.spend(1 + Math.floor(bitsOf(value.numerator) / 64))
  const root = exactRoot(rationals.absolute(value), Number(index.numerator))
  return root !== null && value.numerator < 0n ? rationals.negate(root) : root
}

function evaluateCall(expr: CallNode, point: Point, setting: ExactSetting): Exact {
  if (expr.name === "determinant" || expr.name === "trace") return null
  const values = evaluateAll(expr.args, point, setting)
  return Array.isArray(values) ? callOf(expr.name, values, setting) : values
}

/** A finite sum or product with whole bounds; an empty one is 0 or 1. */
function evaluateFold(expr: OperationNode, point: Point, setting: ExactSetting): Exact {
  if (expr.name !== "sum" && expr.name !== "product") return null
  if (expr.low === null || expr.high === null) return null
  const bounds = evaluateAll([expr.low, expr.high], point, setting)
  if (!Array.isArray(bounds)) return bounds
  const [low, high] = bounds as [Rational, Rational]
  if (low.denominator !== 1n || high.denominator !== 1n) return null
  if (high.numerator - low.numerator >= TERMS_MAX) return null
  const inner = new Map(point)
  const values: Rational[] = []
  for (let at = low.numerator; at <= high.numerator; at++) {
    setting.fuel.spend(1)
    inner.set(expr.variable, rationals.rational(at))
    const value = evaluateExact(expr.of, inner, setting)
    if (!isRational(value)) return value
    values.push(value)
  }
  if (values.length === 0) return rationals.rational(expr.name === "sum" ? 0n : 1n)
  return byHalves(values, expr.name === "sum" ? rationals.add : rationals.multiply, setting)
}

/** Neighbours are combined first, so that large numbers meet late and seldom. */
function byHalves(
  values: readonly Rational[],
  combine: (a: Rational, b: Rational) => Rational,
  setting: ExactSetting,
): Rational {
  let row = values
  while (row.length > 1) {
    const next: Rational[] = []
    for (let at = 0; at < row.length; at += 2) {
      const [a, b] = [row[at]!, row[at + 1]]
      if (b !== undefined) charge(a, b, setting)
      next.push(b === undefined ? a : combine(a, b))
    }
    row = next
  }
  return row[0]!
}
