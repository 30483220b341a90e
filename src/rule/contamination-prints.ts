import { hashOf } from "../record/id.ts"
import { plainly } from "./literals.ts"

/**
 * What a text is recognised by, as hashes alone: who has them learns nothing of the text that they
 * could not guess.
 */
export interface Prints {
  /** The text, whatever its case, spacing and punctuation at the end. */
  readonly exact: string
  /** The same with symbols named by their order: 2x + y = 3 and 2a + b = 3 are one. */
  readonly renamed: string
  /** The same with numbers and names left out, too. */
  readonly shape: string
  /** Every 13 words or numbers in a row (T. Brown et al. 2020, arXiv:2005.14165, appendix C). */
  readonly grams: readonly string[]
  /** The words around its formulas, where they are enough to tell a template by. */
  readonly frame: string | undefined
  /** Every 4 in a row of the frame, in which a formula is one token: what siblings share. */
  readonly tiles: readonly string[]
}

const GRAM = 13 // the length that the field has compared with since GPT-3
const TILE = 4 // one other word in a template breaks four tiles and leaves the rest
const FRAME_WORDS_MIN = 4 // `factorise …` says too little to be somebody's template
const TELLING_WORDS_MIN = 2 // `find the value of …` has none
const COMMON = new Set("a an the of is what find value compute calculate evaluate".split(" "))
const FUNCTIONS = new Set(
  "sin cos tan cot sec csc ln log exp sqrt frac infinity infty pi cdot times minus plus".split(" "),
)
const HASH_DIGITS = 16 // 64 bits: among 10^6 prints a chance hit has odds of 10^-7

/** SHA-256 of a text as hex digits; where millions are wanted, there are faster ones than ours. */
export type TextHash = (text: string) => string

export function printsOf(text: string, hash: TextHash = hashOf): Prints {
  const hashed = (kind: string, of: readonly string[]) => named(kind, of, hash)
  const tokens = tokensOf(text)
  const shape = shapeOf(tokens)
  const frame = frameOf(shape)
  return {
    exact: hashed("exact", tokens.map(lower)),
    renamed: hashed("renamed", renamed(tokens)),
    shape: hashed("shape", shape),
    grams: runsOf("gram", tokens.map(lower).filter(isWord), GRAM, hash),
    frame: isTelling(frame) ? hashed("frame", frame) : undefined,
    tiles: runsOf("tile", frame, TILE, hash),
  }
}

const TOKEN = /\d+(?:[.,]\d+)*|\p{L}+|[^\s\p{L}\d]/gu
const END = /[.!?:;\s]+$/

/** Numbers, words and signs. Letters that stand for a product are one token each. */
function tokensOf(text: string): string[] {
  const plain = plainly(text).replace(LOOK_ALIKE, latin).replace(END, "")
  const tokens: string[] = []
  for (const match of plain.matchAll(TOKEN)) {
    const [token] = match
    if (isProduct(plain, match.index, token)) tokens.push(...token)
    else if (token !== "\\") tokens.push(token === "×" || token === "·" ? "*" : token)
  }
  return tokens
}

/** Cyrillic and Greek letters that look like Latin ones. Greek letters of formulas stay. */
const ALIKE = new Map(
  [
    "аa вb еe кk мm нh оo рp сc тt уy хx іi јj ѕs ԁd ԛq ԝw",
    "АA ВB ЕE КK МM НH ОO РP СC ТT УY ХX ІI ЈJ ЅS",
    "ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX οo",
  ]
    .join(" ")
    .split(" ")
    .map(([foreign, own]) => [foreign!, own!] as const),
)
const LOOK_ALIKE = new RegExp(`[${[...ALIKE.keys()].join("")}]`, "gu")

function latin(letter: string): string {
  return ALIKE.get(letter)!
}

const PRODUCT_LETTERS_MAX = 3

/** `xy` after a digit or before a power is x times y; a word is neither. */
function isProduct(plain: string, at: number, token: string): boolean {
  if (token.length < 2 || token.length > PRODUCT_LETTERS_MAX || !/^[a-z]+$/i.test(token)) {
    return false
  }
  return /[\d)]/.test(plain[at - 1] ?? "") || plain[at + token.length] === "^"
}

