import { codeAt } from "./code.ts"
import { isAlgebraHead } from "./computer-algebra.ts"
import { foldLogic } from "./computer-algebra-logic.ts"
import { ALGEBRA_SETS, BRACKETED, MODULES, SINGLETONS } from "./computer-algebra-names.ts"
import { foldSolutions } from "./computer-algebra-solutions.ts"
import { digitsFrom, isDigit, isLetter } from "./digits.ts"
import { CONSTANT_WORDS } from "./words.ts"

/**
 * The text with the spelling of programs in the plain notation: Sin[x] is sin(x), math.pi is pi,
 * 1_000 is 1000, S(1)/2 is (1)/2, x > 0 && x < 1 says "and". What is no known name stays as it is,
 * so that code stays code. One pass; LaTeX is left alone.
 */
export function foldAlgebra(text: string): string {
  const set = ALGEBRA_SETS.get(text)
  if (set !== undefined) return set
  if (text.includes("\\")) return text
  const solved = foldSolutions(text)
  return MARKS.test(solved ?? text) ? foldWords(solved ?? text) : (solved ?? text)
}

function foldWords(text: string): string {
  const fold = new Fold(text)
  while (fold.at < text.length) step(fold)
  return foldLogic(fold.out.join(""), fold.bracketed)
}

/** Whether a text is program code, and no spelling of computer algebra. */
export function isProgramText(text: string): boolean {
  return codeAt(text) !== null && codeAt(foldAlgebra(text.trim())) !== null
}

const MARKS = /[A-Za-z][.[(]|[)\]]\.T|\d_\d|[&|!%]|==|>>/

class Fold {
  readonly text: string
  readonly out: string[] = []
  at = 0
  /** Whether the brackets of Mathematica have been met: its E and I are constants. */
  bracketed: boolean
  /** How the brackets that are open will be closed. */
  readonly open: { readonly close: string | null; readonly inHead: boolean }[] = []

  constructor(text: string) {
    this.text = text
    this.bracketed = hasBracketedHead(text)
  }

  get inHead(): boolean {
    return this.open.at(-1)?.inHead ?? false
  }

  emit(text: string, width: number): void {
    this.out.push(text)
    this.at += width
  }
}

/** Sin[ and its like: a known name with a capital letter, and a square bracket that touches it. */
function hasBracketedHead(text: string): boolean {
  for (let at = text.indexOf("["); at !== -1; at = text.indexOf("[", at + 1)) {
    const name = wordBefore(text, at)
    if (name !== "" && headBefore(name) !== null) return true
  }
  return false
}

const WORD_MAX = 24 // longer than any head

function wordBefore(text: string, end: number): string {
  let start = end
  while (start > 0 && isNameCode(text.charCodeAt(start - 1)) && end - start < WORD_MAX) start--
  return text.slice(start, end)
}

/** What a name before a square bracket is called in the plain notation, or null. */
function headBefore(name: string): string | null {
  const first = name.charCodeAt(0)
  if (first < 65 || first > 90) return null
  return BRACKETED.get(name) ?? (isAlgebraHead(name) ? name : null)
}

function isNameCode(code: number): boolean {
  return isLetter(code) || isDigit(code) || code === UNDERSCORE
}

const UNDERSCORE = 95

function step(f: Fold): void {
  const { text, at } = f
  const code = text.charCodeAt(at)
  const sign = text[at]!
  if (isLetter(code)) readWord(f)
  else if (isDigit(code)) readDigits(f)
  else if (sign === "(" || sign === "[" || sign === "{") {
    f.open.push({ close: null, inHead: f.inHead })
    f.emit(sign, 1)
  } else if (sign === ")" || sign === "]" || sign === "}") {
    const close = f.open.pop()?.close
    if (close)
      f.emit(sign === "]" ? close : "]", 1) // Sin[x) stays unbalanced
    else f.emit(sign, 1)
  } else if (sign === "," && f.inHead) f.emit(", ", 1)
  else if (sign === "'" || sign === '"') readQuoted(f, sign)
  else if (sign === "_" && f.inHead && isLetter(text.charCodeAt(at + 1))) f.at++
  else if (sign === "." && isTransposed(f)) f.emit("^⊤", 2)
  else if (sign === "%") readMaxima(f)
  else f.emit(sign, 1)
}

function readWord(f: Fold): void {
  const { text, at } = f
  let end = at
  while (isNameCode(text.charCodeAt(end))) end++
  const word = text.slice(at, end)
  const next = text[end]
  if (text[at - 1] === ".") f.emit(word, word.length)
  else if (next === "." && readMember(f, word, end + 1)) return
  else if (next === "(" && readCalled(f, word, end)) return
  else if (next === "[" && readBracketed(f, word, end)) return
  else if (f.bracketed && (word === "E" || word === "I")) f.emit(CAPITALS[word], 1)
  else if (word === "dir" && f.inHead && next === "=") f.at = end + 1
  else f.emit(word, word.length)
}

/**
 * math.pi, S.Reals and Interval.open: a constant without its module, and what sets are called.
 * A function called on its module, as in math.sqrt(25), stays the code that it is.
 */
