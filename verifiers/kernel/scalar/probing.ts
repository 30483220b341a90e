import type { Expr } from "../tree.ts"
import type { Comparison, ScalarSetting } from "./setting.ts"

export function compareByProbing(
  _left: Expr,
  _right: Expr,
  _names: readonly string[],
  _setting: ScalarSetting,
): Comparison {
  return { is: "unknown", reason: "not-probed" }
}
