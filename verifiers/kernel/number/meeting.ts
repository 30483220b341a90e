import type { ScalarSetting } from "../scalar/setting.ts"
import type { Expr } from "../tree.ts"
import * as balls from "./ball.ts"
import { BITS_MAX, encloseValue } from "./enclose.ts"
import type { Workspace } from "./metered.ts"
import { compareReal } from "./real.ts"
import {
  type Finite,
  isFiniteValue,
  type Point,
  partsOf,
  type Reach,
  toBall,
  type Value,
} from "./value.ts"

const BITS_FIRST = 192 // enough for 45 digits of most values
const AGREEMENT_BITS = 150 // 45 digits
const CONSTANT_FACTOR = 2 // constants have one point only, and are looked at twice as closely
const POINT_BITS_MAX = 1_024 // at a point that needs more, another point is cheaper
const UNCLEAR_BITS_MAX = 512 // a value that is not clear yet at so many is not looked at closer
const DIGITS_PER_BIT = 0.30103

/** How two expressions compare at one point. */
export type Meeting =
  | { readonly is: "different"; readonly bits: number }
  | { readonly is: "agree"; readonly digits: number }
  | { readonly is: "domain"; readonly smaller: "left" | "right"; readonly why: string }
  | { readonly is: "nowhere" }
  | { readonly is: "unclear" }

/**
 * Compares at growing precision until the balls are apart, or overlap far below everything that
 * occurred: to 45 digits (constants: 90) of the value and of the smallest number on the way, and as
 * many more as lie between the smallest and the largest.
 */
export function meet(
  left: Expr,
  right: Expr,
  point: Point,
  setting: ScalarSetting,
  most: number = point.size === 0 ? BITS_MAX : POINT_BITS_MAX,
): Meeting {
  const factor = point.size === 0 ? CONSTANT_FACTOR : 1
  for (let bits = factor * BITS_FIRST; ; ) {
    const a = encloseValue(left, point, bits, setting)
    const b = encloseValue(right, point, bits, setting)
    const met = outcome(a.value, b.value, { bits, setting })
    if (met) return met.is === "different" ? { is: "different", bits } : met
    if (bits >= most || isBeyond(a.value) || isBeyond(b.value)) return { is: "unclear" }
    if (isFiniteValue(a.value) && isFiniteValue(b.value)) {
      const reach = {
        low: Math.min(a.reach.low, b.reach.low),
        high: Math.max(a.reach.high, b.reach.high),
      }
      const close = closeness(a.value, b.value, reach, bits, factor * AGREEMENT_BITS)
      if (close.missing <= 0) return { is: "agree", digits: close.digits }
      // Where digits enough are out of reach, a difference may still be within it.
      bits = Math.min(most, bits + Math.ceil(close.missing) + 32)
    } else {
      if (bits >= UNCLEAR_BITS_MAX) return { is: "unclear" }
      bits = Math.min(most, 4 * bits)
    }
  }
}

function isBeyond(value: Value): boolean {
  return value.is === "unclear" && value.beyond === true
}

type Outcome = Meeting | { readonly is: "different" }

/** What is decided without counting digits, or null. */
function outcome(a: Value, b: Value, work: Workspace): Outcome | null {
  if (a.is === "undefined") {
    if (b.is === "undefined") return { is: "nowhere" }
    return b.is === "unclear" ? null : { is: "domain", smaller: "left", why: a.why }
  }
  if (b.is === "undefined") {
    return a.is === "unclear" ? null : { is: "domain", smaller: "right", why: b.why }
  }
  if (a.is === "unclear" || b.is === "unclear") return null
  if (a.is === "infinite" || b.is === "infinite") {
    const same = a.is === "infinite" && b.is === "infinite" && a.sign === b.sign
    return same ? { is: "agree", digits: DIGITS_EXACT } : { is: "different" }
  }
  return sameness(a, b, work)
}

const DIGITS_EXACT = 10_000 // what is said of values that agree exactly

/** Exactly equal, or provably different in the real or the imaginary part. */
function sameness(a: Finite, b: Finite, work: Workspace): Outcome | null {
  const [left, right] = [partsOf(a), partsOf(b)]
  const orders = [compareReal(left[0], right[0], work), compareReal(left[1], right[1], work)]
  if (orders.some((sign) => sign === -1 || sign === 1)) return { is: "different" }
  return orders.every((sign) => sign === 0) ? { is: "agree", digits: DIGITS_EXACT } : null
}

/** Bits of agreement that are missing, and the digits that agree. */
function closeness(
  a: Finite,
  b: Finite,
  reach: Reach,
  bits: number,
  agreement: number,
): { readonly missing: number; readonly digits: number } {
  let missing = Number.NEGATIVE_INFINITY
  let digits = DIGITS_EXACT
  const [left, right] = [partsOf(a), partsOf(b)]
  for (const at of [0, 1] as const) {
    const [x, y] = [toBall(left[at], bits), toBall(right[at], bits)]
    const size = Math.max(sureExponent(x), sureExponent(y))
    const error = Math.max(errorExponent(x), errorExponent(y))
    const spread = reach.high - reach.low
    const wanted = Math.min(size, reach.low) - agreement - spread
    missing = Math.max(missing, error - wanted)
    const from = size === Number.POSITIVE_INFINITY ? 0 : size
    digits = Math.min(digits, Math.floor((from - error) * DIGITS_PER_BIT))
  }
  return { missing, digits }
}

/** The size of a number that is certainly not zero, else +∞. */
function sureExponent(a: balls.Ball): number {
  return balls.sign(a) === 0 ? Number.POSITIVE_INFINITY : balls.topExponent(a)
}

function errorExponent(a: balls.Ball): number {
  return a.radius === 0n ? Number.NEGATIVE_INFINITY : balls.bitLength(a.radius) + a.exponent
}
