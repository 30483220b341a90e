import { z } from "zod"
import { at, between, nearTop, settingOf } from "../kernel/axes.ts"
import { type ExactSkill, relativeOf } from "../kernel/exact-skill.ts"
import { print, rational } from "../kernel/rational.ts"
import { remainderByColumns } from "../kernel/second-method.ts"
import { nearby, slipsNear, wholeNumber } from "./integer-operands.ts"

const DIVISOR_MAX = 9_999

const AXES = [
  { name: "dividend", values: [99, 199, 499, 999], meaning: "the largest number to divide" },
  { name: "divisor", values: [5, 9, 12], meaning: "the largest divisor" },
]

const LEVELS = [
  { dividend: 199, divisor: 5 }, // 143 mod 4
  { dividend: 499, divisor: 5 }, // 443 mod 4
  { dividend: 999, divisor: 5 }, // 843 mod 4
]

const BEYOND = [
  { dividend: 199, divisor: 9 },
  { dividend: 999, divisor: 12 },
]

export const RemainderSpec = z.object({
  skill: z.literal("integer-remainder"),
  dividend: wholeNumber,
  divisor: z.int().min(2).max(DIVISOR_MAX),
})
export type RemainderSpec = z.infer<typeof RemainderSpec>

export const remainder: ExactSkill<RemainderSpec> = {
  name: "integer-remainder",
  title: "Remainders of whole numbers",
  axes: AXES,
  levels: LEVELS,
  beyond: BEYOND,
  wordings: 4,
  format: "integer",
  phrases: [
    (mod) => `What is ${mod}?`,
    (mod) => `Compute ${mod}.`,
    (_, dividend, divisor) => `Find the remainder when ${dividend} is divided by ${divisor}.`,
    (mod) => `${mod} = ?`,
  ],

  unsolvable: (spec) => [{ ...spec, divisor: 0 }],

  sample(rung, random) {
    const divisor = nearTop(2, at(rung, "divisor"), random)
    const dividend = nearTop(divisor + 1, at(rung, "dividend"), random)
    return { skill: "integer-remainder", dividend, divisor }
  },

  mutate(spec, random) {
    return relativeOf(remainder, spec, random, () => {
      if (random.int(3) > 0) return { ...spec, dividend: nearby(spec.dividend, random) }
      return { ...spec, divisor: between(2, AXES[1]!.values.at(-1)!, random) }
    })
  },

  measure: ({ dividend, divisor }) => settingOf(AXES, [dividend, divisor]),

  solve: ({ dividend, divisor }) => rational(BigInt(dividend) % BigInt(divisor)),

  prove({ dividend, divisor }, key) {
    const rest = remainderByColumns(`${dividend}`, divisor)
    const fault = `${rest}` === print(key) ? null : `long division leaves ${rest}`
    return { method: "long-division", fault }
  },

  form: () => "integer",

  say({ dividend, divisor }, notation) {
    const mod = notation === "latex" ? "\\bmod" : "mod"
    return [`${dividend} ${mod} ${divisor}`, `${dividend}`, `${divisor}`]
  },

  identify({ dividend, divisor }) {
    return { canonical: `${dividend}mod${divisor}`, family: `mod:${dividend},${divisor}` }
  },

  slips({ dividend, divisor }, key) {
    const rest = Number(key.numerator)
    return [
      `${Math.floor(dividend / divisor)}`, // gave the quotient
      `${divisor - rest}`, // what is missing to the next multiple
      `${rest + divisor}`, // stopped one step early
      `${dividend % 10}`, // gave the last digit
      ...slipsNear(key),
    ]
  },
}
