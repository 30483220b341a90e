import { z } from "zod"
import { at, pick } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import { sameAs } from "../kernel/integer-key.ts"
import { listed, worded } from "../kernel/listed.ts"
import { changed, drawCount, drawFormula } from "./draw.ts"
import {
  areSmall,
  formulaField,
  NAMES,
  namesIn,
  shapeOf,
  signsIn,
  truthOf,
  write,
} from "./formula.ts"
import { polynomialOf, valueAt } from "./polynomial.ts"

/** The value of a proposition where some names are true and the others false. */
export const truthValue: DefinedSkill = defineSkill({
  name: "truth-value",
  title: "Truth values of propositions",
  fields: { formula: formulaField, held: z.array(z.enum(NAMES)).max(NAMES.length) },
  axes: [
    { name: "names", values: [3, 4], meaning: "how many propositional variables" },
    { name: "signs", values: [5, 8, 11], meaning: "how many connectives, negations included" },
  ],
  levels: [
    { names: 3, signs: 5 }, // (p ∧ ¬q) → r where p and q are true
    { names: 3, signs: 8 },
    { names: 4, signs: 11 },
  ],
  beyond: [
    { names: 5, signs: 14 },
    { names: 6, signs: 18 },
  ],
  format: "truth",
  phrases: [
    (formula, values) => `Suppose that ${values}. True or false: ${formula} holds.`,
    (formula, values) => `If ${values}, does ${formula} hold? Answer True or False.`,
    (formula, values) =>
      `Evaluate the proposition ${formula} where ${values}. Is it True or False?`,
  ],

  sample(rung, random) {
    const draw = () => {
      const binaries = drawCount(2, Math.ceil((at(rung, "signs") * 2) / 3), random)
      const formula = drawFormula(binaries, drawCount(2, at(rung, "names"), random), random)
      return { formula, held: namesIn(formula).filter(() => random.int(2) === 0) }
    }
    return drawWithin(truthValue, rung, random, draw, EASY)
  },

  change({ formula, held }, random) {
    if (random.int(2) === 0) {
      const turned = pick(namesIn(formula), random)
      const others = held.filter((name) => name !== turned)
      return { formula, held: held.includes(turned) ? others : [...others, turned].sort() }
    }
    const next = changed(formula, random)
    return { formula: next, held: held.filter((name) => namesIn(next).includes(name)) }
  },

  measure: ({ formula }) => [namesIn(formula).length, signsIn(formula)],

  solve({ formula, held }) {
    const names = namesIn(formula)
    if (names.length < 2) return { refused: "too-few-names" }
    if (!areSmall(formula)) return { refused: "too-large" }
    const isTidy = held.every((name, i) => name === [...new Set(held)].sort()[i])
    if (!isTidy || !held.every((name) => names.includes(name))) return { refused: "untidy-values" }
    return `${truthOf(formula, new Map(held.map((name) => [name, true])))}`
  },

  prove({ formula, held }, key) {
    const names = namesIn(formula)
    const bits = held.reduce((sum, name) => sum + 2 ** names.indexOf(name), 0)
    const value = valueAt(polynomialOf(formula, names), bits)
    return sameAs("polynomial", value === 1 ? "true" : "false", key)
  },

  say({ formula, held }, notation) {
    const names = namesIn(formula)
    const others = names.filter((name) => !held.includes(name))
    const parts = [
      ...(held.length === 0 ? [] : [doing(held, "hold", notation)]),
      ...(others.length === 0 ? [] : [doing(others, "fail", notation)]),
    ]
    return [write(formula, notation), parts.join(worded(" and ", notation))]
  },

  identify: ({ formula, held }) => ({
    canonical: `truth-value:${write(formula)} at ${held.join(",")}`,
    family: shapeOf([formula]),
  }),

  slips: (_spec, key) => [key === "true" ? "false" : "true"],
})

const EASY = {
  formula: { op: "implies" as const, left: "p" as const, right: "q" as const },
  held: ["p" as const],
}

/** "p and q hold", "r fails". */
function doing(names: readonly string[], verb: string, notation: "plain" | "latex"): string {
  const ending = names.length === 1 ? "s" : ""
  return `${listed(names, notation)}${worded(` ${verb}${ending}`, notation)}`
}
