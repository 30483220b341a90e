import { at } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import { sameAs, slipsAround } from "../kernel/integer-key.ts"
import { listed } from "../kernel/listed.ts"
import { changed, drawCount, drawFormula } from "./draw.ts"
import {
  areSmall,
  formulaField,
  namesIn,
  rowsOf,
  shapeOf,
  signsIn,
  truthOf,
  write,
} from "./formula.ts"
import { countOf, polynomialOf } from "./polynomial.ts"

/** How many rows of its truth table make a proposition true. */
export const satisfyingAssignments: DefinedSkill = defineSkill({
  name: "satisfying-assignments",
  title: "Counting satisfying assignments",
  fields: { formula: formulaField },
  axes: [
    { name: "names", values: [2, 3, 4], meaning: "how many propositional variables" },
    { name: "signs", values: [5, 8, 11], meaning: "how many connectives, negations included" },
  ],
  levels: [
    { names: 3, signs: 5 }, // (p ∨ q) → ¬r
    { names: 3, signs: 8 },
    { names: 4, signs: 8 },
    { names: 4, signs: 11 },
  ],
  beyond: [
    { names: 5, signs: 11 },
    { names: 6, signs: 15 },
  ],
  format: "integer",
  answer: { form: "integer" },
  phrases: [
    (formula, names) =>
      `How many assignments of truth values to ${names} make the proposition ${formula} true?`,
    (formula, names) => `In how many rows of the truth table over ${names} does ${formula} hold?`,
    (formula, names) =>
      `Each of ${names} is either true or false. Count the ways to choose their values so that ` +
      `${formula} is satisfied.`,
  ],

  sample(rung, random) {
    const draw = () => {
      const binaries = drawCount(1, Math.ceil((at(rung, "signs") * 2) / 3), random)
      return { formula: drawFormula(binaries, drawCount(2, at(rung, "names"), random), random) }
    }
    return drawWithin(satisfyingAssignments, rung, random, draw, EASY)
  },

  change: ({ formula }, random) => ({ formula: changed(formula, random) }),

  measure: ({ formula }) => [namesIn(formula).length, signsIn(formula)],

  solve({ formula }) {
    const names = namesIn(formula)
    if (names.length < 2) return { refused: "too-few-names" }
    if (!areSmall(formula)) return { refused: "too-large" }
    return `${rowsOf(names).filter((row) => truthOf(formula, row)).length}`
  },

  prove({ formula }, key) {
    const names = namesIn(formula)
    return sameAs("sum of a polynomial", countOf(polynomialOf(formula, names), names.length), key)
  },

  say: ({ formula }, notation) => [write(formula, notation), listed(namesIn(formula), notation)],

  identify: ({ formula }) => ({
    canonical: `models:${write(formula)}`,
    family: shapeOf([formula]),
  }),

  slips({ formula }, key) {
    const rows = 2 ** namesIn(formula).length
    const count = Number(key)
    return [
      `${rows - count}`, // counted the rows where it fails
      `${rows}`, // counted all rows
      `${count * 2}`, // counted a name that is not there
      ...slipsAround(key),
    ]
  },
})

const EASY = { formula: { op: "or", left: "p", right: "q" } } as const
