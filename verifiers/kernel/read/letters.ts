import type { Expr, NamedSetNode } from "../tree.ts"
import { currencyNamed, unitNamed } from "../units/units.ts"
import { markedWidth, readCombined, readGreek, readStyled } from "./combining.ts"
import { isWritten, readComparison } from "./comparison-words.ts"
import { readHead } from "./computer-algebra.ts"
import { mayBeNatural, readAlgebraConstant } from "./computer-algebra-constants.ts"
import { isDigit, isLetter, isSpace } from "./digits.ts"
import { isEnglish } from "./english.ts"
import { isWord, splitRun } from "./glued.ts"
import { numberAt, readNumberWord } from "./number-words.ts"
import { decimalNode } from "./numeral.ts"
import type { Scanner } from "./scanner.ts"
import {
  CONSTANT_WORDS,
  FUNCTION_WORDS,
  GRAMMAR_WORDS,
  GREEK_LETTERS,
  GREEK_WORDS,
  ROOT_WORDS,
} from "./words.ts"

/** Reads a run of letters: a name, a word, a function, a unit, or a product letter by letter. */
export function readLetters(s: Scanner, end: number, upright: boolean): void {
  const at = s.at
  let stop = at
  while (stop < end && isLetter(s.text.charCodeAt(stop))) stop++
  if (stop - at > RUN_CHARS_MAX) throw s.unread("limit")
  if (stop < end && s.text.charCodeAt(stop) >= COMBINING_FIRST) {
    const width = markedWidth(s.text, at, stop)
    if (width === stop - at) {
      readCombined(s, width)
      return
    }
    stop -= width
  }
  const run = s.text.slice(at, stop)
  s.at = stop
  if (s.settings.names.has(run)) readName(s, run, at)
  else if (!upright && readHead(s, run, at)) return
  else if (readComparison(s, run, at) || readKnownWord(s, run, at, upright)) return
  else if (upright) readUprightRun(s, run, at)
  else if (run === "cis") readWordRun(s, run, at)
  else if (isEnglish(run)) throw s.unread("unreadable")
  else if (readCurrencyCode(s, run, at)) return
  else if (run.length === 1) readLetter(s, run, at)
  else if (readDerivative(s, run, at)) return
  else if (mayBeUnit(s, run) && isUnitWord(run)) s.push("name", run, at, null, true)
  else if (isWord(run) || isCounted(s, run) || isGivenName(run)) readWordRun(s, run, at)
  else splitLetters(s, run, at)
}

/** Ben, Tom: a capital and small letters with a vowel are a name, and no product (Mgh is one). */
function isGivenName(run: string): boolean {
  return /^[A-Z][a-z]{2,}$/.test(run) && /[aeiou]/.test(run.slice(1))
}

const COMBINING_FIRST = 0x300
const RUN_CHARS_MAX = 64 // longer than any word; letters in a product are not that many

/** A name, with the digits that touch it as its index: x1 is x_1. */
export function readName(s: Scanner, name: string, at: number): void {
  const constant = CONSTANT_WORDS.get(name)
  if (constant !== undefined) {
    s.push("constant", constant, at)
    return
  }
  s.push("name", name, at)
  if (!isDigit(s.text.charCodeAt(s.at)) || s.latex) return
  s.push("operator", "_", s.at)
}

/** Letters beyond ASCII: Greek ones by their names, sets, and letters that stay what they are. */
export function readOtherLetter(s: Scanner, sign: string): void {
  const at = s.at
  s.at += sign.length
  const named = SETS.get(sign)
  const greek = GREEK_LETTERS.get(sign)
  if (named !== undefined) s.push("set", named, at, namedSet(named))
  else if (greek !== undefined) readGreek(s, greek, at)
  else if (CONSTANT_WORDS.has(sign)) readName(s, sign, at)
  else if (readStyled(s, sign, at)) return
  else if (LETTER.test(sign)) s.push("name", sign, at)
  else {
    s.at = at
    throw s.unread("unreadable")
  }
}

const LETTER = /^\p{L}$/u

const SETS: ReadonlyMap<string, NamedSetNode["name"]> = new Map([
  ...[..."∅⌀"].map((sign) => [sign, "empty"] as const),
  ["ℕ", "naturals"],
  ["ℤ", "integers"],
  ["ℚ", "rationals"],
  ["ℝ", "reals"],
  ["ℂ", "complexes"],
])

