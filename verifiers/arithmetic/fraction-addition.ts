import { z } from "zod"
import type { Random } from "../../src/world.ts"
import { at, between, nearTop, pick, settingOf, wished } from "../kernel/axes.ts"
import { type ExactSkill, relativeOf } from "../kernel/exact-skill.ts"
import { fractionSumFamily } from "../kernel/family.ts"
import { add, compare, negate, print, subtract } from "../kernel/rational.ts"
import {
  changeFraction,
  Fraction,
  faultOf,
  fractionValue,
  unordered,
  writeFraction,
} from "./fraction-operands.ts"

const AXES = [
  { name: "denominator", values: [9, 12, 15, 20], meaning: "the largest denominator" },
  { name: "unlike", values: [0, 1], meaning: "1 where the denominators may differ" },
  { name: "reduces", values: [0, 1], meaning: "1 where the result may need reducing" },
]

const LEVELS = [
  { denominator: 15, unlike: 0, reduces: 0 }, // 7/12 + 4/12
  { denominator: 20, unlike: 0, reduces: 0 }, // 7/19 + 15/19
]

const BEYOND = [
  { denominator: 20, unlike: 0, reduces: 1 }, // 7/12 + 1/12
  { denominator: 15, unlike: 1, reduces: 1 }, // 7/12 + 4/15
]

const OPS = ["add", "sub"] as const
type Op = (typeof OPS)[number]

export const FractionAdditionSpec = z.object({
  skill: z.literal("fraction-addition"),
  op: z.enum(OPS),
  first: Fraction,
  second: Fraction,
})
export type FractionAdditionSpec = z.infer<typeof FractionAdditionSpec>

export const addition: ExactSkill<FractionAdditionSpec> = {
  name: "fraction-addition",
  title: "Adding and subtracting fractions",
  axes: AXES,
  levels: LEVELS,
  beyond: BEYOND,
  wordings: 4,
  format: "rational",
  phrases: [
    (whole) => `What is ${whole}?`,
    (whole) => `Compute ${whole}.`,
    (whole) => `Find the value of ${whole}.`,
    (whole) => `${whole} = ?`,
  ],

  sample(rung, random) {
    const unlike = at(rung, "unlike") > 0
    const draw = (): FractionAdditionSpec => {
      const first = drawProper(nearTop(2, at(rung, "denominator"), random), random)
      const bottom = unlike ? nearTop(2, at(rung, "denominator"), random) : first.bottom
      const second = drawProper(bottom, random)
      return { skill: "fraction-addition", ...posed(pick(OPS, random), first, second) }
    }
    const reduced = at(rung, "reduces") > 0
    const spec = wished(
      draw,
      (drawn) => isUnlike(drawn) === unlike && reduces(drawn) === reduced,
      random,
    )
    return reduced || !reduces(spec) ? spec : { ...spec, op: "add", first: THIRD, second: THIRD }
  },

  mutate(spec, random) {
    return relativeOf(addition, spec, random, () => {
      const op = random.int(4) === 0 ? pick(OPS, random) : spec.op
      const changesFirst = random.int(2) === 0
      const first = changesFirst ? proper(changeFraction(spec.first, random)) : spec.first
      const second = changesFirst ? spec.second : proper(changeFraction(spec.second, random))
      return { ...spec, ...posed(op, first, second) }
    })
  },

  measure(spec) {
    const denominator = Math.max(spec.first.bottom, spec.second.bottom)
    return settingOf(AXES, [denominator, isUnlike(spec) ? 1 : 0, reduces(spec) ? 1 : 0])
  },

  solve({ op, first, second }) {
    const [a, b] = [fractionValue(first), fractionValue(second)]
    return op === "add" ? add(a, b) : subtract(a, b)
  },

  /** Counts in the largest unit that both fractions are whole multiples of. */
  prove({ op, first, second }, key) {
    const method = "common-unit"
    const fault = faultOf(key)
    if (fault !== null) return { method, fault }
    let units = first.bottom // in one whole
    while (units % second.bottom > 0) units += first.bottom
    const a = first.top * (units / first.bottom)
    const b = second.top * (units / second.bottom)
    const count = op === "add" ? a + b : a - b
    const counted = Number(key.numerator) * units === count * Number(key.denominator)
    return { method, fault: counted ? null : `the result is ${count} of ${units} parts` }
  },

  form: () => "value",

  say({ op, first, second }, notation) {
    const sign = op === "add" ? "+" : "-"
    return [`${writeFraction(first, notation)} ${sign} ${writeFraction(second, notation)}`]
  },

  identify({ op, first, second }) {
    const [left, right] = [writeFraction(first, "plain"), writeFraction(second, "plain")]
    const canonical = op === "add" ? `sum:${unordered(left, right)}` : `difference:${left} ${right}`
    const [a, b] = [fractionValue(first), fractionValue(second)]
    return { canonical, family: fractionSumFamily(a, op === "add" ? b : negate(b)) }
  },

  slips({ op, first, second }, key) {
    const sign = op === "add" ? 1 : -1
    const [a, b] = [fractionValue(first), fractionValue(second)]
    return [
      `${first.top + sign * second.top}/${first.bottom + second.bottom}`, // added the denominators
      `${first.top + sign * second.top}/${first.bottom * second.bottom}`, // forgot to expand
      `${first.top + sign * second.top}/${Math.max(first.bottom, second.bottom)}`,
      print(op === "add" ? subtract(a, b) : add(a, b)), // wrong operation
      print(negate(key)), // lost the sign
      `${key.numerator + 1n}/${key.denominator}`,
      `${key.numerator}/${key.denominator + 1n}`,
    ]
  },
}

const THIRD: Fraction = { top: 1, bottom: 3 } // twice a third needs no reducing: it fits every rung

/** Between 0 and 1. */
function drawProper(bottom: number, random: Random): Fraction {
  return { top: between(1, bottom - 1, random), bottom }
}

function proper({ top, bottom }: Fraction): Fraction {
  return { top: Math.min(top, bottom - 1), bottom }
}

/** The smaller is taken from the larger; equal fractions are added, for 0 is no fraction. */
function posed(op: Op, first: Fraction, second: Fraction) {
  const gap = compare(fractionValue(first), fractionValue(second))
  if (op === "add" || gap === 0) return { op: "add", first, second } as const
  return gap > 0 ? { op, first, second } : { op, first: second, second: first }
}

function isUnlike({ first, second }: FractionAdditionSpec): boolean {
  return first.bottom !== second.bottom
}

/** Whether the sum over the common denominator is not yet in lowest terms. */
function reduces({ op, first, second }: FractionAdditionSpec): boolean {
  const [a, b] = [fractionValue(first), fractionValue(second)]
  const result = op === "add" ? add(a, b) : subtract(a, b)
  let units = first.bottom
  while (units % second.bottom > 0) units += first.bottom
  return result.denominator !== BigInt(units)
}
