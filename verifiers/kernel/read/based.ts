import { isDigit } from "./digits.ts"
import { readNumeral } from "./numeral.ts"
import type { Scanner } from "./scanner.ts"

/** A numeral, or digits with letters among them before a base: 1A3_{16}. */
export function readBasedOrNumber(s: Scanner): void {
  const { text, at } = s
  let end = at
  let letters = false
  while (isDigit(text.charCodeAt(end)) || isHexLetter(text.charCodeAt(end))) {
    letters ||= !isDigit(text.charCodeAt(end))
    end++
  }
  if (letters && text[end] === "_") {
    s.push("number", text.slice(at, end), at)
    s.at = end
    return
  }
  const numeral = readNumeral(text, at, s.fenced, s.inCall, s.choices)
  s.push("number", text.slice(at, numeral.end), at, numeral.node)
  s.at = numeral.end
}

function isHexLetter(code: number): boolean {
  return code >= 65 && code <= 70
}
