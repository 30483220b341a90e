import { z } from "zod"
import type { Random } from "../../src/world.ts"
import { at, between, nearTop } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill, type Proven } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import { slipsAround } from "../kernel/integer-key.ts"

const BASE_MAX = 16
const LENGTH_MAX = 8
const DIGITS = "0123456789ABCDEF"

/** What a numeral of another base is worth. */
export const baseConversion: DefinedSkill = defineSkill({
  name: "base-conversion",
  title: "Numerals of other bases",
  fields: {
    digits: z.string().regex(/^[1-9A-F][0-9A-F]{1,7}$/),
    base: z.int().min(2).max(BASE_MAX),
  },
  axes: [
    { name: "base", values: [9, 12, 16], meaning: "the largest base" },
    { name: "length", values: [3, 4, 5], meaning: "the most digits" },
  ],
  levels: [
    { base: 9, length: 3 }, // 475_8
    { base: 9, length: 4 }, // 4753_8
    { base: 12, length: 4 }, // 4B53_12
    { base: 16, length: 4 }, // 4E53_16
  ],
  beyond: [
    { base: 16, length: 5 },
    { base: 16, length: 6 },
  ],
  format: "integer",
  answer: { form: "integer" },
  phrases: [
    (numeral) => `Write ${numeral} in base ten.`,
    (_, digits, base) => `The numeral ${digits} is written in base ${base}. Which number is it?`,
    (numeral) => `Convert ${numeral} to a decimal number.`,
  ],

  sample(rung, random) {
    const draw = () => {
      const base = nearTop(2, at(rung, "base"), random)
      const length = nearTop(2, at(rung, "length"), random)
      return { digits: drawDigits(length, base, random), base }
    }
    return drawWithin(baseConversion, rung, random, draw, { digits: "12", base: 3 })
  },

  change({ digits, base }, random) {
    const place = random.int(digits.length)
    const digit = DIGITS[between(place === 0 ? 1 : 0, base - 1, random)]!
    return { digits: digits.slice(0, place) + digit + digits.slice(place + 1), base }
  },

  measure: ({ digits, base }) => [base, digits.length],

  /** Horner's scheme from the left. */
  solve({ digits, base }) {
    const values = valuesOf(digits)
    if (base === 10 || values.some((value) => value >= base)) return { refused: "no-such-numeral" }
    return `${values.reduce((number, value) => number * base + value, 0)}`
  },

  /** Writes the key in the base again, from the right, by division. */
  prove({ digits, base }, key): Proven {
    const method = "division"
    if (!/^[1-9][0-9]{0,11}$/.test(key)) return { method, fault: "it is no whole number" }
    let again = ""
    for (let rest = Number(key); rest > 0; rest = Math.floor(rest / base)) {
      again = DIGITS[rest % base] + again
    }
    return { method, fault: again === digits ? null : `it is ${again} in base ${base}` }
  },

  say({ digits, base }, notation) {
    if (notation === "plain") return [`${digits}_${base}`, digits, `${base}`]
    const upright = /[A-F]/.test(digits) ? `\\mathrm{${digits}}` : digits
    return [`${upright}_{${base}}`, upright, `${base}`]
  },

  identify({ digits, base }) {
    return { canonical: `numeral:${digits}_${base}`, family: `numeral:${digits}_${base}` }
  },

  slips({ digits, base }, key) {
    const values = valuesOf(digits)
    const worth = (numerals: readonly number[], of: number) =>
      `${numerals.reduce((number, value) => number * of + value, 0)}`
    return [
      worth(values, 10), // read it in base ten
      worth(values.toReversed(), base), // began at the wrong end
      worth([...values, 0], base), // one power too high
      worth(values, base + 1),
      `${values.reduce((sum, value) => sum + value, 0)}`, // added the digits
      ...slipsAround(key),
    ]
  },
})

function drawDigits(length: number, base: number, random: Random): string {
  let digits = DIGITS[between(1, base - 1, random)]!
  while (digits.length < Math.min(length, LENGTH_MAX)) digits += DIGITS[random.int(base)]
  return digits
}

function valuesOf(digits: string): number[] {
  return Array.from(digits, (digit) => DIGITS.indexOf(digit))
}
