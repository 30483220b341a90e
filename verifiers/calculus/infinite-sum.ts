import { z } from "zod"
import type { Rung } from "../../src/record/problem.ts"
import type { Random } from "../../src/world.ts"
import { at, between, nearTop, pick } from "../kernel/axes.ts"
import { defineSkill, type Fields } from "../kernel/define.ts"
import {
  add,
  divide,
  greatestCommonDivisor,
  multiply,
  negate,
  print,
  type Rational,
  rational,
  subtract,
} from "../kernel/rational.ts"
import { readKey } from "../kernel/read-answer.ts"
import type { Notation } from "../kernel/terms.ts"
import { BITS, lnOf } from "./fixed.ts"

const AXES = [
  { name: "below", values: [4, 7, 10], meaning: "the largest denominator of the ratio" },
  { name: "coefficient", values: [6, 9, 12], meaning: "what the terms are multiplied by, by size" },
  { name: "from", values: [1, 2, 4], meaning: "the largest first index" },
  { name: "shift", values: [0, 3, 5], meaning: "the most that two factors below the line differ" },
]

const LEVELS = [
  { below: 10, coefficient: 9, from: 1, shift: 0 }, // the sum of 3(2/5)^k from 0
  { below: 10, coefficient: 12, from: 4, shift: 0 },
  { below: 10, coefficient: 12, from: 4, shift: 3 }, // the sum of 6/((k + 1)(k + 3)) from 1
]

const BEYOND = [{ below: 10, coefficient: 12, from: 4, shift: 5 }]

const Geometric = z.strictObject({
  kind: z.literal("geometric"),
  top: z.int().min(-99).max(99),
  bottom: z.int().min(2).max(99),
})
const Telescoping = z.strictObject({
  kind: z.literal("telescoping"),
  /** The factors below the line are k + first and k + second. */
  first: z.int().min(0).max(20),
  second: z.int().min(1).max(20),
})
const FIELDS = {
  by: z.int().min(-99).max(99),
  from: z.int().min(0).max(20),
  series: z.discriminatedUnion("kind", [Geometric, Telescoping]),
}
type Series = Fields<typeof FIELDS>

/** Geometric series, and series whose terms are differences of two of one kind. */
export const infiniteSum = defineSkill({
  name: "infinite-sum",
  title: "Infinite series",
  fields: FIELDS,
  axes: AXES,
  levels: LEVELS,
  beyond: BEYOND,
  format: "rational",
  phrases: [
    (term, from) => `Find the sum of the series with the terms ${term} for k = ${from} and up.`,
    (term, from) => `Evaluate the infinite sum of ${term}, where k runs from ${from} to infinity.`,
    (term, from) => `To what number do the terms ${term} add up for all integers k ≥ ${from}?`,
  ],

  // Terms that grow have no sum.
  unsolvable: (spec) => [{ ...spec, series: { kind: "geometric", top: 3, bottom: 2 } }],
  sample: (rung, random) => drawSeries(rung, random),

  measure({ by, from, series }) {
    const isGeometric = series.kind === "geometric"
    const below = isGeometric ? series.bottom : 0
    const shift = isGeometric ? 0 : series.second - series.first
    return [below, Math.abs(by), from, shift]
  },

  solve(spec) {
    const { by, from, series } = spec
    if (by === 0) return { refused: "nothing-to-add" }
    if (series.kind === "telescoping") {
      if (series.second <= series.first) return { refused: "no-difference" }
      if (from + series.first < 1) return { refused: "a-zero-denominator" }
      const sum = telescoped(spec, series.first, series.second)
      return sum.denominator > DENOMINATOR_MAX ? { refused: "too-fine" } : print(sum)
    }
    const ratio = rational(series.top, series.bottom)
    if (ratio.numerator === 0n) return { refused: "nothing-to-add" }
    if (Math.abs(series.top) >= series.bottom) return { refused: "no-sum" }
    if (ratio.denominator !== BigInt(series.bottom)) return { refused: "not-in-lowest-terms" }
    const first = multiply(rational(by), raised(ratio, from))
    const sum = divide(first, subtract(rational(1), ratio))
    return sum.denominator > DENOMINATOR_MAX ? { refused: "too-fine" } : print(sum)
  },

  /**
   * Partial sums with bounds for what is left: the key lies between them, and no other fraction
   * with so small a denominator does.
   */
  prove(spec, key) {
    const method = "partial-sums"
    const value = readKey(key)
    if (value === null) return { method, fault: "the key is no fraction" }
    if (value.denominator > DENOMINATOR_MAX) return { method, fault: "no such sum is so fine" }
    const [low, high] = spec.series.kind === "geometric" ? bracket(spec) : tailBracket(spec)
    const scaled = (value.numerator * ONE) / value.denominator
    const inside = low - 2n <= scaled && scaled <= high + 2n
    return { method, fault: inside ? null : "the partial sums go elsewhere" }
  },

  say: (spec, notation) => [writeTerm(spec, notation), `${spec.from}`],

  identify(spec) {
    const { by, from, series } = spec
    const term = writeTerm(spec, "plain")
    const isGeometric = series.kind === "geometric"
    const kin = isGeometric
      ? `${Math.abs(series.top)}/${series.bottom}`
      : `${series.first + from},${series.second + from}`
    const canonical = `infinite-sum:${term}:${from}`
    return { canonical, family: `infinite-sum:${series.kind}:${kin}:${Math.abs(by)}` }
  },

  slips({ by, from, series }, key) {
    const right = readKey(key)
    if (right === null) return []
    const first =
      series.kind === "geometric"
        ? multiply(rational(by), raised(rational(series.top, series.bottom), from))
        : rational(by, (from + series.first) * (from + series.second))
    const others = [add(right, first), subtract(right, first), negate(right), first]
    const steps = [
      add(right, rational(1)),
      subtract(right, rational(1)),
      multiply(right, rational(2)),
    ]
    return [...others, ...steps, rational(by)].map(print)
  },
})

