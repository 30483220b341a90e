import type { Rung } from "../../src/record/problem.ts"
import type { Random } from "../../src/world.ts"
import { at, between, nearTop } from "../kernel/axes.ts"
import { defineSkill, type Fields } from "../kernel/define.ts"
import { greatestCommonDivisor, multiply } from "../kernel/rational.ts"
import { plainly } from "../kernel/spelling.ts"
import {
  areTidy,
  degreeOf,
  isZero,
  type Notation,
  termsField,
  termsOf,
  writeTerms,
} from "../kernel/terms.ts"
import { factored } from "./factored.ts"
import {
  commonDivisor,
  content,
  degree,
  divided,
  leading,
  type Polynomial,
  polynomial,
  polynomialFamily,
  product,
  scaled,
  valueAt,
  write,
} from "./polynomial.ts"
import { agree, areCoprime, readPolynomial, termsAt } from "./second-method.ts"

const AXES = [
  { name: "degree", values: [2, 3], meaning: "the highest power of x above or below the line" },
  { name: "constant", values: [9, 12, 20], meaning: "the largest number in a factor, by size" },
  { name: "leading", values: [1, 3, 5], meaning: "the largest coefficient of x in a factor" },
]

const LEVELS = [
  { degree: 2, constant: 12, leading: 1 }, // (x^2 - 9)/(x^2 + 5x + 6)
  { degree: 2, constant: 12, leading: 3 }, // (2x^2 - 5x - 3)/(6x + 3)
  { degree: 2, constant: 20, leading: 5 },
  { degree: 3, constant: 9, leading: 3 }, // two brackets cancel
]

const BEYOND = [
  { degree: 3, constant: 12, leading: 5 },
  { degree: 3, constant: 20, leading: 5 },
]

const side = termsField({ coefficient: 9_999_999, power: 4, count: 5 })
const FIELDS = { top: side, bottom: side }
type Quotient = Fields<typeof FIELDS>

interface Lowest {
  readonly top: Polynomial
  readonly bottom: Polynomial
}

/** Quotients of polynomials to be cancelled down to lowest terms. */
export const simplifyRational = defineSkill({
  name: "simplify-rational",
  title: "Simplifying rational expressions",
  fields: FIELDS,
  axes: AXES,
  levels: LEVELS,
  beyond: BEYOND,
  format: "expression",
  answer: { form: "simplified" },
  phrases: [
    (quotient) => `Simplify ${quotient} to lowest terms.`,
    (quotient) => `Cancel every common factor of ${quotient}.`,
    (quotient) => `Write ${quotient} as a quotient of polynomials without a common factor.`,
  ],

  sample: (rung, random) => drawQuotient(rung, random),

  measure({ top, bottom }) {
    const size = Math.max(2, degreeOf(top), degreeOf(bottom))
    const [above, below] = [reachOf(polynomial(top)), reachOf(polynomial(bottom))]
    const constant = Math.max(above.constant, below.constant)
    return [size, constant, Math.max(above.leading, below.leading)]
  },

  solve({ top, bottom }) {
    if (!areTidy(top) || !areTidy(bottom)) return { refused: "untidy-terms" }
    if (isZero(bottom) || isZero(top)) return { refused: "a-zero-part" }
    const found = lowest(polynomial(top), polynomial(bottom))
    if (found === null || degree(found.shared) < 1) return { refused: "nothing-to-cancel" }
    const key = writeLowest(found)
    return key === writeTerms(bottom, "plain") ? { refused: "answer-shown" } : key
  },

  /** Crosswise products agree at more points than their degree, and nothing is left to cancel. */
  prove({ top, bottom }, key) {
    const method = "cross-evaluation"
    const found = readLowest(key)
    if (found === null) return { method, fault: "the key is no quotient of polynomials" }
    const most = Math.max(
      degreeOf(top) + degree(found.bottom),
      degreeOf(bottom) + degree(found.top),
    )
    const same = agree(
      (x) => multiply(termsAt(top, x), valueAt(found.bottom, x)),
      (x) => multiply(termsAt(bottom, x), valueAt(found.top, x)),
      most,
    )
    if (!same) return { method, fault: "the values differ at a point" }
    const shared = greatestCommonDivisor(content(found.top), content(found.bottom))
    const reduced = shared === 1n && areCoprime(found.top, found.bottom)
    return { method, fault: reduced ? null : "a common factor is left" }
  },

  say: ({ top, bottom }, notation) => [writeQuotient(top, bottom, notation)],

  identify({ top, bottom }) {
    const canonical = `simplify-rational:${writeQuotient(top, bottom, "plain")}`
    const sides = [top, bottom].map((terms) => polynomialFamily(polynomial(terms))).sort()
    return { canonical, family: `quotient:${sides.join("/")}` }
  },

  slips({ top, bottom }, key) {
    const found = readLowest(key)
    if (found === null) return []
    const flip = (p: Polynomial) => p.map((by, i) => (i === 0 ? -by : by))
    const without = ([first, ...rest]: Polynomial): Polynomial =>
      rest.length > 0 ? rest : [first!]
    const ends = [top, bottom].map((terms) => polynomial(terms.slice(-1)))
    return [
      writeLowest({ top: found.bottom, bottom: found.top }), // turned over
      writeLowest({ top: flip(found.top), bottom: found.bottom }),
      writeLowest({ top: found.top, bottom: flip(found.bottom) }),
      writeLowest({ top: scaled(found.top, 2n), bottom: found.bottom }),
      writeLowest({ top: without(found.top), bottom: without(found.bottom) }), // cancelled terms
      writeLowest({ top: ends[0]!, bottom: ends[1]! }), // struck out all the powers
    ]
  },
})

