import type { Answer } from "./answer.ts"
import { readKey } from "./read-key.ts"
import { labelled } from "./row.ts"

/** A key of the rows written by hand, as text and as the generator's own reader reads it. */
export interface LabelledKey {
  readonly text: string
  readonly answer: Answer
}

/** Every key that has a correct answer and that the generator's reader knows, each once. */
export function labelledKeys(): LabelledKey[] {
  return labelledTexts().flatMap((text) => {
    const answer = readKey(text)
    return answer === null ? [] : [{ text, answer }]
  })
}

/** The text of every key that has a correct answer, each once. */
export function labelledTexts(): string[] {
  const texts = new Set<string>()
  for (const { key, options, expect } of labelled()) {
    // Options say what else may pass, a tolerance or a form, and that is no question of value.
    if (expect === "correct" && options === undefined) texts.add(key)
  }
  return [...texts]
}
