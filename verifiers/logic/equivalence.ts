import type { Rung } from "../../src/record/problem.ts"
import type { Random } from "../../src/world.ts"
import { at, between, pick } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import { sameAs } from "../kernel/integer-key.ts"
import { changed, drawCount, drawFormula } from "./draw.ts"
import {
  areSmall,
  type Formula,
  formulaField,
  namesIn,
  rowsOf,
  shapeOf,
  signsIn,
  truthOf,
  write,
} from "./formula.ts"
import { FALLACIES, LAWS, rewritesOf } from "./laws.ts"
import { isSame, polynomialOf } from "./polynomial.ts"

/** Whether two propositions say the same; half of the pairs are kept apart by one fallacy only. */
export const equivalence: DefinedSkill = defineSkill({
  name: "logical-equivalence",
  title: "Equivalent propositions",
  fields: { first: formulaField, second: formulaField },
  axes: [
    { name: "names", values: [2, 3, 4], meaning: "how many propositional variables" },
    { name: "signs", values: [6, 9, 12], meaning: "how many connectives the longer one has" },
  ],
  levels: [
    { names: 2, signs: 9 }, // ¬(p ∧ q) and ¬p ∨ ¬q
    { names: 3, signs: 9 },
    { names: 4, signs: 9 },
    { names: 4, signs: 12 },
  ],
  beyond: [
    { names: 4, signs: 16 },
    { names: 5, signs: 16 },
  ],
  format: "truth",
  phrases: [
    (first, second) => `True or false: ${first} is logically equivalent to ${second}.`,
    (first, second) =>
      `Do the propositions ${first} and ${second} have the same truth table? ` +
      "Answer true if they do and false if they do not.",
    (first, second) =>
      `Decide, true or false, whether ${first} and ${second} always have the same truth value.`,
  ],

  sample: (rung, random) =>
    drawWithin(equivalence, rung, random, () => drawPair(rung, random), EASY),

  change({ first, second }, random) {
    if (random.int(2) === 0) return { first: changed(first, random), second }
    return { first, second: changed(second, random) }
  },

  measure: ({ first, second }) => [
    namesIn(first, second).length,
    Math.max(signsIn(first), signsIn(second)),
  ],

  solve({ first, second }) {
    if (write(first) === write(second)) return { refused: "the-same-twice" }
    const names = namesIn(first, second)
    if (names.length < 2) return { refused: "too-few-names" }
    if (!areSmall(first, second)) return { refused: "too-large" }
    return `${rowsOf(names).every((row) => truthOf(first, row) === truthOf(second, row))}`
  },

  prove({ first, second }, key) {
    const names = namesIn(first, second)
    const same = isSame(polynomialOf(first, names), polynomialOf(second, names))
    return sameAs("polynomials", `${same}`, key)
  },

  say: ({ first, second }, notation) => [write(first, notation), write(second, notation)],

  identify({ first, second }) {
    const sides = [write(first), write(second)].sort()
    return { canonical: `equivalent:${sides.join(" ; ")}`, family: shapeOf([first, second]) }
  },

  slips: (_spec, key) => [key === "true" ? "false" : "true"],
})

const EASY = {
  first: { op: "implies", left: "p", right: "q" },
  second: { op: "implies", left: "q", right: "p" },
} as const

/** A formula and what some laws make of it, half the time with a fallacy among them. */
function drawPair(rung: Rung, random: Random): { first: Formula; second: Formula } {
  const binaries = drawCount(1, Math.ceil(at(rung, "signs") / 3), random)
  const first = drawFormula(binaries, at(rung, "names"), random)
  const steps = between(1, 3, random)
  const wrong = random.int(2) === 0 ? random.int(steps) : -1
  let second = first
  for (let i = 0; i < steps; i++) {
    const next = rewritesOf(second, i === wrong ? FALLACIES : LAWS)
    if (next.length > 0) second = pick(next, random)
  }
  return random.int(2) === 0 ? { first, second } : { first: second, second: first }
}