const GREEK = new Set(
  "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi rho sigma tau phi chi psi omega".split(
    " ",
  ),
)

function isSymbol(token: string): boolean {
  return /^\p{L}$/u.test(token) || GREEK.has(token.toLowerCase())
}

/** Symbols by the order in which they first occur. The article and the pronoun are no symbols. */
function renamed(tokens: readonly string[]): string[] {
  const names = new Map<string, string>()
  return tokens.map((token, at) => {
    if (!isSymbol(token) || isLittleWord(tokens, at)) return lower(token)
    const name = names.get(token) ?? `$${names.size}`
    names.set(token, name)
    return name
  })
}

/** `a` before a word is an article; `I` between words is a person. */
function isLittleWord(tokens: readonly string[], at: number): boolean {
  if (!/^[aAI]$/.test(tokens[at]!)) return false
  return /^\p{L}{2,}$/u.test(tokens[at + 1] ?? "")
}

const NUMBER_WORDS = new Set(
  "zero one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million half".split(
    " ",
  ),
)

/**
 * What is left of a template: every number is #, every name in the middle of a sentence is @. A
 * sign or a factor that only some numbers show is left out with the number it belongs to.
 */
function shapeOf(tokens: readonly string[]): string[] {
  const shape: string[] = []
  renamed(tokens).forEach((token, at) => {
    if (isNumber(token)) {
      while (/^[-+±]$/.test(shape.at(-1) ?? "") && isOpen(shape.at(-2))) shape.pop()
      const inList = shape.at(-1) === "," && shape.at(-2) === "#"
      if (inList) shape.pop()
      else if (shape.at(-1) !== "#") shape.push("#")
      return
    }
    if (token.startsWith("$") && shape.at(-1) === "#") shape.pop() // 1x is written x
    // A list and a matrix are numbers, however many they are.
    if (/^[\]}]$/.test(token) && shape.at(-1) === "#" && /^[[{]$/.test(shape.at(-2) ?? "")) {
      shape.splice(-2, 2)
      if (shape.at(-1) === "," && shape.at(-2) === "#") shape.pop()
      else shape.push("#")
      return
    }
    shape.push(isName(tokens, at) ? "@" : token)
  })
  return shape
}

/** The words around the formulas. */
function frameOf(shape: readonly string[]): string[] {
  const frame: string[] = []
  for (const token of shape) {
    if (/^\p{L}{2,}$|^[@a]$/u.test(token) && !FUNCTIONS.has(token)) frame.push(token)
    else if (!/^[.,:;?!'"]$/.test(token) && frame.at(-1) !== FORMULA) frame.push(FORMULA)
  }
  return frame
}

const FORMULA = "="

function isTelling(frame: readonly string[]): boolean {
  const words = frame.filter(isWord)
  const telling = new Set(words.filter((word) => !COMMON.has(word)))
  return words.length >= FRAME_WORDS_MIN && telling.size >= TELLING_WORDS_MIN
}

function isNumber(token: string): boolean {
  return /^\d/.test(token) || NUMBER_WORDS.has(token)
}

/** Whether a sign that stands after this is a number's own. */
function isOpen(before: string | undefined): boolean {
  return before === undefined || /^[(,=[{<>*/^|]$/.test(before) || /^\p{L}{2,}$/u.test(before)
}

function isName(tokens: readonly string[], at: number): boolean {
  if (!/^\p{Lu}\p{Ll}+$/u.test(tokens[at]!)) return false
  return at > 0 && !/^[.!?:]$/.test(tokens[at - 1]!)
}

function isWord(token: string): boolean {
  return /^[\p{L}\d]/u.test(token)
}

function runsOf(kind: string, tokens: readonly string[], length: number, hash: TextHash): string[] {
  const runs = new Set<string>()
  for (let at = 0; at + length <= tokens.length; at++) {
    runs.add(named(kind, tokens.slice(at, at + length), hash))
  }
  return [...runs]
}

function named(kind: string, tokens: readonly string[], hash: TextHash): string {
  return hash(`agon print 1 ${kind} ${tokens.join(" ")}`).slice(0, HASH_DIGITS)
}

function lower(token: string): string {
  return token.toLowerCase()
}
