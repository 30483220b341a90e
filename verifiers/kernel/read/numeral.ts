import { type Rational, rational } from "../rational.ts"
import type { NumberNode } from "../tree.ts"
import { digitsFrom, isDigit, ZERO } from "./digits.ts"
import { EXPONENT_MAX, NUMERAL_DIGITS_MAX } from "./limits.ts"
import { opensRepeat, readRepeat } from "./repeating.ts"
import { type Choices, Unread } from "./settings.ts"

export interface Numeral {
  readonly node: NumberNode
  readonly end: number
}

/**
 * The numeral at `at`: digits with grouping, decimals, a repeating part and an exponent, as far as
 * they belong together. `fenced` where a comma may as well separate items, inside brackets, and
 * `inCall` where it does: gcd(12,180).
 */
export function readNumeral(
  text: string,
  at: number,
  fenced: boolean,
  inCall: boolean,
  choices: Choices,
): Numeral {
  const whole = readWhole(text, at, fenced, inCall, choices)
  const point = readPoint(text, whole, fenced, choices)
  if (point === null) return finish(text, whole.digits, "", "", whole.end, choices)
  const decimals = digitsFrom(text, point)
  const repeat = readRepeat(text, point + decimals.length, decimals, choices)
  if (repeat !== null) {
    return finish(text, whole.digits, repeat.decimals, repeat.digits, repeat.end, choices)
  }
  return finish(text, whole.digits, decimals, "", point + decimals.length, choices)
}

/** The value of digits, decimals and digits that repeat forever after them. */
export function decimalNode(whole: string, decimals: string, repeat: string): NumberNode {
  if (decimals === "" && repeat === "") {
    const value = { numerator: BigInt(whole), denominator: 1n }
    const significant = significantDigits(whole)
    return { kind: "number", value, written: "integer", decimals: 0, significant }
  }
  const known = BigInt(`${whole}${decimals}`)
  const scale = 10n ** BigInt(decimals.length)
  const significant = significantDigits(whole + decimals)
  if (repeat === "") {
    const value = rational(known, scale)
    return { kind: "number", value, written: "decimal", decimals: decimals.length, significant }
  }
  const nines = 10n ** BigInt(repeat.length) - 1n
  const value = rational(known * nines + BigInt(repeat), scale * nines)
  return { kind: "number", value, written: "repeating", decimals: decimals.length, significant }
}

/** 1200 has 4 and 0.050 has 2; zero has as many as it has decimals, and at least one. */
function significantDigits(digits: string): number {
  let zeros = 0
  while (zeros < digits.length && digits.charCodeAt(zeros) === ZERO) zeros++
  return Math.max(1, digits.length - (zeros === digits.length ? 1 : zeros))
}

interface Whole {
  readonly digits: string
  readonly end: number
  readonly separator: string
}

/** Marks that may stand between groups of three digits; the comma last, for it is in others. */
const SEPARATORS = ["{,}", "\\!,\\!", ",\\!", "\\,", "\\;", "\\:", "\\ ", "{\\,}", "~", " ", ","]
const SEPARATING: ReadonlySet<string | undefined> = new Set(SEPARATORS.map((mark) => mark[0]))

function readWhole(
  text: string,
  at: number,
  fenced: boolean,
  inCall: boolean,
  choices: Choices,
): Whole {
  const first = digitsFrom(text, at)
  const end = at + first.length
  const plain = { digits: first, end, separator: "" }
  if (first.length === 0 || first.length > 3 || first.charCodeAt(0) === ZERO) return plain
  const separator = SEPARATING.has(text[end])
    ? SEPARATORS.find((mark) => text.startsWith(mark, end))
    : undefined
  if (separator === undefined) return readDotted(text, plain)
  const grouped = readGroups(text, plain, separator)
  if (grouped === null) return plain
  if (separator === "," && (inCall || isListed(text, at))) return plain
  // 000 is no item of a tuple, 234 may be: (1,000) is 1000, (1,234) is either.
  if (text[end + 1] === "0") return grouped
  if (separator === "," && fenced && choices.isFlipped("thousands")) return plain
  return grouped
}

/** In `1,23,456` the last comma cannot group if the first does not. */
function isListed(text: string, at: number): boolean {
  return text[at - 1] === "," && isDigit(text.charCodeAt(at - 2))
}

function readGroups(text: string, first: Whole, separator: string): Whole | null {
  let { digits, end } = first
  while (text.startsWith(separator, end)) {
    const start = end + separator.length
    const group = digitsFrom(text, start)
    if (group.length !== 3) {
      // `1,234,5` and `1,234, 5` differ: only what touches the numeral can spoil its groups.
      if (group.length === 0) break
      if (separator === " ") break
      return null
    }
    digits += group
    end = start + 3
  }
  // `100 200/3` is no grouped numeral, nor is `1 234 5`.
  if (separator === " " && (end === first.end || isPartOfMore(text, end))) return null
  return end === first.end ? null : { digits, end, separator }
}

