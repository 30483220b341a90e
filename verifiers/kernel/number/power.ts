import { type Rational, rational } from "../rational.ts"
import { divideValues, multiplyValues, negateValue, stop } from "./arithmetic.ts"
import * as balls from "./ball.ts"
import { powerValue } from "./complex.ts"
import { positivePower } from "./elementary.ts"
import { spendProduct, spendSeries } from "./metered.ts"
import { negateReal, powerReal } from "./real.ts"
import { cosSinReal } from "./trigonometry.ts"
import {
  BEYOND,
  ball,
  complex,
  exact,
  type Finite,
  integerOf,
  isFiniteValue,
  isReal,
  isZero,
  ONE,
  type Real,
  type Scope,
  signOf,
  toBall,
  UNCLEAR,
  undefinedFor,
  type Value,
  ZERO,
} from "./value.ts"

const EXACT_INDEX_MAX = 64n // roots that are tried for a fraction
const ROOT_INDEX_MAX = 16n // above it a root is an exponential of a logarithm
const COMPLEX_TIMES_MAX = 4_096 // the largest whole power that is multiplied out

/** base^exponent: real where it is real, else by the rules of the setting. */
export function powerOf(base: Value, exponent: Value, scope: Scope): Value {
  const stopped = stop(base, exponent)
  if (stopped) return stopped
  if (!isFiniteValue(base) || !isFiniteValue(exponent)) return BEYOND
  if (exponent.is !== "exact") return generalPower(base, exponent, scope)
  if (exponent.value.denominator === 1n) return wholePower(base, exponent, scope)
  if (isZero(base)) return exponent.value.numerator > 0n ? ZERO : zeroDivision()
  if (!isReal(base)) return powerValue(base, exponent, scope)
  const sign = signOf(base)
  if (sign === null) return rootAroundZero(base, exponent, scope)
  if (sign > 0) return positiveFractionPower(base, exponent, scope)
  return negativeFractionPower(base, exponent, scope)
}

/** The root with an index: the power with its reciprocal. */
export function rootOf(of: Value, index: Value, scope: Scope): Value {
  if (isZero(index)) return undefinedFor("root with index zero")
  return powerOf(of, divideValues(ONE, index, scope), scope)
}

function wholePower(base: Finite, exponent: Real, scope: Scope): Value {
  if (isZero(exponent)) return zerothPower(base, scope)
  const positive = signOf(exponent) === 1
  if (isZero(base)) return positive ? ZERO : zeroDivision()
  const n = integerOf(exponent)
  if (isReal(base)) {
    if (n !== null) return powerReal(base, n, scope) ?? UNCLEAR
    if (base.is !== "exact" || balls.magnitude(base.value.numerator) !== 1n) return BEYOND
    if (base.value.denominator !== 1n) return BEYOND
    return exponentValue(exponent).numerator % 2n === 0n ? ONE : base
  }
  if (n === null || Math.abs(n) > COMPLEX_TIMES_MAX) return powerValue(base, exponent, scope)
  let result: Value = ONE
  let square: Value = base
  for (let rest = Math.abs(n); rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = multiplyValues(result, square, scope)
    if (rest > 1) square = multiplyValues(square, square, scope)
  }
  return n < 0 ? divideValues(ONE, result, scope) : result
}

function zerothPower(base: Finite, scope: Scope): Value {
  if (isZero(base)) return scope.setting.zeroPower ? undefinedFor("0^0") : ONE
  const parts = base.is === "complex" ? [base.re, base.im] : [base]
  return parts.some((part) => (signOf(part) ?? 0) !== 0) ? ONE : UNCLEAR
}

