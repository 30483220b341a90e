import type { Expr, NamedSetNode } from "../tree.ts"
import { readAtom, small } from "./atom.ts"
import { type Cursor, call } from "./cursor.ts"
import { isDigit } from "./digits.ts"
import { readEnvironment } from "./environment.ts"
import { readArguments } from "./fence.ts"
import { namedSet } from "./letters.ts"
import { readNamedSet } from "./named-set.ts"
import { decimalNode } from "./numeral.ts"
import { readDerivative, readLimit } from "./operation.ts"
import { readGroup } from "./power.ts"
import { readSentence } from "./sentence.ts"
import { ROOT_WORDS } from "./words.ts"

/** An atom that begins with a command: \frac, \sqrt, \begin and so on. */
export function readCommandAtom(c: Cursor): Expr {
  const { text } = c.token
  if (ROOT_WORDS.has(text)) return readRoot(c)
  switch (text) {
    case "frac":
    case "dfrac":
    case "tfrac":
    case "cfrac":
    case "sfrac":
      return readDerivative(c) ?? readFraction(c)
    case "binom":
    case "dbinom":
    case "tbinom":
      return call("binomial", ...readTwo(c))
    case "lim":
      return readLimit(c)
    case "overline":
    case "bar":
      return readOverline(c)
    case "mathbf":
      return readBoldSet(c) ?? readVector(c)
    case "hat":
    case "widehat":
    case "boldsymbol":
    case "bm":
    case "vec":
    case "overrightarrow":
    case "overleftrightarrow":
    case "overarc":
    case "wideparen":
      return readVector(c)
    case "boxed":
    case "fbox":
    case "underline":
    case "ensuremath":
    case "mathop":
    case "mathcal":
    case "mathscr":
    case "mathfrak":
      c.next()
      return readArgument(c)
    case "textcolor":
      c.next()
      skipGroup(c)
      return readArgument(c)
    case "mathbb":
    case "Bbb":
      return readBlackboard(c)
    case "emptyset":
    case "varnothing":
      c.next()
      return namedSet("empty")
    default:
      return readOther(c)
  }
}

const BLACKBOARD: ReadonlyMap<string, NamedSetNode["name"]> = new Map([
  ["N", "naturals"],
  ["Z", "integers"],
  ["Q", "rationals"],
  ["R", "reals"],
  ["C", "complexes"],
])

function readOther(c: Cursor): Expr {
  const { text } = c.token
  if (text.startsWith("begin ")) return readEnvironment(c)
  const set = BLACKBOARD.get(text)
  if (set === undefined) throw c.fail("unreadable")
  c.next()
  return readNamedSet(c, namedSet(set))
}

function readBlackboard(c: Cursor): Expr {
  c.next()
  const braced = c.take("{")
  const { kind, text } = c.next()
  if (kind === "end") throw c.unexpected()
  if (braced) c.expect("}")
  const set = BLACKBOARD.get(text)
  return set === undefined ? { kind: "symbol", name: text } : readNamedSet(c, namedSet(set))
}

/** A group, or one digit or atom where there are no braces: \frac12, \frac1{x}, \sqrt x. */
function readArgument(c: Cursor): Expr {
  if (c.is("{")) return readGroup(c)
  c.enter()
  const atom = readAtom(c, true)
  c.leave()
  return atom
}

function readTwo(c: Cursor): [Expr, Expr] {
  c.next()
  const { kind, text } = c.token
  if (kind === "number" && text.length > 1) {
    const digits = text.length === 2 && isDigit(text.charCodeAt(0)) && isDigit(text.charCodeAt(1))
    if (!digits) throw c.fail("unreadable")
    c.next()
    return [decimalNode(text[0]!, "", ""), decimalNode(text[1]!, "", "")]
  }
  const top = readArgument(c)
  if (c.token.kind === "number" && c.token.text.length > 1) throw c.fail("unreadable")
  return [top, readArgument(c)]
}

