import { print, type Rational, rational } from "./rational.ts"

/**
 * Reads an answer as one exact number, or says why it is none. The grammar is closed:
 *
 *     answer  = number, which may stand in $…$, \(…\), \[…\], \boxed{…}, after "x =", before "."
 *     number  = sign? (integer | decimal | fraction | mixed)
 *     integer = digits | groups of three set apart by commas: 1,234
 *     decimal = digits "." digits | "." digits
 *     fraction = integer "/" part | \frac{part}{part}, also \dfrac, \tfrac; part = sign? integer
 *     mixed   = digits, spaces, proper fraction without signs: 1 1/2
 *
 * A sign is +, - or U+2212; digits are ASCII only. Every other text is the agent's fault and reads
 * as a named fault, a number of more digits than any key has among them: a solver must not be able
 * to buy an undecided verdict. A text too long to look at reads as a limit. Every step scans the
 * text once from one end, so that hostile text costs time in proportion to its length.
 */
export function readAnswer(text: string): Reading {
  if (text.length > ANSWER_CHARS_MAX) return { kind: "limit", reason: "too-long" }
  const bare = unwrap(text)
  if (bare === "") return { kind: "fault", reason: text.trim() === "" ? "empty" : "unreadable" }
  const number = readNumber(bare)
  if (number !== null) return number
  return { kind: "fault", reason: looksHedged(text) ? "hedged" : "unreadable" }
}

export type Reading =
  | { readonly kind: "number"; readonly value: Rational; readonly written: Written }
  | {
      readonly kind: "fault"
      readonly reason: "empty" | "hedged" | "unreadable" | "zero-denominator" | "too-many-digits"
    }
  | { readonly kind: "limit"; readonly reason: "too-long" }

/** How the number was written: what a skill that asks for a form has to judge. */
export type Written =
  | { readonly form: "integer" }
  | { readonly form: "decimal" }
  | { readonly form: "mixed" }
  | { readonly form: "fraction"; readonly numerator: bigint; readonly denominator: bigint }

/** Reads a key, which has one spelling only: what `write` makes of it. Null for anything else. */
export function readKey(key: unknown, write: (value: Rational) => string = print): Rational | null {
  if (typeof key !== "string" || key.length > KEY_CHARS_MAX) return null
  const reading = readNumber(key)
  return reading?.kind === "number" && write(reading.value) === key ? reading.value : null
}

const ANSWER_CHARS_MAX = 4_096 // the same bound as on an answer's record
const DIGITS_MAX = 100 // in one number; the longest key has 19
const KEY_CHARS_MAX = 256
const WRAPPERS_MAX = 4 // "$x = \boxed{5}$" has 3

const FENCES: readonly (readonly [open: string, close: string])[] = [
  ["$", "$"],
  ["\\(", "\\)"],
  ["\\[", "\\]"],
  ["\\boxed{", "}"],
]

/** Takes off what may stand around a number, from the outside in. */
function unwrap(text: string): string {
  let bare = withoutPeriod(text.trim())
  let named = false
  for (let depth = 0; depth < WRAPPERS_MAX; depth++) {
    const value: string | null = named ? null : withoutName(bare)
    const inner = value ?? withoutFence(bare)
    if (inner === null) break
    named ||= value !== null
    bare = inner
  }
  return bare
}

/** What follows "x ="; a second name is none, so that "x = x = 5" says nothing. */
function withoutName(text: string): string | null {
  if (text[0] !== "x") return null
  const rest = text.slice(1).trimStart()
  return rest[0] === "=" ? rest.slice(1).trimStart() : null
}

function withoutFence(text: string): string | null {
  for (const [open, close] of FENCES) {
    if (text.length < open.length + close.length) continue
    if (text.startsWith(open) && text.endsWith(close)) {
      return withoutPeriod(text.slice(open.length, -close.length).trim())
    }
  }
  return null
}

/** One period may end the sentence; never where it would leave nothing or a second one. */
function withoutPeriod(text: string): string {
  if (text.length < 2 || !text.endsWith(".") || text.endsWith("..")) return text
  return text.slice(0, -1).trimEnd()
}

function readNumber(text: string): Reading | null {
  const { negative, rest: body } = splitSign(text)
  if (body === "") return null
  if (body[0] === "\\") return readLatexFraction(body, negative)
  const slash = body.indexOf("/")
  if (slash !== -1) return readFraction(body, slash, negative)
  const point = body.indexOf(".")
  if (point !== -1) return readDecimal(body, point, negative)
  return numberFrom(readInteger(body), 1n, negative, "integer")
}

