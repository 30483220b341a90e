import { z } from "zod"
import type { Rung } from "../../src/record/problem.ts"
import type { Random } from "../../src/world.ts"
import { at, between, nearTop } from "../kernel/axes.ts"
import { defineSkill, type Fields } from "../kernel/define.ts"
import { multiply, rational } from "../kernel/rational.ts"
import {
  areTidy,
  bracketTerms,
  degreeOf,
  isZero,
  largestOf,
  type Notation,
  termsField,
  termsOf,
} from "../kernel/terms.ts"
import {
  type Polynomial,
  polynomial,
  polynomialFamily,
  product,
  valueAt,
  write,
} from "./polynomial.ts"
import { agree, readPolynomial, termsAt } from "./second-method.ts"
import { slippedPolynomials } from "./slips.ts"

const AXES = [
  { name: "brackets", values: [2, 3], meaning: "how many brackets are multiplied" },
  { name: "degree", values: [1, 2], meaning: "the highest power of x in a bracket" },
  { name: "leading", values: [1, 3, 5], meaning: "the largest coefficient of x in a bracket" },
  { name: "constant", values: [5, 12, 20], meaning: "the largest number in a bracket, by size" },
]

const LEVELS = [
  { brackets: 2, degree: 1, leading: 1, constant: 20 }, // (x + 3)(x - 17)
  { brackets: 2, degree: 1, leading: 5, constant: 12 }, // (2x + 3)(5x - 7)
  { brackets: 2, degree: 2, leading: 5, constant: 12 }, // (2x + 3)(x^2 - 4x + 7)
  { brackets: 3, degree: 1, leading: 3, constant: 12 }, // (x + 3)(2x - 1)(x - 5)
]

const BEYOND = [
  { brackets: 3, degree: 2, leading: 3, constant: 12 },
  { brackets: 3, degree: 2, leading: 5, constant: 20 },
]

const FIELDS = {
  factors: z
    .array(
      z.strictObject({
        terms: termsField({ coefficient: 99, power: 2, count: 3 }),
        times: z.int().min(1).max(3),
      }),
    )
    .min(1)
    .max(3),
}
type Product = Fields<typeof FIELDS>

/** Products of brackets, and powers of a bracket, written as a sum of powers of x. */
export const expand = defineSkill({
  name: "expand",
  title: "Expanding brackets",
  fields: FIELDS,
  axes: AXES,
  levels: LEVELS,
  beyond: BEYOND,
  format: "expression",
  answer: { form: "expanded" },
  phrases: [
    (brackets) => `Expand ${brackets} and collect like terms.`,
    (brackets) => `Multiply out and simplify: ${brackets}.`,
    (brackets) => `Write ${brackets} without brackets, as a polynomial in x.`,
  ],

  sample: (rung, random) => drawProduct(rung, random),

  measure({ factors }) {
    const terms = factors.map((factor) => factor.terms)
    const constants = terms.flatMap((row) => row.filter(([, power]) => power === 0))
    const rising = terms.flatMap((row) => row.filter(([, power]) => power > 0))
    const brackets = factors.reduce((count, { times }) => count + times, 0)
    const highest = Math.max(...terms.map(degreeOf))
    return [Math.max(brackets, 2), highest, Math.max(largestOf(rising), 1), largestOf(constants)]
  },

  solve(spec) {
    if (!spec.factors.every(({ terms }) => areTidy(terms))) return { refused: "untidy-terms" }
    if (spec.factors.some(({ terms }) => isZero(terms))) return { refused: "a-zero-bracket" }
    const isBracket = ({ terms }: { terms: unknown[] }) => terms.length > 1
    if (!spec.factors.slice(1).every(isBracket)) return { refused: "nothing-to-expand" }
    const [first] = spec.factors
    if (!isBracket(first!) && first!.times > 1) return { refused: "a-power-of-one-term" }
    const count = spec.factors.reduce((sum, { times }) => sum + times, 0)
    if (count < 2) return { refused: "nothing-to-expand" }
    return count > BRACKETS_MAX ? { refused: "too-many-brackets" } : write(multiplied(spec))
  },

  /** Product and key agree at more points than their degree: they are one polynomial. */
  prove({ factors }, key) {
    const method = "evaluation"
    const found = readPolynomial(key)
    if (found === null) return { method, fault: "the key is no polynomial" }
    const most = factors.reduce((sum, { terms, times }) => sum + degreeOf(terms) * times, 0)
    if (found.length > most + 1) return { method, fault: "the degree is too high" }
    const same = agree(
      (x) => {
        const values = factors.flatMap(({ terms, times }) =>
          Array.from({ length: times }, () => termsAt(terms, x)),
        )
        return values.reduce(multiply, rational(1))
      },
      (x) => valueAt(found, x),
      most,
    )
    return { method, fault: same ? null : "the values differ at a point" }
  },

  say: (spec, notation) => [writeProduct(spec, notation)],

  identify(spec) {
    const factors = spec.factors.map((factor) => writeProduct({ factors: [factor] }, "plain"))
    const canonical = `expand:${factors.sort().join("·")}`
    return { canonical, family: polynomialFamily(multiplied(spec)) }
  },

  slips({ factors }, key) {
    const powers = factors.map(({ terms, times }) =>
      terms.map(([by, power]): [number, number] => [by ** times, power * times]),
    ) // (a + b)^2 taken for a^2 + b^2
    const firsts = powers.map((terms) => terms.slice(0, 1))
    const lasts = powers.map((terms) => terms.slice(-1))
    const outer = [firsts, lasts].map((parts) => parts.map(polynomial).reduce(product))
    return [
      write(powers.map(polynomial).reduce(product)),
      ...outer.map(write), // multiplied only first with first, or last with last
      ...slippedPolynomials(readPolynomial(key) ?? []),
    ]
  },
})

const BRACKETS_MAX = 3

function multiplied({ factors }: Product): Polynomial {
  const all = factors.flatMap(({ terms, times }) =>
    Array.from({ length: times }, () => polynomial(terms)),
  )
  return all.reduce(product)
}

function writeProduct({ factors }: Product, notation: Notation): string {
  const texts = factors.map(({ terms, times }) => {
    const bracket = bracketTerms(terms, notation)
    if (times === 1) return bracket
    return `${bracket}^${notation === "latex" ? `{${times}}` : times}`
  })
  return texts.join("")
}

function drawProduct(rung: Rung, random: Random): Product {
  const brackets = at(rung, "brackets") > 2 && random.int(8) > 0 ? 3 : 2
  const square = random.int(5) === 0
  const long = at(rung, "degree") > 1 && random.int(8) > 0 ? random.int(brackets) : -1
  const factors = Array.from({ length: square ? brackets - 1 : brackets }, (_, i) => {
    const degree = i === long % brackets ? 2 : 1
    return { terms: drawBracket(degree, rung, random), times: square && i === 0 ? 2 : 1 }
  })
  return { factors }
}

function drawBracket(degree: number, rung: Rung, random: Random): [number, number][] {
  const signed = (size: number) => (random.int(2) === 0 ? 0 - size : size)
  const constant = signed(nearTop(1, at(rung, "constant"), random))
  const middle = degree > 1 ? [signed(between(0, at(rung, "leading"), random))] : []
  return termsOf([constant, ...middle, between(1, at(rung, "leading"), random)])
}
