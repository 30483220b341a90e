import { z } from "zod"
import { at, pick, settingOf, wished } from "../kernel/axes.ts"
import { type ExactSkill, relativeOf } from "../kernel/exact-skill.ts"
import { fractionSumFamily } from "../kernel/family.ts"
import { add, compare, negate, subtract } from "../kernel/rational.ts"
import { addColumns } from "../kernel/second-method.ts"
import {
  changeDecimal,
  Decimal,
  decimalSlips,
  decimalValue,
  drawDecimal,
  splitDecimal,
  wholeDigits,
  writeDecimal,
} from "./decimal-operands.ts"
import { unordered } from "./fraction-operands.ts"

const AXES = [
  { name: "whole", values: [1, 2, 3], meaning: "digits before the point" },
  { name: "places", values: [1, 2, 3], meaning: "digits behind the point" },
  { name: "unlike", values: [0, 1], meaning: "1 where one has more digits behind the point" },
]

const LEVELS = [
  { whole: 1, places: 1, unlike: 0 }, // 3.4 + 5.8
  { whole: 2, places: 1, unlike: 0 }, // 23.4 - 5.8
  { whole: 2, places: 2, unlike: 0 }, // 23.45 + 5.87
  { whole: 2, places: 2, unlike: 1 }, // 23.4 - 5.87
]

const BEYOND = [
  { whole: 3, places: 3, unlike: 0 },
  { whole: 3, places: 3, unlike: 1 },
]

const OPS = ["add", "sub"] as const
type Op = (typeof OPS)[number]

export const DecimalAdditionSpec = z.object({
  skill: z.literal("decimal-addition"),
  op: z.enum(OPS),
  first: Decimal,
  second: Decimal,
})
export type DecimalAdditionSpec = z.infer<typeof DecimalAdditionSpec>

export const decimalAddition: ExactSkill<DecimalAdditionSpec> = {
  name: "decimal-addition",
  title: "Adding and subtracting decimals",
  axes: AXES,
  levels: LEVELS,
  beyond: BEYOND,
  wordings: 4,
  format: "decimal",
  phrases: [
    (whole) => `What is ${whole}?`,
    (whole) => `Compute ${whole}.`,
    (whole) => `Find the value of ${whole}.`,
    (whole) => `${whole} = ?`,
  ],

  sample(rung, random) {
    const unlike = at(rung, "unlike") > 0
    const draw = (): DecimalAdditionSpec => {
      const [first, second] = drawPlaces(at(rung, "places"), unlike, random.int)
      const drawn = [first, second].map((places) =>
        drawDecimal(at(rung, "whole"), places, random),
      ) as [string, string]
      return { skill: "decimal-addition", ...posed(pick(OPS, random), ...drawn) }
    }
    return wished(draw, (drawn) => isUnlike(drawn) === unlike, random)
  },

  mutate(spec, random) {
    return relativeOf(decimalAddition, spec, random, () => {
      const op = random.int(4) === 0 ? pick(OPS, random) : spec.op
      const { first, second } = spec
      if (random.int(2) === 0)
        return { ...spec, ...posed(op, changeDecimal(first, random), second) }
      return { ...spec, ...posed(op, first, changeDecimal(second, random)) }
    })
  },

  measure(spec) {
    const both = [spec.first, spec.second]
    const whole = Math.max(...both.map(wholeDigits))
    const places = Math.max(...both.map((decimal) => splitDecimal(decimal).places))
    return settingOf(AXES, [whole, places, isUnlike(spec) ? 1 : 0])
  },

  solve({ op, first, second }) {
    const [a, b] = [decimalValue(first), decimalValue(second)]
    return op === "add" ? add(a, b) : subtract(a, b)
  },

  /** Adds the columns, point under point; a difference is added back to what was taken away. */
  prove({ op, first, second }, key) {
    const written = writeDecimal(key)
    const [one, other, whole] = op === "add" ? [first, second, written] : [written, second, first]
    if (written.startsWith("-")) return { method: "columns", fault: "the key is negative" }
    const places = Math.max(...[first, second, written].map(placesOf))
    const sum = addColumns(aligned(one, places), aligned(other, places))
    const expected = aligned(whole, places)
    const fault = withoutZeros(sum) === withoutZeros(expected) ? null : `the columns give ${sum}`
    return { method: "columns", fault }
  },

  form: () => "value",
  write: writeDecimal,

  say: ({ op, first, second }) => [`${first} ${op === "add" ? "+" : "-"} ${second}`],

  identify({ op, first, second }) {
    const [a, b] = [decimalValue(first), decimalValue(second)]
    return {
      canonical:
        op === "add" ? `decimals:sum:${unordered(first, second)}` : `decimals:${first}-${second}`,
      family: fractionSumFamily(a, op === "add" ? b : negate(b)),
    }
  },

  slips({ op, first, second }, key) {
    const [a, b] = [splitDecimal(first), splitDecimal(second)]
    const sign = op === "add" ? 1 : -1
    const places = Math.max(a.places, b.places)
    const unaligned = a.digits + sign * b.digits
    const [one, other] = [decimalValue(first), decimalValue(second)]
    return [
      `${unaligned / 10 ** places}`, // wrote the last digits under each other
      `${unaligned}`, // lost the point
      writeDecimal(op === "add" ? subtract(one, other) : add(one, other)), // wrong operation
      ...decimalSlips(key),
    ]
  },
}

/** How many digits behind the point each has: as many, or fewer in one where they may differ. */
function drawPlaces(most: number, unlike: boolean, int: (bound: number) => number) {
  const fewer = unlike && most > 1 ? 1 + int(most - 1) : most
  return int(2) === 0 ? ([most, fewer] as const) : ([fewer, most] as const)
}

/** The smaller is taken from the larger; equal decimals are added. */
function posed(op: Op, first: string, second: string) {
  const gap = compare(decimalValue(first), decimalValue(second))
  if (op === "add" || gap === 0) return { op: "add", first, second } as const
  return gap > 0 ? { op, first, second } : { op, first: second, second: first }
}

function isUnlike({ first, second }: DecimalAdditionSpec): boolean {
  return placesOf(first) !== placesOf(second)
}

function placesOf(written: string): number {
  const point = written.indexOf(".")
  return point === -1 ? 0 : written.length - point - 1
}

/** The digits with so many places behind a point that is no longer written. */
function aligned(written: string, places: number): string {
  const missing = places - placesOf(written)
  return written.replace(".", "") + "0".repeat(missing)
}

function withoutZeros(digits: string): string {
  return digits.replace(/^0+/, "")
}
