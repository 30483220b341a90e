import type { Mark } from "./grade-mark.ts"

// 3,5 or 1.234,5, but neither the 1,2 of 1,2,3 nor the 2,3 of 1.2,3.4
const DECIMAL = /(?<![\d.,])(\d{1,3}(?:\.\d{3})+|\d+),(\d+)(?![.,]?\d)/g
const GROUPED = /(?<![\d.,])\d{1,3}(?:\.\d{3})+(?![.,]?\d)/g

/** A text in which the comma is the decimal sign, and a point sets thousands apart, with points. */
export function withDecimalPoints(text: string): string {
  return text
    .replace(DECIMAL, (_, whole: string, part: string) => `${whole.replaceAll(".", "")}.${part}`)
    .replace(GROUPED, (whole) => whole.replaceAll(".", ""))
}

const ONE_COMMA = /^\s*[+-]?\d+,\d+\s*$/

/**
 * Whether a row may have been lost over a comma: only one side reads as 3,5 does, which is a list
 * of two numbers unless somebody says otherwise.
 */
export function isCommaDoubtful(key: string, answer: string, { outcome }: Mark): boolean {
  return outcome !== "correct" && ONE_COMMA.test(key) !== ONE_COMMA.test(answer)
}