function readFraction(c: Cursor): Expr {
  const [top, bottom] = readTwo(c)
  return { kind: "divide", top, bottom }
}

/** \sqrt[3]{x}, sqrt(x), cbrt(x), root(x, 3). */
function readRoot(c: Cursor): Expr {
  const named = ROOT_WORDS.get(c.next().text)!
  if (c.is("(") && named !== 2) {
    const [of, index] = readArguments(c)
    if (of === undefined || (named === 0) !== (index !== undefined)) throw c.fail("unreadable")
    return { kind: "root", of, index: index ?? small(named) }
  }
  if (named === 0) throw c.unexpected()
  let index: Expr = small(named)
  if (c.take("[")) {
    index = c.inside(() => readSentence(c), true)
    c.expect("]")
  }
  return { kind: "root", of: readArgument(c), index }
}

/** \overline{AB} is a name, \overline{3+4i} a conjugate, \bar{x} the name of a mean. */
function readOverline(c: Cursor): Expr {
  c.next()
  const name = lettersAhead(c)
  if (name === "" || name === "z" || name === "w") {
    const of = readArgument(c)
    // A bar over digits is part of a numeral, and this one is in no numeral.
    if (of.kind === "number") throw c.fail("unreadable")
    return call("conjugate", of)
  }
  c.position += c.is("{") ? name.length + 2 : 1
  return { kind: "symbol", name: name.length === 1 ? `bar ${name}` : name }
}

/** The single letters in the group at hand, or an empty text where there is anything else. */
function lettersAhead(c: Cursor): string {
  if (!c.is("{")) return c.token.kind === "name" && c.token.text.length === 1 ? c.token.text : ""
  let name = ""
  for (let ahead = 1; !c.is("}", ahead); ahead++) {
    const { kind, text, upright } = c.peek(ahead)
    if (kind !== "name" || text.length !== 1 || upright) return ""
    name += text
  }
  return name
}

const UNIT_VECTORS = new Map([
  ...["i", "ı"].map((name) => [name, "î"] as const),
  ...["j", "ȷ"].map((name) => [name, "ĵ"] as const),
  ["k", "k̂"],
])

/** \mathbf{Z} by itself is a set, as it was printed before there were other letters for it. */
function readBoldSet(c: Cursor): Expr | null {
  const set = c.is("{", 1) && c.is("}", 3) ? BLACKBOARD.get(c.peek(2).text) : undefined
  const ahead = c.peek(4)
  const alone = c.position === 0 || c.is("∈", -1) || c.is("∖", -1)
  if (set === undefined || set === "complexes" || !alone || ahead.kind !== "end") return null
  c.position += 4
  return namedSet(set)
}

/** \hat{i}, \mathbf{j}: unit vectors are names of their own, i is not √−1; else the style goes. */
function readVector(c: Cursor): Expr {
  const mark = MARKS.get(c.next().text)
  const letters = lettersAhead(c)
  // Two letters under one mark are a vector or an arc from one point to the other, no product.
  if (mark !== undefined && letters.length > 1) {
    c.position += letters.length + 2
    return { kind: "symbol", name: `${mark} ${letters}` }
  }
  const braced = c.is("{") && c.is("}", 2)
  const { text } = braced ? c.peek() : c.token
  const unit = UNIT_VECTORS.get(text)
  if (unit === undefined) return readArgument(c)
  c.position += braced ? 3 : 1
  return { kind: "symbol", name: unit }
}

const MARKS: ReadonlyMap<string, string> = new Map([
  ...["vec", "overrightarrow"].map((name) => [name, "vec"] as const),
  ...["widehat", "hat", "overarc", "wideparen"].map((name) => [name, "widehat"] as const),
  ["overleftrightarrow", "overleftrightarrow"],
])

function skipGroup(c: Cursor): void {
  c.expect("{")
  while (!c.is("}")) if (c.next().kind === "end") throw c.unexpected()
  c.next()
}
