import { z } from "zod"
import { at, nearTop, settingOf } from "../kernel/axes.ts"
import { type ExactSkill, relativeOf } from "../kernel/exact-skill.ts"
import { binaryGcd } from "../kernel/second-method.ts"
import {
  changeFraction,
  drawReduced,
  Fraction,
  faultOf,
  fractionValue,
  writeFraction,
} from "./fraction-operands.ts"

const AXES = [
  { name: "part", values: [9, 12, 20, 40], meaning: "the largest part of the simplified fraction" },
  { name: "factor", values: [2, 3, 5, 9], meaning: "the largest factor to cancel" },
]

const LEVELS = [
  { part: 40, factor: 2 }, // 34/46 = 17/23
  { part: 40, factor: 3 }, // 51/57 = 17/19
  { part: 40, factor: 5 }, // 85/95 = 17/19
]

const BEYOND = [
  { part: 20, factor: 9 },
  { part: 40, factor: 9 },
]

export const SimplificationSpec = z.object({
  skill: z.literal("fraction-simplification"),
  fraction: Fraction,
})
export type SimplificationSpec = z.infer<typeof SimplificationSpec>

export const simplification: ExactSkill<SimplificationSpec> = {
  name: "fraction-simplification",
  title: "Simplifying fractions",
  axes: AXES,
  levels: LEVELS,
  beyond: BEYOND,
  wordings: 4,
  format: "rational",
  phrases: [
    (fraction) => `Simplify ${fraction}.`,
    (fraction) => `Write ${fraction} in lowest terms.`,
    (fraction) => `Reduce ${fraction} to lowest terms.`,
    (fraction) => `What is ${fraction} in lowest terms?`,
  ],

  unsolvable: (spec) => [{ ...spec, fraction: { ...spec.fraction, bottom: 0 } }],

  sample(rung, random) {
    const { top, bottom } = drawReduced(at(rung, "part"), at(rung, "part"), random)
    const factor = nearTop(2, at(rung, "factor"), random)
    const fraction = { top: top * factor, bottom: bottom * factor }
    return { skill: "fraction-simplification", fraction }
  },

  mutate(spec, random) {
    return relativeOf(simplification, spec, random, () => {
      const { top, bottom } = spec.fraction
      const shared = binaryGcd(top, bottom)
      const reduced = { top: top / shared, bottom: bottom / shared }
      const next = random.int(2) === 0 ? changeFraction(reduced, random) : reduced
      const factor = next === reduced ? 2 + random.int(11) : shared
      return { ...spec, fraction: { top: next.top * factor, bottom: next.bottom * factor } }
    })
  },

  measure({ fraction: { top, bottom } }) {
    const shared = binaryGcd(top, bottom)
    return settingOf(AXES, [Math.max(top, bottom) / shared, shared])
  },

  solve({ fraction }) {
    const value = fractionValue(fraction)
    const already = value.denominator === BigInt(fraction.bottom)
    return already ? { refused: "already-in-lowest-terms" } : value
  },

  prove({ fraction: { top, bottom } }, key) {
    const method = "cross-products"
    const fault = faultOf(key)
    if (fault !== null) return { method, fault }
    const equal = Number(key.numerator) * bottom === top * Number(key.denominator)
    return { method, fault: equal ? null : "the cross products differ" }
  },

  form: () => "lowest-terms",

  say: ({ fraction }, notation) => [writeFraction(fraction, notation)],

  identify({ fraction }) {
    const { numerator, denominator } = fractionValue(fraction)
    const [low, high] =
      numerator < denominator ? [numerator, denominator] : [denominator, numerator]
    return {
      canonical: `simplify:${writeFraction(fraction, "plain")}`,
      family: `ratio:${low},${high}`,
    }
  },

  slips({ fraction: { top, bottom } }, key) {
    const part = (numerator: bigint, denominator: bigint) => `${numerator}/${denominator}`
    const { numerator, denominator } = key
    return [
      part(BigInt(top), BigInt(bottom)), // left as it was
      part(numerator * 2n, denominator * 2n), // stopped half-way
      part(numerator * 3n, denominator * 3n),
      part(denominator, numerator), // turned over
      part(BigInt(top), denominator), // cancelled below only
      part(numerator, BigInt(bottom)), // cancelled above only
      `${bottom - top}/${bottom}`, // took the difference
      part(numerator, denominator + 1n),
      part(numerator + 1n, denominator),
    ]
  },
}
