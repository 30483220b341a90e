import { z } from "zod"
import type { Random } from "../../src/world.ts"
import { at, nearTop, pick, settingOf } from "../kernel/axes.ts"
import { type ExactSkill, relativeOf } from "../kernel/exact-skill.ts"
import { fractionProductFamily } from "../kernel/family.ts"
import { add, divide, multiply, rational, subtract } from "../kernel/rational.ts"
import { decimalSlips, writeDecimal } from "./decimal-operands.ts"
import { nearby } from "./integer-operands.ts"
import { combineParts, faultOfParts } from "./parts.ts"

const PERCENT_MAX = 999
const AMOUNT_MAX = 99_999

const AXES = [
  { name: "percent", values: [99, 199], meaning: "the largest percentage" },
  { name: "grain", values: [0, 1, 2], meaning: "0: tens of per cent; 1: fives; 2: any whole" },
  { name: "amount", values: [99, 499, 999], meaning: "the largest amount" },
]

const LEVELS = [
  { percent: 99, grain: 0, amount: 499 }, // 30% of 460
  { percent: 99, grain: 1, amount: 499 }, // 35% of 460
  { percent: 99, grain: 2, amount: 499 }, // 37% of 460
  { percent: 199, grain: 2, amount: 999 }, // 137% of 860
]

const BEYOND = [
  { percent: 199, grain: 2, amount: 9_999 },
  { percent: 499, grain: 2, amount: 9_999 },
]

export const PercentageSpec = z.object({
  skill: z.literal("percentage"),
  percent: z.int().min(1).max(PERCENT_MAX),
  amount: z.int().min(1).max(AMOUNT_MAX),
})
export type PercentageSpec = z.infer<typeof PercentageSpec>

export const percentage: ExactSkill<PercentageSpec> = {
  name: "percentage",
  title: "A percentage of an amount",
  axes: AXES,
  levels: LEVELS,
  beyond: BEYOND,
  wordings: 4,
  format: "decimal",
  phrases: [
    (percent, amount) => `What is ${percent} of ${amount}?`,
    (percent, amount) => `Find ${percent} of ${amount}.`,
    (percent, amount) => `Compute ${percent} of ${amount}.`,
    (percent, amount) => `How much is ${percent} of ${amount}?`,
  ],

  sample(rung, random) {
    const grain = GRAINS[at(rung, "grain")]!
    const drawn = grain * nearTop(1, Math.floor(at(rung, "percent") / grain), random)
    const percent = drawn === 100 ? 100 - grain : drawn // the whole amount is no question
    return { skill: "percentage", percent, amount: nearTop(2, at(rung, "amount"), random) }
  },

  mutate(spec, random) {
    return relativeOf(percentage, spec, random, () => changePercentage(spec, random))
  },

  measure({ percent, amount }) {
    const grain = GRAINS.findIndex((step) => percent % step === 0)
    return settingOf(AXES, [percent, grain, amount])
  },

  solve({ percent, amount }) {
    if (percent === 100) return { refused: "the-whole-amount" }
    return multiply(rational(percent, 100), rational(amount))
  },

  prove({ percent, amount }, key) {
    const share = { top: percent, bottom: 100 }
    const fault = faultOfParts(combineParts("mul", share, { top: amount, bottom: 1 }), key)
    return { method: "unreduced-parts", fault }
  },

  form: () => "value",
  write: writeDecimal,

  say({ percent, amount }, notation) {
    return [`${percent}${notation === "latex" ? "\\%" : "%"}`, `${amount}`]
  },

  identify({ percent, amount }) {
    return {
      canonical: `${percent}%of${amount}`,
      family: fractionProductFamily(rational(percent, 100), rational(amount)),
    }
  },

  slips({ percent, amount }, key) {
    const whole = rational(amount)
    return [
      writeDecimal(subtract(whole, key)), // took the percentage off
      writeDecimal(add(whole, key)), // put it on
      `${percent * amount}`, // forgot the hundred
      writeDecimal(divide(whole, rational(percent, 100))), // divided
      ...decimalSlips(key),
    ]
  },
}

const GRAINS = [10, 5, 1] as const

function changePercentage(spec: PercentageSpec, random: Random): PercentageSpec {
  if (random.int(2) === 0) {
    return { ...spec, amount: Math.min(AMOUNT_MAX, nearby(spec.amount, random)) }
  }
  const percent = spec.percent + pick([-10, -5, -1, 1, 5, 10], random)
  return { ...spec, percent: Math.max(1, Math.min(PERCENT_MAX, percent)) }
}
