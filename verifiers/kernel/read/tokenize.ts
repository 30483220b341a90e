import { rational } from "../rational.ts"
import { readBasedOrNumber, readHexadecimal } from "./based.ts"
import { CURRENCY_SIGNS, LOWERED, RAISED, SIGNS, VULGAR } from "./characters.ts"
import { readCommand } from "./command-token.ts"
import { isDigit, isLetter, isSpace } from "./digits.ts"
import { LINES } from "./environment.ts"
import { readLetters, readOtherLetter } from "./letters.ts"
import { readLineBreak, skipBold, skipItalics } from "./lines.ts"
import { decimalNode } from "./numeral.ts"
import { Scanner } from "./scanner.ts"
import type { Choices, ReadSettings } from "./settings.ts"
import type { Token } from "./token.ts"

/** The tokens of a text in its normal form (see `normalForm`), with an `end` behind the last. */
export function tokenize(
  text: string,
  settings: ReadSettings,
  latex: boolean,
  choices: Choices,
): Token[] {
  const scanner = new Scanner(text, settings, latex, choices)
  scan(scanner, text.length, false)
  scanner.push("end", "", text.length)
  return scanner.tokens
}

/** Scans up to `end`; `upright` inside \text{…} and the like. */
export function scan(s: Scanner, end: number, upright: boolean): void {
  while (s.at < end) {
    const code = s.text.charCodeAt(s.at)
    if (code === LINE && readLineBreak(s)) continue
    if (isSpace(code) || code === TILDE) readSpace(s, code)
    else if (mayBeHexadecimal(s, code) && readHexadecimal(s)) continue
    else if (isDigit(code) || (code === POINT && isDigit(s.text.charCodeAt(s.at + 1)))) {
      readBasedOrNumber(s)
    } else if (isLetter(code)) readLetters(s, end, upright)
    else if (code === BACKSLASH) readCommand(s, end)
    else if (code < 128) readAscii(s, code)
    else readOther(s)
  }
}

/** Digits or letters up to f, or a bracket, in a text that has a base in it. */
function mayBeHexadecimal(s: Scanner, code: number): boolean {
  if (!s.hasBase || s.last?.text === "_") return false
  return code === BRACKET || isDigit(code) || (isLetter(code) && (code | 32) <= 102)
}

const BRACKET = 40
const LINE = 10
const TILDE = 126
const POINT = 46
const BACKSLASH = 92
const DOLLAR = 36

/** In LaTeX `~` is a space; in plain text at the start of an operand it negates. */
function readSpace(s: Scanner, code: number): void {
  if (code === TILDE && !s.latex) s.operator("¬", 1)
  else {
    s.at++
    s.spaced = true
  }
}

/** Operators of several characters first, the longest first. */
const LONG_SIGNS: readonly (readonly [written: string, sign: string])[] = [
  ["<=>", "⇔"],
  ["<->", "⇔"],
  ["...", "..."],
  ["+/-", "±"],
  ["<=", "≤"],
  ["=<", "≤"],
  [">=", "≥"],
  ["<>", "≠"],
  ["->", "→"],
  ["**", "^"],
  ["//", "//"],
  ["+-", "±"],
  [":=", "="],
  ["~=", "≈"],
]
const LONG_STARTS = new Set([...LONG_SIGNS.map(([written]) => written.charCodeAt(0)), 33])
const LONG_SECONDS = new Set(LONG_SIGNS.map(([written]) => written.charCodeAt(1)))
const SINGLE = new Set("+-*/^_=<>()[]{},;:|!'%&@")
const QUOTE = 34
const STAR = 42

function readAscii(s: Scanner, code: number): void {
  if (code === DOLLAR) {
    readDollar(s)
    return
  }
  if (LONG_STARTS.has(code)) {
    if (s.text.startsWith("!=", s.at)) {
      readNotEqual(s)
      return
    }
    if (code === STAR && (skipBold(s) || skipItalics(s))) return
    const long = LONG_SECONDS.has(s.text.charCodeAt(s.at + 1))
      ? LONG_SIGNS.find(([written]) => s.text.startsWith(written, s.at))
      : undefined
    if (long !== undefined && isLongHere(s, long[0])) {
      s.operator(long[1], long[0].length)
      return
    }
  }
  const sign = s.text[s.at]!
  if ((sign === "&" && isAlignment(s)) || (sign === "." && isAbbreviation(s))) {
    s.at++
    s.spaced = true
    return
  }
  if (sign === "." && isFullStop(s)) {
    s.at++
    return
  }
  if (code === QUOTE && s.last?.kind === "number" && !s.spaced) {
    s.operator("''", 1)
    return
  }
  if (!SINGLE.has(sign)) throw s.unread("unreadable")
  if (sign === "{" && readBracedSign(s)) return
  if (sign === "(" || sign === "[" || sign === "{") s.open(sign)
  else if (sign === ")" || sign === "]" || sign === "}") s.close(sign)
  else s.operator(sign, 1)
}

const BRACED = ["{+}", "{-}", "{=}", "{<}", "{>}", "{:}", "{/}", "{\\cdot}", "{\\times}"]

/** a{\cdot}b: braces that only set the space around a sign. */
function readBracedSign(s: Scanner): boolean {
  const mayBe = s.text[s.at + 2] === "}" || s.text[s.at + 1] === "\\"
  if (!mayBe) return false
  const braced = BRACED.find((written) => s.text.startsWith(written, s.at))
  if (braced === undefined || !s.afterOperand()) return false
  s.operator(braced.length > 3 ? "*" : braced[1]!, braced.length)
  return true
}

