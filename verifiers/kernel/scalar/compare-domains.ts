import type { Expr } from "../tree.ts"
import type { Reading } from "./form.ts"
import { compareByProbing } from "./probing.ts"
import type { Comparison, ScalarSetting } from "./setting.ts"
import { sumKey } from "./sum.ts"

/**
 * Both sides have one value wherever both are defined. Null where they are defined at the same
 * points; otherwise what follows from where they are not.
 */
export function compareDomains(
  left: Expr,
  right: Expr,
  names: readonly string[],
  [one, two]: readonly [Reading, Reading],
  setting: ScalarSetting,
): Comparison | null {
  const [a, b] = [one.domain.conditions, two.domain.conditions]
  const apart = [...a.entries(), ...b.entries()].filter(([key]) => !(a.has(key) && b.has(key)))
  if (apart.length === 0) return null
  if (apart.every(([, { kind }]) => kind === "nonzero")) {
    const sums = apart.map(([, { sum }]) => sumKey(sum))
    return {
      is: "equal",
      proof: { level: "proved" },
      method: "canonical",
      note: `removable ${sums.length}`,
    }
  }
  return compareByProbing(left, right, names, setting)
}
