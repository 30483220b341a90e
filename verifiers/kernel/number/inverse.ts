import { rational } from "../rational.ts"
import { addValues, divideValues, scaleValue, subtractValues } from "./arithmetic.ts"
import * as balls from "./ball.ts"
import { arcoshValue, arcsinValue, lnValue } from "./complex.ts"
import * as elementary from "./elementary.ts"
import { applied } from "./metered.ts"
import { compareReal, negateReal, subtractReal } from "./real.ts"
import {
  BEYOND,
  type Finite,
  isFiniteValue,
  isReal,
  ONE,
  type Real,
  type Scope,
  signOf,
  turn,
  UNCLEAR,
  undefinedFor,
  type Value,
  ZERO,
} from "./value.ts"

/** Inverse functions of real values, exact where the angle is a known fraction of π. */

/** −1, 0 or 1 as x² is below, at or above 1; null where that is not known. */
function besideOne(x: Real, scope: Scope): -1 | 0 | 1 | null {
  const size = signOf(x) === -1 ? negateReal(x) : x
  return compareReal(size, ONE, scope)
}

export function arcsine(x: Real, scope: Scope): Value {
  const known = knownAngle(x)
  if (known) return known
  const beside = besideOne(x, scope)
  if (beside === null) return UNCLEAR
  if (beside < 0) return applied(elementary.arcsin, x, scope)
  return scope.setting.complex ? arcsinValue(x, scope) : undefinedFor("arcsine outside [-1, 1]")
}

export function arccosine(x: Real, scope: Scope): Value {
  const known = knownAngle(x)
  if (known) return subtractReal(turn(rational(1n, 2n)), known, scope)
  const beside = besideOne(x, scope)
  if (beside === null) return UNCLEAR
  if (beside < 0) return applied(elementary.arccos, x, scope)
  if (!scope.setting.complex) return undefinedFor("arccosine outside [-1, 1]")
  return fromQuarterTurn(arcsinValue(x, scope), scope)
}

export function fromQuarterTurn(value: Value, scope: Scope): Value {
  return subtractValues(turn(rational(1n, 2n)), value, scope)
}

/** arcsin of 0, ±½ and ±1. */
function knownAngle(x: Real): Real | null {
  if (x.is !== "exact" || 2n % x.value.denominator !== 0n) return null
  const halves = (x.value.numerator * 2n) / x.value.denominator
  const sixths = [-3n, -1n, 0n, 1n, 3n][Number(halves) + 2]
  return sixths === undefined ? null : turn(rational(sixths, 6n))
}

export function arctangent(x: Real, scope: Scope): Value {
  if (x.is === "exact" && x.value.denominator === 1n && balls.magnitude(x.value.numerator) === 1n) {
    return turn(rational(x.value.numerator, 4n))
  }
  return applied(elementary.arctan, x, scope)
}

/** Between 0 and π/2 for positive numbers; below zero two conventions differ. */
export function arccotangent(x: Real, scope: Scope): Value {
  const sign = signOf(x)
  if (sign === 0) return turn(rational(1n, 2n))
  return sign === 1 ? inverseArctangent(x, scope) : sign === null ? UNCLEAR : BEYOND
}

export function arcosh(x: Real, scope: Scope): Value {
  const beside = compareReal(x, ONE, scope)
  if (beside === null) return UNCLEAR
  if (beside === 0) return ZERO
  if (beside < 0) {
    return scope.setting.complex ? arcoshValue(x, scope) : undefinedFor("arcosh below 1")
  }
  return applied(elementary.arcosh, x, scope)
}

export function artanh(x: Real, scope: Scope): Value {
  const beside = besideOne(x, scope)
  if (beside === null) return UNCLEAR
  if (beside < 0) return applied(elementary.artanh, x, scope)
  if (beside === 0 || !scope.setting.complex) return undefinedFor("artanh outside (-1, 1)")
  return complexArtanh(x, scope)
}

export function complexArtanh(z: Finite, scope: Scope): Value {
  const [up, down] = [addValues(ONE, z, scope), subtractValues(ONE, z, scope)]
  if (!isFiniteValue(up) || !isFiniteValue(down)) return UNCLEAR
  const gap = subtractValues(lnValue(up, scope), lnValue(down, scope), scope)
  return scaleValue(gap, 1n, 2n, scope)
}

function inverseArctangent(x: Real, scope: Scope): Value {
  const inverse = divideValues(ONE, x, scope)
  return isReal(inverse) ? arctangent(inverse, scope) : UNCLEAR
}
