import { enclose } from "../number/enclose.ts"
import type { ScalarSetting } from "../scalar/setting.ts"
import type { Expr } from "../tree.ts"

const BITS = 64
const NOWHERE = new Map<string, never>()

/** A real constant as a double, for a first look only; NaN where it is none. */
export function nearly(expr: Expr, setting: ScalarSetting): number {
  const found = enclose(expr, NOWHERE, BITS, setting)
  if (found.is !== "real") return Number.NaN
  return Number(found.ball.middle) * 2 ** found.ball.exponent
}
