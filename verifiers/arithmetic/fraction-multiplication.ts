import { z } from "zod"
import { at, settingOf } from "../kernel/axes.ts"
import { type ExactSkill, relativeOf } from "../kernel/exact-skill.ts"
import { fractionProductFamily } from "../kernel/family.ts"
import { add, divide, multiply, print } from "../kernel/rational.ts"
import { agreesByResidues } from "../kernel/second-method.ts"
import {
  changeFraction,
  drawReduced,
  Fraction,
  faultOf,
  fractionValue,
  unordered,
  writeFraction,
} from "./fraction-operands.ts"

const AXES = [
  { name: "numerator", values: [5, 9, 12, 20], meaning: "the largest numerator" },
  { name: "denominator", values: [5, 9, 12, 20], meaning: "the largest denominator" },
]

const LEVELS = [
  { numerator: 5, denominator: 12 }, // 5/12 × 3/10
  { numerator: 9, denominator: 9 }, // 7/8 × 9/5
  { numerator: 9, denominator: 12 }, // 7/12 × 9/10
]

const BEYOND = [
  { numerator: 20, denominator: 30 },
  { numerator: 30, denominator: 30 },
]

export const FractionMultiplicationSpec = z.object({
  skill: z.literal("fraction-multiplication"),
  first: Fraction,
  second: Fraction,
})
export type FractionMultiplicationSpec = z.infer<typeof FractionMultiplicationSpec>

export const multiplication: ExactSkill<FractionMultiplicationSpec> = {
  name: "fraction-multiplication",
  title: "Multiplying fractions",
  axes: AXES,
  levels: LEVELS,
  beyond: BEYOND,
  wordings: 4,
  format: "rational",
  phrases: [
    (product) => `What is ${product}?`,
    (product) => `Compute ${product}.`,
    (_, first, second) => `Find the product of ${first} and ${second}.`,
    (product) => `${product} = ?`,
  ],

  sample(rung, random) {
    const draw = () => drawReduced(at(rung, "numerator"), at(rung, "denominator"), random)
    return { skill: "fraction-multiplication", first: draw(), second: draw() }
  },

  mutate(spec, random) {
    return relativeOf(multiplication, spec, random, () => {
      if (random.int(2) === 0) return { ...spec, first: changeFraction(spec.first, random) }
      return { ...spec, second: changeFraction(spec.second, random) }
    })
  },

  measure({ first, second }) {
    return settingOf(AXES, [Math.max(first.top, second.top), Math.max(first.bottom, second.bottom)])
  },

  solve: ({ first, second }) => multiply(fractionValue(first), fractionValue(second)),

  /** a/b · c/d = p/q where a·c·q and p·b·d have the same residues and p/q cannot be reduced. */
  prove({ first, second }, key) {
    const method = "residues"
    const fault = faultOf(key)
    if (fault !== null) return { method, fault }
    const tops = { op: "mul", left: first.top, right: second.top } as const
    const bottoms = { op: "mul", left: first.bottom, right: second.bottom } as const
    const cross = {
      op: "sub",
      left: { op: "mul", left: tops, right: Number(key.denominator) },
      right: { op: "mul", left: bottoms, right: Number(key.numerator) },
    } as const
    const agrees = agreesByResidues(cross, 0n) === true
    return { method, fault: agrees ? null : "the cross products differ" }
  },

  form: () => "value",

  say({ first, second }, notation) {
    const parts = [writeFraction(first, notation), writeFraction(second, notation)]
    return [parts.join(notation === "latex" ? " \\times " : " × "), ...parts]
  },

  identify({ first, second }) {
    const parts = unordered(writeFraction(first, "plain"), writeFraction(second, "plain"))
    const family = fractionProductFamily(fractionValue(first), fractionValue(second))
    return { canonical: `product:${parts}`, family }
  },

  slips({ first, second }, key) {
    const [a, b] = [fractionValue(first), fractionValue(second)]
    return [
      print(divide(a, b)), // divided
      print(add(a, b)), // added
      `${first.top * second.bottom}/${first.bottom * second.top}`, // multiplied crosswise
      `${first.top * second.top}/${first.bottom + second.bottom}`, // added the denominators
      `${first.top * second.top}/${Math.max(first.bottom, second.bottom)}`, // kept a denominator
      print(divide({ numerator: 1n, denominator: 1n }, key)), // turned over
      `${key.numerator + 1n}/${key.denominator}`,
    ]
  },
}
