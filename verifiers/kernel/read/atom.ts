import { rational } from "../rational.ts"
import type { Expr, NumberNode } from "../tree.ts"
import { baseOf, valueInBase } from "./base.ts"
import { readCommandAtom } from "./command-atom.ts"
import { isHead, readHeadCall } from "./computer-algebra.ts"
import { type Cursor, call } from "./cursor.ts"
import { isDigit } from "./digits.ts"
import { DOTS } from "./dots.ts"
import { readFence } from "./fence.ts"
import { readFunction } from "./function-call.ts"
import { readNameAtom } from "./name.ts"
import { readNamedSet } from "./named-set.ts"
import { readBigOperator, readIntegral } from "./operation.ts"
import { readMoney } from "./quantity.ts"

/** The smallest thing with a value. `tight` where only one token may be taken: in an exponent. */
export function readAtom(c: Cursor, tight = false): Expr {
  const token = c.token
  switch (token.kind) {
    case "number":
      return readNumber(c, tight)
    case "vulgar":
      c.next()
      return token.node!
    case "name":
    case "constant":
      return readNameAtom(c)
    case "function":
      return isHead(token.text) ? readHeadCall(c) : readFunction(c)
    case "set":
      c.next()
      return readNamedSet(c, token.node!)
    case "money":
      return readMoney(c)
    case "command":
      return readCommandAtom(c)
    case "operator":
      return readOperatorAtom(c)
    case "word":
      return readWordAtom(c)
    default:
      throw c.unexpected()
  }
}

function readWordAtom(c: Cursor): Expr {
  const truth = c.isWord("true") || c.isWord("false")
  if (truth) return { kind: "truth", value: c.next().text === "true" }
  throw c.unexpected()
}

function readOperatorAtom(c: Cursor): Expr {
  const { text } = c.token
  switch (text) {
    case "√":
    case "∛":
    case "∜": {
      c.next()
      c.enter()
      const of = readAtom(c)
      c.leave()
      return { kind: "root", of, index: small(text === "√" ? 2 : text === "∛" ? 3 : 4) }
    }
    case "∑":
      return readBigOperator(c, "sum")
    case "∏":
      return readBigOperator(c, "product")
    case "∫":
      return readIntegral(c)
    case "∠":
    case "△":
      return readFigure(c)
    case "⊤":
    case "⊥":
      c.next()
      return { kind: "truth", value: text === "⊤" }
    case "...":
      return readDots(c)
    default:
      return readFence(c)
  }
}

export function small(value: number): NumberNode {
  const significant = `${value}`.length
  return { kind: "number", value: rational(value), written: "integer", decimals: 0, significant }
}

/** Dots between the items of a list; whoever reads the list puts the items there. */
function readDots(c: Cursor): Expr {
  if (!c.is(",", -1) || !c.is(",", 1)) throw c.fail("unreadable")
  c.next()
  return { kind: "symbol", name: DOTS }
}

/** ∠ABC and △ABC are one name each. */
function readFigure(c: Cursor): Expr {
  let name = c.next().text
  const braced = c.take("{")
  while (c.token.kind === "name") name += c.next().text
  if (braced) c.expect("}")
  if (name.length === 1) throw c.unexpected()
  return { kind: "symbol", name }
}

function readNumber(c: Cursor, tight: boolean): Expr {
  const token = c.next()
  if (c.is("_")) return readBased(c, token.text)
  const node = token.node
  if (node === null) throw c.unexpected()
  if (isChosen(c)) return readChosen(c, node)
  if (tight || node.kind !== "number" || node.written !== "integer") return node
  return readMixed(c, node) ?? node
}

/** 5C2 and 5P_2, with nothing between. */
function isChosen(c: Cursor): boolean {
  const { kind, text, spaced } = c.token
  if (kind !== "name" || spaced || (text !== "C" && text !== "P") || !c.is("_", 1)) return false
  return (
    c.peek(2).kind === "number" || (c.is("{", 2) && c.peek(3).kind === "number" && c.is("}", 4))
  )
}

function readChosen(c: Cursor, upper: Expr): Expr {
  const name = c.next().text === "C" ? "binomial" : "permutations"
  c.next()
  const braced = c.take("{")
  const lower = c.next().node
  if (braced) c.expect("}")
  if (lower === null) throw c.unexpected()
  return call(name, upper, lower)
}

/** 12_5 and 101_{two}. */
export function readBased(c: Cursor, digits: string): Expr {
  c.expect("_")
  const base = baseOf(c)
  const value = valueInBase(digits, base)
  if (value === null) throw c.fail("unreadable")
  return { kind: "based", value, base, digits }
}

/** 1½, 1 1/2 and 1\frac{1}{2}: a whole number and a proper fraction of numerals behind it. */
function readMixed(c: Cursor, whole: NumberNode): Expr | null {
  const part = fractionAhead(c)
  if (part === null) return null
  const { top, bottom } = part
  if (bottom === 0n || top >= bottom || top === 0n) return null
  c.position += part.width
  const value = rational(whole.value.numerator * bottom + top, bottom)
  return { kind: "number", value, written: "mixed", decimals: 0, significant: whole.significant }
}

interface FractionAhead {
  readonly top: bigint
  readonly bottom: bigint
  readonly width: number
}

function fractionAhead(c: Cursor): FractionAhead | null {
  const { kind, text, node, spaced } = c.token
  if (kind === "vulgar" && node?.kind === "divide") {
    return { top: wholeOf(node.top), bottom: wholeOf(node.bottom), width: 1 }
  }
  if (kind === "number" && spaced && c.is("/", 1) && c.peek(2).kind === "number") {
    // 2 1/2x may be anything; 2 1/2 and 2 1/2 cups are mixed numbers.
    return plainFraction(c, text, c.peek(2).text, 3)
  }
  if (kind !== "command" || !(text === "frac" || text === "dfrac" || text === "tfrac")) return null
  return fractionDigits(c)
}

function plainFraction(c: Cursor, top: string, bottom: string, width: number) {
  const after = c.peek(width)
  if (after.kind === "operator" && (after.text === "^" || after.text === "!")) return null
  if (!isDigits(top) || !isDigits(bottom)) return null
  return { top: BigInt(top), bottom: BigInt(bottom), width }
}

/** \frac{1}{2}, \frac1{2}, \frac{1}2 and \frac12, of numerals only. */
function fractionDigits(c: Cursor): FractionAhead | null {
  if (c.peek(1).kind === "number") {
    const { text } = c.peek(1)
    if (text.length === 2 && isDigits(text)) return plainFraction(c, text[0]!, text[1]!, 2)
    if (text.length !== 1 || !c.is("{", 2) || !c.is("}", 4)) return null
    return plainFraction(c, text, c.peek(3).text, 5)
  }
  if (!c.is("{", 1) || !c.is("}", 3)) return null
  if (c.is("{", 4) && c.is("}", 6)) return plainFraction(c, c.peek(2).text, c.peek(5).text, 7)
  const last = c.peek(4)
  return last.text.length === 1 ? plainFraction(c, c.peek(2).text, last.text, 5) : null
}

function isDigits(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (!isDigit(text.charCodeAt(i))) return false
  return text !== ""
}

function wholeOf(expr: Expr): bigint {
  return expr.kind === "number" ? expr.value.numerator : 0n
}
