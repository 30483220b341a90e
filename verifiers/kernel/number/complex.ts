import { rational } from "../rational.ts"
import {
  addValues,
  divideValues,
  multiplyValues,
  negateValue,
  scaleValue,
  subtractValues,
  timesI,
} from "./arithmetic.ts"
import * as balls from "./ball.ts"
import { arctan, cosh, exp, ln, sinh } from "./elementary.ts"
import { applied } from "./metered.ts"
import { addReal, divideReal, multiplyReal, negateReal } from "./real.ts"
import { cosSinReal } from "./trigonometry.ts"
import {
  BEYOND,
  complex,
  exact,
  type Finite,
  isFiniteValue,
  isZero,
  ONE,
  partsOf,
  type Real,
  type Scope,
  signOf,
  toBall,
  turn,
  UNCLEAR,
  undefinedFor,
  type Value,
  ZERO,
} from "./value.ts"

/** Functions of complex numbers: principal values, by real functions of the two parts. */

/** e^(x + iy) = e^x · (cos y + i·sin y). */
export function expValue(z: Value, scope: Scope): Value {
  if (!isFiniteValue(z)) return z.is === "infinite" ? BEYOND : z
  const [re, im] = partsOf(z)
  const size = isZero(re) ? ONE : applied(exp, re, scope)
  if (isZero(im) || size.is === "unclear") return size
  const pair = cosSinReal(im, scope)
  if (!pair) return UNCLEAR
  return complex(multiplyReal(size, pair[0], scope), multiplyReal(size, pair[1], scope))
}

/** ln z = ln |z| + i·arg z, with the argument in (−π, π]. */
export function lnValue(z: Finite, scope: Scope): Value {
  if (isZero(z)) return undefinedFor("logarithm of zero")
  const [re, im] = partsOf(z)
  if (isZero(im)) {
    const sign = signOf(re)
    if (sign === null) return UNCLEAR
    const size = applied(ln, sign > 0 ? re : negateReal(re), scope)
    if (size.is === "unclear" || sign > 0) return re.is === "exact" && isOne(re) ? ZERO : size
    return complex(isMinusOne(re) ? ZERO : size, turn(rational(1n)))
  }
  const angle = argumentOf(z, scope)
  const square = squareSize(z, scope)
  const log = applied(ln, square, scope)
  if (!angle || log.is !== "ball") return UNCLEAR
  return complex(isOne(square) ? ZERO : { is: "ball", ball: balls.scale(log.ball, -1) }, angle)
}

/** The argument in (−π, π] of a number other than 0; null where the ball meets the cut or 0. */
export function argumentOf(z: Finite, scope: Scope): Real | null {
  const [re, im] = partsOf(z)
  const [x, y] = [signOf(re), signOf(im)]
  if (y === 0) return x === null || x === 0 ? null : x > 0 ? ZERO : turn(rational(1n))
  if (x === 0) return y === null ? null : turn(rational(y, 2))
  const { bits } = scope
  if (y !== null && (x === null || balls.compare(size(re, bits), size(im, bits)) <= 0)) {
    // Above or below the diagonals: a quarter turn less the rest.
    const ratio = divideReal(re, im, scope)
    const rest = ratio && arctanReal(ratio, scope)
    return rest && addReal(turn(rational(y, 2)), negateReal(rest), scope)
  }
  if (x === null || (y === null && x < 0)) return null
  const ratio = divideReal(im, re, scope)
  const angle = ratio && arctanReal(ratio, scope)
  return angle && (x > 0 ? angle : addReal(angle, turn(rational(y!)), scope))
}

export function squareSize(z: Finite, scope: Scope): Real {
  const [re, im] = partsOf(z)
  return addReal(multiplyReal(re, re, scope), multiplyReal(im, im, scope), scope)
}

/**
 * sin (x + iy) = sin x·cosh y + i·cos x·sinh y, and cos (x + iy) = cos x·cosh y − i·sin x·sinh y.
 */
