import { isAlgebraHead } from "./computer-algebra.ts"
import { isDigit, isLetter } from "./digits.ts"
import type { Scanner } from "./scanner.ts"

/**
 * E, I and the j of 3 + 4j, where they may be e and i: the constant first in a text that is
 * evidently computer algebra, a name first elsewhere. In LaTeX they are names.
 */
export function readAlgebraConstant(s: Scanner, letter: string, at: number): boolean {
  const name = CAPITALS.get(letter)
  if (name === undefined || s.latex || s.upright || "_'(".includes(s.text[s.at] ?? "-")) {
    return false
  }
  const evident = letter === "j" ? isSum(s.text) : isAlgebra(s)
  const may = letter === "j" ? isComplex(s.text) : evident || mayBeConstant(s, letter)
  if (!may) return false
  if (s.choices.isFlipped("constant") === evident) return false
  s.push("constant", name, at)
  return true
}

/** log(x) without its base is natural in every programming language; \log and log₁₀ are not. */
export function mayBeNatural(s: Scanner, upright: boolean): boolean {
  const next = s.text.charCodeAt(s.at)
  if (upright || s.latex || next === UNDERSCORE || isDigit(next) || next > 127) return false
  return s.choices.isFlipped("log")
}

const UNDERSCORE = 95

const CAPITALS: ReadonlyMap<string, "e" | "i"> = new Map([
  ["E", "e"],
  ["I", "i"],
  ["j", "i"],
])

function isSum(text: string): boolean {
  return isComplex(text) && (text.includes("+", 1) || text.includes("-", 1))
}

/** Asked once for a text, which may have thousands of such letters. */
function isAlgebra(s: Scanner): boolean {
  s.evident ??= isEvident(s.text) || isUnitTimes(s.text)
  return s.evident
}

/** sqrt(3)*I/2 and 1 + I/2 with no other unknown, and exp(I*x). */
function isUnitTimes(text: string): boolean {
  const times = text.includes("*I") || text.includes("I*")
  if (times && text.includes("exp(")) return true
  return (times || text.includes("+", 1) || text.includes("-", 1)) && !hasOtherNames(text)
}

/** Whether there are letters but I and those of sqrt and pi. */
function hasOtherNames(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    if (!isLetter(text.charCodeAt(at)) || text[at] === "I") continue
    const known = NUMERIC.find((word) => text.startsWith(word, at))
    if (known === undefined) return true
    at += known.length - 1
  }
  return false
}

const NUMERIC = ["sqrt", "pi"]

/** I may be i anywhere; E is e by itself or with an exponent, and no name that is defined. */
function mayBeConstant(s: Scanner, letter: string): boolean {
  const { text, at } = s
  const next = text[at]
  if (next !== undefined && isDigit(next.charCodeAt(0))) return false
  if (text.startsWith(" =", at) || next === "=") return false
  return letter === "I" || next === "^" || text.length === 1
}

/** 4j and 3+4j: numerals and signs, and a j that touches a numeral. */
function isComplex(text: string): boolean {
  const at = text.indexOf("j")
  if (!isDigit(text.charCodeAt(at - 1)) || text.includes("j", at + 1)) return false
  for (const sign of text) if (!COMPLEX.has(sign)) return false
  return true
}

const COMPLEX = new Set("0123456789.+-*/() j")

/** Whether a text is evidently computer algebra: `**` or one of its heads. */
function isEvident(text: string): boolean {
  if (text.includes("**")) return true
  for (let at = text.indexOf("("); at !== -1; at = text.indexOf("(", at + 1)) {
    let start = at
    while (start > 0 && isLetter(text.charCodeAt(start - 1)) && at - start < WORD_MAX) start--
    if (start < at && isAlgebraHead(text.slice(start, at))) return true
  }
  return false
}

const WORD_MAX = 24 // longer than any head
