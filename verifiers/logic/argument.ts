import { z } from "zod"
import type { Rung } from "../../src/record/problem.ts"
import type { Random } from "../../src/world.ts"
import { at, pick } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill, type Fields } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import { sameAs } from "../kernel/integer-key.ts"
import { listed } from "../kernel/listed.ts"
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
import { allOf, complement, isNowhere, polynomialOf } from "./polynomial.ts"

const FIELDS = { premises: z.array(formulaField).min(1).max(5), conclusion: formulaField }
type Argument = Fields<typeof FIELDS>

/** Whether a conclusion follows from premises that do not contradict each other. */
export const argumentValidity: DefinedSkill = defineSkill({
  name: "argument-validity",
  title: "Valid arguments",
  fields: FIELDS,
  axes: [
    { name: "premises", values: [2, 3, 4], meaning: "how many premises" },
    { name: "names", values: [3, 4, 5], meaning: "how many propositional variables" },
    { name: "signs", values: [3, 5], meaning: "how many connectives the longest of them has" },
  ],
  levels: [
    { premises: 2, names: 3, signs: 3 }, // p → q and ¬q; therefore ¬p
    { premises: 3, names: 4, signs: 3 },
    { premises: 3, names: 4, signs: 5 },
    { premises: 4, names: 5, signs: 5 },
  ],
  beyond: [
    { premises: 4, names: 5, signs: 8 },
    { premises: 5, names: 6, signs: 8 },
  ],
  format: "truth",
  phrases: [
    (premises, conclusion) => `True or false: from ${premises} it follows that ${conclusion}.`,
    (premises, conclusion) =>
      `An argument has the premises ${premises} and the conclusion ${conclusion}. ` +
      "Answer true if it is valid and false if it is not.",
    (premises, conclusion) =>
      `Whenever ${premises} hold together, so does ${conclusion}. Is this true or false?`,
  ],

  sample: (rung, random) =>
    drawWithin(argumentValidity, rung, random, () => drawArgument(rung, random), EASY),

  change({ premises, conclusion }, random) {
    if (random.int(2) === 0) return { premises, conclusion: changed(conclusion, random) }
    const place = random.int(premises.length)
    return { premises: premises.with(place, changed(premises[place]!, random)), conclusion }
  },

  measure: ({ premises, conclusion }) => [
    premises.length,
    namesIn(...premises, conclusion).length,
    Math.max(...[...premises, conclusion].map(signsIn)),
  ],

  solve({ premises, conclusion }) {
    const texts = [...premises, conclusion].map((formula) => write(formula))
    if (new Set(texts).size < texts.length) return { refused: "the-same-twice" }
    const names = namesIn(...premises, conclusion)
    if (names.length < 2) return { refused: "too-few-names" }
    if (!areSmall(...premises, conclusion)) return { refused: "too-large" }
    const rows = rowsOf(names).filter((row) => premises.every((each) => truthOf(each, row)))
    if (rows.length === 0) return { refused: "contradictory-premises" }
    return `${rows.every((row) => truthOf(conclusion, row))}`
  },

  /** Premises times the opposite of the conclusion is zero everywhere, or it is not. */
  prove({ premises, conclusion }, key) {
    const names = namesIn(...premises, conclusion)
    const held = premises.map((each) => polynomialOf(each, names))
    const against = allOf([...held, complement(polynomialOf(conclusion, names))])
    return sameAs("refutation by a polynomial", `${isNowhere(against)}`, key)
  },

  say: ({ premises, conclusion }, notation) => [
    listed(
      premises.map((each) => write(each, notation)),
      notation,
    ),
    write(conclusion, notation),
  ],

  identify({ premises, conclusion }) {
    const given = premises.map((each) => write(each)).sort()
    return {
      canonical: `argument:${given.join(" ; ")} : ${write(conclusion)}`,
      family: shapeOf([...premises, conclusion]),
    }
  },

  slips: (_spec, key) => [key === "true" ? "false" : "true"],
})

const EASY: Argument = {
  premises: [{ op: "implies", left: "p", right: "q" }, "q"],
  conclusion: "p",
}

/** Valid and invalid ones alike, as far as a few draws find them. */
function drawArgument(rung: Rung, random: Random): Argument {
  const wanted = random.int(2) === 0 ? "true" : "false"
  let argument = drawOnce(rung, random)
  for (let i = 0; i < DRAWS_MAX && argumentValidity.solve(argument) !== wanted; i++) {
    argument = drawOnce(rung, random)
  }
  return argument
}

const DRAWS_MAX = 12 // about one argument in six is valid

function drawOnce(rung: Rung, random: Random): Argument {
  const [names, signs] = [at(rung, "names"), at(rung, "signs")]
  const count = drawCount(2, at(rung, "premises"), random)
  const sized = () => drawFormula(random.int(Math.ceil(signs / 2) + 1), names, random)
  const premises = Array.from({ length: count }, sized)
  const conclusion: Formula =
    random.int(2) === 0 ? drawFormula(0, names, random) : drawFormula(1, names, random)
  return { premises, conclusion: pick([conclusion, sized()], random) }
}
