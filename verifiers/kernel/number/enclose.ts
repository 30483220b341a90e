import type { Rational } from "../rational.ts"
import type { ScalarSetting } from "../scalar/setting.ts"
import type { Expr } from "../tree.ts"
import type { Ball } from "./ball.ts"
import { evaluate } from "./evaluate.ts"
import { type Point, partsOf, type Reach, type Scope, toBall, type Value } from "./value.ts"
import { isZeroAt } from "./zero-bound.ts"

/**
 * What is known of an expression's value at a point. A ball holds the true value, for sure;
 * `exact` is the value itself where it is a fraction. `undefined` is proved. `unclear` may become
 * clear with more bits, or is not computed at all.
 */
export type Enclosure =
  | { readonly is: "real"; readonly ball: Ball; readonly exact: Rational | null }
  | { readonly is: "complex"; readonly re: Ball; readonly im: Ball }
  | { readonly is: "undefined"; readonly why: string }
  | { readonly is: "infinite"; readonly sign: 1 | -1 }
  | { readonly is: "unclear" }

export const BITS_MAX = 4_096

/** Throws `OutOfFuel` when the setting's fuel runs dry. */
export function enclose(expr: Expr, point: Point, bits: number, setting: ScalarSetting): Enclosure {
  return toEnclosure(encloseValue(expr, point, bits, setting).value, bits)
}

/** The value as the number modules keep it, with the reach of its evaluation. */
export function encloseValue(
  expr: Expr,
  point: Point,
  bits: number,
  setting: ScalarSetting,
): { readonly value: Value; readonly reach: Reach } {
  const reach = { low: 0, high: 0 }
  const working = Math.min(bits, BITS_MAX) + 16
  const scope: Scope = { point, bits: working, setting, reach, zero: isZeroAt }
  return { value: evaluate(expr, scope), reach }
}

function toEnclosure(value: Value, bits: number): Enclosure {
  if (value.is === "undefined" || value.is === "infinite" || value.is === "unclear") return value
  const [re, im] = partsOf(value)
  if (value.is === "complex") return { is: "complex", re: toBall(re, bits), im: toBall(im, bits) }
  return { is: "real", ball: toBall(re, bits), exact: re.is === "exact" ? re.value : null }
}
