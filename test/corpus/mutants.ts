import { randomStream } from "../../src/rule/random.ts"
import type { Random } from "../../src/world.ts"
import { type Answer, formulasIn } from "./answer.ts"
import { chance, oneOf } from "./draw.ts"
import { type Formula, mentionsI, placesIn, withParts } from "./formula.ts"
import { labelledKeys } from "./labelled-keys.ts"
import { MAKERS } from "./make.ts"
import { mutateAnswer, type WrongAnswer } from "./mutate-answer.ts"
import { optionsFor } from "./options-for.ts"
import { sameAnswer } from "./oracle.ts"
import { afterAnother, inReply } from "./reply.ts"
import type { Row } from "./row.ts"
import { sameValue } from "./same-value.ts"
import { tricked } from "./tricks.ts"
import { writeAnswer } from "./write-answer.ts"
import { NOTATIONS, type Style } from "./write-formula.ts"

const PER_KIND = 125
const PER_LABELLED_KEY = 3
const TRIES_MAX = 12 // a mutation may leave the value as it was; then another is drawn
const WHOLE = "whole for a part"
const TRICKS_SHARE = 0.3 // of the questions again, in a reply that means something else
const PARTS_SHARE = 0.25 // of the questions that a part of the answer would answer

/**
 * Wrong answers to keys of every kind, and to the keys of the labelled rows that the generator's
 * reader knows: each was found different by the oracle, at 64 digits, and not by the judge.
 */
export function mutants(seed: number, perKind: number = PER_KIND): Row[] {
  const made = Object.entries(MAKERS).flatMap(([kind, make]) =>
    Array.from({ length: perKind }, (_, i) => {
      const random = randomStream(seed, "mutant", kind, i)
      const whole = make(random)
      const part = chance(random, PARTS_SHARE) ? partOf(whole, random) : null
      const style: Style = { notation: oneOf(random, NOTATIONS), random }
      const key = part ?? whole
      const wrong = part === null ? () => mutateAnswer(key, random) : () => wholeFor(whole)
      return mutant(`mutant-${kind}-${i}`, { key, text: writeAnswer(key, style), wrong, random })
    }),
  )
  const askedAgain = Math.ceil(perKind * TRICKS_SHARE)
  const tricks = Object.entries(MAKERS).flatMap(([kind, make], k) =>
    Array.from({ length: askedAgain }, (_, i) => {
      const random = randomStream(seed, "trick", kind, i)
      return trick(`mutant-in-reply-${k * askedAgain + i}`, make(random), random)
    }),
  )
  const read = labelledKeys().flatMap(({ text, answer: key }, i) =>
    Array.from({ length: Math.min(perKind, PER_LABELLED_KEY) }, (_, j) => {
      const random = randomStream(seed, "labelled mutant", text, j)
      const wrong = () => mutateAnswer(key, random)
      const id = `mutant-labelled-${i * PER_LABELLED_KEY + j}`
      return mutant(id, { key, text, wrong, random })
    }),
  )
  return [...made, ...tricks, ...read].filter((row) => row !== null)
}

interface Question {
  readonly key: Answer
  /** The key as it is written. */
  readonly text: string
  readonly wrong: () => WrongAnswer | null
  readonly random: Random
  /** How to write the answer, where it is wanted without a reply around it. */
  readonly bare?: Style
}

/** A reply around a key and a wrong answer that does not come to the key. */
function trick(id: string, key: Answer, random: Random): Row | null {
  const style: Style = { notation: oneOf(random, NOTATIONS), random }
  const text = writeAnswer(key, style)
  const wrong = mutant(id, {
    key,
    text,
    wrong: () => mutateAnswer(key, random),
    random,
    bare: style,
  })
  if (wrong === null) return null
  const isValue = key.is === "value" && key.shown === "bare"
  const anyConstant = key.is === "antiderivative"
  const parts = { key: text, wrong: wrong.answer, latex: style.notation === "latex" }
  const made = tricked({ ...parts, isValue, anyConstant }, random)
  return made === null ? null : { ...wrong, answer: made.reply, about: made.slip, asymmetric: true }
}

/** One of the formulas in an answer, as a key: who cuts the answer short takes it for right. */
function partOf(whole: Answer, random: Random): Answer {
  const { here } = oneOf(random, formulasIn(whole))
  const part = oneOf(random, placesIn(here)).here
  return { is: "value", value: runOf(part, random), shown: "bare" }
}

/** Some neighbours among the terms or factors: what is left where a text is cut in front of one. */
function runOf(part: Formula, random: Random): Formula {
  if (part.is !== "sum" && part.is !== "product") return part
  const from = random.int(part.of.length)
  const run = part.of.slice(from, from + 1 + random.int(part.of.length))
  return withParts(part, run)
}

function wholeFor(answer: Answer): WrongAnswer {
  return { slip: WHOLE, answer }
}

function mutant(id: string, { key, text, wrong, random, bare }: Question): Row | null {
  for (let i = 0; i < TRIES_MAX; i++) {
    const made = wrong()
    if (made === null) continue
    const { slip, answer } = made
    const sameness = isWhole(slip, key, answer) ? "different" : sameAnswer(key, answer)
    if (sameness !== "different" && sameness !== "domain") continue
    if (isComplex(answer) !== isComplex(key) && slip !== WHOLE) continue
    const style = bare ?? { notation: oneOf(random, NOTATIONS), random }
    const written = writeAnswer(answer, style)
    const said =
      bare === undefined ? reply(written, text, style, slip === WHOLE ? 0.3 : 0.65) : written
    const about = sameness === "domain" ? `${slip} (another domain)` : slip
    const options = optionsFor(key)
    return {
      id,
      key: text,
      answer: said,
      ...(options !== null && { options, asymmetric: true }),
      expect: "not-correct",
      about,
    }
  }
  return null
}

/** What consists of several values is none of them; all else is for the oracle to say. */
function isWhole(slip: string, key: Answer, answer: Answer): boolean {
  if (slip !== WHOLE || key.is !== "value") return false
  switch (answer.is) {
    case "items":
      return answer.items.some((item) => sameValue(item, answer.items[0]!) === "different")
    case "ratio":
      return answer.parts.length > 2
    default:
      return answer.is === "matrix" || answer.is === "plus-minus" || answer.is === "range"
  }
}

/** i turns the other unknowns complex, and with them what roots and logarithms mean. */
function isComplex(answer: Answer): boolean {
  return formulasIn(answer).some(({ here }) => mentionsI(here))
}

function reply(bare: string, key: string, style: Style, bareShare: number): string {
  const { notation, random } = style
  if (chance(random, bareShare)) return bare
  return chance(random, 0.6)
    ? inReply(bare, notation, random)
    : afterAnother(key, bare, notation, random)
}
