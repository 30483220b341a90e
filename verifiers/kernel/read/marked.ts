import type { Expr, NamedSetNode } from "../tree.ts"
import { mentions, partsOf } from "../walk.ts"
import { readArgument } from "./command-atom.ts"
import { type Cursor, call } from "./cursor.ts"
import { namedSet } from "./letters.ts"
import { readNamed } from "./name.ts"
import { readNamedSet } from "./named-set.ts"
import { GREEK_WORDS } from "./words.ts"

/**
 * A letter with a mark or in a font of its own is another symbol than the bare letter, and its name
 * says so: \hat p_1 is `hat p_1`, \mathcal F `cal F`, \overline{AB} `bar AB`. A bold letter and one
 * under an arrow are the same vector: \mathbf v and \vec v are both `vec v`.
 */
export function readMarked(c: Cursor): Expr {
  const start = c.position
  const command = c.next().text
  const bold = BOLD.has(command)
  const mark = MARKS.get(command)!
  const boldSet = bold ? readBoldSet(c, start) : null
  if (boldSet !== null) return boldSet
  const { letters, width } = lettersAhead(c)
  const [letter] = letters
  // A bold letter that is all of the text, and may name an option, is bold for emphasis.
  const emphasis = bold && start === 0 && c.peek(width).kind === "end" && OPTIONS.has(letter ?? "")
  if (letter === undefined || emphasis || (bold && letters.length > 1)) {
    const of = readArgument(c)
    return bold && (emphasis || markedSymbol(of) === null) ? of : markedWhole(c, mark, of)
  }
  c.position += width
  const unit = letters.length === 1 && UNIT_MARKS.has(mark) ? UNIT_VECTORS.get(letter) : undefined
  if (unit !== undefined) return { kind: "symbol", name: unit }
  if (mark === "bar" && CONJUGATES.has(letter) && letters.length === 1) {
    return call("conjugate", letter === "i" ? I : readNamed(c, letter, false, start))
  }
  const { length } = letters
  // Two letters under a hat are an arc or an angle.
  const sign = length > 1 && mark === "hat" ? "widehat" : mark
  return readNamed(c, `${sign} ${letters.join("")}`, false, start)
}

const BOLD = new Set(["mathbf", "boldsymbol", "bm"])
const OPTIONS = new Set(["A", "B", "C", "D", "E"])

/** The name of the mark by the command that sets it. */
export const MARKS: ReadonlyMap<string, string> = new Map([
  ...["vec", "overrightarrow", ...BOLD].map((command) => [command, "vec"] as const),
  ...["hat", "widehat"].map((command) => [command, "hat"] as const),
  ...["overarc", "wideparen"].map((command) => [command, "widehat"] as const),
  ...["tilde", "widetilde"].map((command) => [command, "tilde"] as const),
  ...["bar", "overline"].map((command) => [command, "bar"] as const),
  ...["mathcal", "mathscr"].map((command) => [command, "cal"] as const),
  ...["overleftrightarrow", "dot", "ddot", "check", "breve"].map((one) => [one, one] as const),
  ["mathfrak", "frak"],
  ["nabla", "nabla"], // of one field; what is done with \nabla\cdot and \nabla\times is no product
])

const UNIT_MARKS = new Set(["vec", "hat"])
const UNIT_VECTORS: ReadonlyMap<string, string> = new Map([
  ...["i", "ı"].map((name) => [name, "î"] as const),
  ...["j", "ȷ"].map((name) => [name, "ĵ"] as const),
  ["k", "k̂"],
])

/** Unknowns that are complex wherever they have a bar; a mean is called otherwise. */
const CONJUGATES = new Set(["z", "w", "i"])
const I: Expr = { kind: "constant", name: "i" }

const SETS: ReadonlyMap<string, NamedSetNode["name"]> = new Map([
  ["N", "naturals"],
  ["Z", "integers"],
  ["Q", "rationals"],
  ["R", "reals"],
  ["C", "complexes"],
])

/** \R and \mathbb R. */
export function setNamed(letter: string): Expr | null {
  const set = SETS.get(letter)
  return set === undefined ? null : namedSet(set)
}

