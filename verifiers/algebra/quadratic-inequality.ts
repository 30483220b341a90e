import { z } from "zod"
import type { Rung } from "../../src/record/problem.ts"
import type { Random } from "../../src/world.ts"
import { at, between, nearTop, pick } from "../kernel/axes.ts"
import { defineSkill, type Fields } from "../kernel/define.ts"
import { type Rational, rational, subtract } from "../kernel/rational.ts"
import { plainly } from "../kernel/spelling.ts"
import { areTidy, isZero, termsField, termsOf, writeTerms } from "../kernel/terms.ts"
import { holds, opposite, SIGNS, type Sign, signText } from "./order.ts"
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
import { reachOf } from "./solutions.ts"
import { isRational, nearly, readSurd, type Surd, surd, writeSurd } from "./surd.ts"

const AXES = [
  { name: "solution", values: [9, 20, 30], meaning: "the largest bound of x, by size" },
  { name: "leading", values: [1, 2, 4], meaning: "the largest coefficient of x^2, by size" },
  { name: "turned", values: [0, 1], meaning: "1 where the coefficient of x^2 may be negative" },
  { name: "sides", values: [1, 2], meaning: "2 where terms may stand on both sides" },
  { name: "surd", values: [0, 1], meaning: "1 where a bound may need a square root" },
]

const LEVELS = [
  { solution: 20, leading: 1, turned: 0, sides: 1, surd: 0 }, // x^2 - 5x + 6 < 0
  { solution: 20, leading: 1, turned: 1, sides: 1, surd: 0 }, // -x^2 + 5x - 6 < 0
  { solution: 20, leading: 4, turned: 1, sides: 2, surd: 0 }, // 2x^2 > 5x - 3
]

const BEYOND = [{ solution: 30, leading: 4, turned: 1, sides: 2, surd: 1 }]

const side = termsField({ coefficient: 9_999, power: 2, count: 3 })
const FIELDS = { left: side, sign: z.enum(SIGNS), right: side }
type Inequality = Fields<typeof FIELDS>

/** Between two bounds, or outside them; with or without the bounds. */
interface Region {
  readonly low: Surd
  readonly high: Surd
  readonly inside: boolean
  readonly closed: boolean
}

/** Quadratic inequalities in x whose sides are equal at two points. */
export const quadraticInequality = defineSkill({
  name: "quadratic-inequality",
  title: "Quadratic inequalities in x",
  fields: FIELDS,
  axes: AXES,
  levels: LEVELS,
  beyond: BEYOND,
  format: "interval",
  phrases: [
    (sides) => `Solve the inequality ${sides} for x.`,
    (sides) => `For which real numbers x is ${sides}?`,
    (sides) => `Give the solution set of ${sides} in inequalities or intervals.`,
  ],

  sample: (rung, random) => drawInequality(rung, random),

  measure(spec) {
    const p = collected(spec)
    const roots = degree(p) === 2 ? rootsOf(p) : []
    const sides = isZero(spec.left) || isZero(spec.right) ? 1 : 2
    const surd = roots.every(isRational) ? 0 : 1
    const turned = leading(p) < 0n ? 1 : 0
    return [reachOf(roots), Math.abs(Number(leading(p))), turned, sides, surd]
  },

  solve(spec) {
    if (!areTidy(spec.left) || !areTidy(spec.right)) return { refused: "untidy-terms" }
    const p = collected(spec)
    if (degree(p) !== 2) return { refused: "not-quadratic" }
    const [low, high] = rootsOf(p)
    if (low === undefined || high === undefined) return { refused: "not-two-bounds" }
    const sign = leading(p) < 0n ? opposite(spec.sign) : spec.sign
    const inside = sign === "<" || sign === "≤"
    return writeRegion({ low, high, inside, closed: holds(sign, rational(0)) })
  },

  /**
   * Both bounds make the sides equal and Sturm's theorem finds no third place, so that one point in
   * each of the three regions speaks for it.
   */
  prove(spec, key) {
    const method = "test-points-and-count"
    const region = readRegion(key)
    if (region === null) return { method, fault: "the key is no region between two bounds" }
    const { low, high, inside, closed } = region
    const gap = (x: Rational) => subtract(termsAt(spec.left, x), termsAt(spec.right, x))
    const p = throughValues(gap, 2)
    if (![low, high].every((bound) => vanishesAt(p, bound)) || countRoots(p) !== 2) {
      return { method, fault: "the sides are not equal at the bounds and there alone" }
    }
    const points = pointsAround(nearly(low), nearly(high))
    const held = points.map((x) => holds(spec.sign, gap(x)))
    const wanted = [!inside, inside, !inside]
    if (held.some((truth, i) => truth !== wanted[i])) {
      return { method, fault: "a test point is on the wrong side" }
    }
    const atBound = holds(spec.sign, rational(0))
    return { method, fault: atBound === closed ? null : "the bounds are on the wrong side" }
  },

  say({ left, sign, right }, notation) {
    const text = [writeTerms(left, notation), signText(sign, notation), writeTerms(right, notation)]
    return [text.join(" ")]
  },

  identify(spec) {
    const { left, sign, right } = spec
    const sides = [writeTerms(left, "plain"), writeTerms(right, "plain")]
    const one = `${sides[0]} ${sign} ${sides[1]}`
    const other = `${sides[1]} ${opposite(sign)} ${sides[0]}`
    const canonical = `quadratic-inequality:${one < other ? one : other}`
    return { canonical, family: polynomialFamily(collected(spec)) }
  },

  slips(_spec, key) {
    const region = readRegion(key)
    if (region === null) return []
    const { low, high } = region
    const turned = (bound: Surd) => surd(-bound.plain, -bound.times, bound.under, bound.below)
    return [
      writeRegion({ ...region, inside: !region.inside }),
      writeRegion({ ...region, closed: !region.closed }),
      writeRegion({ ...region, low: turned(high), high: turned(low) }),
      writeRegion({ ...region, low: moved(low) }),
      `x ${region.closed ? "≤" : "<"} ${writeSurd(high)}`, // took the root of both sides
      `x ${region.closed ? "≥" : ">"} ${writeSurd(low)}`,
    ]
  },
})

