import { currencyNamed, unitNamed } from "../units/units.ts"
import { groupEnd, isBlank, isDigit, isLetter, mathEnd, type Page } from "./page.ts"
import { FILLERS, MATH_WORDS, SENTENCE_WORDS, VALUE_VERBS } from "./words.ts"

/**
 * A piece of a stretch of text and the part it can play in a value: `value` can stand alone,
 * `glue` joins values (signs, spoken maths), `joiner` is `,` `;` `and` `or`, `unit` follows a
 * value, `break` ends one, and `prose` is any other word.
 */
export interface Token {
  readonly start: number
  readonly end: number
  readonly role: "value" | "glue" | "joiner" | "unit" | "break" | "prose"
  /** The word in small letters, or the sign; empty for numbers and maths. */
  readonly word: string
}

export interface Tokens {
  readonly list: readonly Token[]
  /** A group, an environment or a formula opens here and never closes. */
  readonly isOpen: boolean
}

/** The pieces of a stretch, in one pass. */
export function tokensOf(page: Page, start: number, end: number): Tokens {
  const scan: Scan = { page, end, list: [], isOpen: false, dead: new Set() }
  let at = start
  while (at < end) {
    const code = page.text.charCodeAt(at)
    if (isBlank(code)) at += 1
    else if (isDigit(code)) at = numberAt(scan, at)
    else if (isLetter(code)) at = wordAt(scan, at)
    else if (code === 36 || code === 92) at = formulaAt(scan, at)
    else at = signAt(scan, at)
  }
  page.fuel.spend((end - start) / 10 + 1)
  return { list: withArticles(page, scan.list), isOpen: scan.isOpen }
}

interface Scan {
  readonly page: Page
  readonly end: number
  readonly list: Token[]
  isOpen: boolean
  /** Openers that found no end: a later one of the same kind finds none either. */
  readonly dead: Set<string>
}

function push(scan: Scan, start: number, end: number, role: Token["role"], word = ""): number {
  scan.list.push({ start, end, role, word })
  return end
}

/** Digits with the points, commas and letters in them: 1,234.5 and 12th and 3x are two tokens. */
function numberAt(scan: Scan, start: number): number {
  const { text } = scan.page
  let at = start
  while (at < scan.end) {
    const code = text.charCodeAt(at)
    const joins = (code === 46 || code === 44) && isDigit(text.charCodeAt(at + 1))
    if (!isDigit(code) && !joins) break
    at += 1
  }
  return push(scan, start, at, "value")
}

function wordAt(scan: Scan, start: number): number {
  const { text, low } = scan.page
  let at = start
  while (at < scan.end) {
    const code = text.charCodeAt(at)
    const isInner = code === 39 || code === 0x2019 || code === 45
    if (!isLetter(code) && !(isInner && isLetter(text.charCodeAt(at + 1)))) break
    if (code === 45 && isMinus(scan, start, at)) break
    at += 1
  }
  if (text.startsWith(".m.", at) && at - start === 1) at += 3 // p.m. and a.m.
  if (low.startsWith("i.e.", start) || low.startsWith("e.g.", start)) {
    return push(scan, start, start + 4, "break", low.slice(start, start + 4))
  }
  const word = low.slice(start, at)
  const next = text[at] ?? " "
  if (next === "_" || next === "^" || (isDigit(next.charCodeAt(0)) && at - start <= 2)) {
    return push(scan, start, at, "value", word)
  }
  return push(scan, start, at, roleOf(scan, start, at, word), word)
}

/** x-y and pi-x are differences; x-axis and twenty-five are words. */
function isMinus({ page, end }: Scan, start: number, at: number): boolean {
  let next = at + 1
  while (next < end && isLetter(page.text.charCodeAt(next))) next += 1
  const isOperand = (from: number, to: number) =>
    to - from === 1 || MATH_WORDS.has(page.low.slice(from, to))
  return isOperand(start, at) && isOperand(at + 1, next)
}

