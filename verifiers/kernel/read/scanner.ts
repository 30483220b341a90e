import type { Expr } from "../tree.ts"
import { isLetter } from "./digits.ts"
import { NESTING_MAX, TOKENS_MAX } from "./limits.ts"
import { type Choices, type ReadSettings, Unread, type UnreadReason } from "./settings.ts"
import type { Token, TokenKind } from "./token.ts"

/** A text on its way to tokens. */
export class Scanner {
  readonly text: string
  readonly settings: ReadSettings
  readonly latex: boolean
  readonly choices: Choices
  readonly tokens: Token[] = []
  /** Whether a hexadecimal numeral may be in the text. */
  readonly hasBase: boolean
  at = 0
  spaced = false
  upright = false
  inDollars = false
  inBold = false
  italicEnd = -1
  /** Whether an integral has come, so that dm is no decimetre. */
  hasIntegral = false
  /** Whether the text is evidently computer algebra; null until a letter asks for it. */
  evident: boolean | null = null
  /** The environments that are open. */
  readonly environments: string[] = []
  /** How many \text{…} are open. */
  depth = 0
  /** The brackets that are open, each with whether a function stands before it. */
  readonly #open: { readonly sign: string; readonly call: boolean }[] = []

  constructor(text: string, settings: ReadSettings, latex: boolean, choices: Choices) {
    this.text = text
    this.settings = settings
    this.latex = latex
    this.choices = choices
    this.hasBase =
      text.includes("_") &&
      (text.includes("_16") || text.includes("_{16}") || text.includes("_{\\text{"))
  }

  push(kind: TokenKind, text: string, at: number, node: Expr | null = null, letters = false): void {
    if (this.tokens.length >= TOKENS_MAX) throw new Unread("limit", at)
    const { spaced, upright } = this
    const worded = kind === "number" && isLetter(this.text.charCodeAt(at))
    this.tokens.push({ kind, text, at, spaced, upright, letters, worded, node })
    this.spaced = false
  }

  operator(sign: string, width: number): void {
    if (sign === "∫") this.hasIntegral = true
    this.push("operator", sign, this.at)
    this.at += width
  }

  open(sign: string, width = 1): void {
    const last = this.last
    const call = last !== undefined && (last.kind === "function" || last.kind === "name")
    if (this.#open.length >= 2 * NESTING_MAX) throw new Unread("limit", this.at)
    this.#open.push({ sign, call: call && sign === "(" })
    this.operator(sign, width)
  }

  close(sign: string, width = 1): void {
    this.#open.pop()
    this.operator(sign, width)
  }

  get last(): Token | undefined {
    return this.tokens[this.tokens.length - 1]
  }

  /** Whether a comma here may separate items: inside brackets, but not in a LaTeX group. */
  get fenced(): boolean {
    const top = this.#open[this.#open.length - 1]
    return top !== undefined && (top.sign !== "{" || !this.latex)
  }

  /** Whether a LaTeX group is open. */
  get inBraces(): boolean {
    return this.#open.length > 0
  }

  /** Whether a comma here separates arguments: gcd(12,180). */
  get inCall(): boolean {
    return this.#open[this.#open.length - 1]?.call ?? false
  }

  /** Whether the last token ends an operand, so that a sign after it joins two. */
  afterOperand(): boolean {
    const last = this.last
    if (last === undefined) return false
    if (last.kind !== "operator") return last.kind !== "word" && last.kind !== "function"
    return ")]}⟩⌋⌉!'%°".includes(last.text) || last.text === "\\}"
  }

  unread(reason: UnreadReason): Unread {
    return new Unread(reason, this.at)
  }
}
