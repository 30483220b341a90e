import { z } from "zod"
import { at, settingOf, wished, withDigits } from "../kernel/axes.ts"
import { type ExactSkill, relativeOf } from "../kernel/exact-skill.ts"
import { write } from "../kernel/expression.ts"
import { sumFamily } from "../kernel/family.ts"
import { print, rational } from "../kernel/rational.ts"
import { addColumns, carriesOf } from "../kernel/second-method.ts"
import {
  changePair,
  columnwise,
  pairWithoutCarry,
  slipsNear,
  wholeNumber,
} from "./integer-operands.ts"

const AXES = [
  { name: "first", values: [1, 2, 3], meaning: "digits of the first number" },
  { name: "second", values: [1, 2, 3], meaning: "digits of the second number" },
  { name: "carries", values: [0, 1], meaning: "1 where columns may carry" },
]

const LEVELS = [
  { first: 2, second: 2, carries: 0 }, // 52 + 37
  { first: 2, second: 2, carries: 1 }, // 58 + 37
  { first: 3, second: 2, carries: 1 }, // 458 + 67
  { first: 3, second: 3, carries: 1 }, // 458 + 367
]

const BEYOND = [
  { first: 4, second: 3, carries: 1 },
  { first: 4, second: 4, carries: 1 },
]

export const AdditionSpec = z.object({
  skill: z.literal("integer-addition"),
  first: wholeNumber,
  second: wholeNumber,
})
export type AdditionSpec = z.infer<typeof AdditionSpec>

export const addition: ExactSkill<AdditionSpec> = {
  name: "integer-addition",
  title: "Adding whole numbers",
  axes: AXES,
  levels: LEVELS,
  beyond: BEYOND,
  wordings: 4,
  format: "integer",
  phrases: [
    (sum) => `What is ${sum}?`,
    (sum) => `Compute ${sum}.`,
    (_, first, second) => `Find the sum of ${first} and ${second}.`,
    (sum) => `${sum} = ?`,
  ],

  sample(rung, random) {
    const draw = () => ({
      skill: "integer-addition" as const,
      first: withDigits(at(rung, "first"), random),
      second: withDigits(at(rung, "second"), random),
    })
    if (at(rung, "carries") > 0) {
      return wished(draw, ({ first, second }) => carriesOf(first, second) > 0, random)
    }
    const { skill, first, second } = draw()
    const digits = { first: `${first}`.length, second: `${second}`.length }
    return { skill, ...pairWithoutCarry(digits, random) }
  },

  mutate(spec, random) {
    return relativeOf(addition, spec, random, () => ({ ...spec, ...changePair(spec, random) }))
  },

  measure({ first, second }) {
    const carries = Math.min(1, carriesOf(first, second))
    return settingOf(AXES, [`${first}`.length, `${second}`.length, carries])
  },

  solve: ({ first, second }) => rational(BigInt(first) + BigInt(second)),

  prove({ first, second }, key) {
    const sum = addColumns(`${first}`, `${second}`)
    const fault = sum === print(key) ? null : `the columns add up to ${sum}`
    return { method: "column-addition", fault }
  },

  form: () => "integer",

  say({ first, second }, notation) {
    const sum = write({ op: "add", left: first, right: second }, notation)
    return [sum, `${first}`, `${second}`]
  },

  identify({ first, second }) {
    const [low, high] = first <= second ? [first, second] : [second, first]
    return { canonical: `${low}+${high}`, family: sumFamily(first, second) }
  },

  slips(spec, key) {
    return [
      columnwise(spec, (a, b) => a + b), // forgot the carries
      `${Math.abs(spec.first - spec.second)}`, // subtracted
      `${spec.first}${spec.second}`, // wrote one number behind the other
      ...slipsNear(key),
    ]
  },
}
