import { isLetter } from "./digits.ts"
import type { Scanner } from "./scanner.ts"

/** Comparisons in words, the longest first; `than` alone of 3 less than x is none of them. */
const COMPARISONS: readonly (readonly [words: string, sign: string])[] = [
  ["is greater than or equal to", "≥"],
  ["is less than or equal to", "≤"],
  ["greater than or equal to", "≥"],
  ["less than or equal to", "≤"],
  ["is not equal to", "≠"],
  ["is not less than", "≥"],
  ["is not greater than", "≤"],
  ["is no less than", "≥"],
  ["is no more than", "≤"],
  ["is greater than", ">"],
  ["is less than", "<"],
  ["is more than", ">"],
  ["is at least", "≥"],
  ["is at most", "≤"],
  ["is equal to", "="],
  ["not equal to", "≠"],
  ["greater than", ">"],
  ["less than", "<"],
  ["equal to", "="],
  ["at least", "≥"],
  ["at most", "≤"],
  ["does not equal", "≠"],
  ["cannot equal", "≠"],
  ["equals", "="],
]
const STARTS = new Set(["is", "greater", "less", "at", "not", "equal", "equals", "does", "cannot"])

/**
 * `x is at least 5` is x ≥ 5. Only behind a name or a bracket: 3 less than x takes 3 from x, and
 * without anything before it a comparison is no statement.
 */
export function readComparison(s: Scanner, run: string, at: number): boolean {
  const { last } = s
  if (!STARTS.has(run) || !s.afterOperand()) return false
  if (last?.kind === "number" && run !== "is" && run !== "equals") return false
  const found = COMPARISONS.find(([words]) => isWritten(s.text, at, words))
  if (found === undefined) return false
  s.push("operator", found[1], at)
  s.at = at + found[0].length
  return true
}

/** Whether the words stand there, and no longer one begins with the last of them. */
export function isWritten(text: string, at: number, words: string): boolean {
  return text.startsWith(words, at) && !isLetter(text.charCodeAt(at + words.length))
}
