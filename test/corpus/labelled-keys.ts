import type { Answer } from "./answer.ts"
import { readKey } from "./read-key.ts"
import { labelled, type Row } from "./row.ts"

/** A key of the rows written by hand, as text and as the generator's own reader reads it. */
export interface LabelledKey {
  readonly text: string
  readonly answer: Answer
  readonly options: NonNullable<Row["options"]>
}

/** Every key that has a correct answer and that the generator's reader knows, each once. */
export function labelledKeys(): LabelledKey[] {
  const seen = new Set<string>()
  const keys: LabelledKey[] = []
  for (const { key, options, expect } of labelled()) {
    // Options say what else may pass, a tolerance or a form, and that is no question of value.
    if (expect !== "correct" || options !== undefined || seen.has(key)) continue
    seen.add(key)
    const answer = readKey(key)
    if (answer !== null) keys.push({ text: key, answer, options: {} })
  }
  return keys
}
