import { randomStream } from "../../src/rule/random.ts"
import type { Random } from "../../src/world.ts"
import type { Answer } from "./answer.ts"
import { chance, oneOf, within } from "./draw.ts"
import { labelledKeys, labelledTexts } from "./labelled-keys.ts"
import { MAKERS } from "./make.ts"
import { optionsFor } from "./options-for.ts"
import { sameAnswer } from "./oracle.ts"
import { afterAnother, inReply } from "./reply.ts"
import { rewriteAnswer } from "./rewrite-answer.ts"
import type { Row } from "./row.ts"
import { writeAnswer } from "./write-answer.ts"
import { NOTATIONS, type Style } from "./write-formula.ts"

const PER_KIND = 120
const PER_LABELLED_KEY = 3
const STEPS_MAX = 3

/**
 * Right answers in other forms and notations than the key's, bare and in whole replies. Each step
 * is an identity; the oracle, at 64 digits, has to find each result the same, or it is not used.
 */
export function rewrites(seed: number, perKind: number = PER_KIND): Row[] {
  const made = Object.entries(MAKERS).flatMap(([kind, make]) =>
    Array.from({ length: perKind }, (_, i) => {
      const random = randomStream(seed, "rewrite", kind, i)
      const key = make(random)
      const style: Style = { notation: oneOf(random, NOTATIONS), random }
      return rewrite(`rewrite-${kind}-${i}`, key, writeAnswer(key, style), random)
    }),
  )
  const read = labelledKeys().flatMap(({ text, answer }, i) =>
    Array.from({ length: Math.min(perKind, PER_LABELLED_KEY) }, (_, j) => {
      const random = randomStream(seed, "labelled rewrite", text, j)
      return rewrite(`rewrite-labelled-${i * PER_LABELLED_KEY + j}`, answer, text, random)
    }),
  )
  return [...made, ...read, ...wrapped(seed)]
}

/** Every key of the labelled rows as it stands, at the end of a reply. */
function wrapped(seed: number): Row[] {
  // Dollars inside dollars, and a formula written over, would not be the reply's fault alone.
  const texts = labelledTexts().filter((text) => !text.includes("$") && !text.includes("\\n"))
  return texts.map((key, i) => {
    const random = randomStream(seed, "wrapped", key)
    const answer = inReply(key, key.includes("\\") ? "latex" : "plain", random)
    const about = "the key itself, in a reply"
    return { id: `rewrite-wrapped-${i}`, key, answer, expect: "correct", about }
  })
}

function rewrite(id: string, key: Answer, text: string, random: Random): Row {
  const { steps, said } = rewritten(key, random)
  const style: Style = { notation: oneOf(random, NOTATIONS), random }
  const answer = reply(writeAnswer(said, style), style)
  const options = optionsFor(key)
  return {
    id,
    key: text,
    answer,
    ...(options !== null && { options, asymmetric: true }),
    expect: "correct",
    about: steps.join(", ") || "notation only",
  }
}

/** Several steps at once where the oracle agrees, else the key as it stands. */
function rewritten(key: Answer, random: Random): { steps: string[]; said: Answer } {
  let said: Answer = key
  const steps: string[] = []
  for (let i = within(random, 0, STEPS_MAX); i > 0; i--) {
    const next = rewriteAnswer(said, random)
    if (next === null) continue
    said = next.answer
    steps.push(next.step)
  }
  if (steps.length === 0 || sameAnswer(key, said) === "same") return { steps, said }
  return { steps: [], said: key }
}

function reply(bare: string, { notation, random }: Style): string {
  if (chance(random, 0.6)) return bare
  if (chance(random, 0.8)) return inReply(bare, notation, random)
  return afterAnother(String(within(random, 100, 999)), bare, notation, random)
}
