import type { Expr, LogicNode } from "../tree.ts"
import type { Cursor } from "./cursor.ts"
import { readRelation } from "./relation.ts"

/** A statement with connectives: ⇔ binds least, then ⇒ (to the right), ∨, ⊕, ∧ and ¬. */
export function readLogic(c: Cursor): Expr {
  let left = readImplication(c)
  while (takeAny(c, IFF, "iff")) left = logic("iff", left, readImplication(c))
  return left
}

function readImplication(c: Cursor): Expr {
  const left = readOr(c)
  if (!takeAny(c, IMPLIES, "implies")) return left
  c.enter()
  const right = readImplication(c)
  c.leave()
  return logic("implies", left, right)
}

const IFF = ["⇔"]
const IMPLIES = ["⇒", "→"]
const OR = ["∨"]
const XOR = ["⊕"]
const AND = ["∧", "&"]

function readOr(c: Cursor): Expr {
  return readChain(c, "or", OR, readXor)
}

function readXor(c: Cursor): Expr {
  return readChain(c, "xor", XOR, readAnd)
}

function readAnd(c: Cursor): Expr {
  return readChain(c, "and", AND, readNot)
}

function readChain(
  c: Cursor,
  name: "or" | "xor" | "and",
  signs: readonly string[],
  readPart: (c: Cursor) => Expr,
): Expr {
  const first = readPart(c)
  let parts: Expr[] | null = null
  while (takeAny(c, signs, name) || takeLogicalWord(c, name)) {
    parts ??= [first]
    parts.push(readPart(c))
  }
  return parts === null ? first : { kind: "logic", name, of: parts }
}

/** The words and/or join statements only where the text shows that it is one; else they list. */
function takeLogicalWord(c: Cursor, name: string): boolean {
  if (name === "xor" || !c.isLogical || !c.isWord(name)) return false
  c.next()
  return true
}

function takeAny(c: Cursor, signs: readonly string[], word: string): boolean {
  const { kind, text } = c.token
  if (kind === "operator" ? !signs.includes(text) : kind !== "word" || text !== word) return false
  if (kind === "word" && (word === "and" || word === "or")) return false
  if (text === "&" && (c.rows > 0 || !c.isLogical)) return false
  c.next()
  return true
}

function readNot(c: Cursor): Expr {
  if (!c.is("¬") && !c.isWord("not") && !(c.is("!") && c.isLogical)) return readRelation(c)
  c.next()
  c.enter()
  const of = readNot(c)
  c.leave()
  return logic("not", of)
}

function logic(name: LogicNode["name"], ...of: Expr[]): Expr {
  return { kind: "logic", name, of }
}
