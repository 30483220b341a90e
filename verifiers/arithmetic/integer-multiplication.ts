import { z } from "zod"
import { at, nearTop, settingOf } from "../kernel/axes.ts"
import { type ExactSkill, relativeOf } from "../kernel/exact-skill.ts"
import { write } from "../kernel/expression.ts"
import { productFamily } from "../kernel/family.ts"
import { rational } from "../kernel/rational.ts"
import { agreesByResidues } from "../kernel/second-method.ts"
import { changePair, columnwise, slipsNear, wholeNumber } from "./integer-operands.ts"

const AXES = [
  { name: "first", values: [49, 99, 199, 499], meaning: "the largest first factor" },
  { name: "second", values: [5, 9, 12], meaning: "the largest second factor" },
]

const LEVELS = [
  { first: 199, second: 5 }, // 174 × 4
  { first: 199, second: 9 }, // 174 × 7
  { first: 499, second: 5 }, // 474 × 4
  { first: 499, second: 9 }, // 474 × 7
]

const BEYOND = [
  { first: 999, second: 12 },
  { first: 99, second: 99 },
]

export const MultiplicationSpec = z.object({
  skill: z.literal("integer-multiplication"),
  first: wholeNumber,
  second: wholeNumber,
})
export type MultiplicationSpec = z.infer<typeof MultiplicationSpec>

export const multiplication: ExactSkill<MultiplicationSpec> = {
  name: "integer-multiplication",
  title: "Multiplying whole numbers",
  axes: AXES,
  levels: LEVELS,
  beyond: BEYOND,
  wordings: 4,
  format: "integer",
  phrases: [
    (product) => `What is ${product}?`,
    (product) => `Compute ${product}.`,
    (_, first, second) => `Find the product of ${first} and ${second}.`,
    (product) => `${product} = ?`,
  ],

  sample(rung, random) {
    const first = nearTop(2, at(rung, "first"), random)
    const second = nearTop(2, at(rung, "second"), random)
    return { skill: "integer-multiplication", first, second }
  },

  mutate(spec, random) {
    return relativeOf(multiplication, spec, random, () => {
      return { ...spec, ...changePair(spec, random) }
    })
  },

  measure: ({ first, second }) => settingOf(AXES, [first, second]),

  solve: ({ first, second }) => rational(BigInt(first) * BigInt(second)),

  prove({ first, second }, key) {
    const agrees =
      key.denominator === 1n &&
      agreesByResidues({ op: "mul", left: first, right: second }, key.numerator)
    const fault = agrees === true ? null : "the residues differ"
    return { method: "residues", fault }
  },

  form: () => "integer",

  say({ first, second }, notation) {
    const product = write({ op: "mul", left: first, right: second }, notation)
    return [product, `${first}`, `${second}`]
  },

  identify({ first, second }) {
    const [low, high] = first <= second ? [first, second] : [second, first]
    return { canonical: `${low}*${high}`, family: productFamily(first, second) }
  },

  slips(spec, key) {
    const { first, second } = spec
    return [
      `${first * (second - 1)}`, // one row too few
      `${first * (second + 1)}`, // one row too many
      columnwise({ first, second: 0 }, (digit) => digit * second), // forgot the carries
      `${first + second}`, // added
      ...slipsNear(key),
    ]
  },
}
