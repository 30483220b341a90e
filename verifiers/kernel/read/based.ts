import { digitsFrom, isDigit, isLetter } from "./digits.ts"
import { ordinalEnd, pushWhole } from "./number-words.ts"
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
  const prefix = end === at + 1 && text[at] === "0" ? PREFIXES.get(text[end]!) : undefined
  if (prefix !== undefined && isHexDigit(text.charCodeAt(end + 1))) {
    readPrefixed(s, end + 1, prefix)
    return
  }
  const based = text[end] === "_" || (text[end + 1] === "_" && ")}".includes(text[end]!))
  if (letters && based && hasLetterBase(text, end)) {
    s.push("number", text.slice(at, end), at)
    s.at = end
    return
  }
  const numeral = readNumeral(text, at, s.fenced, s.inCall, s.choices)
  const whole = numeral.node.written === "integer" && !s.latex
  if (whole && text.startsWith(" and ", numeral.end)) {
    s.at = numeral.end
    pushWhole(s, `${numeral.node.value.numerator}`, at)
    return
  }
  s.push("number", text.slice(at, numeral.end), at, numeral.node)
  const isOrdinal = whole && isLetter(text.charCodeAt(numeral.end))
  s.at = isOrdinal ? ordinalEnd(text, numeral.end, `${numeral.node.value.numerator}`) : numeral.end
}

/** Whether the base is one whose digits are letters, too: 5C_2 is a count of choices. */
function hasLetterBase(text: string, end: number): boolean {
  const mark = text.indexOf("_", end)
  const digits = digitsFrom(text, text[mark + 1] === "{" ? mark + 2 : mark + 1)
  return digits === "" || Number(digits) > 10
}

/** 2a_{16}, FF_{16} and (2a)_{16}: hexadecimal digits in either case, in brackets or not. */
export function readHexadecimal(s: Scanner): boolean {
  const { text, at } = s
  const start = text[at] === "(" ? at + 1 : at
  let end = start
  while (isHexDigit(text.charCodeAt(end))) end++
  const digits = text.slice(start, end)
  const close = start === at ? end : end + 1
  const behind = BASE_SIXTEEN.find((base) => text.startsWith(base, close))
  if (behind === undefined || end === start || (start > at && text[end] !== ")")) return false
  const isNumeral = isDigit(text.charCodeAt(start))
  const isName = digits.length === 1 || isMixedCase(digits)
  if (start === at && (isNumeral ? digits === digits.toUpperCase() : isName)) return false
  // 2a_{16} may be twice the sixteenth a, too.
  if (start === at && isNumeral && !s.choices.isFlipped("based")) return false
  s.push("number", digits.toUpperCase(), at)
  s.push("operator", "_", close)
  s.push("number", "16", close)
  s.at = close + behind.length
  return true
}

const BASE_SIXTEEN = ["_{16}", "_16", "_{\\text{16}}", "_{\\text{sixteen}}", "_{\\text{hex}}"]

function isMixedCase(digits: string): boolean {
  return digits !== digits.toUpperCase() && digits !== digits.toLowerCase()
}

const PREFIXES: ReadonlyMap<string, string> = new Map([
  ["x", "16"],
  ["b", "2"],
  ["o", "8"],
])

/** 0xFF, as programs write it: FF to the base 16. */
function readPrefixed(s: Scanner, start: number, base: string): void {
  let end = start
  while (isHexDigit(s.text.charCodeAt(end))) end++
  s.push("number", s.text.slice(start, end).toUpperCase(), start)
  s.push("operator", "_", start)
  s.push("number", base, start)
  s.at = end
}

function isHexDigit(code: number): boolean {
  return isDigit(code) || isHexLetter(code) || (code >= 97 && code <= 102)
}

function isHexLetter(code: number): boolean {
  return code >= 65 && code <= 70
}