function readLatexFraction(text: string, negative: boolean): Reading | null {
  const open = text.indexOf("{")
  const command = text.slice(0, open)
  if (command !== "\\frac" && command !== "\\dfrac" && command !== "\\tfrac") return null
  const close = text.indexOf("}")
  if (text[close + 1] !== "{" || !text.endsWith("}")) return null
  const top = readSigned(text.slice(open + 1, close).trim())
  const bottom = readSigned(text.slice(close + 2, -1).trim())
  return numberFrom(top, bottom, negative, "fraction")
}

function readFraction(text: string, slash: number, negative: boolean): Reading | null {
  const left = text.slice(0, slash).trimEnd()
  const right = text.slice(slash + 1).trimStart()
  const space = left.lastIndexOf(" ")
  if (space === -1) return numberFrom(readInteger(left), readSigned(right), negative, "fraction")
  const whole = readInteger(left.slice(0, space).trimEnd())
  const top = readInteger(left.slice(space + 1))
  const bottom = readInteger(right)
  if (whole === null || top === null || bottom === null) return null
  if (whole === "too-many-digits" || top === "too-many-digits" || bottom === "too-many-digits") {
    return { kind: "fault", reason: "too-many-digits" }
  }
  if (bottom !== 0n && top >= bottom) return null // "2 7/3" is two numbers, not a mixed one
  return numberFrom(whole * bottom + top, bottom, negative, "mixed")
}

function readDecimal(text: string, point: number, negative: boolean): Reading | null {
  const decimals = text.slice(point + 1)
  if (!isDigits(decimals)) return null
  if (decimals.length > DIGITS_MAX) return { kind: "fault", reason: "too-many-digits" }
  const whole = point === 0 ? 0n : readInteger(text.slice(0, point))
  if (whole === null || whole === "too-many-digits") {
    return numberFrom(whole, 1n, negative, "decimal")
  }
  const scale = 10n ** BigInt(decimals.length)
  return numberFrom(whole * scale + BigInt(decimals), scale, negative, "decimal")
}

type Digits = bigint | "too-many-digits" | null

function numberFrom(
  top: Digits,
  bottom: Digits,
  negative: boolean,
  form: Written["form"],
): Reading | null {
  if (top === null || bottom === null) return null
  if (top === "too-many-digits" || bottom === "too-many-digits") {
    return { kind: "fault", reason: "too-many-digits" }
  }
  if (bottom === 0n) return { kind: "fault", reason: "zero-denominator" }
  const numerator = negative ? -top : top
  const value = rational(numerator, bottom)
  const written = form === "fraction" ? { form, numerator, denominator: bottom } : { form }
  return { kind: "number", value, written }
}

function readSigned(text: string): Digits {
  const { negative, rest } = splitSign(text)
  const value = readInteger(rest)
  return typeof value === "bigint" && negative ? -value : value
}

function splitSign(text: string): { negative: boolean; rest: string } {
  const sign = text[0]
  if (sign === "+") return { negative: false, rest: text.slice(1).trimStart() }
  if (sign !== "-" && sign !== "\u2212") return { negative: false, rest: text }
  return { negative: true, rest: text.slice(1).trimStart() }
}

function readInteger(text: string): Digits {
  const plain = text.includes(",") ? withoutSeparators(text) : text
  if (plain === null || !isDigits(plain)) return null
  return plain.length > DIGITS_MAX ? "too-many-digits" : BigInt(plain)
}

/** `1,234,567` without its commas, or null where a group has not three digits. */
function withoutSeparators(text: string): string | null {
  const groups = text.split(",")
  const first = groups[0]!
  if (first.length < 1 || first.length > 3 || first[0] === "0") return null
  return groups.every((group, i) => i === 0 || group.length === 3) ? groups.join("") : null
}

function isDigits(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 48 || code > 57) return false
  }
  return text.length > 0
}

const HEDGE_WORDS = new Set(["or", "and", "not", "about", "maybe", "either", "approximately"])
const HEDGE_SIGNS = ["~", "≈", "±", "?"]

/** Two numbers where one was asked for, or a word that takes the answer back. */
function looksHedged(text: string): boolean {
  let numbers = 0
  let inside = false
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    const digit = code >= 48 && code <= 57
    if (digit && !inside) numbers++
    inside = digit
  }
  if (numbers === 0) return false
  if (numbers > 1) return true
  if (HEDGE_SIGNS.some((sign) => text.includes(sign))) return true
  return text.split(" ").some((word) => HEDGE_WORDS.has(word.toLowerCase()))
}
