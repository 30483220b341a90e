import { z } from "zod"
import type { Rung } from "../../src/record/problem.ts"
import type { Random } from "../../src/world.ts"
import { at, between, nearTop, pick } from "../kernel/axes.ts"
import { defineSkill, type Fields } from "../kernel/define.ts"
import { add, divide, equal, multiply, type Rational, rational } from "../kernel/rational.ts"
import { areTidy, isZero, type Notation, termsField, termsOf, writeTerms } from "../kernel/terms.ts"
import {
  commonDivisor,
  degree,
  difference,
  divided,
  type Polynomial,
  polynomial,
  polynomialFamily,
  product,
  sum,
  valueAt,
} from "./polynomial.ts"
import { rootsOf } from "./roots.ts"
import { countRoots, termsAt, throughValues } from "./second-method.ts"
import {
  keptSolutions,
  reachOf,
  readSolutions,
  slippedSolutions,
  writeSolutions,
} from "./solutions.ts"
import { isRational, rationalOf, type Surd } from "./surd.ts"

const AXES = [
  { name: "degree", values: [1, 2], meaning: "the degree once the denominators are cleared" },
  { name: "solution", values: [9, 12, 20], meaning: "the largest root, by size" },
  { name: "excluded", values: [0, 1], meaning: "1 where a root may make a denominator zero" },
]

const LEVELS = [
  { degree: 1, solution: 12, excluded: 0 }, // 4/(x - 1) = 6/(x + 1)
  { degree: 2, solution: 12, excluded: 0 }, // x + 12/(x - 1) = 9
  { degree: 2, solution: 20, excluded: 0 },
  { degree: 2, solution: 12, excluded: 1 }, // x^2/(x - 3) = 9/(x - 3)
]

const BEYOND = [{ degree: 2, solution: 20, excluded: 1 }]

const terms = termsField({ coefficient: 99_999, power: 2, count: 3 })
const side = z
  .array(z.strictObject({ top: terms, bottom: terms }))
  .min(1)
  .max(2)
const FIELDS = { left: side, right: side }
type Equation = Fields<typeof FIELDS>
type Part = Equation["left"][number]

/** Equations with x in a denominator. Numbers that make a denominator zero are no solutions. */
export const rationalEquation = defineSkill({
  name: "rational-equation",
  title: "Equations with x in a denominator",
  fields: FIELDS,
  axes: AXES,
  levels: LEVELS,
  beyond: BEYOND,
  format: "set",
  phrases: [
    (sides) => `Solve ${sides} for x. Give all solutions, or say that there is no solution.`,
    (sides) => `Find all real numbers x such that ${sides}, if there are any.`,
    (sides) => `What is the solution set of the equation ${sides}?`,
  ],

  sample: (rung, random) => drawEquation(rung, random),

  measure(spec) {
    const { top, roots, excluded } = candidatesOf(spec)
    return [Math.max(1, degree(top)), reachOf(roots), excluded.length > 0 ? 1 : 0]
  },

  solve(spec) {
    const parts = [...spec.left, ...spec.right]
    if (!parts.every(({ top, bottom }) => areTidy(top) && areTidy(bottom))) {
      return { refused: "untidy-terms" }
    }
    if (parts.some(({ bottom }) => isZero(bottom))) return { refused: "a-zero-denominator" }
    const { top, roots, excluded } = candidatesOf(spec)
    if (degree(top) < 1 || degree(top) > 2) return { refused: "degree-out-of-range" }
    if (!roots.every(isRational)) return { refused: "irrational-solutions" }
    return writeSolutions(roots.filter((root) => !excluded.includes(root)))
  },

  /** Every root is put into the fractions as written; Sturm counts the zeros off the poles. */
  prove(spec, key) {
    const method = "substitution-and-count"
    const roots = readSolutions(key)
    if (roots === null || !roots.every(isRational)) {
      return { method, fault: "the key is no set of rational solutions" }
    }
    for (const root of roots.map(rationalOf)) {
      const [left, right] = [sideAt(spec.left, root), sideAt(spec.right, root)]
      if (left === null || right === null) return { method, fault: "a denominator is zero" }
      if (!equal(left, right)) return { method, fault: "the sides differ at a root" }
    }
    const parts = [...spec.left, ...spec.right.map(turned)]
    const poles = throughValues((x) => bottomsAt(parts, x), MOST_BELOW)
    const zeros = throughValues((x) => clearedAt(parts, x), MOST_CLEARED)
    const count = countRoots(product(zeros, poles)) - countRoots(poles)
    return { method, fault: count === roots.length ? null : "roots are missing" }
  },

  say({ left, right }, notation) {
    return [`${writeSide(left, notation)} = ${writeSide(right, notation)}`]
  },

  identify(spec) {
    const sides = [writeSide(spec.left, "plain"), writeSide(spec.right, "plain")].sort()
    const family = polynomialFamily(cleared(spec).top)
    return { canonical: `rational-equation:${sides.join("=")}`, family: `cleared-${family}` }
  },

  slips(spec, key) {
    const { excluded } = candidatesOf(spec)
    const roots = readSolutions(key) ?? []
    return [...keptSolutions(roots, excluded), ...slippedSolutions(roots)]
  },
})

const MOST_BELOW = 8 // four denominators of degree 2
const MOST_CLEARED = 8 // one numerator of degree 2 times three denominators

function candidatesOf(spec: Equation): {
  top: Polynomial
  roots: readonly Surd[]
  excluded: readonly Surd[]
} {
  const { top, bottom } = cleared(spec)
  const roots = degree(top) === 1 || degree(top) === 2 ? rootsOf(top) : []
  const isPole = (root: Surd) =>
    isRational(root) && valueAt(bottom, rationalOf(root)).numerator === 0n
  return { top, roots, excluded: roots.filter(isPole) }
}

