import { z } from "zod"
import { at, settingOf } from "../kernel/axes.ts"
import { type ExactSkill, relativeOf } from "../kernel/exact-skill.ts"
import { fractionProductFamily } from "../kernel/family.ts"
import { add, multiply } from "../kernel/rational.ts"
import { agreesByResidues } from "../kernel/second-method.ts"
import {
  changeDecimal,
  Decimal,
  decimalSlips,
  decimalValue,
  drawDecimal,
  splitDecimal,
  writeDecimal,
} from "./decimal-operands.ts"
import { unordered } from "./fraction-operands.ts"

const AXES = [
  { name: "first", values: [2, 3, 4], meaning: "digits of the first factor" },
  { name: "second", values: [2, 3, 4], meaning: "digits of the second factor" },
  { name: "places", values: [1, 2, 3], meaning: "digits behind the point of either factor" },
]

const LEVELS = [
  { first: 2, second: 2, places: 1 }, // 3.4 × 5.8
  { first: 3, second: 2, places: 1 }, // 23.4 × 5.8
  { first: 3, second: 2, places: 2 }, // 2.34 × 5.8
  { first: 3, second: 3, places: 2 }, // 2.34 × 5.08
]

const BEYOND = [
  { first: 4, second: 3, places: 2 },
  { first: 4, second: 4, places: 3 },
]

export const DecimalMultiplicationSpec = z.object({
  skill: z.literal("decimal-multiplication"),
  first: Decimal,
  second: Decimal,
})
export type DecimalMultiplicationSpec = z.infer<typeof DecimalMultiplicationSpec>

export const decimalMultiplication: ExactSkill<DecimalMultiplicationSpec> = {
  name: "decimal-multiplication",
  title: "Multiplying decimals",
  axes: AXES,
  levels: LEVELS,
  beyond: BEYOND,
  wordings: 4,
  format: "decimal",
  phrases: [
    (product) => `What is ${product}?`,
    (product) => `Compute ${product}.`,
    (_, first, second) => `Find the product of ${first} and ${second}.`,
    (product) => `${product} = ?`,
  ],

  sample(rung, random) {
    const draw = (digits: number) => {
      const places = Math.min(digits - 1, at(rung, "places"))
      return drawDecimal(digits - places, places, random)
    }
    const [first, second] = [draw(at(rung, "first")), draw(at(rung, "second"))]
    return { skill: "decimal-multiplication", first, second }
  },

  mutate(spec, random) {
    return relativeOf(decimalMultiplication, spec, random, () => {
      if (random.int(2) === 0) return { ...spec, first: changeDecimal(spec.first, random) }
      return { ...spec, second: changeDecimal(spec.second, random) }
    })
  },

  measure({ first, second }) {
    const places = Math.max(splitDecimal(first).places, splitDecimal(second).places)
    return settingOf(AXES, [first.length - 1, second.length - 1, places])
  },

  solve: ({ first, second }) => multiply(decimalValue(first), decimalValue(second)),

  /** The digits' product times the key's denominator is its numerator times the power of ten. */
  prove({ first, second }, key) {
    const method = "residues"
    const [a, b] = [splitDecimal(first), splitDecimal(second)]
    const [top, bottom] = [Number(key.numerator), Number(key.denominator)]
    if (Math.max(Math.abs(top), bottom) > Number.MAX_SAFE_INTEGER) {
      return { method, fault: "the key is longer than any product" }
    }
    const product = { op: "mul", left: a.digits, right: b.digits } as const
    const scale = 10 ** (a.places + b.places)
    const cross = {
      op: "sub",
      left: { op: "mul", left: product, right: bottom },
      right: { op: "mul", left: scale, right: top },
    } as const
    const agrees = agreesByResidues(cross, 0n) === true
    return { method, fault: agrees ? null : "the cross products differ" }
  },

  form: () => "value",
  write: writeDecimal,

  say({ first, second }, notation) {
    return [`${first} ${notation === "latex" ? "\\times" : "×"} ${second}`, first, second]
  },

  identify({ first, second }) {
    return {
      canonical: `decimals:product:${unordered(first, second)}`,
      family: fractionProductFamily(decimalValue(first), decimalValue(second)),
    }
  },

  slips({ first, second }, key) {
    const [a, b] = [splitDecimal(first), splitDecimal(second)]
    const product = a.digits * b.digits
    return [
      `${product / 10 ** Math.max(a.places, b.places)}`, // put the point as in a sum
      `${product}`, // lost the point
      writeDecimal(add(decimalValue(first), decimalValue(second))), // added
      ...decimalSlips(key),
    ]
  },
}
