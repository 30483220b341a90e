import type { Expr } from "../tree.ts"
import { NESTING_MAX } from "./limits.ts"
import { type Choices, type ReadSettings, Unread, type UnreadReason } from "./settings.ts"
import type { Token } from "./token.ts"

/** What stands before the first token. */
const START: Token = {
  ...{ kind: "operator", text: "", at: 0, spaced: true, upright: false, letters: false },
  ...{ worded: false, node: null },
}

/** The tokens of one reading, and how far the parser has come. */
export class Cursor {
  readonly tokens: readonly Token[]
  readonly settings: ReadSettings
  readonly latex: boolean
  readonly choices: Choices
  position = 0
  depth = 0
  /** Bars opened since the innermost bracket: `|` closes the last of them. */
  bars = 0
  /** Whether `|` or `:` would separate the element of a set from its condition. */
  inBuilder = false
  /** Whether `[` or `]` may close the bracket we are in. */
  inSquare = false
  /** Inside the sides of a congruence, `mod` belongs to the whole. */
  inCongruence = false
  /** Whether an equals sign stands before what is read, in the same statement. */
  isEquated = false
  /** How many environments with rows are open: inside, \\\\ ends a row. */
  rows = 0
  /** Whether the text shows connectives of logic, so that its and/or are such, too. */
  isLogical = false
  /** Indices of the sums we are in: their i is no imaginary unit. */
  readonly indices: string[] = []
  /** The integrals whose d… has not come yet; the innermost last. */
  readonly integrals: { variable: string | null }[] = []

  constructor(tokens: readonly Token[], settings: ReadSettings, latex: boolean, choices: Choices) {
    this.tokens = tokens
    this.settings = settings
    this.latex = latex
    this.choices = choices
  }

  get token(): Token {
    return this.tokens[this.position]!
  }

  peek(ahead = 1): Token {
    return this.tokens[Math.min(this.position + ahead, this.tokens.length - 1)] ?? START
  }

  next(): Token {
    const token = this.token
    if (token.kind !== "end") this.position++
    return token
  }

  is(text: string, ahead = 0): boolean {
    const token = ahead === 0 ? this.token : this.peek(ahead)
    return token.kind === "operator" && token.text === text
  }

  isWord(text: string, ahead = 0): boolean {
    const token = ahead === 0 ? this.token : this.peek(ahead)
    return token.kind === "word" && token.text === text
  }

  isCommand(text: string, ahead = 0): boolean {
    const token = ahead === 0 ? this.token : this.peek(ahead)
    return token.kind === "command" && token.text === text
  }

  take(text: string): boolean {
    if (!this.is(text)) return false
    this.position++
    return true
  }

  takeWord(text: string): boolean {
    if (!this.isWord(text)) return false
    this.position++
    return true
  }

  expect(text: string): void {
    if (!this.take(text)) throw this.unexpected()
  }

  /** A text that ends too early is cut off; anything else in the wrong place is unreadable. */
  unexpected(): Unread {
    return this.fail(this.token.kind === "end" ? "incomplete" : "unreadable")
  }

  fail(reason: UnreadReason): Unread {
    return new Unread(reason, this.token.at)
  }

  /** One level deeper; whoever enters leaves. */
  enter(): void {
    if (++this.depth > NESTING_MAX) throw this.fail("limit")
  }

  leave(): void {
    this.depth--
  }

  /** Reads inside a bracket of its own: bars and sets outside have no say there. */
  inside<T>(read: () => T, square = false): T {
    const { bars, inBuilder, inSquare, inCongruence, isEquated } = this
    this.isEquated = false
    this.bars = 0
    this.inBuilder = false
    this.inSquare = square
    this.inCongruence = false
    this.enter()
    const result = read()
    this.leave()
    this.bars = bars
    this.inBuilder = inBuilder
    this.inSquare = inSquare
    this.inCongruence = inCongruence
    this.isEquated = isEquated
    return result
  }
}

export function call(name: Extract<Expr, { kind: "call" }>["name"], ...args: Expr[]): Expr {
  return { kind: "call", name, args }
}