export function namedSet(name: NamedSetNode["name"]): Expr {
  return { kind: "named-set", name, part: "all" }
}

/** Names of functions that are as likely a product of letters, unless a bracket follows. */
const NEEDS_BRACKET = new Set([
  ...["re", "im", "abs", "det", "tr", "frac", "conj", "perm", "comb", "round", "floor", "ceil"],
  ...["sign", "min", "max", "choose", "factorial", "trace", "erf", "root", "Im", "Re"],
  ...["arg", "Arg"],
  ...["tangent", "sec", "tg", "gamma", "transpose", "conjugate", "determinant", "totient"],
])

function readKnownWord(s: Scanner, run: string, at: number, upright: boolean): boolean {
  if (run.length === 1) return false
  const bracket = s.text[afterSpaces(s, upright)] === "("
  const known = FUNCTION_WORDS.get(run)
  const named = s.text.startsWith("\\operatorname{", at - "\\operatorname{".length)
  const functional = bracket || named || !NEEDS_BRACKET.has(run) || (!s.afterOperand() && !upright)
  if (known !== undefined && functional) {
    s.push("function", run === "log" && mayBeNatural(s, upright) ? "ln" : known, at)
    if (known === "arctan" && s.text.startsWith("2(", s.at)) throw s.unread("unreadable")
    // log2(8), log10(x) and log base 2 of x carry their base.
    if (known === "log" && isWritten(s.text, s.at, " base")) {
      s.at += " base".length
      s.push("operator", "_", s.at)
    } else if (known === "log" && isDigit(s.text.charCodeAt(s.at))) s.push("operator", "_", s.at)
    return true
  }
  if (ROOT_WORDS.has(run) && (bracket || !NEEDS_BRACKET.has(run))) {
    s.push("command", run, at)
    return true
  }
  if (PLAIN_COMMANDS.has(run) && (s.text[s.at] === "_" || s.text[s.at] === " ")) {
    pushPlainCommand(s, run, at)
    return true
  }
  if (run === "per" && isWritten(s.text, s.at, " cent")) {
    s.at += " cent".length
    s.push("word", "percent", at)
    return true
  }
  const grammar = GRAMMAR_WORDS.get(run)
  if (grammar !== undefined && !(grammar === "in" && isInch(s))) {
    s.push("word", grammar, at)
    return true
  }
  if (readNumberWord(s, run, at)) return true
  if (CONSTANT_WORDS.has(run) || GREEK_WORDS.has(run)) {
    readName(s, run, at)
    return true
  }
  return false
}

/** 288π in^3: behind a numeral, or with a power of its own, the word is a unit. */
function isInch(s: Scanner): boolean {
  if (s.last?.kind === "number") return true
  return s.text[s.at] === "^" || s.text.startsWith("$^", s.at)
}

const PLAIN_COMMANDS = new Set(["lim", "sum", "prod", "int"])

/** `lim x->0 …`, `sum_{k=1}^n …` without their backslashes. */
function pushPlainCommand(s: Scanner, run: string, at: number): void {
  if (run === "lim") s.push("command", run, at)
  else s.push("operator", run === "sum" ? "∑" : run === "prod" ? "∏" : "∫", at)
}

/** Where more text comes, behind the brace of \operatorname{Re} if it is set upright. */
function afterSpaces(s: Scanner, upright: boolean): number {
  let at = upright && s.text[s.at] === "}" ? s.at + 1 : s.at
  while (isSpace(s.text.charCodeAt(at))) at++
  return at
}

const PARITIES: ReadonlySet<string> = new Set(["even", "odd"]) // conditions of a case

/** Upright letters are one name; \mathrm{e}, \mathrm{i} and \mathrm{d} are what they always are. */
function readUprightRun(s: Scanner, run: string, at: number): void {
  if (isEnglish(run) && !(PARITIES.has(run) && s.text.includes("cases}"))) {
    throw s.unread("unreadable")
  }
  if (run === "e" || run === "i") s.push("constant", run, at)
  else s.push("name", run, at)
}

