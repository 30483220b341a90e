import type { Rung } from "../../src/record/problem.ts"
import type { Random } from "../../src/world.ts"
import { at, between, nearTop, pick } from "../kernel/axes.ts"
import { defineSkill, type Fields } from "../kernel/define.ts"
import { subtract } from "../kernel/rational.ts"
import { areTidy, isZero, termsField, termsOf, writeTerms } from "../kernel/terms.ts"
import {
  degree,
  difference,
  leading,
  type Polynomial,
  polynomial,
  polynomialFamily,
} from "./polynomial.ts"
import { rootsOf } from "./roots.ts"
import { countRoots, termsAt, throughValues, vanishesAt } from "./second-method.ts"
import { reachOf, readSolutions, slippedSolutions, writeSolutions } from "./solutions.ts"
import { isRational } from "./surd.ts"

const AXES = [
  { name: "solution", values: [9, 20, 40], meaning: "the largest solution, by size" },
  { name: "leading", values: [1, 2, 5], meaning: "the largest coefficient of x^2 once collected" },
  { name: "sides", values: [1, 2], meaning: "2 where terms may stand on both sides" },
  { name: "surd", values: [0, 1], meaning: "1 where the solutions may need a square root" },
]

const LEVELS = [
  { solution: 20, leading: 1, sides: 1, surd: 0 }, // x^2 - 5x - 84 = 0
  { solution: 20, leading: 1, sides: 2, surd: 0 }, // x^2 - 9 = 4x + 36
  { solution: 20, leading: 5, sides: 2, surd: 0 }, // 4x^2 - 9 = 16x
  { solution: 20, leading: 2, sides: 2, surd: 1 }, // 2x^2 = 6x - 1
]

const BEYOND = [
  { solution: 40, leading: 5, sides: 2, surd: 0 },
  { solution: 40, leading: 5, sides: 2, surd: 1 },
]

const side = termsField({ coefficient: 9_999, power: 2, count: 3 })
const FIELDS = { left: side, right: side }
type Quadratic = Fields<typeof FIELDS>

/** Quadratic equations with one or two real solutions; all of them are asked for. */
export const quadraticEquation = defineSkill({
  name: "quadratic-equation",
  title: "Quadratic equations in x",
  fields: FIELDS,
  axes: AXES,
  levels: LEVELS,
  beyond: BEYOND,
  format: "set",
  phrases: [
    (sides) => `Solve ${sides} for x. Give all real solutions.`,
    (sides) => `Find all real numbers x such that ${sides}.`,
    (sides) => `What is the solution set of ${sides} over the real numbers?`,
    (sides) => `Determine every real root of the equation ${sides}.`,
  ],

  sample: (rung, random) => drawQuadratic(rung, random),

  measure(spec) {
    const p = collected(spec)
    const roots = degree(p) === 2 ? rootsOf(p) : []
    const surd = roots.every(isRational) ? 0 : 1
    const sides = isZero(spec.left) || isZero(spec.right) ? 1 : 2
    return [reachOf(roots), Math.abs(Number(leading(p))), sides, surd]
  },

  solve(spec) {
    if (!areTidy(spec.left) || !areTidy(spec.right)) return { refused: "untidy-terms" }
    const p = collected(spec)
    if (degree(p) !== 2) return { refused: "not-quadratic" }
    const roots = rootsOf(p)
    return roots.length === 0 ? { refused: "no-real-solution" } : writeSolutions(roots)
  },

  /** Every root is put in, and Sturm's theorem counts how many there must be. */
  prove({ left, right }, key) {
    const method = "substitution-and-count"
    const roots = readSolutions(key)
    if (roots === null) return { method, fault: "the key is no set of solutions" }
    const gap = throughValues((x) => subtract(termsAt(left, x), termsAt(right, x)), 2)
    if (!roots.every((root) => vanishesAt(gap, root))) {
      return { method, fault: "the sides differ at a root" }
    }
    const fault = countRoots(gap) === roots.length ? null : "roots are missing"
    return { method, fault }
  },

  say({ left, right }, notation) {
    return [`${writeTerms(left, notation)} = ${writeTerms(right, notation)}`]
  },

  identify(spec) {
    const sides = [writeTerms(spec.left, "plain"), writeTerms(spec.right, "plain")].sort()
    const family = polynomialFamily(collected(spec))
    return { canonical: `quadratic-equation:${sides.join("=")}`, family }
  },

  slips(_spec, key) {
    return slippedSolutions(readSolutions(key) ?? [])
  },
})

function collected({ left, right }: Quadratic): Polynomial {
  return difference(polynomial(left), polynomial(right))
}

/** The solutions first, then the coefficients, then which term stands on which side. */
function drawQuadratic(rung: Rung, random: Random): Quadratic {
  const wantsSurd = at(rung, "surd") > 0 && random.int(8) > 0
  const [a, b, c] = wantsSurd ? drawSurds(rung, random) : drawRationals(rung, random)
  const moved = at(rung, "sides") > 1 && random.int(8) > 0
  if (!moved) return { left: termsOf([c, b, a]), right: termsOf([]) }
  switch (random.int(3)) {
    case 0:
      return sidesOf([c, 0, a], [0, 0 - b])
    case 1:
      return sidesOf([0, b, a], [0 - c])
    default: {
      const extra = pick([-3, -2, -1, 1, 2, 3, 4], random)
      return sidesOf([c, b + extra, a], [0, extra])
    }
  }
}

function sidesOf(left: readonly number[], right: readonly number[]): Quadratic {
  return { left: termsOf(left), right: termsOf(right) }
}

type Coefficients = readonly [a: number, b: number, c: number]

/** (px − q)(sx − t): rational roots q/p and t/s, with p · s within the rung. */
function drawRationals(rung: Rung, random: Random): Coefficients {
  const lead = between(1, at(rung, "leading"), random)
  const p = pick(
    [1, 2, 3, 4, 5].filter((n) => lead % n === 0),
    random,
  )
  const s = lead / p
  const [q, t] = [drawTop(p, rung, random), drawTop(s, rung, random)]
  return [p * s, 0 - (p * t + s * q), q * t]
}

function drawTop(bottom: number, rung: Rung, random: Random): number {
  const size = nearTop(bottom === 1 ? 0 : 1, at(rung, "solution") * bottom, random)
  return random.int(2) === 0 ? 0 - size : size
}

/** Two roots h ± √(d)/a of a(x − h)^2 = d/a, by their sum and product. */
function drawSurds(rung: Rung, random: Random): Coefficients {
  const reach = at(rung, "solution")
  for (let i = 0; i < DRAWS_MAX; i++) {
    const a = between(1, at(rung, "leading"), random)
    const b = between(-reach * a, reach * a, random)
    const c: number = between(-reach * a, reach * a, random)
    const under = b * b - 4 * a * c
    const root = Math.sqrt(under)
    if (under <= 0 || root === Math.round(root)) continue
    if ((Math.abs(b) + root) / (2 * a) <= reach) return [a, b, c]
  }
  return [1, 0, -2]
}

const DRAWS_MAX = 64 // more than half of the draws are fit