/** Everything on one side over the least common denominator. */
function cleared({ left, right }: Equation): { top: Polynomial; bottom: Polynomial } {
  const parts = [...left, ...right].map((part) => ({
    above: polynomial(part.top),
    below: polynomial(part.bottom),
  }))
  const bottom = parts.reduce<Polynomial>(
    (least, { below }) => {
      const shared = commonDivisor(least, below)
      return product(least, divided(below, shared)?.quotient ?? below)
    },
    [1n],
  )
  const tops = parts.map(({ above, below }) => product(above, divided(bottom, below)!.quotient))
  const [one, other] = [tops.slice(0, left.length), tops.slice(left.length)]
  return { top: difference(one.reduce(sum), other.reduce(sum)), bottom }
}

function sideAt(parts: readonly Part[], x: Rational): Rational | null {
  let value = rational(0)
  for (const { top, bottom } of parts) {
    const below = termsAt(bottom, x)
    if (below.numerator === 0n) return null
    value = add(value, divide(termsAt(top, x), below))
  }
  return value
}

function turned({ top, bottom }: Part): Part {
  return { top: top.map(([by, power]): [number, number] => [-by, power]), bottom }
}

function bottomsAt(parts: readonly Part[], x: Rational): Rational {
  return parts.reduce((value, { bottom }) => multiply(value, termsAt(bottom, x)), rational(1))
}

/** Each numerator times the other denominators, added up. */
function clearedAt(parts: readonly Part[], x: Rational): Rational {
  return parts.reduce((value, { top }, i) => {
    const others = parts.filter((_, j) => j !== i)
    return add(value, multiply(termsAt(top, x), bottomsAt(others, x)))
  }, rational(0))
}

function writeSide(parts: readonly Part[], notation: Notation): string {
  return parts.map((part) => writePart(part, notation)).join(" + ")
}

function writePart({ top, bottom }: Part, notation: Notation): string {
  const [above, below] = [writeTerms(top, notation), writeTerms(bottom, notation)]
  if (below === "1") return above
  if (notation === "latex") return `\\frac{${above}}{${below}}`
  const bracket = (text: string, terms: Part["top"]) =>
    terms.length > 1 || text.startsWith("-") ? `(${text})` : text
  const bare = bottom.length === 1 && (bottom[0]![1] === 0 || bottom[0]![0] === 1)
  return `${bracket(above, top)}/${bare ? below : `(${below})`}`
}

/** The roots first, then an equation of one of the textbook shapes that has them. */
function drawEquation(rung: Rung, random: Random): Equation {
  const draw = () => {
    const size = nearTop(1, at(rung, "solution"), random)
    return random.int(2) === 0 ? 0 - size : size
  }
  const [r, s, p] = [draw(), draw(), draw()]
  const fresh = p === r || p === s ? (p === 1 ? -1 : 1) : p
  const pole = fresh === r || fresh === s ? 0 : fresh
  const [quadratic, excluded] = [at(rung, "degree") > 1, at(rung, "excluded") > 0]
  if (quadratic && random.int(8) > 0)
    return excluded ? cancelling(r, pole, random) : joined(r, s, pole)
  if (excluded) return vanishing(pole, random)
  return random.int(2) === 0 ? simple(r, pole, random) : crossed(r, pole, random)
}

const ONE = [[1, 0]] as [number, number][]

function whole(coefficients: readonly number[]): Part {
  return { top: termsOf(coefficients), bottom: ONE }
}

function over(top: readonly number[], pole: number): Part {
  return { top: termsOf(top), bottom: termsOf([0 - pole, 1]) }
}

/** (ax + b)/(x - p) = d, with the root r. */
function simple(r: number, p: number, random: Random): Equation {
  const d = between(2, 9, random)
  const a = pick(
    [0, 1, 3, 4].filter((n) => n !== d),
    random,
  )
  return { left: [over([d * (r - p) - a * r, a], p)], right: [whole([d])] }
}

/** k/(x - p) = m/(x - q), with the root r. */
function crossed(r: number, p: number, random: Random): Equation {
  const step = pick([-3, -2, -1, 1, 2, 3], random)
  const q = p + step === r ? p - step : p + step
  if (q === r) return simple(r, p, random)
  const times = between(1, 3, random) * (r < p ? -1 : 1)
  return { left: [over([times * (r - p)], p)], right: [over([times * (r - q)], q)] }
}

/** x + k/(x - p) = m, with the roots r and s, neither of them p. */
function joined(r: number, s: number, p: number): Equation {
  const m = r + s - p
  const k = (r - p) * (s - p)
  return { left: [whole([0, 1]), over([k], p)], right: [whole([m])] }
}

/** (x^2 + bx + c)/(x - p) = (dx + e)/(x - p), where one root is r and the other is p. */
function cancelling(r: number, p: number, random: Random): Equation {
  const d = between(-4, 4, random)
  const e = between(-9, 9, random)
  const top = [p * r + e, d - p - r, 1]
  return { left: [over(top, p)], right: [over(d === 0 && e === 0 ? [0] : [e, d], p)] }
}

/** x/(x - p) + m = p/(x - p): only p is left, and it is excluded. */
function vanishing(p: number, random: Random): Equation {
  const m = between(1, 9, random)
  const times = between(1, 5, random)
  return {
    left: [over([0, times], p), whole([m])],
    right: [over([times * p], p)],
  }
}