/** One letter: a name, but for `d/dx` before a bracket and the x of `3 x 10^8`. */
function readLetter(s: Scanner, letter: string, at: number): void {
  const { text } = s
  if (
    letter === "a" &&
    ["hundred", "thousand", "million"].some((of) => isWritten(text, s.at, ` ${of}`))
  ) {
    const { value, end } = numberAt(text, 1, s.at)
    s.at = end
    s.push("number", `${value}`, at, decimalNode(`${value}`, "", ""))
    return
  }
  if (letter === "x" && s.spaced && s.last?.kind === "number" && text.startsWith(" 10^", s.at)) {
    s.push("operator", "*", at)
    return
  }
  const after = text[s.at + 3]
  const derives = letter === "d" && text.startsWith("/d", s.at) && (after === "(" || after === " ")
  if (!derives || !isLetter(text.charCodeAt(s.at + 2))) {
    if (!readAlgebraConstant(s, letter, at)) readName(s, letter, at)
    return
  }
  s.push("command", "frac", at)
  for (const sign of ["{", "d", "}", "{", "d", text[s.at + 2]!, "}"]) {
    s.push(isLetter(sign.charCodeAt(0)) ? "name" : "operator", sign, at)
  }
  s.at += 3
}

/** dy/dx is one name: the derivative of an unknown function. */
function readDerivative(s: Scanner, run: string, at: number): boolean {
  const { text } = s
  if (run.length !== 2 || run[0] !== "d" || text[s.at] !== "/" || text[s.at + 1] !== "d") {
    return false
  }
  if (!isLetter(text.charCodeAt(s.at + 2)) || isLetter(text.charCodeAt(s.at + 3))) return false
  s.push("name", `${run}/d${text[s.at + 2]}`, at)
  s.at += 3
  return true
}

const DOLLARS = new Set(["US", "C", "CA", "A", "AU", "NZ", "S", "HK", "MX", "R"])

/** USD 50 and US$50 */
function readCurrencyCode(s: Scanner, run: string, at: number): boolean {
  const isDollar = s.text[s.at] === "$" && isDigit(s.text.charCodeAt(s.at + 1))
  if (isDollar && DOLLARS.has(run)) {
    s.push("money", `${run}$`, at)
    s.at++
    return true
  }
  if (run.length !== 3 || run !== run.toUpperCase() || s.text[s.at] !== " ") return false
  if (!isDigit(s.text.charCodeAt(s.at + 1)) || currencyNamed(run) === null) return false
  s.push("money", run, at)
  return true
}

/** Units stand behind a value, behind `square` and `per`, and under the slash of another unit. */
function mayBeUnit(s: Scanner, run: string): boolean {
  if (s.hasIntegral && run.length === 2 && run[0] === "d") return false
  const { last } = s
  if (last?.kind === "word") {
    return last.text === "square" || last.text === "cubic" || last.text === "per"
  }
  if (last?.kind === "operator" && (last.text === "/" || last.text === "*")) {
    const before = s.tokens[s.tokens.length - 2]
    return before?.kind === "name" && (before.letters || before.upright)
  }
  return s.afterOperand()
}

function isUnitWord(run: string): boolean {
  return unitNamed(run) !== null
}

function isWordNext(s: Scanner): boolean {
  const { text, at } = s
  return text[at] === " " && [1, 2, 3].every((ahead) => isLetter(text.charCodeAt(at + ahead)))
}

/** 5 men: three letters behind a numeral and a space, and no formula behind them. */
function isCounted(s: Scanner, run: string): boolean {
  if (run.length !== 3 || !s.spaced || s.latex) return false
  if (s.at !== s.text.length && !isWordNext(s)) return false
  return s.last?.kind === "number" && [..."aeiou"].some((vowel) => run.includes(vowel))
}

function readWordRun(s: Scanner, run: string, at: number): void {
  const before = s.upright
  s.upright = true
  s.push("name", run, at)
  s.upright = before
}

function splitLetters(s: Scanner, run: string, at: number): void {
  let start = at
  const end = s.at
  for (const part of splitRun(run).parts) {
    const known = FUNCTION_WORDS.get(part)
    s.at = start + part.length
    if (known === "log" && mayBeNatural(s, false)) s.push("function", "ln", start)
    else if (known !== undefined) s.push("function", known, start)
    else if (ROOT_WORDS.has(part)) s.push("command", part, start)
    else readName(s, part, start)
    start += part.length
  }
  s.at = end
}
