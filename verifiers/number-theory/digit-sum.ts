import { z } from "zod"
import { at, nearTop, stepFrom } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import { sameAs, slipsAround } from "../kernel/integer-key.ts"

const NUMBER_MAX = 999_999
const BASE_MAX = 16

/** What the digits of a number add up to in another base. */
export const digitSum: DefinedSkill = defineSkill({
  name: "digit-sum",
  title: "Digit sums in other bases",
  fields: {
    number: z.int().min(10).max(NUMBER_MAX),
    base: z.int().min(2).max(BASE_MAX),
  },
  axes: [
    { name: "number", values: [199, 999, 4_999], meaning: "the largest number" },
    { name: "base", values: [5, 9, 16], meaning: "the largest base" },
  ],
  levels: [
    { number: 199, base: 5 }, // 187 = 1222_5
    { number: 999, base: 5 }, // 787 = 11122_5
    { number: 999, base: 9 }, // 787 = 1423_8
    { number: 4_999, base: 9 }, // 3787 = 7313_8
  ],
  beyond: [
    { number: 4_999, base: 16 },
    { number: 99_999, base: 16 },
  ],
  format: "integer",
  answer: { form: "integer" },
  phrases: [
    (number, base) => `Find the sum of the digits of ${number} when it is written in base ${base}.`,
    (number, base) => `The number ${number} is written in base ${base}. What is its digit sum?`,
    (number, base) => `What do the digits of ${number} in base ${base} add up to?`,
  ],

  sample(rung, random) {
    const draw = () => ({
      number: nearTop(10, at(rung, "number"), random),
      base: nearTop(2, at(rung, "base"), random),
    })
    return drawWithin(digitSum, rung, random, draw, { number: 23, base: 3 })
  },

  change({ number, base }, random) {
    if (random.int(3) === 0) return { number, base: stepFrom(base, 2, BASE_MAX, random) }
    return { number: stepFrom(number, 10, NUMBER_MAX, random), base }
  },

  measure: ({ number, base }) => [number, base],

  solve({ number, base }) {
    if (base === 10) return { refused: "the-digits-as-written" }
    return `${digitsOf(number, base).reduce((sum, digit) => sum + digit, 0)}`
  },

  /** Legendre: the digit sum is n − (b − 1) · (⌊n/b⌋ + ⌊n/b²⌋ + …). */
  prove({ number, base }, key) {
    let quotients = 0
    for (let power = base; power <= number; power *= base) quotients += Math.floor(number / power)
    return sameAs("legendre", number - (base - 1) * quotients, key)
  },

  say: ({ number, base }) => [`${number}`, `${base}`],

  identify: ({ number, base }) => ({
    canonical: `digits:${number}_${base}`,
    family: `digits:${number}_${base}`,
  }),

  slips({ number, base }, key) {
    const digits = digitsOf(number, base)
    return [
      `${digitsOf(number, 10).reduce((sum, digit) => sum + digit, 0)}`, // stayed in base ten
      `${digits.length}`, // counted the digits
      digits.toReversed().join(""), // gave the numeral
      `${Number(key) - digits[0]!}`, // lost the last digit
      ...slipsAround(key),
    ]
  },
})

/** The digits from the right. */
function digitsOf(number: number, base: number): number[] {
  const digits: number[] = []
  for (let rest = number; rest > 0; rest = Math.floor(rest / base)) digits.push(rest % base)
  return digits
}
