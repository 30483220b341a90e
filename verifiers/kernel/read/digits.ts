import { NUMERAL_DIGITS_MAX } from "./limits.ts"
import { Unread } from "./settings.ts"

export const ZERO = 48
const NINE = 57

export function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE
}

/** The run of digits that begins at `at`, which may be empty. */
export function digitsFrom(text: string, at: number): string {
  let end = at
  while (isDigit(text.charCodeAt(end))) end++
  if (end - at > NUMERAL_DIGITS_MAX) throw new Unread("limit", at)
  return text.slice(at, end)
}

export function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
}

export function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13
}
