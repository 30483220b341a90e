import { rational } from "../rational.ts"
import type { CallNode, Expr, OperationNode, PiecewiseNode } from "../tree.ts"
import { addValues, divideValues, multiplyValues, negateValue, scaleValue } from "./arithmetic.ts"
import * as balls from "./ball.ts"
import { callValue } from "./call.ts"
import { expValue } from "./complex.ts"
import { addition, holds, integerExpr } from "./condition.ts"
import { determinantOf } from "./determinant.ts"
import { e } from "./elementary.ts"
import { powerOf, rootOf } from "./power.ts"
import {
  BEYOND,
  complex,
  exact,
  integerOf,
  isReal,
  note,
  ONE,
  type Scope,
  turn,
  UNCLEAR,
  undefinedFor,
  type Value,
  ZERO,
} from "./value.ts"

const JUMPS: ReadonlySet<string> = new Set(["floor", "ceil", "fractional-part"])
const TERMS_MAX = 2_000 // terms of a written-out sum or product

/** The value of an expression at a point; the size of all that occurs is noted. */
export function evaluate(expr: Expr, scope: Scope): Value {
  scope.setting.fuel.spend(0.25)
  const value = nodeValue(expr, scope)
  const fully = expr.kind === "number" || scope.point.size === 0
  if (isReal(value)) note(scope.reach, value, fully)
  else if (value.is === "complex") {
    note(scope.reach, value.re, fully)
    note(scope.reach, value.im, fully)
  }
  return value
}

function nodeValue(expr: Expr, scope: Scope): Value {
  switch (expr.kind) {
    case "number":
    case "based":
      return exact(expr.value)
    case "symbol":
      return coordinate(expr.name, scope)
    case "constant":
      return constant(expr.name, scope)
    case "negate":
      return negateValue(evaluate(expr.of, scope))
    case "percent":
      return scaleValue(evaluate(expr.of, scope), 1n, 100n, scope)
    case "add":
      return fold(expr.terms, addValues, scope)
    case "multiply":
      return fold(expr.factors, multiplyValues, scope)
    case "divide":
      return divideValues(evaluate(expr.top, scope), settled(expr.bottom, scope), scope)
    case "power":
      if (expr.base.kind === "constant" && expr.base.name === "e") {
        return expValue(evaluate(expr.exponent, scope), scope)
      }
      return powerOf(settled(expr.base, scope), evaluate(expr.exponent, scope), scope)
    case "root":
      return rootOf(settled(expr.of, scope), evaluate(expr.index, scope), scope)
    case "call":
      return call(expr, scope)
    case "piecewise":
      return piecewise(expr, scope)
    case "operation":
      return operation(expr, scope)
    default:
      return BEYOND
  }
}

/** A value where it matters whether it is zero: a ball around zero is asked for a proof. */
export function settled(expr: Expr, scope: Scope): Value {
  const value = evaluate(expr, scope)
  if (value.is !== "ball" || balls.sign(value.ball) !== 0) return value
  return scope.zero(expr, scope) ? ZERO : value
}

function coordinate(name: string, scope: Scope): Value {
  const value = scope.point.get(name)
  if (value === undefined) return BEYOND
  if (value.imaginary === undefined) return exact(value)
  const { numerator, denominator } = value
  return complex(exact({ numerator, denominator }), exact(value.imaginary))
}

function constant(name: "pi" | "e" | "i" | "infinity" | "undefined", scope: Scope): Value {
  switch (name) {
    case "pi":
      return turn(rational(1n))
    case "e":
      return { is: "ball", ball: e(scope.bits + 16) }
    case "i":
      return complex(ZERO, ONE)
    case "infinity":
      return { is: "infinite", sign: 1 }
    case "undefined":
      return undefinedFor("written as undefined")
  }
}

/** All parts are looked at, for one that is undefined makes the whole undefined. */
function fold(
  parts: readonly Expr[],
  combine: (a: Value, b: Value, scope: Scope) => Value,
  scope: Scope,
): Value {
  return parts.map((part) => evaluate(part, scope)).reduce((a, b) => combine(a, b, scope))
}

function call(expr: CallNode, scope: Scope): Value {
  const [first] = expr.args
  if (expr.name === "determinant" || expr.name === "trace") {
    return first?.kind === "matrix" ? determinantOf(expr.name, first, scope) : BEYOND
  }
  const args = expr.args.map((arg) => settled(arg, scope))
  const value = callValue(expr.name, args, scope)
  return value.is === "unclear" && first ? jump(expr, args, scope) : value
}

/** A floor of what is provably a whole number, though its ball lies on both sides of it. */
function jump(expr: CallNode, args: readonly Value[], scope: Scope): Value {
  const [value] = args
  if (!JUMPS.has(expr.name) || value?.is !== "ball") return UNCLEAR
  const near = balls.integerInside(value.ball)
  if (near === null) return UNCLEAR
  const gap = addition(expr.args[0]!, integerExpr(-near))
  return scope.zero(gap, scope) ? callValue(expr.name, [exact(near)], scope) : UNCLEAR
}

function piecewise({ cases, otherwise }: PiecewiseNode, scope: Scope): Value {
  for (const { value, when } of cases) {
    const chosen = holds(when, scope)
    if (chosen === null) return UNCLEAR
    if (chosen) return evaluate(value, scope)
  }
  return otherwise ? evaluate(otherwise, scope) : undefinedFor("outside every case")
}

/** Finite sums and products; an empty one is 0 or 1. */
function operation(expr: OperationNode, scope: Scope): Value {
  if ((expr.name !== "sum" && expr.name !== "product") || !expr.low || !expr.high) return BEYOND
  const [low, high] = [expr.low, expr.high].map((bound) => integerOf(evaluate(bound, scope)))
  if (low === null || low === undefined || high === null || high === undefined) return BEYOND
  if (high - low >= TERMS_MAX) return BEYOND
  let result: Value = expr.name === "sum" ? ZERO : ONE
  const point = new Map(scope.point)
  for (let at = low; at <= high; at++) {
    scope.setting.fuel.spend(1)
    point.set(expr.variable, rational(at))
    const term = evaluate(expr.of, { ...scope, point })
    result = (expr.name === "sum" ? addValues : multiplyValues)(result, term, scope)
  }
  return result
}
