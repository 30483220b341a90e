import type { Rung } from "../../src/record/problem.ts"
import type { Random } from "../../src/world.ts"
import { at, between, nearTop, pick } from "../kernel/axes.ts"
import { defineSkill, type Fields } from "../kernel/define.ts"
import { type Rational, rational } from "../kernel/rational.ts"
import {
  areTidy,
  degreeOf,
  type Notation,
  termsField,
  termsOf,
  writeTerms,
} from "../kernel/terms.ts"
import {
  difference,
  type Polynomial,
  polynomial,
  polynomialFamily,
  product,
  valueAt,
} from "./polynomial.ts"
import { rootsOf } from "./roots.ts"
import { countRoots, termsAt } from "./second-method.ts"
import {
  keptSolutions,
  reachOf,
  readSolutions,
  slippedSolutions,
  writeSolutions,
} from "./solutions.ts"
import { isRational, rationalOf, type Surd, wholeRoot } from "./surd.ts"

const AXES = [
  { name: "solution", values: [12, 30, 60], meaning: "the largest root after squaring, by size" },
  { name: "root", values: [5, 9, 12], meaning: "the largest value of the square root" },
  { name: "right", values: [1, 2], meaning: "2 where x may stand on the right" },
  { name: "lost", values: [0, 1], meaning: "1 where squaring may bring in a false root" },
]

const LEVELS = [
  { solution: 30, root: 9, right: 1, lost: 0 }, // √(3x + 4) = 7
  { solution: 30, root: 9, right: 2, lost: 0 }, // √(6x + 1) = x + 1
  { solution: 30, root: 9, right: 2, lost: 1 }, // √(x + 7) = x - 5
]

const BEYOND = [{ solution: 60, root: 12, right: 2, lost: 1 }]

const linear = termsField({ coefficient: 9_999, power: 1, count: 2 })
const FIELDS = { inside: linear, right: linear }
type Equation = Fields<typeof FIELDS>

/** Equations with a square root. Squaring brings in roots that are no solutions. */
export const radicalEquation = defineSkill({
  name: "radical-equation",
  title: "Equations with a square root",
  fields: FIELDS,
  axes: AXES,
  levels: LEVELS,
  beyond: BEYOND,
  format: "set",
  phrases: [
    (sides) => `Solve ${sides} for x. Give all solutions, or say that there is no solution.`,
    (sides) => `Find all real numbers x that satisfy ${sides}, if there are any.`,
    (sides) => `Which real numbers x, if any, make ${sides} true?`,
  ],

  sample: (rung, random) => drawEquation(rung, random),

  measure(spec) {
    const { kept, lost } = candidatesOf(spec)
    const right = polynomial(spec.right)
    const values = [...kept, ...lost].filter(isRational).map((root) => {
      const { numerator, denominator } = valueAt(right, rationalOf(root))
      return Math.ceil(Math.abs(Number(numerator)) / Number(denominator))
    })
    const sides = degreeOf(spec.right) === 1 ? 2 : 1
    return [reachOf([...kept, ...lost]), Math.max(0, ...values), sides, lost.length > 0 ? 1 : 0]
  },

  solve(spec) {
    if (!areTidy(spec.inside) || !areTidy(spec.right)) return { refused: "untidy-terms" }
    if (degreeOf(spec.inside) !== 1) return { refused: "no-x-inside" }
    const { kept, lost } = candidatesOf(spec)
    if (kept.length + lost.length === 0) return { refused: "no-candidate" }
    const all = [...kept, ...lost]
    return all.every(isRational) ? writeSolutions(kept) : { refused: "irrational-solutions" }
  },

  /**
   * Every root is put in under the radical. How many there must be is counted in t = √(ax + b):
   * with x = (t² − b)/a, each t ≥ 0 of ct² − at + (ad − bc) = 0 is one solution.
   */
  prove({ inside, right }, key) {
    const method = "substitution-and-count"
    const roots = readSolutions(key)
    if (roots === null || !roots.every(isRational)) {
      return { method, fault: "the key is no set of rational solutions" }
    }
    for (const x of roots.map(rationalOf)) {
      const [under, other] = [rootOf(termsAt(inside, x)), termsAt(right, x)]
      if (under === null) return { method, fault: "the square root is not rational" }
      if (under.numerator !== other.numerator || under.denominator !== other.denominator) {
        return { method, fault: "the sides differ at a root" }
      }
    }
    const [b, d] = [termsAt(inside, rational(0)), termsAt(right, rational(0))].map(wholePart)
    const a = wholePart(termsAt(inside, rational(1))) - b!
    const c = wholePart(termsAt(right, rational(1))) - d!
    const count = countNotBelowZero([a * d! - b! * c, -a, c])
    return { method, fault: count === roots.length ? null : "roots are missing" }
  },

  say: (spec, notation) => [writeEquation(spec, notation)],

  identify(spec) {
    const canonical = `radical-equation:${writeEquation(spec, "plain")}`
    return { canonical, family: `radical-${polynomialFamily(squared(spec))}` }
  },

  slips(spec, key) {
    const roots = readSolutions(key) ?? []
    return [...keptSolutions(roots, candidatesOf(spec).lost), ...slippedSolutions(roots)]
  },
})

