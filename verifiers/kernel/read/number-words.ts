import { isLetter } from "./digits.ts"
import { decimalNode } from "./numeral.ts"
import type { Scanner } from "./scanner.ts"
import { NUMBER_WORDS } from "./words.ts"

const TENS_MIN = 20
const UNITS_MAX = 9

/** `seven`, `twenty`, `twenty-five`: a numeral in words below a hundred. */
export function readNumberWord(s: Scanner, run: string, at: number): boolean {
  const value = NUMBER_WORDS.get(run.toLowerCase())
  if (value === undefined) return false
  const units = value >= TENS_MIN ? unitsAhead(s) : null
  const whole = value + (units?.value ?? 0)
  if (units !== null) s.at = units.end
  s.push("number", `${whole}`, at, decimalNode(`${whole}`, "", ""))
  return true
}

function unitsAhead(s: Scanner): { value: number; end: number } | null {
  const mark = s.text[s.at]
  if (mark !== "-" && mark !== " ") return null
  let end = s.at + 1
  while (isLetter(s.text.charCodeAt(end))) end++
  const value = NUMBER_WORDS.get(s.text.slice(s.at + 1, end).toLowerCase())
  return value === undefined || value === 0 || value > UNITS_MAX ? null : { value, end }
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