/** Exact if it is a fraction; a root and a power for small indexes, else e^(w·ln b). */
function positiveFractionPower(base: Real, exponent: Real, scope: Scope): Value {
  const { numerator, denominator } = exponentValue(exponent)
  const { bits } = scope
  const times = Number(numerator)
  spendProduct(scope, 16)
  if (base.is === "exact" && denominator <= EXACT_INDEX_MAX) {
    const root = exactRoot(base.value, Number(denominator))
    if (root) return powerReal(root, times, scope) ?? UNCLEAR
  }
  if (denominator <= ROOT_INDEX_MAX && Math.abs(times) <= COMPLEX_TIMES_MAX) {
    const root = balls.root(toBall(base, bits + 16), Number(denominator), bits + 16)
    return ball(root && balls.power(root, times, bits))
  }
  spendSeries(scope)
  return ball(positivePower(toBall(base, bits + 16), toBall(exponent, bits + 64), bits))
}

/** The root of a positive fraction where it is one, else null. */
function exactRoot({ numerator, denominator }: Rational, index: number): Real | null {
  const [top, bottom] = [numerator, denominator].map((value) => balls.integerRoot(value, index))
  const power = BigInt(index)
  if (top! ** power !== numerator || bottom! ** power !== denominator) return null
  return exact({ numerator: top!, denominator: bottom! })
}

/** Odd roots of negative numbers are real in real mode; else |b|^w · (cos πw + i·sin πw). */
function negativeFractionPower(base: Real, exponent: Real, scope: Scope): Value {
  const value = exponentValue(exponent)
  const { complex: principal, realRoots } = scope.setting
  const size = positiveFractionPower(negateReal(base), exponent, scope)
  if (principal) {
    const pair = cosSinReal({ is: "turn", value }, scope)
    if (!pair || !isReal(size)) return UNCLEAR
    const [cos, sin] = pair.map((part) => multiplyValues(size, part, scope))
    return complex(cos as Real, sin as Real)
  }
  if (value.denominator % 2n === 0n) return undefinedFor("even root of a negative number")
  if (!realRoots) return undefinedFor("root of a negative number")
  return value.numerator % 2n === 0n ? size : negateValue(size)
}

/** An odd root of a ball around zero: between the roots of its ends. */
function rootAroundZero(base: Real, exponent: Real, scope: Scope): Value {
  const { numerator, denominator } = exponentValue(exponent)
  const { complex: principal, realRoots } = scope.setting
  const odd = denominator % 2n === 1n && denominator <= ROOT_INDEX_MAX
  if (base.is !== "ball" || numerator !== 1n || !odd || principal || !realRoots) return UNCLEAR
  const { middle, radius, exponent: unit } = base.ball
  const far = { middle: balls.magnitude(middle) + radius, radius: 0n, exponent: unit }
  const reach = balls.root(far, Number(denominator), scope.bits)
  return ball(reach && balls.widen({ middle: 0n, radius: 0n, exponent: 0 }, reach, scope.bits))
}

/** Powers with an irrational or complex exponent. */
function generalPower(base: Finite, exponent: Finite, scope: Scope): Value {
  if (isZero(base)) {
    const sign = isReal(exponent) ? signOf(exponent) : null
    return sign === null ? UNCLEAR : sign > 0 ? ZERO : zeroDivision()
  }
  spendSeries(scope)
  if (isReal(base)) {
    const sign = signOf(base)
    if (sign === null) return UNCLEAR
    if (base.is === "exact" && base.value.numerator === base.value.denominator) return ONE
    if (sign > 0 && isReal(exponent)) {
      const { bits } = scope
      return ball(positivePower(toBall(base, bits + 16), toBall(exponent, bits + 64), bits))
    }
    if (sign < 0 && !scope.setting.complex && isReal(exponent)) {
      // A ball might still be a fraction; a multiple of π is not (Lambert, 1761).
      return exponent.is === "turn" ? undefinedFor("irrational power of a negative") : BEYOND
    }
  }
  return powerValue(base, exponent, scope)
}

function exponentValue(exponent: Real) {
  return exponent.is === "exact" ? exponent.value : rational(0n)
}

function zeroDivision(): Value {
  return undefinedFor("negative power of zero")
}
