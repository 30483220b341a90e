import type { Expr } from "../tree.ts"
import { choiceLetter, mayBeChoice, trimMarks, UNKNOWN } from "./choice.ts"
import { dateText } from "./date.ts"
import { isDigit, isLetter, isSpace } from "./digits.ts"
import { isEnglish } from "./english.ts"
import { isWord } from "./glued.ts"
import { decimalNode } from "./numeral.ts"
import { sayingOf } from "./saying.ts"
import type { ReadSettings } from "./settings.ts"
import {
  CONSTANT_WORDS,
  FUNCTION_WORDS,
  GRAMMAR_WORDS,
  GREEK_WORDS,
  NUMBER_WORDS,
  ROOT_WORDS,
} from "./words.ts"

/** A text that is words and no formula: a phrase with a meaning, a choice letter, or plain text. */
export function readPhrase(text: string, settings: ReadSettings): Expr | null {
  const share = shareIn(text)
  if (share !== null) return share
  const clock = clockTime(text)
  if (clock !== null) return { kind: "text", text: clock }
  if (DAY_FIRST.test(text)) {
    const date = dateText(text)
    if (date !== null) return { kind: "text", text: date }
  }
  if (!mayBePhrase(text)) return null
  const words = unwrap(text)
  if (words.length === 3 && words.toLowerCase() === "n/a") return { kind: "text", text: words }
  const choice = choiceLetter(words)
  if (choice !== null) return { kind: "text", text: choice }
  const date = dateText(words)
  if (date !== null) return { kind: "text", text: date }
  if (!isWordsOnly(words)) return null
  const plain = trimMarks(words)
  const known = knownPhrase(plain.toLowerCase())
  if (known !== null) return known
  return isText(plain, settings) ? { kind: "text", text: plain } : null
}

const DAY_FIRST = /^\d{1,2}(?:st|nd|rd|th)? (?:of )?[A-Z]/ // 4 July, 4th of July

const SHARE_CHARS_MAX = 40 // "1,000,000 out of 12,000,000" has 27

/** 12 out of 20, and 1 in 6: the part of a whole. */
function shareIn(text: string): Expr | null {
  if (text.length > SHARE_CHARS_MAX || !isDigit(text.charCodeAt(0))) return null
  if (!text.includes(" in ") && !text.includes(" of ")) return null
  const [top, ...words] = text.split(" ")
  const bottom = words.pop()
  const between = words.join(" ")
  if (between !== "out of" && between !== "in") return null
  return isWhole(top!) && isWhole(bottom!) ? quotientOf(top!, bottom!) : null
}

function isWhole(text: string): boolean {
  return text.length > 0 && [...text].every((sign) => isDigit(sign.charCodeAt(0)))
}

function knownPhrase(words: string): Expr | null {
  return PHRASES.get(words) ?? fractionInWords(words) ?? sayingOf(words)
}

const CLOCK_CHARS_MAX = 32

const TO_THE_MINUTE = /^[\s$]*(\d{1,2}(?::[0-5]\d)?:0\d(?::[0-5]\d)?)[\s$.]*$/

/** 3:30 pm in one spelling, and 2:05; 3:30 without am or pm may be a ratio and is none of ours. */
function clockTime(text: string): string | null {
  const last = text.at(-1)
  if (text.length > CLOCK_CHARS_MAX) return null
  const [, exact] = text.includes(":0") ? (TO_THE_MINUTE.exec(text) ?? []) : []
  if (exact !== undefined) return exact
  if (last !== "m" && last !== "M" && !".}$)]".includes(last!)) return null
  if (!text.includes("m") && !text.includes("M")) return null
  const bare = unwrap(text).toLowerCase().replaceAll(".", "").replaceAll(" ", "")
  const half = bare.endsWith("am") ? "am" : bare.endsWith("pm") ? "pm" : null
  if (half === null) return null
  const [hours, minutes = "00", ...more] = bare.slice(0, -2).split(":")
  const digits = (part: string) => [...part].every((sign) => isDigit(sign.charCodeAt(0)))
  if (more.length > 0 || minutes.length !== 2 || !digits(hours!) || !digits(minutes)) return null
  return hours!.length < 1 || hours!.length > 2 ? null : `${Number(hours)}:${minutes} ${half}`
}

