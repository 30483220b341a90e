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
  type Two,
  wholeNumber,
} from "./integer-operands.ts"

const AXES = [
  { name: "first", values: [1, 2, 3], meaning: "digits of the number to take from" },
  { name: "second", values: [1, 2, 3], meaning: "digits of the number to take away" },
  { name: "borrows", values: [0, 1], meaning: "1 where columns may borrow" },
]

// The result is negative only where the second number may have more digits than the first.
const LEVELS = [
  { first: 2, second: 2, borrows: 0 }, // 58 - 37
  { first: 2, second: 2, borrows: 1 }, // 52 - 37
  { first: 3, second: 2, borrows: 1 }, // 412 - 67
  { first: 3, second: 3, borrows: 1 }, // 412 - 267
]

const BEYOND = [
  { first: 4, second: 3, borrows: 1 },
  { first: 4, second: 4, borrows: 1 },
]

export const SubtractionSpec = z.object({
  skill: z.literal("integer-subtraction"),
  first: wholeNumber,
  second: wholeNumber,
})
export type SubtractionSpec = z.infer<typeof SubtractionSpec>

export const subtraction: ExactSkill<SubtractionSpec> = {
  name: "integer-subtraction",
  title: "Subtracting whole numbers",
  axes: AXES,
  levels: LEVELS,
  beyond: BEYOND,
  wordings: 4,
  format: "integer",
  phrases: [
    (difference) => `What is ${difference}?`,
    (difference) => `Compute ${difference}.`,
    (_, first, second) => `Subtract ${second} from ${first}.`,
    (difference) => `${difference} = ?`,
  ],

  sample(rung, random) {
    const mayBeNegative = at(rung, "second") > at(rung, "first")
    const draw = () => {
      const first = withDigits(at(rung, "first"), random)
      const second = withDigits(at(rung, "second"), random)
      return ordered({ first, second }, mayBeNegative)
    }
    if (at(rung, "borrows") > 0) {
      return { skill: "integer-subtraction", ...wished(draw, (two) => borrowsOf(two) > 0, random) }
    }
    const { first, second } = draw()
    const [large, small] = [`${Math.max(first, second)}`, `${Math.min(first, second)}`]
    const parts = pairWithoutCarry({ first: large.length, second: small.length }, random)
    const pair = { first: parts.first + parts.second, second: parts.second }
    const negative = second > first
    return {
      skill: "integer-subtraction",
      first: negative ? pair.second : pair.first,
      second: negative ? pair.first : pair.second,
    }
  },

  mutate(spec, random) {
    return relativeOf(subtraction, spec, random, () => {
      return { ...spec, ...ordered(changePair(spec, random), spec.second > spec.first) }
    })
  },

  measure(spec) {
    const borrows = Math.min(1, borrowsOf(spec))
    return settingOf(AXES, [`${spec.first}`.length, `${spec.second}`.length, borrows])
  },

  solve: ({ first, second }) => rational(BigInt(first) - BigInt(second)),

  prove({ first, second }, key) {
    const text = print(key)
    const [small, large] = text.startsWith("-")
      ? [addColumns(`${first}`, text.slice(1)), `${second}`]
      : [addColumns(`${second}`, text), `${first}`]
    const fault = small === large ? null : `adding back gives ${small}, not ${large}`
    return { method: "adding-back", fault }
  },

  form: () => "integer",

  say({ first, second }, notation) {
    const difference = write({ op: "sub", left: first, right: second }, notation)
    return [difference, `${first}`, `${second}`]
  },

  identify({ first, second }) {
    return { canonical: `${first}-${second}`, family: sumFamily(first, -second) }
  },

  slips(spec, key) {
    return [
      columnwise(spec, (a, b) => a - b), // took the smaller digit from the larger in each column
      `${spec.first + spec.second}`, // added
      ...slipsNear(key),
    ]
  },
}

function ordered(two: Two, mayBeNegative: boolean): Two {
  const { first, second } = two
  return mayBeNegative || first >= second ? two : { first: second, second: first }
}

/** A column borrows exactly where adding the result back to the smaller number carries. */
function borrowsOf({ first, second }: Two): number {
  return carriesOf(Math.min(first, second), Math.abs(first - second))
}
