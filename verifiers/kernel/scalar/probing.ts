import { PROVED } from "../../../src/record/proved.ts"
import { difference } from "../build.ts"
import { probe } from "../number/probe.ts"
import { provedZero } from "../number/zero-bound.ts"
import type { Expr } from "../tree.ts"
import { mentions } from "../walk.ts"
import { compareAtKinks } from "./kinks.ts"
import type { Comparison, ScalarSetting } from "./setting.ts"
import { freeNames } from "./trees.ts"

/** Balls at many points, or for constants at growing precision; `numeric` is the most it claims. */
export function compareByProbing(
  left: Expr,
  right: Expr,
  names: readonly string[],
  setting: ScalarSetting,
): Comparison {
  if (names.length === 0 && provedZero(difference(left, right), setting) === "zero") {
    return { is: "equal", proof: PROVED, method: "algebraic" }
  }
  const found = probe(left, right, names, setting)
  switch (found.is) {
    case "different": {
      const { witness } = found
      return { is: "different", method: "probe", reason: "different-value", witness }
    }
    case "domain": {
      const counts = found.open ? setting.smallerDomain : !setting.removablePoints
      if (!counts) return { is: "unknown", reason: "smaller-domain" }
      const { witness } = found
      return { is: "different", method: "probe", reason: "smaller-domain", witness }
    }
    case "undefined":
      return found
    case "unclear":
      return { is: "unknown", reason: found.reason }
    case "agree": {
      if (names.length > 0) {
        if (hasSteps(left) || hasSteps(right)) return { is: "unknown", reason: "steps" }
        const kink = compareAtKinks(left, right, names, setting)
        if (kink !== null) return kink
      }
      const digits = Math.max(1, Math.floor(Math.min(found.digits, DIGITS_MAX)))
      const proof = { level: "numeric" as const, digits }
      const { removable } = found
      if (removable === undefined) return { is: "equal", proof, method: "probe" }
      return { is: "equal", proof, method: "probe", note: removable }
    }
  }
}

const DIGITS_MAX = 1_000 // what an exact agreement at every point is called

/** Functions that jump, of something that varies: agreement at points says little about them. */
function hasSteps(expr: Expr): boolean {
  return mentions(expr, (node) => {
    if (node.kind === "piecewise") return true
    return node.kind === "call" && STEPS.has(node.name) && freeNames(node).size > 0
  })
}

const STEPS: ReadonlySet<string> = new Set([
  ...["floor", "ceil", "round", "fractional-part", "mod", "sign", "totient"],
  ...["gcd", "lcm", "arg"],
])
