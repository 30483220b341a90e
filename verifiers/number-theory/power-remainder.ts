import { z } from "zod"
import { at, between, nearTop, stepFrom } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import { sameAs, slipsAround } from "../kernel/integer-key.ts"

const BASE_MAX = 999
const EXPONENT_MAX = 9_999 // the recheck multiplies so often
const MODULUS_MAX = 9_999

/** What a power leaves when it is divided. */
export const powerRemainder: DefinedSkill = defineSkill({
  name: "power-remainder",
  title: "Remainders of powers",
  fields: {
    base: z.int().min(2).max(BASE_MAX),
    exponent: z.int().min(2).max(EXPONENT_MAX),
    modulus: z.int().min(3).max(MODULUS_MAX),
  },
  axes: [
    { name: "base", values: [9, 20, 50], meaning: "the largest base" },
    { name: "exponent", values: [20, 99, 999], meaning: "the largest exponent" },
    { name: "modulus", values: [13, 20, 99], meaning: "the largest divisor" },
  ],
  levels: [
    { base: 9, exponent: 20, modulus: 13 }, // 7^17 by 11
    { base: 20, exponent: 99, modulus: 13 }, // 17^75 by 13
    { base: 20, exponent: 999, modulus: 20 }, // 17^775 by 19
    { base: 50, exponent: 999, modulus: 99 }, // 47^775 by 97
  ],
  beyond: [
    { base: 99, exponent: 999, modulus: 199 },
    { base: 999, exponent: 9_999, modulus: 999 },
  ],
  format: "integer",
  answer: { form: "integer" },
  phrases: [
    (power, modulus) => `Find the remainder when ${power} is divided by ${modulus}.`,
    (power, modulus) => `What is the remainder of ${power} modulo ${modulus}?`,
    (power, modulus) => `What does ${power} leave when it is divided by ${modulus}?`,
  ],

  sample(rung, random) {
    const draw = () => ({
      base: between(2, at(rung, "base"), random),
      exponent: nearTop(2, at(rung, "exponent"), random),
      modulus: nearTop(3, at(rung, "modulus"), random),
    })
    return drawWithin(powerRemainder, rung, random, draw, { base: 3, exponent: 4, modulus: 7 })
  },

  change(spec, random) {
    const { base, exponent, modulus } = spec
    switch (random.int(3)) {
      case 0:
        return { ...spec, base: stepFrom(base, 2, BASE_MAX, random) }
      case 1:
        return { ...spec, exponent: stepFrom(exponent, 2, EXPONENT_MAX, random) }
      default:
        return { ...spec, modulus: stepFrom(modulus, 3, MODULUS_MAX, random) }
    }
  },

  measure: ({ base, exponent, modulus }) => [base, exponent, modulus],

  /** Squares, and multiplies where the exponent has a binary one. */
  solve({ base, exponent, modulus }) {
    if (base % modulus < 2) return { refused: "nothing-to-work-out" }
    let [result, square] = [1, base % modulus]
    for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
      if (left % 2 === 1) result = (result * square) % modulus
      square = (square * square) % modulus
    }
    return `${result}`
  },

  prove({ base, exponent, modulus }, key) {
    let rest = 1
    for (let i = 0; i < exponent; i++) rest = (rest * base) % modulus
    return sameAs("repeated-multiplication", rest, key)
  },

  say({ base, exponent, modulus }, notation) {
    return [`${base}^${notation === "latex" ? `{${exponent}}` : exponent}`, `${modulus}`]
  },

  identify({ base, exponent, modulus }) {
    return {
      canonical: `power:${base}^${exponent}mod${modulus}`,
      family: `power:${base % modulus}^${exponent}mod${modulus}`,
    }
  },

  slips({ base, exponent, modulus }, key) {
    const rest = Number(key)
    return [
      `${(base * exponent) % modulus}`, // multiplied base and exponent
      `${(rest * base) % modulus}`, // one factor too many
      `${base % modulus}`, // left the exponent out
      `${modulus - rest}`, // lost a sign
      `${rest + modulus}`, // stopped one step early
      ...slipsAround(key),
    ]
  },
})
