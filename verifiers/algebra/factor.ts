import type { Rung } from "../../src/record/problem.ts"
import type { Random } from "../../src/world.ts"
import { at, between, nearTop } from "../kernel/axes.ts"
import { defineSkill, type Fields } from "../kernel/define.ts"
import { multiply, type Rational, rational } from "../kernel/rational.ts"
import { areTidy, degreeOf, isZero, termsField, termsOf, writeTerms } from "../kernel/terms.ts"
import {
  type Factored,
  factored,
  isIrreducible,
  readFactored,
  slippedFactors,
  writeFactored,
} from "./factored.ts"
import {
  content,
  type Polynomial,
  polynomial,
  polynomialFamily,
  product,
  valueAt,
} from "./polynomial.ts"
import { agree, termsAt } from "./second-method.ts"

const AXES = [
  { name: "degree", values: [2, 3, 4], meaning: "the highest power of x" },
  { name: "constant", values: [9, 20, 30], meaning: "the largest number in a bracket, by size" },
  { name: "leading", values: [1, 2, 5], meaning: "the largest coefficient of x in a bracket" },
  { name: "common", values: [1, 3, 6], meaning: "the largest number that divides every term" },
  { name: "remaining", values: [0, 1], meaning: "1 where a quadratic bracket may be left" },
]

const LEVELS = [
  { degree: 2, constant: 20, leading: 1, common: 1, remaining: 0 }, // x^2 - 5x - 84
  { degree: 2, constant: 20, leading: 1, common: 6, remaining: 0 }, // 3x^2 - 15x - 252
  { degree: 2, constant: 20, leading: 5, common: 3, remaining: 0 }, // 6x^2 - 7x - 20
  { degree: 3, constant: 9, leading: 2, common: 3, remaining: 0 }, // 2x^3 + 5x^2 - 4x - 3
]

const BEYOND = [
  { degree: 3, constant: 9, leading: 2, common: 3, remaining: 1 },
  { degree: 4, constant: 9, leading: 2, common: 6, remaining: 1 },
]

const FIELDS = { terms: termsField({ coefficient: 9_999_999, power: 4, count: 5 }) }
type Sum = Fields<typeof FIELDS>

/** Polynomials to be written as products of brackets that cannot be factored further. */
export const factor = defineSkill({
  name: "factor",
  title: "Factoring polynomials",
  fields: FIELDS,
  axes: AXES,
  levels: LEVELS,
  beyond: BEYOND,
  format: "expression",
  answer: { form: "factored" },
  phrases: [
    (sum) => `Factor ${sum} completely over the rational numbers.`,
    (sum) => `Write ${sum} as a product of factors that cannot be factored any further.`,
    (sum) => `Factorise fully: ${sum}.`,
  ],

  sample: (rung, random) => drawSum(rung, random),

  measure({ terms }) {
    const parts = factored(polynomial(terms))
    const degree = Math.max(2, degreeOf(terms))
    if (parts === null) return [degree, 0, 1, 1, 1]
    const sizes = (index: number) => parts.brackets.map(({ of }) => Math.abs(Number(of[index]!)))
    const remaining = parts.brackets.some(({ of }) => of.length > 2) ? 1 : 0
    const constant = Math.max(0, ...sizes(0))
    const leading = Math.max(1, ...parts.brackets.map(({ of }) => Number(of.at(-1)!)))
    return [degree, constant, leading, Math.abs(Number(parts.number)), remaining]
  },

  solve({ terms }) {
    if (!areTidy(terms) || isZero(terms)) return { refused: "untidy-terms" }
    const parts = factored(polynomial(terms))
    if (parts === null) return { refused: "degree-too-high" }
    const key = writeFactored(parts)
    if (countOf(parts) < 2) return { refused: "nothing-to-factor" }
    return key === writeTerms(terms, "plain") ? { refused: "already-factored" } : key
  },

  /** Product and sum agree at more points than their degree, and no bracket comes apart. */
  prove({ terms }, key) {
    const method = "evaluation-and-irreducibility"
    const parts = readFactored(key)
    if (parts === null) return { method, fault: "the key is no product of brackets" }
    const most = parts.brackets.reduce((sum, { of, times }) => sum + (of.length - 1) * times, 0)
    if (most + parts.power !== degreeOf(terms)) return { method, fault: "the degrees differ" }
    const same = agree(
      (x) => productAt(parts, x),
      (x) => termsAt(terms, x),
      most + parts.power,
    )
    if (!same) return { method, fault: "the values differ at a point" }
    const whole = parts.brackets.every(({ of }) => isIrreducible(of))
    return { method, fault: whole ? null : "a bracket can be factored further" }
  },

  say: ({ terms }, notation) => [writeTerms(terms, notation)],

  identify({ terms }) {
    const canonical = `factor:${writeTerms(terms, "plain")}`
    return { canonical, family: polynomialFamily(polynomial(terms)) }
  },

  slips(_spec, key) {
    const parts = readFactored(key)
    return parts === null ? [] : slippedFactors(parts)
  },
})

function countOf({ number, power, brackets }: Factored): number {
  const numbers = number === 1n || number === -1n ? 0 : 1
  return brackets.reduce((sum, { times }) => sum + times, power + numbers)
}

function productAt({ number, power, brackets }: Factored, x: Rational): Rational {
  let value = rational(number)
  for (let i = 0; i < power; i++) value = multiply(value, x)
  for (const { of, times } of brackets) {
    const bracket = valueAt(of, x)
    for (let i = 0; i < times; i++) value = multiply(value, bracket)
  }
  return value
}

/** The brackets first, then their product. */
function drawSum(rung: Rung, random: Random): Sum {
  const degree = random.int(8) === 0 ? between(2, at(rung, "degree"), random) : at(rung, "degree")
  const remains = at(rung, "remaining") > 0 && degree > 2 && random.int(8) > 0
  const linear = Array.from({ length: remains ? degree - 2 : degree }, () =>
    drawBracket(rung, random),
  )
  const brackets = remains ? [...linear, drawRemaining(rung, random)] : linear
  const common = between(1, at(rung, "common"), random)
  const found = brackets.reduce(product, [BigInt(random.int(6) === 0 ? -common : common)])
  return { terms: termsOf(found.map(Number)) }
}

function drawBracket(rung: Rung, random: Random): Polynomial {
  const a = between(1, at(rung, "leading"), random)
  const size = nearTop(1, at(rung, "constant"), random)
  const of = [BigInt(random.int(2) === 0 ? -size : size), BigInt(a)]
  const shared = content(of) // a common factor belongs in front
  return of.map((coefficient) => coefficient / shared)
}

/** A quadratic bracket without rational roots. */
function drawRemaining(rung: Rung, random: Random): Polynomial {
  for (let i = 0; i < DRAWS_MAX; i++) {
    const c = between(-at(rung, "constant"), at(rung, "constant"), random)
    const b = random.int(2) === 0 ? 0 : between(-4, 4, random)
    const of = [BigInt(c), BigInt(b), 1n]
    if (c !== 0 && isIrreducible(of)) return of
  }
  return [1n, 0n, 1n]
}

const DRAWS_MAX = 32 // most draws are fit
