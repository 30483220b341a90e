import { difference } from "../build.ts"
import { sign } from "../number/ball.ts"
import { enclose } from "../number/enclose.ts"
import { compareOrder } from "../scalar/order.ts"
import type { ScalarSetting } from "../scalar/setting.ts"
import type { Expr } from "../tree.ts"

const BITS = 64
const ORDER_BITS = [64, 256, 1_024] as const
const NOWHERE = new Map<string, never>()

/** A real constant as a double, for a first look only; NaN where it is none. */
export function nearly(expr: Expr, setting: ScalarSetting): number {
  const found = enclose(expr, NOWHERE, BITS, setting)
  if (found.is !== "real") return Number.NaN
  return Number(found.ball.middle) * 2 ** found.ball.exponent
}

/** Which of two real constants is greater, by balls where the exact comparison gives up. */
export function orderOf(
  a: Expr,
  b: Expr,
  setting: ScalarSetting,
): "less" | "equal" | "greater" | null {
  const known = compareOrder(a, b, setting)
  if (known !== null) return known
  const gap = difference(a, b)
  for (const bits of ORDER_BITS) {
    const found = enclose(gap, NOWHERE, bits, setting)
    if (found.is !== "real") return null
    const side = sign(found.ball)
    if (side !== 0) return side < 0 ? "less" : "greater"
  }
  return null
}
