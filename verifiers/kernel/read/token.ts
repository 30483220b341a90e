import type { Expr } from "../tree.ts"

/**
 * One vocabulary for LaTeX, plain text and Unicode: `\leq`, `<=` and `≤` are the same operator.
 * - `number`: a numeral, in `node` · `vulgar`: ½, in `node`
 * - `name`: a letter or a name; `letters` where it may have to be read letter by letter
 * - `word`: an English word that the grammar knows (and, or, if, mod) · `set`: ℝ, in `node`
 * - `operator`: signs and fences; `{` groups, `\{` is a brace that is printed
 * - `command`: a LaTeX command with arguments, without its backslash
 */
export type TokenKind =
  | "number"
  | "vulgar"
  | "name"
  | "constant"
  | "function"
  | "word"
  | "set"
  | "operator"
  | "command"
  | "money"
  | "end"

export interface Token {
  readonly kind: TokenKind
  readonly text: string
  readonly at: number
  /** Whether space stood before it. */
  readonly spaced: boolean
  /** Set upright, as by \text or \mathrm: a unit or a name, never a product of letters. */
  readonly upright: boolean
  /** A run of letters that is a unit where a value stands before it, a product otherwise. */
  readonly letters: boolean
  /** A numeral that was written as a word. */
  readonly worded: boolean
  readonly node: Expr | null
}
