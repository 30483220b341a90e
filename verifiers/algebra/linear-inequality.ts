import { z } from "zod"
import type { Rung } from "../../src/record/problem.ts"
import type { Random } from "../../src/world.ts"
import { at, between, nearTop, pick } from "../kernel/axes.ts"
import { defineSkill, type Fields } from "../kernel/define.ts"
import { negate, print, type Rational, rational, subtract } from "../kernel/rational.ts"
import { readKey } from "../kernel/read-answer.ts"
import { plainly } from "../kernel/spelling.ts"
import { areTidy, degreeOf, termsField, termsOf, writeTerms } from "../kernel/terms.ts"
import { holds, opposite, SIGNS, type Sign, signText, strictness } from "./order.ts"
import {
  degree,
  difference,
  leading,
  type Polynomial,
  polynomial,
  polynomialFamily,
} from "./polynomial.ts"
import { termsAt } from "./second-method.ts"
import { stepped } from "./solutions.ts"

const AXES = [
  { name: "coefficient", values: [5, 9, 12], meaning: "the largest coefficient of x, by size" },
  { name: "solution", values: [12, 20, 30], meaning: "the largest bound of x, by size" },
  { name: "sides", values: [1, 2], meaning: "2 where x may stand on both sides" },
  { name: "turned", values: [0, 1], meaning: "1 where the sign may turn round" },
  { name: "parts", values: [1, 5], meaning: "the largest denominator of the bound" },
]

const LEVELS = [
  { coefficient: 9, solution: 12, sides: 1, turned: 0, parts: 1 }, // 3x + 5 < 20
  { coefficient: 9, solution: 12, sides: 1, turned: 1, parts: 1 }, // 5 - 3x < 20
  { coefficient: 9, solution: 20, sides: 2, turned: 1, parts: 1 }, // 2x + 5 ≥ 5x - 7
  { coefficient: 12, solution: 20, sides: 2, turned: 1, parts: 5 },
]

const BEYOND = [{ coefficient: 12, solution: 30, sides: 2, turned: 1, parts: 5 }]

const side = termsField({ coefficient: 9_999, power: 1, count: 2 })
const FIELDS = { left: side, sign: z.enum(SIGNS), right: side }
type Inequality = Fields<typeof FIELDS>

/** Linear inequalities in x. */
export const linearInequality = defineSkill({
  name: "linear-inequality",
  title: "Linear inequalities in x",
  fields: FIELDS,
  axes: AXES,
  levels: LEVELS,
  beyond: BEYOND,
  format: "interval",
  phrases: [
    (sides) => `Solve the inequality ${sides} for x.`,
    (sides) => `For which real numbers x is ${sides}?`,
    (sides) => `Give all real numbers x with ${sides}, as an inequality or an interval.`,
  ],

  sample: (rung, random) => drawInequality(rung, random),

  measure(spec) {
    const { left, right } = spec
    const bound = boundOf(spec)
    const coefficients = [...left, ...right].filter(([, power]) => power === 1)
    const largest = coefficients.reduce((most, [by]) => Math.max(most, Math.abs(by)), 0)
    const sides = degreeOf(left) === 1 && degreeOf(right) === 1 ? 2 : 1
    const turned = leading(collected(spec)) < 0n ? 1 : 0
    if (bound === null) return [largest, 0, sides, turned, 1]
    const [top, bottom] = [Math.abs(Number(bound.numerator)), Number(bound.denominator)]
    return [largest, Math.ceil(top / bottom), sides, turned, bottom]
  },

  solve(spec) {
    if (!areTidy(spec.left) || !areTidy(spec.right)) return { refused: "untidy-terms" }
    const bound = boundOf(spec)
    if (bound === null) return { refused: "no-bound" }
    const turned = leading(collected(spec)) < 0n
    const key = writeBound(turned ? opposite(spec.sign) : spec.sign, bound)
    const [left, right] = [writeTerms(spec.left, "plain"), writeTerms(spec.right, "plain")]
    const given = [`${left} ${spec.sign} ${right}`, `${right} ${opposite(spec.sign)} ${left}`]
    return given.includes(key) ? { refused: "already-solved" } : key
  },

  /** The sides are equal at the bound; one step off, key and inequality are true together. */
  prove(spec, key) {
    const method = "substitution"
    const found = readBound(key)
    if (found === null) return { method, fault: "the key is no bound of x" }
    const { sign, bound } = found
    const gap = (x: Rational) => subtract(termsAt(spec.left, x), termsAt(spec.right, x))
    if (gap(bound).numerator !== 0n) return { method, fault: "the sides differ at the bound" }
    for (const step of [-1, 0, 1]) {
      const difference = gap(stepped(bound, step))
      if (step !== 0 && difference.numerator === 0n) return { method, fault: "no bound" }
      if (holds(spec.sign, difference) !== holds(sign, rational(step))) {
        return { method, fault: "the key is on the wrong side" }
      }
    }
    return { method, fault: null }
  },

  say(spec, notation) {
    const { left, sign, right } = spec
    const text = [writeTerms(left, notation), signText(sign, notation), writeTerms(right, notation)]
    return [text.join(" ")]
  },

  identify(spec) {
    const { left, sign, right } = spec
    const sides = [writeTerms(left, "plain"), writeTerms(right, "plain")]
    const one = `${sides[0]} ${sign} ${sides[1]}`
    const other = `${sides[1]} ${opposite(sign)} ${sides[0]}` // 3 < x is x > 3
    const canonical = `linear-inequality:${one < other ? one : other}`
    return { canonical, family: `inequality-${polynomialFamily(collected(spec))}` }
  },

  slips(_spec, key) {
    const found = readBound(key)
    if (found === null) return []
    const { sign, bound } = found
    return [
      writeBound(opposite(sign), bound), // did not turn the sign
      writeBound(sign, negate(bound)),
      writeBound(strictness(sign), bound),
      writeBound(sign, stepped(bound, 1)),
      writeBound(sign, stepped(bound, -1)),
      `x = ${print(bound)}`,
    ]
  },
})