function isPartOfMore(text: string, end: number): boolean {
  const next = text[end] === " " ? text.charCodeAt(end + 1) : text.charCodeAt(end)
  return isDigit(next) || next === SLASH
}

const SLASH = 47

/** 1.234.567 and 1.234,56, as much of Europe groups: one point alone stays a decimal point. */
function readDotted(text: string, first: Whole): Whole {
  const grouped = text[first.end] === "." ? readGroups(text, first, ".") : null
  if (grouped === null) return first
  const groups = (grouped.end - first.end) / 4
  const decimals = text[grouped.end] === "," && isDigit(text.charCodeAt(grouped.end + 1))
  if (groups >= 2) return grouped
  return decimals && !isGroupOfThree(text, grouped.end + 1) ? grouped : first
}

function isGroupOfThree(text: string, at: number): boolean {
  return digitsFrom(text, at).length === 3
}

/** Where the decimals begin, or null where there are none. */
function readPoint(text: string, whole: Whole, fenced: boolean, choices: Choices): number | null {
  const { end } = whole
  const mark = text[end]
  if (mark === "." && whole.separator !== ".") {
    const next = text.charCodeAt(end + 1)
    if (isDigit(next) || opensRepeat(text, end + 1)) return end + 1
    return isEndOfNumeral(text, end + 1) && whole.digits !== "" ? end + 1 : null
  }
  if (whole.separator === ".") {
    return mark === "," && isDigit(text.charCodeAt(end + 1)) ? end + 1 : null
  }
  if (text.startsWith("{,}", end) && isDigit(text.charCodeAt(end + 3))) return end + 3
  if (text.startsWith("{.}", end) && isDigit(text.charCodeAt(end + 3))) return end + 3
  if (mark !== "," || whole.separator !== "" || !isDigit(text.charCodeAt(end + 1))) return null
  return isDecimalComma(text, whole, fenced, choices) ? end + 1 : null
}

/** 0,5 by itself is more likely a decimal than a list; `3,14` and `1,2,3` are lists. */
function isDecimalComma(text: string, whole: Whole, fenced: boolean, choices: Choices): boolean {
  if (fenced || whole.digits !== "0") return false
  const after = whole.end + 1 + digitsFrom(text, whole.end + 1).length
  const before = text[whole.end - 2]
  if (text[after] === "," || before === ",") return false
  return !choices.isFlipped("decimal-comma")
}

/** A point that ends a numeral or a sentence: `5.` is 5. */
function isEndOfNumeral(text: string, at: number): boolean {
  const next = text[at]
  return next === undefined || " \n\t$)}],;*".includes(next) || text.startsWith("\\)", at)
}

/** Adds an exponent, if one is written: 1.5e-3. */
function finish(
  text: string,
  whole: string,
  decimals: string,
  repeat: string,
  end: number,
  choices: Choices,
): Numeral {
  if (whole.length + decimals.length + repeat.length > NUMERAL_DIGITS_MAX) {
    throw new Unread("limit", end)
  }
  const node = decimalNode(whole, decimals, repeat)
  const exponent = repeat === "" ? readExponent(text, end, decimals, whole, choices) : null
  if (exponent === null) return { node, end }
  const power = 10n ** BigInt(Math.abs(exponent.value))
  const { numerator, denominator } = node.value
  const value: Rational =
    exponent.value < 0
      ? rational(numerator, denominator * power)
      : rational(numerator * power, denominator)
  return { node: { ...node, value, written: "scientific" }, end: exponent.end }
}

function readExponent(
  text: string,
  at: number,
  decimals: string,
  whole: string,
  choices: Choices,
): { value: number; end: number } | null {
  const mark = text[at]
  if (mark !== "e" && mark !== "E") return null
  const sign = text[at + 1] === "-" || text[at + 1] === "+" ? 1 : 0
  const digits = digitsFrom(text, at + 1 + sign)
  if (digits === "") return null
  // 2e-1 may be 2·e − 1; nobody writes 1·e, 2.5·e-1 or e-05 when a product is meant.
  const plain = sign === 1 && mark === "e" && decimals === "" && whole !== "1"
  if (plain && digits.length === 1 && choices.isFlipped("scientific")) return null
  const value = Number(digits) * (text[at + 1] === "-" ? -1 : 1)
  if (Math.abs(value) > EXPONENT_MAX) throw new Unread("limit", at)
  return { value, end: at + 1 + sign + digits.length }
}