/** Divided by the common divisor, the denominator's leading coefficient made positive. */
function lowest(p: Polynomial, q: Polynomial): (Lowest & { shared: Polynomial }) | null {
  if (q.length === 0 || p.length === 0) return null
  const divisor = commonDivisor(p, q)
  const number = greatestCommonDivisor(content(p), content(q))
  const sign = leading(q) < 0n ? -number : number
  const [top, bottom] = [p, q].map((side) => {
    const whole = divided(side, divisor)!.quotient
    return whole.map((coefficient) => coefficient / sign)
  })
  return { shared: divisor, top: top!, bottom: bottom! }
}

function writeLowest({ top, bottom }: Lowest): string {
  if (bottom.length === 1 && bottom[0] === 1n) return write(top)
  const isSingle = (p: Polynomial) => p.filter((coefficient) => coefficient !== 0n).length < 2
  const above = isSingle(top) ? write(top) : `(${write(top)})`
  const bare = bottom.length === 1 || write(bottom) === "x"
  return `${above}/${bare ? write(bottom) : `(${write(bottom)})`}`
}

function readLowest(text: string): Lowest | null {
  const key = plainly(text)
  const parts = key.split("/")
  if (parts.length > 2) return null
  const bare = parts.map((part) => (part.startsWith("(") ? part.slice(1, -1) : part))
  const top = readPolynomial(bare[0]!)
  const bottom = parts.length > 1 ? readPolynomial(bare[1]!) : [1n]
  if (top === null || bottom === null || leading(bottom) <= 0n) return null
  return writeLowest({ top, bottom }) === key ? { top, bottom } : null
}

function writeQuotient(top: Quotient["top"], bottom: Quotient["top"], notation: Notation): string {
  const [above, below] = [writeTerms(top, notation), writeTerms(bottom, notation)]
  return notation === "latex" ? `\\frac{${above}}{${below}}` : `(${above})/(${below})`
}

/** The largest numbers in a factor, by size. What cannot be factored is beyond every rung. */
function reachOf(p: Polynomial): { constant: number; leading: number } {
  const parts = p.length === 0 ? null : factored(p)
  if (parts === null) return { constant: Infinity, leading: Infinity }
  const most = (sizes: readonly bigint[]) =>
    sizes.reduce((largest, by) => Math.max(largest, Math.abs(Number(by))), 0)
  const brackets = parts.brackets.map(({ of }) => of)
  return {
    constant: most(brackets.map((of) => of[0]!)),
    leading: most([parts.number, ...brackets.map((of) => leading(of))]),
  }
}

/** Two factors of each side, of which one or two are the same. */
function drawQuotient(rung: Rung, random: Random): Quotient {
  for (let i = 0; i < DRAWS_MAX; i++) {
    const shared = drawFactor(rung, random)
    const [above, below] = [drawRest(rung, random), drawRest(rung, random)]
    const [top, bottom] = [product(shared, above), product(shared, below)]
    if (
      write(above) === write(below) ||
      write(shared) === write(above) ||
      degree(commonDivisor(above, below)) > 0
    )
      continue
    return { top: termsOf(top.map(Number)), bottom: termsOf(bottom.map(Number)) }
  }
  return { top: termsOf([2, 3, 1]), bottom: termsOf([3, 4, 1]) }
}

const DRAWS_MAX = 32 // nearly every draw is fit

function drawRest(rung: Rung, random: Random): Polynomial {
  const one =
    random.int(5) === 0
      ? [BigInt(between(1, at(rung, "leading"), random))]
      : drawFactor(rung, random)
  return at(rung, "degree") > 2 ? product(one, drawFactor(rung, random)) : one
}

function drawFactor(rung: Rung, random: Random): Polynomial {
  const size = nearTop(1, at(rung, "constant"), random)
  const of = [random.int(2) === 0 ? -size : size, between(1, at(rung, "leading"), random)]
  const whole = of.map(BigInt)
  const shared = content(whole)
  return whole.map((coefficient) => coefficient / shared)
}