function squared({ inside, right }: Equation): Polynomial {
  const side = polynomial(right)
  return difference(product(side, side), polynomial(inside))
}

/** The roots after squaring, and which of them make the right side negative. */
function candidatesOf(spec: Equation): { kept: readonly Surd[]; lost: readonly Surd[] } {
  const roots = degreeOf(spec.inside) === 1 ? rootsOf(squared(spec)) : []
  const right = polynomial(spec.right)
  const isLost = (root: Surd) => isRational(root) && valueAt(right, rationalOf(root)).numerator < 0n
  return { kept: roots.filter((root) => !isLost(root)), lost: roots.filter(isLost) }
}

/** Null where the root is not rational. */
function rootOf({ numerator, denominator }: Rational): Rational | null {
  if (numerator < 0n) return null
  const [top, bottom] = [wholeRoot(numerator), wholeRoot(denominator)]
  const exact = top * top === numerator && bottom * bottom === denominator
  return exact ? rational(top, bottom) : null
}

function wholePart({ numerator }: Rational): bigint {
  return numerator
}

/** Distinct roots from 0 up; Sturm's count starts just below 0, where none can hide. */
function countNotBelowZero(coefficients: readonly bigint[]): number {
  const p = coefficients.slice(0, coefficients[2] === 0n ? 2 : 3)
  const rest = p[0] === 0n ? p.slice(1) : p
  return (p[0] === 0n ? 1 : 0) + countRoots(rest, rational(0))
}

function writeEquation({ inside, right }: Equation, notation: Notation): string {
  const under = writeTerms(inside, notation)
  const root = notation === "latex" ? `\\sqrt{${under}}` : `√(${under})`
  return `${root} = ${writeTerms(right, notation)}`
}

/**
 * The solution r and the value v of the square root first. With the right side cx + d and
 * a = c · m, the other root after squaring has the root's value m - v, and is false where that is
 * negative.
 */
function drawEquation(rung: Rung, random: Random): Equation {
  const lost = at(rung, "lost") > 0 && random.int(8) > 0
  const reach = at(rung, "solution")
  const r = between(-reach, reach, random)
  const v = nearTop(1, at(rung, "root"), random)
  const none = at(rung, "lost") > 0 && random.int(2) === 0
  if (at(rung, "right") === 1 || random.int(8) === 0)
    return drawLevel(r, none ? 0 - v : v, v, random)
  for (let i = 0; i < DRAWS_MAX; i++) {
    const c = pick([-2, -1, 1, 1, 1, 2], random)
    const first = lost && random.int(4) === 0 ? 0 - v : v
    const second = lost
      ? 0 - between(0, at(rung, "root"), random)
      : between(0, at(rung, "root"), random)
    const m = first + second
    const other = r + (second - first) / c // x moves with the right side's value, at the rate 1/c
    if (m === 0 || (lost && second === 0) || !Number.isInteger(other)) continue
    if (Math.abs(other) > reach) continue
    const [a, d] = [c * m, first - c * r]
    return { inside: termsOf([first * first - a * r, a]), right: termsOf([d, c]) }
  }
  return drawLevel(r, v, v, random)
}

const DRAWS_MAX = 48 // about half of the draws are fit

/** √(ax + b) = a number: the value of the root at r, or its opposite. */
function drawLevel(r: number, right: number, v: number, random: Random): Equation {
  const a = pick([-3, -2, -1, 1, 2, 3, 4, 5], random)
  return { inside: termsOf([v * v - a * r, a]), right: termsOf([right]) }
}
