import { VOCABULARY_MAX } from "./config.ts"
import { failed, type Outcome, succeeded } from "./outcome.ts"
import { ASK, DEFAULT_VOCABULARY, END, FIXED_TOKENS } from "./vocabulary.ts"

/**
 * Ordinary text in, ordinary text out. One token is a character or a whole phrase, the longest
 * that fits.
 *
 * Inside, whole numbers are written lowest digit first (37 is "7 3"), so that a carry runs in the
 * direction the network writes; nobody outside ever sees it. Spaces are free: they are dropped,
 * but for one between two digits. Letters of a phrase may have either case, and it matches whole
 * words only.
 */
export interface Tokenizer {
  /** The text of each token by id. */
  readonly vocabulary: readonly string[]
  /** A question: its last mark (`?` or `.`) becomes the token that asks. */
  encodePrompt(text: string): Outcome<number[]>
  /** An answer, closed by the token that ends it. */
  encodeCompletion(text: string): Outcome<number[]>
  /** The text of sampled tokens, without the end. */
  decode(tokens: readonly number[]): string
}

/**
 * @returns a failure when a phrase is empty, is there twice, or there are more than {@link
 * VOCABULARY_MAX} tokens.
 */
export function createTokenizer(phrases: readonly string[] = []): Outcome<Tokenizer> {
  if (!phrases.every((phrase) => typeof phrase === "string")) {
    return failed("bad-vocabulary", "a phrase is not a string")
  }
  return openTokenizer([...DEFAULT_VOCABULARY, ...phrases.map((phrase) => phrase.trim())])
}

/** The tokenizer of a vocabulary read back from a checkpoint. */
export function openTokenizer(vocabulary: readonly string[]): Outcome<Tokenizer> {
  const problem = vocabularyProblem(vocabulary)
  if (problem !== undefined) return failed("bad-vocabulary", problem)
  const matcher = createMatcher(vocabulary)
  return succeeded({
    vocabulary,
    encodePrompt: (text) => encode(matcher, text.trimEnd().replace(/[?.]$/, ""), ASK),
    encodeCompletion: (text) => encode(matcher, text, END),
    decode: (tokens) => decode(vocabulary, tokens),
  })
}

/** For each first character, the tokens that start with it, the longest first. */
type Matcher = ReadonlyMap<string, readonly { readonly text: string; readonly id: number }[]>

const ALIASES: Readonly<Record<string, string>> = {
  "−": "-",
  "–": "-",
  "×": "*",
  "·": "*",
  "÷": "/",
}

function encode(matcher: Matcher, text: string, last: number): Outcome<number[]> {
  const source = reverseDigits(normalise(text))
  const tokens: number[] = []
  for (let i = 0; i < source.length; ) {
    if (source[i] === " " && !spaceMatters(source, i)) {
      i++
      continue
    }
    const candidates = matcher.get(source[i]!.toLowerCase()) ?? []
    const found = candidates.find((candidate) => fits(candidate.text, source, i))
    if (found === undefined) {
      return failed("unknown-text", `no token for ${JSON.stringify(source[i])} in ${quote(text)}`)
    }
    tokens.push(found.id)
    i += found.text.length
  }
  tokens.push(last)
  return succeeded(tokens)
}

function decode(vocabulary: readonly string[], tokens: readonly number[]): string {
  let text = ""
  let wasWord = false
  for (const id of tokens) {
    if (id === END) continue
    const piece = vocabulary[id]!
    const isWord = piece.length > 1
    if (text !== "" && (isWord || wasWord) && piece !== " ") text += " "
    text += piece
    wasWord = isWord
  }
  return reverseDigits(text)
}

function normalise(text: string): string {
  return text
    .replace(/[−–×·÷]/g, (sign) => ALIASES[sign]!)
    .replace(/\s+/g, " ")
    .trim()
}

function reverseDigits(text: string): string {
  return text.replace(/[0-9]{2,}/g, (digits) => [...digits].reverse().join(""))
}

/** A single character fits as written; a phrase in either case, and only where no word is cut. */
function fits(token: string, source: string, start: number): boolean {
  const piece = source.slice(start, start + token.length)
  if (token.length === 1) return piece === token
  if (piece.toLowerCase() !== token.toLowerCase()) return false
  const before = source[start - 1] ?? ""
  const after = source[start + token.length] ?? ""
  const cutsBefore = isLetter(before) && isLetter(piece[0]!)
  const cutsAfter = isLetter(after) && isLetter(piece.at(-1)!)
  return !cutsBefore && !cutsAfter
}

/** "3 4" is not "34"; every other space says nothing. */
function spaceMatters(source: string, i: number): boolean {
  const before = source[i - 1] ?? ""
  const after = source[i + 1] ?? ""
  return isDigit(before) && isDigit(after)
}

function isDigit(character: string): boolean {
  return character >= "0" && character <= "9" && character.length === 1
}

function isLetter(character: string): boolean {
  return /^[a-z]$/i.test(character)
}

function createMatcher(vocabulary: readonly string[]): Matcher {
  const matcher = new Map<string, { text: string; id: number }[]>()
  for (const [id, text] of vocabulary.entries()) {
    if (id === END) continue
    const first = text[0]!.toLowerCase()
    matcher.set(first, [...(matcher.get(first) ?? []), { text, id }])
  }
  for (const list of matcher.values()) list.sort((a, b) => b.text.length - a.text.length)
  return matcher
}

function vocabularyProblem(vocabulary: readonly string[]): string | undefined {
  if (vocabulary.length > VOCABULARY_MAX) {
    return `${vocabulary.length} tokens are more than the ${VOCABULARY_MAX} a model may have`
  }
  if (FIXED_TOKENS.some((token, id) => vocabulary[id] !== token)) {
    return "the end, the question mark and the ten digits must come first"
  }
  const seen = new Set<string>()
  for (const token of vocabulary) {
    const same = token.toLowerCase()
    if (token === "") return "a token is empty"
    if (token.length > 1 && /\s\s|[0-9]/.test(token))
      return `${quote(token)} holds a digit or two spaces`
    if (seen.has(same)) return `${quote(token)} is there twice`
    seen.add(same)
  }
  return undefined
}

function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)
}