/** Lines of equations are aligned at &, which tells nothing; in matrices it parts the cells. */
function isAlignment(s: Scanner): boolean {
  if (s.environments.length === 0) return s.text[s.at + 1] === "="
  const environment = s.environments[s.environments.length - 1]
  return environment !== undefined && LINES.has(environment)
}

/** A full stop within the fences of a formula: $$x = 5.$$ */
function isFullStop(s: Scanner): boolean {
  let at = s.at + 1
  while (isSpace(s.text.charCodeAt(at))) at++
  return s.afterOperand() && ["$", "\\)", "\\]"].some((fence) => s.text.startsWith(fence, at))
}

/** sq. ft. */
function isAbbreviation(s: Scanner): boolean {
  const { last } = s
  if (last === undefined || !isLetter(s.text.charCodeAt(s.at - 1))) return false
  return last.letters || last.upright || (last.kind === "word" && GRAMMAR_PREFIXES.has(last.text))
}

const GRAMMAR_PREFIXES = new Set(["square", "cubic"])

/** `x+-3` adds −3 where a numeral or name touches the sign; `1 +- 3` and `+-3` have two values. */
function isLongHere(s: Scanner, written: string): boolean {
  return written !== "+-" || s.spaced || !s.afterOperand()
}

/** `x != 2`, and `5!=120`, which may be a factorial. */
function readNotEqual(s: Scanner): void {
  const touching = !s.spaced && s.afterOperand()
  if (touching && s.choices.isFlipped("not-equal")) s.operator("!", 1)
  else s.operator("≠", 2)
}

/** A dollar sign is money before a numeral unless it pairs with another one; else it is a fence. */
function readDollar(s: Scanner): void {
  const { text, at } = s
  const next = text.indexOf("$", at + 1)
  const value = text.charCodeAt(text[at + 1] === " " || text[at + 1] === "-" ? at + 2 : at + 1)
  const isValue = isDigit(value) || value === POINT
  const before = text[next - 1]
  const pairs = next !== -1 && !(before === " " || before === "(" || before === "-") // `$5 and $6`
  if (s.inDollars || !isValue || pairs) {
    if (s.inDollars || next !== -1) s.inDollars = !s.inDollars
    else if (!isStray(s)) throw s.unread("unreadable")
    s.at++
    s.spaced = true
  } else {
    s.push("money", "$", at)
    s.at++
  }
}

/** A fence whose other half was cut away by whoever took the answer out of its text. */
function isStray(s: Scanner): boolean {
  return s.at === 0 || s.text.slice(s.at + 1).trim() === "" || s.text[s.at + 1] === "\\"
}

function readOther(s: Scanner): void {
  const sign = String.fromCodePoint(s.text.codePointAt(s.at)!)
  const operator = SIGNS.get(sign)
  if (operator !== undefined) {
    s.operator(operator, sign.length)
    return
  }
  const vulgar = VULGAR.get(sign)
  if (vulgar !== undefined) {
    const [top, bottom] = vulgar
    s.push("vulgar", sign, s.at, fraction(top, bottom))
    s.at += sign.length
    return
  }
  if (RAISED.has(sign) && readSmallFraction(s)) return
  if (RAISED.has(sign)) readShifted(s, "^", RAISED)
  else if (LOWERED.has(sign)) readShifted(s, "_", LOWERED)
  else if (CURRENCY_SIGNS.has(sign)) {
    s.push("money", sign, s.at)
    s.at += sign.length
  } else readOtherLetter(s, sign)
}

function fraction(top: number, bottom: number): Token["node"] {
  return {
    kind: "divide",
    top: decimalNode(`${top}`, "", ""),
    bottom: decimalNode(`${bottom}`, "", ""),
  }
}

/** ³⁄₈, ³/₈: raised digits over lowered ones are a fraction. */
function readSmallFraction(s: Scanner): boolean {
  const digits = (from: number, table: ReadonlyMap<string, string>) => {
    let run = ""
    while (isDigit(table.get(s.text[from + run.length] ?? "")?.charCodeAt(0) ?? 0)) {
      run += table.get(s.text[from + run.length]!)
    }
    return run
  }
  const top = digits(s.at, RAISED)
  const slash = s.at + top.length
  const bottom = s.text[slash] === "/" ? digits(slash + 1, LOWERED) : ""
  if (top === "" || bottom === "") return false
  s.push("vulgar", `${top}/${bottom}`, s.at, fraction(Number(top), Number(bottom)))
  s.at = slash + 1 + bottom.length
  return true
}

/** x²ⁿ is x^{2n}, and x₁₂ is x_{12}. */
function readShifted(s: Scanner, sign: "^" | "_", table: ReadonlyMap<string, string>): void {
  const at = s.at
  s.push("operator", sign, at)
  s.push("operator", "{", at)
  while (s.at < s.text.length) {
    const shifted = table.get(s.text[s.at]!)
    if (shifted === undefined) break
    if (isDigit(shifted.charCodeAt(0))) {
      let digits = ""
      while (isDigit(table.get(s.text[s.at]!)?.charCodeAt(0) ?? 0)) {
        digits += table.get(s.text[s.at]!)
        s.at++
      }
      const value = rational(BigInt(digits))
      s.push("number", digits, at, { ...decimalNode(digits, "", ""), value })
      continue
    }
    if (isLetter(shifted.charCodeAt(0))) {
      s.push(shifted === "i" ? "constant" : "name", shifted, s.at)
    } else s.push("operator", shifted, s.at)
    s.at++
  }
  s.push("operator", "}", at)
}
