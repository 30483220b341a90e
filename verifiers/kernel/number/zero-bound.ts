import type { ScalarSetting } from "../scalar/setting.ts"
import type { Expr } from "../tree.ts"
import { algebraicBound } from "./algebraic.ts"
import { isZeroAngle } from "./angle.ts"
import * as balls from "./ball.ts"
import { evaluate } from "./evaluate.ts"
import { isFiniteValue, partsOf, type Scope, type Value } from "./value.ts"

const BITS_MAX = 8_192 // a bound that needs more is not tried
const BITS_FIRST = 192

/**
 * Whether an algebraic constant is zero, proved: a number that is not zero is not smaller than its
 * separation bound, so that a ball below it says zero. Sums of arctangents are compared by the
 * complex integers that they are arguments of. Null where the expression is neither (or not seen to
 * be), where it has no value, or where the bound needs too many bits.
 */
export function provedZero(expr: Expr, setting: ScalarSetting): "zero" | "nonzero" | null {
  const point = new Map()
  const reach = { low: 0, high: 0 }
  const scope: Scope = { point, bits: BITS_FIRST, setting, reach, zero: isZeroAt }
  const zero = signum(evaluate(expr, scope)) ?? isZeroAt(expr, scope)
  return zero === null ? null : zero ? "zero" : "nonzero"
}

/** The same at a point, for an expression whose ball at the scope's precision is around zero. */
export function isZeroAt(expr: Expr, scope: Scope): boolean | null {
  const bound = algebraicBound(expr, scope)
  if (bound === null) return isZeroAngle(expr, scope)
  if (bound > BITS_MAX) return null
  const reach = { low: 0, high: 0 }
  for (let bits = Math.min(2 * scope.bits, bound + 64); ; ) {
    const value = evaluate(expr, { ...scope, bits, reach })
    const known = signum(value)
    if (known !== null || !isFiniteValue(value)) return known
    if (partsOf(value).every((part) => isBelow(part, -bound))) return true
    const enough = bound + 64 + Math.max(0, reach.high)
    if (bits >= enough || enough > 2 * BITS_MAX) return null
    bits = Math.min(4 * bits, enough)
  }
}

/** True for exactly zero, false for certainly not zero, else null. */
function signum(value: Value): boolean | null {
  if (!isFiniteValue(value)) return null
  let zero: boolean | null = true
  for (const part of partsOf(value)) {
    if (part.is === "turn") return false
    if (part.is === "exact" && part.value.numerator !== 0n) return false
    if (part.is === "ball" && balls.sign(part.ball) !== 0) return false
    if (part.is === "ball") zero = null
  }
  return zero
}

/** |re|, |im| < 2^(exponent − 1) puts the number itself below 2^exponent. */
function isBelow(part: ReturnType<typeof partsOf>[0], exponent: number): boolean {
  return part.is !== "ball" || balls.topExponent(part.ball) < exponent
}
