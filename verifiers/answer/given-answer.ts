import { z } from "zod"
import type { Random } from "../../src/world.ts"
import { at, between, pick } from "../kernel/axes.ts"
import { type DefinedSkill, defineSkill, type Fields } from "../kernel/define.ts"
import { drawWithin } from "../kernel/draw.ts"
import { Fuel, OutOfFuel } from "../kernel/fuel.ts"
import { judge } from "../kernel/judge/judge.ts"
import { JudgeOptions, type JudgeOptionsInput } from "../kernel/judge/options.ts"
import { printLatex, printPlain } from "../kernel/print.ts"
import { print } from "../kernel/rational.ts"
import { readMath } from "../kernel/read/read.ts"
import { readAnswer } from "../kernel/read-answer.ts"
import type { Expr } from "../kernel/tree.ts"
import { nearKeys } from "./slips.ts"
import { drawStory, storyOf } from "./word-problem.ts"

const QUESTION_CHARS_MAX = 4_000 // a statement holds 4,096, and some words are put around it
const KEY_CHARS_MAX = 1_000
const FUEL = 20_000 // steps to read one key

/** What the judge has to know; without defaults, so that a spec is admitted as it is. */
const Options = z
  .record(z.string(), z.json())
  .refine((options) => JudgeOptions.safeParse(options).success, "options of the judge")

const FIELDS = {
  question: z.string().trim().min(1).max(QUESTION_CHARS_MAX),
  /** The answer that came with the question, in any notation that the kernel reads. */
  key: z.string().trim().min(1).max(KEY_CHARS_MAX),
  options: Options.optional(),
}
type Given = Fields<typeof FIELDS>

/** Questions that came with their answers: rows of a data set such as GSM8K or MATH. */
export const givenAnswer: DefinedSkill = defineSkill({
  name: "given-answer",
  title: "Questions with a given answer",
  fields: FIELDS,
  axes: [{ name: "words", values: [24, 28, 45], meaning: "how many words the question has" }],
  levels: [{ words: 24 }, { words: 28 }, { words: 45 }],
  beyond: [{ words: 80 }],
  format: "text",
  answer: optionsOf,
  phrases: [
    (question) => question!,
    (question) => `${question} Put your final answer within a box.`,
    (question) => `Solve the following problem and state the final answer. ${question}`,
  ],

  sample(rung, random) {
    const draw = () => {
      const { story, numbers } = drawStory(2 + random.int(3), REACH, random)
      const { tell, solve } = storyOf(story)
      const asides = Math.floor(at(rung, "words") / 20) - 1
      const sentences = Array.from({ length: between(0, asides, random) }, () => aside(random))
      sentences.push(pick(tell, random)(...numbers))
      return { question: sentences.join(" "), key: solve(numbers) }
    }
    return drawWithin(givenAnswer, rung, random, draw, EASY)
  },

  measure: ({ question }) => [question.split(/\s+/).length],

  /** The key as it was given, where the judge can tell right from wrong by it. */
  solve(spec) {
    const { tolerance: _loose, ...strict } = optionsOf(spec)
    const verdict = judge(spec.key, spec.key, strict)
    const isSure = verdict.outcome === "correct" && verdict.proof.level !== "numeric"
    return isSure && readingOf(spec.key) !== null ? spec.key : { refused: "bad-key" }
  },

  /** What is printed from the tree of the given key says the same as the key, both ways. */
  prove(spec, key) {
    const method = "print-and-read"
    const reading = readingOf(spec.key)
    if (reading === null) return { method, fault: "the given key cannot be read" }
    const [given, found] = [readAnswer(spec.key), readAnswer(key)]
    if (given.kind === "number" && found.kind === "number") {
      const same = print(given.value) === print(found.value)
      return { method: "numbers", fault: same ? null : "another number" }
    }
    const options = optionsOf(spec)
    const holds = (one: string, other: string) => judge(one, other, options).outcome === "correct"
    const printed = [printPlain(reading), printLatex(reading)]
    if (!printed.every((text) => holds(spec.key, text) && holds(text, spec.key))) {
      return { method, fault: "the given key changes when it is printed" }
    }
    const same = printed.every((text) => holds(text, key))
    return { method, fault: same ? null : "the given key says something else" }
  },

  say: ({ question }) => [question],

  /** Questions that differ in their numbers only are of one family. */
  identify({ question, key, options }) {
    const text = question.replace(/\s+/g, " ")
    const rules =
      options === undefined ? "" : ` under ${JSON.stringify(Object.entries(options).sort())}`
    return {
      canonical: `given:${text} = ${key}${rules}`,
      family: `given:${text.toLowerCase().replace(/\d+([.,:/]\d+)*/g, "#")}`,
    }
  },

  slips: (_spec, key) => [...nearKeys(key), ...(WRONG_DAYS.includes(key) ? WRONG_DAYS : COMMON)],
})

/** A sentence with a number that has nothing to do with the question. */
function aside(random: Random): string {
  const number = between(2, 90, random)
  return pick(
    [
      `All of this happened on a day when it was ${number} degrees warm in the shade.`,
      `The village where the story takes place is ${number} kilometers away from the sea.`,
      `The teacher who made up this problem has given lessons for ${number} weeks now.`,
      `On the way to school, ${number} birds were counted in a single tree near the church.`,
    ],
    random,
  )
}

const REACH = 200 // the largest number in a drawn question

const WRONG_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
const COMMON = ["0", "1", "-1"]

const EASY = {
  question: "A baker fills 12 trays with 6 rolls each and sells 30 of them. How many are left?",
  key: "42",
}

function optionsOf({ options }: Pick<Given, "options">): JudgeOptionsInput {
  return (options ?? {}) as JudgeOptionsInput
}

/** The usual reading of a key; null where there is none. */
function readingOf(key: string): Expr | null {
  try {
    const read = readMath(key, { notation: "auto", names: new Set() }, new Fuel(FUEL))
    return read.ok ? read.readings[0]! : null
  } catch (error) {
    if (error instanceof OutOfFuel) return null
    throw error
  }
}