function readMember(f: Fold, word: string, start: number): boolean {
  const { text } = f
  let end = start
  while (isNameCode(text.charCodeAt(end))) end++
  const member = text.slice(start, end)
  if (MODULES.has(word) && text[end] !== "(" && text[end] !== ".") {
    const constant = CONSTANT_WORDS.get(member)
    if (constant === undefined && member !== "E" && member !== "I") return false
    f.emit(constant === undefined ? CAPITALS[member as "E" | "I"] : member, end - f.at)
    return true
  }
  if (word === "S") {
    const named = SINGLETONS.get(member)
    if (named === undefined || text[end] === "(") return false
    f.emit(named, end - f.at)
    return true
  }
  if (word !== "Interval" || text[end] !== "(" || !ENDS.has(member)) return false
  f.open.push({ close: null, inHead: true })
  f.emit(`Interval${member[0]!.toUpperCase()}${member.slice(1)}(`, end + 1 - f.at)
  return true
}

const CAPITALS = { E: "ℯ", I: "ⅈ" } as const
const ENDS = new Set(["open", "Ropen", "Lopen"])
const QUOTED = new Set(["Float", "Rational", "Symbol", "Decimal", "Fraction", "Integer", "S"])
const EMPTY = new Set(["EmptySet", "FiniteSet"])

function readCalled(f: Fold, word: string, end: number): boolean {
  const { text } = f
  if (QUOTED.has(word)) {
    const quoted = quotedAt(text, end + 1)
    if (quoted !== null) {
      const close = text.indexOf(")", quoted.end)
      if (close === -1) return false
      f.emit(word === "Symbol" ? quoted.inside : `(${quoted.inside})`, close + 1 - f.at)
      return true
    }
  }
  if (EMPTY.has(word) && text[end + 1] === ")") {
    f.emit("∅", end + 2 - f.at)
    return true
  }
  const isSympify = word === "S"
  if (!isSympify && !isAlgebraHead(word)) return false
  f.open.push({ close: null, inHead: true })
  f.emit(isSympify ? "(" : `${word}(`, end + 1 - f.at)
  return true
}

const QUOTED_MAX = 40 // a name or a numeral, not a text

/** A short numeral, fraction or name in quotes. */
function quotedAt(text: string, at: number): { inside: string; end: number } | null {
  const quote = text[at]
  if (quote !== "'" && quote !== '"') return null
  let end = at + 1
  while (isQuotable(text.charCodeAt(end)) && end - at < QUOTED_MAX) end++
  return text[end] === quote && end > at + 1
    ? { inside: text.slice(at + 1, end), end: end + 1 }
    : null
}

function isQuotable(code: number): boolean {
  return isNameCode(code) || code === 45 || code === 46 || code === 47
}

function readBracketed(f: Fold, word: string, end: number): boolean {
  const head = headBefore(word)
  if (head === null) return false
  f.open.push({ close: ")", inHead: true })
  f.emit(`${head}(`, end + 1 - f.at)
  return true
}

/** 1_000_000: groups of three; 12_5 is a numeral with its base. */
function readDigits(f: Fold): void {
  const { text, at } = f
  const first = digitsFrom(text, at)
  let digits = first
  let end = at + first.length
  while (first.length <= 3 && text[end] === "_") {
    const group = digitsFrom(text, end + 1)
    if (group.length !== 3) break
    digits += group
    end += 4
  }
  const whole = !isNameCode(text.charCodeAt(end)) && !isNameCode(text.charCodeAt(at - 1))
  if (whole) f.emit(digits, end - at)
  else f.emit(first, first.length)
}

/** The side of limit(f, x, 0, '+') as ±1. */
function readQuoted(f: Fold, quote: string): void {
  const side = f.text[f.at + 1]
  const isSide = f.text[f.at + 2] === quote && (side === "+" || side === "-")
  if (f.inHead && isSide) f.emit(side === "+" ? "1" : "-1", 3)
  else f.emit(quote, 1)
}

/** A.T and Matrix(…).T */
function isTransposed(f: Fold): boolean {
  const { text, at } = f
  if (text[at + 1] !== "T" || isNameCode(text.charCodeAt(at + 2)) || text[at + 2] === ".") {
    return false
  }
  const before = text.charCodeAt(at - 1)
  if (text[at - 1] === ")" || text[at - 1] === "]") return true
  return before >= 65 && before <= 90 && !isNameCode(text.charCodeAt(at - 2))
}

/** %pi, %e and %i, where a percent sign has nothing to stand behind. */
function readMaxima(f: Fold): void {
  const { text, at } = f
  let before = at - 1
  while (text[before] === " ") before--
  const operand = isNameCode(text.charCodeAt(before)) || ")]}".includes(text[before] ?? " ")
  const name = ["pi", "e", "i"].find((known) => text.startsWith(known, at + 1))
  const alone = name !== undefined && !isNameCode(text.charCodeAt(at + 1 + name.length))
  if (!operand && alone) f.emit(name === "pi" ? "pi" : name === "e" ? "ℯ" : "ⅈ", 1 + name.length)
  else f.emit("%", 1)
}
