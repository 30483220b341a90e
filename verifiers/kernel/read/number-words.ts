import { add, rational } from "../rational.ts"
import { isWritten } from "./comparison-words.ts"
import { isLetter } from "./digits.ts"
import { decimalNode } from "./numeral.ts"
import type { Scanner } from "./scanner.ts"
import { NUMBER_WORDS } from "./words.ts"

const SCALES: ReadonlyMap<string, number> = new Map([
  ["thousand", 1_000],
  ["million", 1_000_000],
  ["billion", 1_000_000_000],
])
const HUNDRED = 100
const TENS_MIN = 20
const UNITS_MAX = 9
const WORDS_MAX = 24 // more than any number below a trillion takes

/** `seven`, `twenty-five`, `one hundred and five`, `twelve thousand`: a numeral in words. */
export function readNumberWord(s: Scanner, run: string, at: number): boolean {
  const first = NUMBER_WORDS.get(run.toLowerCase())
  if (first === undefined) return false
  const { value, end } = numberAt(s.text, first, s.at)
  s.at = end
  pushWhole(s, `${value}`, at)
  return true
}

/** A whole number, with the half of "two and a half" if one follows. */
export function pushWhole(s: Scanner, digits: string, at: number): void {
  const node = decimalNode(digits, "", "")
  const part = PARTS.find(([words]) => isWritten(s.text, s.at, words))
  if (part === undefined) {
    s.push("number", digits, at, node)
    return
  }
  const [words, top, bottom] = part
  const value = add(node.value, rational(top, bottom))
  s.at += words.length
  s.push("number", `${digits} ${top}/${bottom}`, at, { ...node, value, written: "mixed" })
}

const PARTS = [
  ...[" and a half", " and one half", " and one-half"].map((words) => [words, 1, 2] as const),
  ...[" and a third", " and one third", " and one-third"].map((words) => [words, 1, 3] as const),
  ...[" and a quarter", " and one quarter", " and one-fourth"].map((of) => [of, 1, 4] as const),
  ...[" and two thirds", " and two-thirds"].map((words) => [words, 2, 3] as const),
  ...[" and three quarters", " and three-quarters"].map((words) => [words, 3, 4] as const),
] as const

/** Whether a numeral in words opens the text: four weeks, eighteen dollars. */
export function startsWithNumber(text: string): boolean {
  let end = 0
  while (isLetter(text.charCodeAt(end))) end++
  const first = text.slice(0, end).toLowerCase()
  return (
    NUMBER_WORDS.has(first) || (first === "a" && wordAhead(text, end, false)?.text === "hundred")
  )
}

/** The whole number whose first word, worth `first`, ends at `start`. */
export function numberAt(text: string, first: number, start: number) {
  let total = 0
  let part = first
  let least = first >= TENS_MIN ? UNITS_MAX : 0 // what may still be added to the part
  let scaled = Number.POSITIVE_INFINITY
  let end = start
  for (let count = 0; count < WORDS_MAX; count++) {
    const word = wordAhead(text, end, part >= HUNDRED || total > 0)
    if (word === null) break
    const value = NUMBER_WORDS.get(word.text)
    const scale = SCALES.get(word.text)
    if (word.text === "hundred" && part > 0 && part < HUNDRED) {
      part *= HUNDRED
      least = HUNDRED - 1
    } else if (scale !== undefined && scale < scaled && part > 0) {
      total += part * scale
      part = 0
      least = scale - 1
      scaled = scale
    } else if (value !== undefined && value > 0 && value <= least) {
      part += value
      least = value >= TENS_MIN ? UNITS_MAX : 0
    } else break
    end = word.end
  }
  return { value: total + part, end }
}

/** The next word behind a space, a hyphen or, in a number above a hundred, "and". */
function wordAhead(
  text: string,
  from: number,
  large: boolean,
): { text: string; end: number } | null {
  const mark = text[from]
  if (mark !== "-" && mark !== " ") return null
  let end = from + 1
  while (isLetter(text.charCodeAt(end))) end++
  const word = text.slice(from + 1, end).toLowerCase()
  if (word !== "and" || !large) return word === "" ? null : { text: word, end }
  const behind = wordAhead(text, end, false)
  return behind !== null && NUMBER_WORDS.has(behind.text) ? behind : null
}

/** 25th is the 25th number: the ending that goes with the last digits, or none. */
export function ordinalEnd(text: string, end: number, digits: string): number {
  const ending = text.slice(end, end + 2)
  if (isLetter(text.charCodeAt(end + 2)) || ending !== endingOf(digits)) return end
  return end + 2
}

function endingOf(digits: string): string {
  const tens = digits.at(-2)
  if (tens === "1") return "th"
  const last = digits.at(-1)
  return last === "1" ? "st" : last === "2" ? "nd" : last === "3" ? "rd" : "th"
}