const PHRASE_CHARS_MAX = 400 // a longer run of words is a reply, not an answer

function mayBePhrase(text: string): boolean {
  if (text.length > PHRASE_CHARS_MAX) return false
  let at = 0
  while (isSpace(text.charCodeAt(at))) at++
  const code = text.charCodeAt(at)
  return isLetter(code) || code > 127 || "\\$(*\"'`".includes(text[at] ?? "-")
}

const WRAPPERS = new Set([
  ...["text", "mathrm", "textrm", "textbf", "textit", "mbox", "mathbf", "boxed", "fbox", "emph"],
  ...["operatorname", "mathsf", "textsf", "bf", "rm", "it", "left", "right", "quad", "qquad"],
  ...["texttt", "mathtt", "displaystyle", "textup", "hbox", "mathit"],
])
/** Signs of formulas, which only stand in a phrase that spells out a choice: (B) x = 2. */
const FORMULA = new Set("^_=+<>|;[]%&")

/** The text without fences and font commands; brackets stay, for they tell a choice. */
function unwrap(text: string): string {
  let out = ""
  for (let at = 0; at < text.length; at++) {
    const mark = text[at]!
    if (mark === "*" && isBetween(text, at)) return UNKNOWN
    if (mark === "$" || mark === "{" || mark === "}" || mark === "*" || mark === "`") continue
    if (isSpace(text.charCodeAt(at)) || mark === "~") {
      if (!out.endsWith(" ")) out += " "
      continue
    }
    if (mark !== "\\") {
      if (FORMULA.has(mark) && !mayBeChoice(out)) return UNKNOWN
      out += mark
      continue
    }
    let end = at + 1
    while (isLetter(text.charCodeAt(end))) end++
    const name = text.slice(at + 1, end)
    if (name === "") {
      out += " ,;:!".includes(text[end] ?? "-") ? " " : "()[]".includes(text[end]!) ? "" : UNKNOWN
      at = end
    } else {
      if (!WRAPPERS.has(name)) {
        if (!mayBeChoice(out)) return UNKNOWN
        out += UNKNOWN
      }
      at = end - 1
    }
  }
  return out.trim()
}

/** alpha*beta multiplies; marks of bold text stand at the edge of words. */
function isBetween(text: string, at: number): boolean {
  return isLetter(text.charCodeAt(at - 1)) && isLetter(text.charCodeAt(at + 1))
}

const WORD_MARKS = new Set([" ", "-", "'", ".", ",", "!", "?", '"', ":"])
const LETTER = /^\p{L}$/u

function isWordsOnly(words: string): boolean {
  let letters = 0
  for (const mark of words) {
    if (isLetter(mark.charCodeAt(0)) || LETTER.test(mark)) letters++
    else if (!WORD_MARKS.has(mark)) return false
  }
  return letters > 0
}

/** Words that are no mathematics: at least one is none that a formula could hold. */
function isText(words: string, settings: ReadSettings): boolean {
  const runs = words.split(/[ ,]+/)
  if (runs.length === 1) {
    return isTextWord(words, settings) || isPlain(words) || words.toLowerCase() === "no"
  }
  return runs.some((run) => isPlain(run) || (isTextWord(run, settings) && run.length > 3))
}

function isPlain(run: string): boolean {
  return isEnglish(run) && !GRAMMAR_WORDS.has(run)
}

function isTextWord(run: string, settings: ReadSettings): boolean {
  if (run.length < 3 || settings.names.has(run) || FUNCTION_WORDS.has(run)) return false
  if (GREEK_WORDS.has(run) || CONSTANT_WORDS.has(run) || ROOT_WORDS.has(run)) return false
  if (GRAMMAR_WORDS.has(run) || NUMBER_WORDS.has(run.toLowerCase())) return false
  if (run.length === 3) return isCapital(run.charCodeAt(0)) || SHORT_WORDS.has(run)
  return isWord(run) || run.slice(1) !== run.slice(1).toLowerCase()
}

