import { z } from "zod"
import type { Rung } from "../../src/record/problem.ts"
import type { Random } from "../../src/world.ts"
import { at, between, nearTop, pick } from "../kernel/axes.ts"
import { defineSkill, type Fields } from "../kernel/define.ts"
import {
  absolute,
  add,
  divide,
  equal,
  multiply,
  negate,
  type Rational,
  rational,
  subtract,
} from "../kernel/rational.ts"
import {
  areTidy,
  degreeOf,
  type Notation,
  termsField,
  termsOf,
  writeTerms,
} from "../kernel/terms.ts"
import {
  degree,
  difference,
  type Polynomial,
  polynomial,
  polynomialFamily,
  product,
  scaled,
  valueAt,
} from "./polynomial.ts"
import { rootsOf } from "./roots.ts"
import { termsAt } from "./second-method.ts"
import {
  distinct,
  keptSolutions,
  reachOf,
  readSolutions,
  slippedSolutions,
  stepped,
  writeSolutions,
} from "./solutions.ts"
import { isRational, rationalOf, type Surd, surdOf } from "./surd.ts"

const AXES = [
  { name: "solution", values: [9, 20, 30], meaning: "the largest root of either case, by size" },
  { name: "coefficient", values: [1, 3, 5], meaning: "the largest coefficient of x" },
  { name: "right", values: [1, 2, 3], meaning: "2 where x, 3 where |x| may stand on the right" },
  { name: "lost", values: [0, 1], meaning: "1 where a root of a case may be no solution" },
]

const LEVELS = [
  { solution: 20, coefficient: 3, right: 1, lost: 0 }, // |2x - 5| = 11
  { solution: 20, coefficient: 3, right: 2, lost: 0 }, // |3x - 5| = x + 11
  { solution: 20, coefficient: 5, right: 2, lost: 1 }, // |2x - 1| = 3x + 4
  { solution: 20, coefficient: 5, right: 3, lost: 1 }, // |2x - 5| = |x + 8|
]

const BEYOND = [{ solution: 30, coefficient: 5, right: 3, lost: 1 }]

const linear = termsField({ coefficient: 9_999, power: 1, count: 2 })
const FIELDS = {
  /** times · |inside| + plus = right, where `both`: = |right|. */
  times: z.int().min(1).max(99),
  inside: linear,
  plus: z.int().min(-9_999).max(9_999),
  right: linear,
  both: z.boolean(),
}
type Equation = Fields<typeof FIELDS>

/** Equations with absolute values, some of whose cases give no solution. */
export const absoluteValueEquation = defineSkill({
  name: "absolute-value-equation",
  title: "Equations with absolute values",
  fields: FIELDS,
  axes: AXES,
  levels: LEVELS,
  beyond: BEYOND,
  format: "set",
  phrases: [
    (sides) => `Solve ${sides} for x. Give all solutions, or say that there is no solution.`,
    (sides) => `Find every real number x with ${sides}, if there is one.`,
    (sides) => `What is the solution set of ${sides}?`,
  ],

  sample: (rung, random) => drawEquation(rung, random),

  measure(spec) {
    const found = candidatesOf(spec)
    const all = found === null ? [] : [...found.kept, ...found.lost]
    const parts = [...spec.inside, ...spec.right].filter(([, power]) => power === 1)
    const coefficient = parts.reduce((most, [by]) => Math.max(most, Math.abs(by)), 1)
    const right = spec.both ? 3 : 1 + degreeOf(spec.right)
    const lost = (found?.lost.length ?? 0) > 0 ? 1 : 0
    return [reachOf(all), coefficient, right, lost]
  },

  solve(spec) {
    if (!areTidy(spec.inside) || !areTidy(spec.right)) return { refused: "untidy-terms" }
    if (degreeOf(spec.inside) !== 1) return { refused: "no-x-inside" }
    if (spec.both && spec.plus !== 0) return { refused: "two-absolute-values-and-a-number" }
    const found = candidatesOf(spec)
    return found === null ? { refused: "not-two-lines" } : writeSolutions(found.kept)
  },

  /**
   * The gap between the sides is straight between the points where something inside bars is zero.
   * Its values there and its slopes outside say how often it is zero.
   */
  prove(spec, key) {
    const method = "substitution-and-pieces"
    const roots = readSolutions(key)
    if (roots === null || !roots.every(isRational)) {
      return { method, fault: "the key is no set of rational solutions" }
    }
    const isRoot = (root: Surd) => gapAt(spec, rationalOf(root)).numerator === 0n
    if (!roots.every(isRoot)) return { method, fault: "the sides differ at a root" }
    const count = zerosByPieces(spec)
    return { method, fault: count === roots.length ? null : "roots are missing" }
  },

  say: (spec, notation) => [writeEquation(spec, notation)],

  identify(spec) {
    const { inside, right } = spec
    const squares = [polynomial(inside), polynomial(right)].map((p) => product(p, p))
    const family = polynomialFamily(difference(squares[0]!, squares[1]!))
    const bare = spec.times === 1 && spec.plus === 0
    const numbers = bare ? "" : `:${spec.times},${spec.plus}`
    const canonical = `absolute-value-equation:${writeEquation(spec, "plain")}`
    return { canonical, family: `absolute${numbers}:${family}` }
  },

  slips(spec, key) {
    const roots = readSolutions(key) ?? []
    return [...keptSolutions(roots, candidatesOf(spec)?.lost ?? []), ...slippedSolutions(roots)]
  },
})