const ONE = 1n << BITS
// Two fractions with denominators up to 10^11 lie 10^-22 apart; the brackets are far narrower.
const DENOMINATOR_MAX = 10n ** 11n
const PARTIAL = 120 // terms of a telescoping series that are added

/** by/(second - first) times the first few 1/(k + first): the others cancel. */
function telescoped({ by, from }: Series, first: number, second: number): Rational {
  const width = second - first
  let sum = rational(0)
  for (let k = from; k < from + width; k++) sum = add(sum, rational(1, k + first))
  return multiply(rational(by, width), sum)
}

function raised(ratio: Rational, power: number): Rational {
  return rational(ratio.numerator ** BigInt(power), ratio.denominator ** BigInt(power))
}

/** Terms are added until what is left, less than the last over (1 - |ratio|), is below a unit. */
function bracket({ by, from, series }: Series): [bigint, bigint] {
  if (series.kind !== "geometric") throw new TypeError("a geometric series was asked for")
  const [top, bottom] = [BigInt(series.top), BigInt(series.bottom)]
  let term = (BigInt(by) * ONE * top ** BigInt(from)) / bottom ** BigInt(from)
  let [sum, steps] = [0n, 0n]
  while (term > 1n || term < -1n) {
    sum += term
    term = (term * top) / bottom
    steps++
  }
  const rest = (steps + 2n) * bottom // each step is off by one unit, the rest by bottom units
  return [sum - rest, sum + rest]
}

/**
 * So many terms, then the Euler–Maclaurin formula for the rest: its partial sums lie on both sides
 * of the value in turn, because f(k) = by/((k + a)(k + b)) and its derivatives never turn (Graham,
 * Knuth, Patashnik, Concrete Mathematics, 9.5).
 */
function tailBracket({ by, from, series }: Series): [bigint, bigint] {
  if (series.kind !== "telescoping") throw new TypeError("a telescoping series was asked for")
  const { first, second } = series
  const factor = BigInt(by)
  const last = from + PARTIAL
  let sum = 0n
  for (let k = from; k < last; k++) sum += ONE / BigInt((k + first) * (k + second))
  const [a, b] = [last + first, last + second]
  const width = BigInt(second - first)
  sum += lnOf(rational(b, a)) / width + ONE / BigInt(2 * a * b)
  const sums = BERNOULLI.map(([top, bottom, order]) => {
    // −B/order! times the derivative of odd order (order − 1): its factorial leaves 1/order.
    const power = BigInt(order)
    const gap = ONE / BigInt(a) ** power - ONE / BigInt(b) ** power
    sum += (top * gap) / (bottom * BigInt(order) * width)
    return factor * sum
  })
  const [one, other] = [sums.at(-1)!, sums.at(-2)!]
  const slack = BigInt(Math.abs(by) * (PARTIAL + 16)) // every step is off by less than one unit
  return one < other ? [one - slack, other + slack] : [other - slack, one + slack]
}

/** The Bernoulli numbers B of even order, as fractions. */
const BERNOULLI: readonly (readonly [top: bigint, bottom: bigint, order: number])[] = [
  [1n, 6n, 2],
  [-1n, 30n, 4],
  [1n, 42n, 6],
  [-1n, 30n, 8],
  [5n, 66n, 10],
]

function writeTerm({ by, series }: Series, notation: Notation): string {
  if (series.kind === "geometric") {
    const { top, bottom } = series
    const size = Math.abs(top)
    const sign = top < 0 ? "-" : ""
    const ratio = notation === "latex" ? `\\frac{${size}}{${bottom}}` : `${size}/${bottom}`
    const open = notation === "latex" ? "\\left(" : "("
    const close = notation === "latex" ? "\\right)" : ")"
    const raised = `${open}${sign}${ratio}${close}^k`
    if (by === 1) return raised
    return notation === "latex" ? `${by} \\cdot ${raised}` : `${by} · ${raised}`
  }
  const factors = [series.first, series.second].map((shift) =>
    shift === 0 ? "k" : `(k + ${shift})`,
  )
  const below = factors.join("")
  return notation === "latex" ? `\\frac{${by}}{${below}}` : `${by}/(${below})`
}

function drawSeries(rung: Rung, random: Random): Series {
  const size = nearTop(1, at(rung, "coefficient"), random)
  const by = random.int(4) === 0 ? 0 - size : size
  const from = between(0, at(rung, "from"), random)
  if (at(rung, "shift") > 0 && random.int(8) > 0) {
    const start = Math.max(1, from)
    const first = between(0, 6, random)
    const second = first + nearTop(1, at(rung, "shift"), random)
    return {
      by,
      from: Math.min(start, at(rung, "from")),
      series: { kind: "telescoping", first, second },
    }
  }
  const bottom = nearTop(2, at(rung, "below"), random)
  const tops = Array.from({ length: bottom - 1 }, (_, i) => i + 1)
  const fit = tops.filter((top) => greatestCommonDivisor(BigInt(top), BigInt(bottom)) === 1n)
  const top = pick(fit, random)
  const ratio = random.int(3) === 0 ? 0 - top : top
  return { by, from, series: { kind: "geometric", top: ratio, bottom } }
}