function collected({ left, right }: Inequality): Polynomial {
  return difference(polynomial(left), polynomial(right))
}

/** `2 < x < 3`, or `x ≤ 2 or x ≥ 3`. */
function writeRegion({ low, high, inside, closed }: Region): string {
  const [one, other] = [writeSurd(low), writeSurd(high)]
  const less: Sign = closed ? "≤" : "<"
  if (inside) return `${one} ${less} x ${less} ${other}`
  return `x ${less} ${one} or x ${opposite(less)} ${other}`
}

function readRegion(text: string): Region | null {
  const key = plainly(text)
  const inside = !key.startsWith("x")
  const closed = key.includes("≤")
  const less = closed ? "≤" : "<"
  const between = inside ? ` ${less} x ${less} ` : ` or x ${closed ? "≥" : ">"} `
  const bare = inside ? key : key.slice(`x ${less} `.length)
  const [one, other, ...more] = bare.split(between)
  const [low, high] = [readSurd(one ?? ""), readSurd(other ?? "")]
  if (low === null || high === null || more.length > 0) return null
  const region = { low, high, inside, closed }
  return nearly(low) < nearly(high) && writeRegion(region) === key ? region : null
}

/** A point below, one between and one above two numbers that are not too near to each other. */
function pointsAround(low: number, high: number): readonly Rational[] {
  const middle = Math.round(((low + high) / 2) * SCALE)
  return [rational(Math.floor(low) - 1), rational(middle, SCALE), rational(Math.ceil(high) + 1)]
}

const SCALE = 1_000_000 // bounds of coefficients up to 9,999 are more than 10^-5 apart

function moved({ plain, times, under, below }: Surd): Surd {
  return surd(plain - below, times, under, below)
}

/** The bounds first, then the coefficients, then which term stands on which side. */
function drawInequality(rung: Rung, random: Random): Inequality {
  const factor = at(rung, "turned") > 0 && random.int(4) > 0 ? -1 : 1
  const wantsSurd = at(rung, "surd") > 0 && random.int(8) > 0
  const drawn = wantsSurd ? drawSurds(rung, random) : drawRationals(rung, random)
  const [c, b, a] = drawn.map((by) => by * factor) as [number, number, number]
  const sign = pick(SIGNS, random)
  if (at(rung, "sides") === 1 || random.int(8) === 0) {
    return { left: termsOf([c, b, a]), sign, right: termsOf([]) }
  }
  if (random.int(2) === 0) return { left: termsOf([0, b, a]), sign, right: termsOf([0 - c]) }
  return { left: termsOf([0, 0, a]), sign, right: termsOf([0 - c, 0 - b]) }
}

/** (px - q)(sx - t) from the constant up, with two different bounds q/p and t/s. */
function drawRationals(rung: Rung, random: Random): number[] {
  for (;;) {
    const p = pick(
      [1, 2].filter((n) => n * n <= at(rung, "leading")),
      random,
    )
    const s = between(1, Math.floor(at(rung, "leading") / p), random)
    const draw = (bottom: number) => {
      const size = nearTop(0, at(rung, "solution") * bottom, random)
      return random.int(2) === 0 ? 0 - size : size
    }
    const [q, t] = [draw(p), draw(s)]
    if (q * s !== t * p) return [q * t, 0 - (p * t + s * q), p * s]
  }
}

function drawSurds(rung: Rung, random: Random): number[] {
  const reach = at(rung, "solution")
  for (let i = 0; i < DRAWS_MAX; i++) {
    const a = between(1, at(rung, "leading"), random)
    const b = between(-reach * a, reach * a, random)
    const c = between(-reach * a, reach * a, random)
    const root = Math.sqrt(b * b - 4 * a * c)
    if (!(root > 0) || root === Math.round(root)) continue
    if ((Math.abs(b) + root) / (2 * a) <= reach) return [c, b, a]
  }
  return [-2, 0, 1]
}

const DRAWS_MAX = 64 // about half of the draws are fit
