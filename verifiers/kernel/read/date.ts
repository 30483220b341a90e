import { isDigit, isLetter } from "./digits.ts"

const CHARS_MAX = 48 // "Wednesday, the 24th of September, 2025" has 38
const MONTHS = new Set([
  ...["january", "february", "march", "april", "may", "june", "july", "august", "september"],
  ...["october", "november", "december"],
])
const WEEKDAYS = new Set([
  ...["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
])

/** `Tuesday, March 5th, 2024` in one spelling, or null where a text is no date with digits. */
export function dateText(words: string): string | null {
  if (words.length > CHARS_MAX || !mayBeDate(words)) return null
  const parts = words
    .toLowerCase()
    .split(/[ ,]+/)
    .filter((word) => word !== "the" && word !== "of" && word !== "")
  const month = parts.find((part) => MONTHS.has(part))
  const weekday = parts.find((part) => WEEKDAYS.has(part))
  const numbers = parts.filter((part) => isDigit(part.charCodeAt(0))).map(withoutEnding)
  const known = (month === undefined ? 0 : 1) + (weekday === undefined ? 0 : 1) + numbers.length
  const isDate = month !== undefined && numbers.length > 0 && known === parts.length
  if (!isDate || numbers.length > 2 || numbers.includes(null)) return null
  return [weekday, month, ...numbers].filter((part) => part !== undefined).join(" ")
}

/** Letters, digits, spaces and commas, and nothing of a formula. */
function mayBeDate(words: string): boolean {
  for (let at = 0; at < words.length; at++) {
    const code = words.charCodeAt(at)
    if (code < 128 && !isLetter(code) && !isDigit(code) && code !== 32 && code !== 44) return false
  }
  return true
}

/** 5th → 5; null where it is no whole number. */
function withoutEnding(part: string): string | null {
  const bare = ["st", "nd", "rd", "th"].some((end) => part.endsWith(end)) ? part.slice(0, -2) : part
  return [...bare].every((sign) => isDigit(sign.charCodeAt(0))) ? bare : null
}
