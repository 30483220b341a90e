import { isDigit, isLetter } from "./digits.ts"

/**
 * Signs of logic as programs write them: `p & ~q` of names alone, `x > 0 && x < 1` and
 * `(x < 1) | (x > 2)` of relations. `==` is an equality only beside those, or in Mathematica;
 * a comparison by itself is code.
 */
export function foldLogic(text: string, bracketed: boolean): string {
  if (!SIGNS.test(text)) return text
  if (!OTHERS.test(text)) return text // A & B may be a list
  if (isProposition(text)) return withSigns(text)
  const joined = RELATIONS.test(text) ? withWords(text) : text
  const equal = joined !== text || bracketed
  return equal ? joined.replaceAll("===", "=").replaceAll("==", "=") : joined
}

const SIGNS = /[&|!]|==|>>/
const OTHERS = /[|!~=<>]|&&/
const RELATIONS = /[<>=≤≥≠]/

const SIGN_OF: ReadonlyMap<string, string> = new Map([
  ["&&", "∧"],
  ["||", "∨"],
  [">>", "⇒"],
  ["->", "⇒"],
  ["&", "∧"],
  ["|", "∨"],
  ["∧", "∧"],
  ["∨", "∨"],
  ["⇒", "⇒"],
])

/**
 * Whether names of one letter, truths and brackets are joined by connectives throughout, one
 * connective between any two: |x| is none.
 */
function isProposition(text: string): boolean {
  let wanted = true
  let depth = 0
  let names = 0
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!
    if (sign === " ") continue
    if (wanted) {
      if (sign === "~" || sign === "!" || sign === "¬") continue
      if (sign === "(") {
        depth++
        continue
      }
      const end = operandEnd(text, at)
      if (end === at) return false
      names++
      at = end - 1
      wanted = false
    } else if (sign === ")") {
      if (--depth < 0) return false
    } else {
      const width = SIGN_OF.has(text.slice(at, at + 2)) ? 2 : SIGN_OF.has(sign) ? 1 : 0
      if (width === 0) return false
      at += width - 1
      wanted = true
    }
  }
  return !wanted && depth === 0 && names > 0
}

/** The end of a one-letter name with its digits, or of True and False; no function of anything. */
function operandEnd(text: string, at: number): number {
  let end = at
  while (isLetter(text.charCodeAt(end))) end++
  const word = text.slice(at, end)
  if (end - at !== 1 && !TRUTHS.has(word)) return at
  if (text[end] === "_") end++
  while (isDigit(text.charCodeAt(end))) end++
  return text[end] === "(" ? at : end
}

const TRUTHS = new Set(["True", "False", "true", "false"])

function withSigns(text: string): string {
  let out = ""
  for (let at = 0; at < text.length; at++) {
    const long = SIGN_OF.get(text.slice(at, at + 2))
    const sign = text[at]!
    out += long ?? (sign === "!" || sign === "~" ? "¬" : (SIGN_OF.get(sign) ?? sign))
    if (long !== undefined) at++
  }
  return out
}

/** && and || between relations as words, and & and | where brackets stand on both sides. */
function withWords(text: string): string {
  let out = ""
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!
    if (sign !== "&" && sign !== "|") {
      out += sign
      continue
    }
    const width = text[at + 1] === sign ? 2 : 1
    const apart = width === 2 ? endsOperand(text, at) : isBetweenBrackets(text, at)
    if (!apart) return text
    out += sign === "&" ? " and " : " or "
    at += width - 1
  }
  return out
}

function endsOperand(text: string, at: number): boolean {
  const before = lastBefore(text, at)
  const code = text.charCodeAt(before)
  return isLetter(code) || isDigit(code) || text[before] === ")" || text[before] === "]"
}

function isBetweenBrackets(text: string, at: number): boolean {
  let after = at + 1
  while (text[after] === " ") after++
  return text[lastBefore(text, at)] === ")" && text[after] === "("
}

function lastBefore(text: string, at: number): number {
  let before = at - 1
  while (text[before] === " ") before--
  return before
}
