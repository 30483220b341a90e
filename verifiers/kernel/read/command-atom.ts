import type { Expr } from "../tree.ts"
import { readAtom, small } from "./atom.ts"
import { type Cursor, call } from "./cursor.ts"
import { isDigit } from "./digits.ts"
import { readEnvironment } from "./environment.ts"
import { readArguments } from "./fence.ts"
import { namedSet } from "./letters.ts"
import { MARKS, readBlackboard, readMarked, setNamed } from "./marked.ts"
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
  if (MARKS.has(text)) return readMarked(c)
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
    case "boxed":
    case "fbox":
    case "underline":
    case "ensuremath":
    case "mathop":
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

function readOther(c: Cursor): Expr {
  const { text } = c.token
  if (text.startsWith("begin ")) return readEnvironment(c)
  const set = setNamed(text)
  if (set === null) throw c.fail("unreadable")
  c.next()
  return readNamedSet(c, set)
}

/** A group, or one digit or atom where there are no braces: \frac12, \frac1{x}, \sqrt x. */
export function readArgument(c: Cursor): Expr {
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

function skipGroup(c: Cursor): void {
  c.expect("{")
  while (!c.is("}")) if (c.next().kind === "end") throw c.unexpected()
  c.next()
}