/** The roots of both cases, with and without the sign of what stands inside the bars. */
function candidatesOf(spec: Equation): { kept: Surd[]; lost: Surd[] } | null {
  const inside = scaled(polynomial(spec.inside), BigInt(spec.times))
  const right = difference(polynomial(spec.right), polynomial([[spec.plus, 0]]))
  const cases = [difference(inside, right), difference(inside, scaled(right, -1n))]
  if (cases.some((line) => degree(line) < 0)) return null
  const roots = cases.filter((line) => degree(line) === 1).flatMap(rootsOf)
  if (roots.length === 0) return null
  const isKept = (root: Surd) => spec.both || isNotBelowZero(right, rationalOf(root))
  const numbers = distinct(roots.map(rationalOf)).map(surdOf)
  return {
    kept: numbers.filter(isKept),
    lost: numbers.filter((root) => !isKept(root)),
  }
}

function isNotBelowZero(p: Polynomial, x: Rational): boolean {
  return valueAt(p, x).numerator >= 0n
}

/** The left side minus the right side. */
function gapAt({ times, inside, plus, right, both }: Equation, x: Rational): Rational {
  const left = add(multiply(rational(times), absolute(termsAt(inside, x))), rational(plus))
  const other = termsAt(right, x)
  return subtract(left, both ? absolute(other) : other)
}

function zerosByPieces(spec: Equation): number {
  const lines = [spec.inside, ...(spec.both && degreeOf(spec.right) === 1 ? [spec.right] : [])]
  const bends = distinct(lines.map(zeroOf))
  const [first, last] = [bends[0]!, bends.at(-1)!]
  const ends = [outwards(spec, first, -1), outwards(spec, last, 1)]
  const gaps = bends.map((bend) => gapAt(spec, bend))
  const between = gaps.slice(1).filter((gap, i) => signOf(gap) * signOf(gaps[i]!) < 0)
  const touched = gaps.filter((gap) => gap.numerator === 0n)
  return between.length + touched.length + ends.filter(Boolean).length
}

/** Where a line is zero, from its values at 0 and 1. */
function zeroOf(line: Equation["inside"]): Rational {
  const [start, next] = [termsAt(line, rational(0)), termsAt(line, rational(1))]
  return divide(negate(start), subtract(next, start))
}

/** Whether the gap, straight from a bend outwards, is zero somewhere beyond it. */
function outwards(spec: Equation, bend: Rational, step: number): boolean {
  const [here, there] = [gapAt(spec, bend), gapAt(spec, stepped(bend, step))]
  if (equal(here, rational(0))) return false
  return signOf(here) * signOf(subtract(there, here)) < 0
}

function signOf({ numerator }: Rational): number {
  return numerator > 0n ? 1 : numerator < 0n ? -1 : 0
}

function writeEquation(spec: Equation, notation: Notation): string {
  const bars = (text: string) => `|${text}|`
  const inside = bars(writeTerms(spec.inside, notation))
  const right = writeTerms(spec.right, notation)
  const left = `${spec.times === 1 ? "" : spec.times}${inside}`
  const size = Math.abs(spec.plus)
  const plus = spec.plus === 0 ? "" : ` ${spec.plus < 0 ? "-" : "+"} ${size}`
  return `${left}${plus} = ${spec.both ? bars(right) : right}`
}

/**
 * The cases' roots r and s first. With ax + b = v and cx + d = v at r, the sides are opposite at
 * s = r - 2v/(a + c); both are solutions where the right side is negative at neither.
 */
function drawEquation(rung: Rung, random: Random): Equation {
  const right = random.int(8) === 0 ? 1 : at(rung, "right")
  const lost = at(rung, "lost") > 0 && random.int(8) > 0
  const most = at(rung, "coefficient")
  const reach = at(rung, "solution")
  const [one, other] = [signed(nearTop(0, reach, random), random), between(-reach, reach, random)]
  const [s, r] = one === other ? [one - 1, one] : [Math.min(one, other), Math.max(one, other)]
  const [low, high] = s < -reach ? [s + 1, r + 1] : [s, r]
  if (right === 1) return drawLevel(low, high, most, lost, random)
  for (let i = 0; i < DRAWS_MAX; i++) {
    const [a, size] = [between(1, most, random), between(1, most, random)]
    const c = right === 2 && random.int(3) === 0 ? 0 - size : size
    const isLost = right === 2 && size > a
    if (size === a || isLost !== (lost && right === 2)) continue
    if (((high - low) * (a + c)) % 2 !== 0) continue
    const value = ((high - low) * (a + c)) / 2
    const sides = { inside: termsOf([value - a * high, a]), right: termsOf([value - c * high, c]) }
    return { times: 1, plus: 0, ...sides, both: right === 3 }
  }
  return drawLevel(low, high, most, false, random)
}

const DRAWS_MAX = 32 // a draw fits one time in four, or never where all coefficients are 1

/** times · |ax + b| + plus = d with the roots r and s, or without any where d is too small. */
function drawLevel(s: number, r: number, most: number, lost: boolean, random: Random): Equation {
  const a = pick(
    [1, 2, 3, 4, 5].filter((n) => n <= most),
    random,
  )
  const even = (a * (r + s)) % 2 === 0
  const [low, high] = even ? [s, r] : [s + 1, r] // a one-point shorter span keeps b whole
  const times = random.int(2) === 0 ? 1 : between(2, 5, random)
  const plus = random.int(2) === 0 ? 0 : between(-9, 9, random)
  const size = (times * (a * (high - low))) / 2
  return {
    times,
    inside: termsOf([(0 - a * (low + high)) / 2, a]),
    plus,
    right: termsOf([(lost ? 0 - size : size) + plus]),
    both: false,
  }
}

function signed(size: number, random: Random): number {
  return random.int(2) === 0 ? 0 - size : size
}