function collected({ left, right }: Inequality): Polynomial {
  return difference(polynomial(left), polynomial(right))
}

function boundOf(spec: Inequality): Rational | null {
  const line = collected(spec)
  return degree(line) === 1 ? rational(-line[0]!, line[1]!) : null
}

function writeBound(sign: Sign, bound: Rational): string {
  return `x ${sign} ${print(bound)}`
}

function readBound(key: string): { sign: Sign; bound: Rational } | null {
  const [name, sign, number, ...more] = plainly(key).split(" ")
  const bound = readKey(number)
  const known = SIGNS.find((candidate) => candidate === sign)
  if (name !== "x" || known === undefined || bound === null || more.length > 0) return null
  return { sign: known, bound }
}

/** The bound first, then the coefficients, then the constant that makes it true. */
function drawInequality(rung: Rung, random: Random): Inequality {
  const most = at(rung, "coefficient")
  const turned = at(rung, "turned") > 0 && random.int(4) > 0
  const both = at(rung, "sides") > 1 && random.int(8) > 0
  const size = nearTop(1, most, random)
  const a = turned !== both && turned ? 0 - size : size
  const other = both ? drawOther(size, turned, most, random) : 0
  const [bottom, top] = drawBound(Math.abs(a - other), rung, random)
  const plus = between(1, 20, random)
  const b = random.int(2) === 0 ? 0 - plus : plus
  const d = ((a - other) * top) / bottom + b
  const sign = pick(SIGNS, random)
  return { left: termsOf([b, a]), sign, right: termsOf([d, other]) }
}

/** The coefficient on the right: above the left one where the sign has to turn. */
function drawOther(size: number, turned: boolean, most: number, random: Random): number {
  if (turned && size < most) return between(size + 1, most, random)
  const low = between(1, Math.max(1, size - 1), random)
  return low === size ? 0 - low : low
}

function drawBound(slope: number, rung: Rung, random: Random): [bottom: number, top: number] {
  const bottoms = [2, 3, 4, 5].filter((n) => n <= at(rung, "parts") && slope % n === 0)
  const bottom = bottoms.length > 0 && random.int(4) > 0 ? pick(bottoms, random) : 1
  const top = nearTop(0, at(rung, "solution") * bottom, random)
  return [bottom, random.int(2) === 0 ? 0 - top : top]
}