/** \mathbb{R} is a set, \mathbb{P} a name of its own. */
export function readBlackboard(c: Cursor): Expr {
  const start = c.position
  c.next()
  const braced = c.take("{")
  const { kind, text } = c.next()
  if (kind === "end") throw c.unexpected()
  if (braced) c.expect("}")
  const set = setNamed(text)
  return set === null ? readNamed(c, `bb ${text}`, false, start) : readNamedSet(c, set)
}

/** \mathbf{Z} by itself is a set, as it was printed before there were other letters for it. */
function readBoldSet(c: Cursor, start: number): Expr | null {
  const width = c.is("{") && c.is("}", 2) ? 3 : 1
  const { text } = width === 3 ? c.peek() : c.token
  const set = c.is("{") && width === 1 ? null : setNamed(text)
  if (set === null || text === "C") return null
  const before = c.tokens[start - 1]?.text
  const after = c.peek(width)
  const alone = start === 0 || before === "∈" || before === "∖"
  if (!(alone && after.kind === "end") && !(start === 0 && after.text === "∖")) return null
  c.position += width
  return set
}

/** The letters that a mark stands over, and how many tokens they take; none if more is there. */
function lettersAhead(c: Cursor): { readonly letters: readonly string[]; readonly width: number } {
  if (!c.is("{")) {
    const letter = letterAt(c, 0)
    return letter === null ? NO_LETTERS : { letters: [letter], width: 1 }
  }
  const letters: string[] = []
  let ahead = 1
  for (; !c.is("}", ahead); ahead++) {
    const letter = letterAt(c, ahead)
    if (letter === null) return NO_LETTERS
    letters.push(letter)
  }
  return { letters, width: ahead + 1 }
}

const NO_LETTERS = { letters: [], width: 0 }

function letterAt(c: Cursor, ahead: number): string | null {
  const { kind, text, upright } = c.peek(ahead)
  if (kind === "constant") return text === "e" || text === "i" ? text : null
  if (kind !== "name") return null
  if (text.length === 1 || GREEK_WORDS.has(text)) return text
  return upright && text === text.toUpperCase() ? text : null // \overline{\mathrm{AB}}
}

/** A mark over more than letters: over a name with an index, or over points with indices. */
function markedWhole(c: Cursor, mark: string, of: Expr): Expr {
  if (mark === "bar" && mentions(of, isComplex)) return call("conjugate", of)
  const symbol = markedSymbol(of)
  if (symbol !== null) {
    const name = symbol.startsWith("vec ") && UNIT_MARKS.has(mark) ? symbol.slice(4) : symbol
    return { kind: "symbol", name: `${mark} ${name}` }
  }
  if (of.kind === "symbol") return of
  if (mark === "vec" && of.kind === "number" && of.value.numerator === 0n) return NULL_VECTOR
  if ((mark === "cal" || mark === "frak") && of.kind === "number") return of
  throw c.fail("unreadable")
}

const NULL_VECTOR: Expr = { kind: "symbol", name: "vec 0" }

function isComplex(node: Expr): boolean {
  if (node.kind === "constant") return node.name === "i"
  return node.kind === "symbol" && CONJUGATES.has(node.name.split("_")[0]!)
}

/** The one name that a symbol, or a product of points, is called by; null for anything else. */
function markedSymbol(of: Expr): string | null {
  if (of.kind === "symbol") return isUnitVector(of.name) ? null : of.name
  if (of.kind !== "multiply") return null
  const points = of.factors.map((factor) => (factor.kind === "symbol" ? factor.name : ""))
  return points.every((point) => /^[A-Z](_\w+)?'*$/.test(point)) ? points.join("") : null
}

function isUnitVector(name: string): boolean {
  return name === "î" || name === "ĵ" || name === "k̂"
}

/** Whether an expression has the direction of a vector in it; a magnitude has none. */
export function hasVector(expr: Expr): boolean {
  if (expr.kind === "symbol") return expr.name.startsWith("vec ") || isUnitVector(expr.name)
  return expr.kind !== "call" && expr.kind !== "number" && partsOf(expr).some(hasVector)
}

/** The letter under the marks of a name, with its index: p_1 of `hat p_1`. */
export function letterOf(name: string): string {
  return name.slice(name.lastIndexOf(" ") + 1)
}
