import type { Rung } from "../../src/record/problem.ts"
import type { Random } from "../../src/world.ts"
import { at, between, nearTop } from "../kernel/axes.ts"
import { defineSkill, type Fields } from "../kernel/define.ts"
import { add, multiply } from "../kernel/rational.ts"
import { plainly } from "../kernel/spelling.ts"
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
  divided,
  type Polynomial,
  polynomial,
  polynomialFamily,
  product,
  scaled,
  sum,
  valueAt,
  write,
} from "./polynomial.ts"
import { agree, readPolynomial, termsAt } from "./second-method.ts"
import { slippedPolynomials } from "./slips.ts"

const AXES = [
  { name: "degree", values: [2, 3, 4], meaning: "the highest power of x in the dividend" },
  { name: "divisor", values: [1, 2], meaning: "the highest power of x in the divisor" },
  { name: "coefficient", values: [5, 9, 12], meaning: "the largest number in divisor or quotient" },
  { name: "remainder", values: [0, 1], meaning: "1 where a remainder may be left" },
]

const LEVELS = [
  { degree: 2, divisor: 1, coefficient: 9, remainder: 0 }, // (2x^2 - 5x - 3) by (x - 3)
  { degree: 2, divisor: 1, coefficient: 9, remainder: 1 },
  { degree: 3, divisor: 1, coefficient: 9, remainder: 1 },
  { degree: 4, divisor: 2, coefficient: 9, remainder: 1 },
]

const BEYOND = [{ degree: 4, divisor: 2, coefficient: 12, remainder: 1 }]

const FIELDS = {
  dividend: termsField({ coefficient: 99_999, power: 4, count: 5 }),
  divisor: termsField({ coefficient: 999, power: 2, count: 3 }),
}
type Division = Fields<typeof FIELDS>

interface Result {
  readonly quotient: Polynomial
  readonly remainder: Polynomial
}

/** Long division of polynomials: a quotient and a remainder of lower degree than the divisor. */
export const polynomialDivision = defineSkill({
  name: "polynomial-division",
  title: "Dividing polynomials",
  fields: FIELDS,
  axes: AXES,
  levels: LEVELS,
  beyond: BEYOND,
  format: "tuple",
  phrases: [
    (dividend, divisor) =>
      `Divide ${dividend} by ${divisor}. Give the answer as a pair (quotient, remainder).`,
    (dividend, divisor) =>
      `What is the pair (quotient, remainder) when ${dividend} is divided by ${divisor}?`,
    (dividend, divisor) =>
      `Carry out the polynomial division of ${dividend} by ${divisor}` +
      " and answer with (quotient, remainder).",
  ],

  sample: (rung, random) => drawDivision(rung, random),

  measure({ dividend, divisor }) {
    const found = divided(polynomial(dividend), polynomial(divisor))
    const parts = [polynomial(divisor), found?.quotient ?? [], found?.remainder ?? []]
    const sizes = parts.flat().map((by) => Math.abs(Number(by)))
    const left = (found?.remainder.length ?? 0) > 0 ? 1 : 0
    const degrees = [Math.max(2, degreeOf(dividend)), Math.max(1, degreeOf(divisor))]
    return [degrees[0]!, degrees[1]!, Math.max(...sizes), left]
  },

  solve({ dividend, divisor }) {
    if (!areTidy(dividend) || !areTidy(divisor)) return { refused: "untidy-terms" }
    const [above, below] = [polynomial(dividend), polynomial(divisor)]
    if (degree(below) < 1 || degree(above) < degree(below)) return { refused: "nothing-to-divide" }
    const found = divided(above, below)
    return found === null ? { refused: "fractions-in-the-quotient" } : writeResult(found)
  },

  /** Divisor · quotient + remainder has the dividend's values at more points than its degree. */
  prove({ dividend, divisor }, key) {
    const method = "evaluation"
    const found = readResult(key)
    if (found === null) return { method, fault: "the key is no pair of polynomials" }
    const { quotient, remainder } = found
    if (degree(remainder) >= degreeOf(divisor))
      return { method, fault: "the remainder is too long" }
    const most = Math.max(degreeOf(dividend), degreeOf(divisor) + degree(quotient))
    const same = agree(
      (x) => termsAt(dividend, x),
      (x) => add(multiply(termsAt(divisor, x), valueAt(quotient, x)), valueAt(remainder, x)),
      most,
    )
    return { method, fault: same ? null : "the values differ at a point" }
  },

  say({ dividend, divisor }, notation: Notation) {
    return [writeTerms(dividend, notation), writeTerms(divisor, notation)]
  },

  identify({ dividend, divisor }) {
    const parts = [writeTerms(dividend, "plain"), writeTerms(divisor, "plain")]
    const kin = [dividend, divisor].map((terms) => polynomialFamily(polynomial(terms)))
    return {
      canonical: `polynomial-division:${parts.join(":")}`,
      family: `division:${kin.join(":")}`,
    }
  },

  slips(_spec, key) {
    const found = readResult(key)
    if (found === null) return []
    const { quotient, remainder } = found
    const quotients = slippedPolynomials(quotient)
    const flipped = scaled(remainder, -1n)
    return [
      writeResult({ quotient, remainder: flipped }), // subtracted the wrong way
      writeResult({ quotient: remainder, remainder: quotient }),
      writeResult({ quotient, remainder: sum(remainder, [1n]) }),
      ...quotients.map((text) => `(${text}, ${write(remainder)})`),
    ]
  },
})

function writeResult({ quotient, remainder }: Result): string {
  return `(${write(quotient)}, ${write(remainder)})`
}

function readResult(text: string): Result | null {
  const key = plainly(text)
  const parts = key.slice(1, -1).split(", ")
  const [quotient, remainder] = [readPolynomial(parts[0]!), readPolynomial(parts[1] ?? "")]
  if (quotient === null || remainder === null || parts.length > 2) return null
  return writeResult({ quotient, remainder }) === key ? { quotient, remainder } : null
}

/** Divisor, quotient and remainder first, then the dividend. */
function drawDivision(rung: Rung, random: Random): Division {
  const degreeMost =
    random.int(8) === 0 ? between(2, at(rung, "degree"), random) : at(rung, "degree")
  const below = random.int(8) === 0 ? 1 : Math.min(at(rung, "divisor"), degreeMost)
  const divisor = drawPolynomial(below, 3, rung, random)
  const quotient = drawPolynomial(degreeMost - below, 5, rung, random)
  const left = at(rung, "remainder") > 0 && random.int(8) > 0
  const remainder = left ? drawPolynomial(random.int(below), 9, rung, random) : []
  const dividend = sum(product(divisor, quotient), remainder)
  return { dividend: termsOf(dividend.map(Number)), divisor: termsOf(divisor.map(Number)) }
}

/** Of exactly this degree, the leading coefficient from 1 to `most`. */
function drawPolynomial(degree: number, most: number, rung: Rung, random: Random): Polynomial {
  const reach = at(rung, "coefficient")
  const lower = Array.from({ length: degree }, () => {
    const size = nearTop(0, reach, random)
    return BigInt(random.int(2) === 0 ? -size : size)
  })
  return [...lower, BigInt(between(1, Math.min(most, reach), random))]
}