function roleOf(scan: Scan, start: number, end: number, word: string): Token["role"] {
  const { text } = scan.page
  const before = scan.list.at(-1)
  if (word === "and" || word === "or") return "joiner"
  if (word === "in") return joinsIn(scan, end) ? "glue" : "prose"
  if (before?.word === "base") return "value" // in base seven
  if (end - start === 1) {
    const isSpaced = before !== undefined && before.end < start && mayHaveUnit(scan)
    return isSpaced && isUnitName(text[start]!) ? "unit" : "value" // 5 m; 5m is a product
  }
  const isVerb = word === "to" || VALUE_VERBS.has(word)
  if (!isVerb && end - start < 30 && mayHaveUnit(scan)) {
    if (isUnitName(text.slice(start, end))) return "unit"
  }
  if (UNIT_WORDS.has(word) || text[end] === "(" || MATH_WORDS.has(word)) return "glue"
  return isOperand(scan, start, end, word) ? "value" : "prose"
}

/** "1 in 6" and "123 in base 7"; inches are written behind a number, with nothing behind them. */
function joinsIn({ page, list }: Scan, end: number): boolean {
  if (list.at(-1)?.role !== "value") return false
  return isDigit(page.text.charCodeAt(end + 1)) || page.low.startsWith(" base", end)
}

/** Whether a unit may stand here: behind a value or a unit, words like "square" passed over. */
function mayHaveUnit({ list }: Scan): boolean {
  const least = Math.max(0, list.length - UNIT_TOKENS_MAX)
  for (let at = list.length - 1; at >= least; at -= 1) {
    const { role, word } = list[at]!
    if (role === "value" || role === "unit") return true
    const isPassed = UNIT_WORDS.has(word) || UNIT_SIGNS.has(word) || word === "pi"
    if (role !== "glue" || !isPassed) return false
  }
  return false
}

const UNIT_TOKENS_MAX = 12 // "kilograms times meters squared per second squared" has seven

/** Names looked up before: replies repeat their words, and the table's rules cost more. */
const unitNames = new Map<string, boolean>()
const UNIT_NAMES_MAX = 4096 // entries; then the map starts anew

function isUnitName(name: string): boolean {
  const known = unitNames.get(name)
  if (known !== undefined) return known
  const found = unitNamed(name) !== null || (name.length > 1 && currencyNamed(name) !== null)
  if (unitNames.size >= UNIT_NAMES_MAX) unitNames.clear()
  unitNames.set(name, found)
  return found
}

const UNIT_WORDS: ReadonlySet<string> = new Set(
  "per square cubic sq cu fl fluid nautical light metric degrees million thousand".split(" "),
)
const UNIT_SIGNS: ReadonlySet<string> = new Set([..."./·*^$)}-", "$", " ", ","])

/** A word beside an operator is a name: `speed = 5`, `AB + BC`, `2xy`; "is -5" is not. */
function isOperand(scan: Scan, start: number, end: number, word: string): boolean {
  const { text } = scan.page
  if (SENTENCE_WORDS.has(word) || FILLERS.has(word) || VALUE_VERBS.has(word)) return false
  let next = end
  while (next < scan.end && text[next] === " ") next += 1
  const sign = text[next] ?? ""
  if (RELATIONS.has(sign) && text[next + 1] !== ">") return true
  const last = scan.list.at(-1)
  const isLatin = text.charCodeAt(start) < 0x1100
  const isShort = end - start <= 3 && isLatin
  if (last?.role === "value" && last.end === start && isShort) return true // 2xy
  const before = last?.word ?? ""
  if (RELATIONS.has(before)) return true
  const isBold = text[next + 1] === "*" || scan.list.at(-2)?.word === "*"
  if ((OPERATORS.has(sign) || OPERATORS.has(before)) && !isBold) return true
  return end - start <= 3 && !LITTLE.has(word) && (DASHES.has(sign) || DASHES.has(before))
}

/** `$…$`, `\(…\)`, `\begin…\end` and commands with their arguments are one token each. */
function formulaAt(scan: Scan, start: number): number {
  const { page, end } = scan
  const { text } = page
  const opener =
    text[start] === "$" ? (text[start + 1] === "$" ? "$$" : "$") : `\\${text[start + 1]}`
  if (opener === "$" || opener === "$$" || opener === "\\(" || opener === "\\[") {
    const close = scan.dead.has(opener) ? -1 : mathEnd(page, start, end)
    const isEmpty = close === start + 2 * opener.length
    if (close > 0) return push(scan, start, close, isEmpty ? "glue" : "value")
    scan.dead.add(opener === "$" ? "" : opener)
    if (opener !== "$") scan.isOpen = true
    return push(scan, start, start + opener.length, "glue", opener)
  }
  if (opener === "\\$" || opener === "\\%") return push(scan, start, start + 2, "glue", opener)
  if (page.low.startsWith("\\begin", start)) return environmentAt(scan, start)
  let at = start + 1
  while (at < end && isAsciiLetter(text.charCodeAt(at))) at += 1
  if (at === start + 1) return push(scan, start, Math.min(start + 2, end), "glue", opener)
  while (at < end && text[at] === "{") {
    const close = scan.isOpen ? -1 : groupEnd(page, at, end)
    if (close < 0) {
      scan.isOpen = true
      break
    }
    at = close
  }
  const name = text.slice(start + 1, Math.min(at, start + 12))
  return push(scan, start, at, SPACES.has(name) ? "glue" : "value")
}

function isAsciiLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
}

function environmentAt(scan: Scan, start: number): number {
  const { low } = scan.page
  let depth = 0
  for (let at = start; at >= 0 && at < scan.end; ) {
    if (low.startsWith("\\begin", at)) depth += 1
    else depth -= 1
    if (depth === 0) {
      const close = low.indexOf("}", at)
      return push(scan, start, close < 0 || close >= scan.end ? scan.end : close + 1, "value")
    }
    const [open, shut] = [low.indexOf("\\begin", at + 1), low.indexOf("\\end", at + 1)]
    if (shut < 0 || shut >= scan.end) break
    at = open >= 0 && open < shut ? open : shut
  }
  scan.isOpen = true
  return push(scan, start, scan.end, "value")
}

function signAt(scan: Scan, start: number): number {
  const { text } = scan.page
  const sign = text[start]!
  if (sign === "," || sign === ";" || sign === "&")
    return push(scan, start, start + 1, "joiner", sign)
  const next = text.charCodeAt(start + 1)
  const isLoose = isBlank(next) || Number.isNaN(next)
  const isDash = (sign === "—" || sign === "–") && isLoose
  const isColon = sign === ":" && isLoose && !isRatio(scan, start)
  const isArrow = (sign === "=" && text[start + 1] === ">") || "→⇒".includes(sign)
  const isBreak = isDash || isColon || isArrow || '?"“”。，：'.includes(sign)
  if (isBreak) return push(scan, start, start + (sign === "=" ? 2 : 1), "break", sign)
  const isValue = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞∞∅ℝℤℕℚℂ⁰¹²³⁴⁵⁶⁷⁸⁹".includes(sign)
  return push(scan, start, start + 1, isValue ? "value" : "glue", sign)
}

/** 3 : 15 : 2 is set with blanks; the colon of "Step 2: 8" follows at once. */
function isRatio({ page, end, list }: Scan, colon: number): boolean {
  const before = list.at(-1)
  const isBehind = before?.role === "value" || before?.word === ")"
  if (!isBehind || before.end === colon) return false
  let next = colon + 1
  while (next < end && page.text[next] === " ") next += 1
  return isDigit(page.text.charCodeAt(next)) || "($\\√-".includes(page.text[next] ?? "=")
}

/** A lone `a`, `A` or `I` before a word is an article or somebody, not an unknown. */
function withArticles(page: Page, list: readonly Token[]): readonly Token[] {
  if (!list.some(({ word }) => word === "a" || word === "i")) return list
  return list.map((token, at) => {
    if (token.role !== "value" || (token.word !== "a" && token.word !== "i")) return token
    const next = list[at + 1]
    if (next === undefined || next.start === token.end) return token
    const before = list[at - 1]
    if (before?.role === "glue" && SIGNS_BEFORE.has(before.word)) return token
    const isWord = isLetter(page.text.charCodeAt(next.start)) && next.role !== "joiner"
    const isPlain = isWord || isDigit(page.text.charCodeAt(next.start))
    return isPlain ? { ...token, role: "prose" } : token
  })
}

const SIGNS_BEFORE: ReadonlySet<string> = new Set("+-−*·×/=(^±")
const RELATIONS: ReadonlySet<string> = new Set("=<>≤≥≠≈")
const OPERATORS: ReadonlySet<string> = new Set("+*/^×÷·⋅")
const LITTLE: ReadonlySet<string> = new Set(
  "the a an of for by in on at as to not but you our her his its all any one two see my no".split(
    " ",
  ),
)
const DASHES: ReadonlySet<string> = new Set("-−")
const SPACES: ReadonlySet<string> = new Set(["quad", "qquad", "left", "right", "displaystyle"])