export function cosSinValue(z: Finite, scope: Scope): readonly [Value, Value] | null {
  const [re, im] = partsOf(z)
  const pair = cosSinReal(re, scope)
  if (!pair) return null
  if (isZero(im)) return pair
  const [up, side] = [applied(cosh, im, scope), applied(sinh, im, scope)]
  if (up.is === "unclear" || side.is === "unclear") return null
  const [cos, sin] = pair
  return [
    complex(multiplyReal(cos, up, scope), negateReal(multiplyReal(sin, side, scope))),
    complex(multiplyReal(sin, up, scope), multiplyReal(cos, side, scope)),
  ]
}

/** z^w = e^(w·ln z) for z other than 0. */
export function powerValue(z: Finite, w: Finite, scope: Scope): Value {
  const log = lnValue(z, scope)
  return isFiniteValue(log) ? expValue(multiplyValues(w, log, scope), scope) : log
}

/** arcsin z = −i·ln (iz + √(1 − z²)). */
export function arcsinValue(z: Finite, scope: Scope): Value {
  const inner = subtractValues(ONE, multiplyValues(z, z, scope), scope)
  const side = isFiniteValue(inner) ? squareRoot(inner, scope) : inner
  const sum = addValues(timesI(z), side, scope)
  if (!isFiniteValue(sum)) return sum
  const log = lnValue(sum, scope)
  return isFiniteValue(log) ? negateValue(timesI(log)) : log
}

/** arctan z = i/2 · (ln (1 − iz) − ln (1 + iz)). */
export function arctanValue(z: Finite, scope: Scope): Value {
  const turned = timesI(z)
  const [down, up] = [subtractValues(ONE, turned, scope), addValues(ONE, turned, scope)]
  if (!isFiniteValue(down) || !isFiniteValue(up)) return UNCLEAR
  const gap = subtractValues(lnValue(down, scope), lnValue(up, scope), scope)
  return isFiniteValue(gap) ? scaleValue(timesI(gap), 1n, 2n, scope) : gap
}

/** arsinh z = i·arcsin (−iz), arcosh z = ln (z + √(z − 1)·√(z + 1)). */
export function arsinhValue(z: Finite, scope: Scope): Value {
  const turned = negateValue(timesI(z))
  const angle = isFiniteValue(turned) ? arcsinValue(turned, scope) : turned
  return isFiniteValue(angle) ? timesI(angle) : angle
}

export function arcoshValue(z: Finite, scope: Scope): Value {
  const [down, up] = [subtractValues(z, ONE, scope), addValues(z, ONE, scope)]
  if (!isFiniteValue(down) || !isFiniteValue(up)) return UNCLEAR
  const sides = multiplyValues(squareRoot(down, scope), squareRoot(up, scope), scope)
  const sum = addValues(z, sides, scope)
  return isFiniteValue(sum) ? lnValue(sum, scope) : sum
}

/** The principal square root: e^(½·ln z), and 0 of 0. */
export function squareRoot(z: Finite, scope: Scope): Value {
  return isZero(z) ? ZERO : powerValue(z, exact(rational(1n, 2n)), scope)
}

/** sinh z = −i·sin iz, cosh z = cos iz; tangents are quotients. */
export function hyperbolicValue(name: "sinh" | "cosh" | "tanh", z: Finite, scope: Scope): Value {
  const pair = cosSinValue(timesI(z), scope)
  if (!pair || !isFiniteValue(pair[0]) || !isFiniteValue(pair[1])) return UNCLEAR
  const sine = negateValue(timesI(pair[1]))
  if (name === "cosh") return pair[0]
  return name === "sinh" ? sine : divideValues(sine, pair[0], scope)
}

function size(value: Real, bits: number): balls.Ball {
  return balls.absolute(toBall(value, bits))
}

function arctanReal(value: Real, scope: Scope): Real | null {
  if (isOne(value)) return turn(rational(1n, 4n))
  if (isMinusOne(value)) return turn(rational(-1n, 4n))
  const angle = applied(arctan, value, scope)
  return angle.is === "unclear" ? null : angle
}

function isOne(value: Value): boolean {
  return value.is === "exact" && value.value.numerator === 1n && value.value.denominator === 1n
}

function isMinusOne(value: Value): boolean {
  return value.is === "exact" && value.value.numerator === -1n && value.value.denominator === 1n
}
