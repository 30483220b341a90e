import * as rationals from "../rational.ts"
import * as balls from "./ball.ts"
import { spendProduct, type Workspace } from "./metered.ts"
import { exact, isZero, ONE, type Real, signOf, toBall, turn, ZERO } from "./value.ts"

/**
 * Arithmetic of reals that stay exact as long as they are fractions, or fractions of π, of bounded
 * size, and become balls after that.
 */

const INTEGER_BITS_MAX = 65_536
const FRACTION_BITS_MAX = 1_024 // of the shorter of top and bottom, which reducing depends on

export function addReal(a: Real, b: Real, scope: Workspace): Real {
  if (isZero(a)) return b
  if (isZero(b)) return a
  if (a.is === "exact" && b.is === "exact" && sumFits(a.value, b.value, scope)) {
    return exact(rationals.add(a.value, b.value))
  }
  if (a.is === "turn" && b.is === "turn" && sumFits(a.value, b.value, scope)) {
    return turn(rationals.add(a.value, b.value))
  }
  const { bits } = scope
  spendProduct(scope)
  return { is: "ball", ball: balls.add(toBall(a, bits), toBall(b, bits), bits) }
}

export function negateReal(a: Real): Real {
  if (a.is === "ball") return { is: "ball", ball: balls.negate(a.ball) }
  return { is: a.is, value: rationals.negate(a.value) }
}

export function subtractReal(a: Real, b: Real, scope: Workspace): Real {
  return addReal(a, negateReal(b), scope)
}

export function multiplyReal(a: Real, b: Real, scope: Workspace): Real {
  if (isZero(a) || isZero(b)) return ZERO
  if (a.is !== "ball" && b.is !== "ball" && (a.is === "exact" || b.is === "exact")) {
    if (productFits(a.value, b.value, scope)) {
      const value = rationals.multiply(a.value, b.value)
      return a.is === "exact" && b.is === "exact" ? exact(value) : turn(value)
    }
  }
  const { bits } = scope
  spendProduct(scope)
  return { is: "ball", ball: balls.multiply(toBall(a, bits), toBall(b, bits), bits) }
}

/** Null where the divisor may be zero. */
export function divideReal(a: Real, b: Real, scope: Workspace): Real | null {
  if (isZero(b)) return null
  if (b.is !== "ball" && a.is !== "ball" && (b.is === "exact" || a.is === "turn")) {
    const { numerator, denominator } = b.value
    const inverse = rationals.rational(
      numerator < 0n ? -denominator : denominator,
      numerator < 0n ? -numerator : numerator,
    )
    if (productFits(a.value, inverse, scope)) {
      const value = rationals.multiply(a.value, inverse)
      return a.is === "turn" && b.is === "exact" ? turn(value) : exact(value)
    }
  }
  const { bits } = scope
  spendProduct(scope, 2)
  const divisor = toBall(b, bits)
  if (isZero(a)) return balls.sign(divisor) === 0 ? null : ZERO
  const quotient = balls.divide(toBall(a, bits), divisor, bits)
  return quotient && { is: "ball", ball: quotient }
}

/** a^n for a safe integer n; null where it is not defined or leaves every range. */
export function powerReal(a: Real, n: number, scope: Workspace): Real | null {
  if (n === 0) return ONE
  if (n === 1) return a
  if (a.is === "exact") {
    const { numerator, denominator } = a.value
    const size = balls.bitLength(numerator) + balls.bitLength(denominator)
    if (Math.abs(n) * size <= INTEGER_BITS_MAX && (n > 0 || numerator !== 0n)) {
      scope.setting.fuel.spend(1 + ((n * size) / 8_192) ** 2)
      const times = BigInt(Math.abs(n))
      const [top, bottom] = [numerator ** times, denominator ** times]
      return exact(n > 0 ? { numerator: top, denominator: bottom } : inverted(top, bottom))
    }
  }
  spendProduct(scope, 2 * balls.bitLength(BigInt(Math.abs(n))))
  const result = balls.power(toBall(a, scope.bits + 64), n, scope.bits)
  return result && { is: "ball", ball: result }
}

/** Below, above, 0 for the same value, null where that is not known. */
export function compareReal(a: Real, b: Real, scope: Workspace): -1 | 0 | 1 | null {
  if (a.is !== "ball" && a.is === b.is) {
    const order = rationals.compare(a.value, b.value)
    return order < 0 ? -1 : order > 0 ? 1 : 0
  }
  return signOf(subtractReal(a, b, scope))
}

/** Both are in lowest terms already; only the sign has to move. */
function inverted(top: bigint, bottom: bigint): rationals.Rational {
  return top < 0n
    ? { numerator: -bottom, denominator: -top }
    : { numerator: bottom, denominator: top }
}

function sumFits(a: rationals.Rational, b: rationals.Rational, scope: Workspace): boolean {
  const [left, right] = [sizes(a), sizes(b)]
  const top = Math.max(left[0] + right[1], right[0] + left[1]) + 1
  return fits(top, left[1] + right[1], scope)
}

function productFits(a: rationals.Rational, b: rationals.Rational, scope: Workspace): boolean {
  const [left, right] = [sizes(a), sizes(b)]
  return fits(left[0] + right[0], left[1] + right[1], scope)
}

function sizes({ numerator, denominator }: rationals.Rational): readonly [number, number] {
  return [balls.bitLength(numerator), denominator === 1n ? 0 : balls.bitLength(denominator)]
}

/** Charges for the product of the longer and for Euclid's algorithm on the shorter. */
function fits(top: number, bottom: number, scope: Workspace): boolean {
  const longer = Math.max(top, bottom)
  const shorter = Math.min(top, bottom)
  if (longer > INTEGER_BITS_MAX || shorter > FRACTION_BITS_MAX) return false
  if (longer > 128) scope.setting.fuel.spend((longer / 8_192) ** 2 + shorter / 16)
  return true
}