function isCapital(code: number): boolean {
  return code >= 65 && code <= 90
}

const SHORT_WORDS = new Set(["odd", "red", "yes", "all", "day", "boy", "cat", "dog", "man", "tie"])

const DENOMINATORS: ReadonlyMap<string, string> = new Map([
  ...["half", "halves"].map((word) => [word, "2"] as const),
  ...["third", "quarter", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"].flatMap(
    (word, i) => [word, `${word}s`].map((form) => [form, `${i + 3}`] as const),
  ),
  ...["fourth", "fourths"].map((word) => [word, "4"] as const),
  ...["twelfth", "twelfths"].map((word) => [word, "12"] as const),
  ...["hundredth", "hundredths"].map((word) => [word, "100"] as const),
])

/** half, one third, three-fifths. */
function fractionInWords(words: string): Expr | null {
  const [top, name, ...more] = words === "half" ? ["one", "half"] : words.split(/[ -]/)
  const bottom = DENOMINATORS.get(name ?? "")
  const count = top === "a" ? 1 : NUMBER_WORDS.get(top!)
  if (bottom === undefined || count === undefined || more.length > 0) return null
  return quotientOf(`${count}`, bottom)
}

const named = (
  name: "empty" | "reals" | "integers" | "naturals" | "rationals" | "complexes",
  part: "all" | "positive" | "negative" | "nonnegative" | "nonzero" = "all",
): Expr => ({ kind: "named-set", name, part })
const quotientOf = (top: string, bottom: string): Expr => ({
  kind: "divide",
  top: decimalNode(top, "", ""),
  bottom: decimalNode(bottom, "", ""),
})
const constant = (name: "infinity" | "undefined"): Expr => ({ kind: "constant", name })

const PHRASES: ReadonlyMap<string, Expr> = new Map<string, Expr>([
  ...["empty set", "the empty set", "null set"].map((phrase) => [phrase, named("empty")] as const),
  ...["does not exist", "undefined", "dne", "nan", "not defined", "the limit does not exist"].map(
    (phrase) => [phrase, constant("undefined")] as const,
  ),
  ...["is undefined", "not a number", "limit does not exist", "it does not exist"].map(
    (phrase) => [phrase, constant("undefined")] as const,
  ),
  ...["infinity", "positive infinity", "plus infinity"].map(
    (phrase) => [phrase, constant("infinity")] as const,
  ),
  ...["negative infinity", "minus infinity"].map(
    (phrase) => [phrase, { kind: "negate", of: constant("infinity") }] as const,
  ),
  ...["all real numbers", "all reals", "real numbers", "the real numbers", "all real"].map(
    (phrase) => [phrase, named("reals")] as const,
  ),
  ...["the set of all real numbers", "all x", "the set of real numbers"].map(
    (phrase) => [phrase, named("reals")] as const,
  ),
  ...["all integers", "integers", "any integer", "the integers"].map(
    (phrase) => [phrase, named("integers")] as const,
  ),
  ...["natural numbers", "all natural numbers"].map(
    (phrase) => [phrase, named("naturals")] as const,
  ),
  ...["rational numbers", "all rational numbers"].map((p) => [p, named("rationals")] as const),
  ...["complex numbers", "all complex numbers"].map((p) => [p, named("complexes")] as const),
  ["all positive real numbers", named("reals", "positive")],
  ["all positive integers", named("integers", "positive")],
  ["all negative real numbers", named("reals", "negative")],
  ["all nonnegative real numbers", named("reals", "nonnegative")],
  ["all non-negative real numbers", named("reals", "nonnegative")],
  ["all nonzero real numbers", named("reals", "nonzero")],
  ["true", { kind: "truth", value: true }],
  ["false", { kind: "truth", value: false }],
])
