import type { Expr, RelationSign, SetOperationNode } from "../tree.ts"
import { type Cursor, call } from "./cursor.ts"
import { namedSet } from "./letters.ts"
import { isUnion, readSum } from "./sum.ts"

/** A chain of relations, a congruence, or one side alone. */
export function readRelation(c: Cursor): Expr {
  if (isIntegerNamed(c)) {
    c.next()
    return { kind: "relation", sides: [readSide(c), namedSet("integers")], signs: ["∈"] }
  }
  const first = readSide(c)
  if (isLabel(c, first)) return readLabelled(c, first)
  const sides = [first]
  const signs: RelationSign[] = []
  let congruent = false
  while (true) {
    if (c.rows > 0 && c.is("\\\\") && SIGNS.has(c.peek().text)) c.next()
    const sign = readSign(c)
    if (sign === null) break
    if (sign === "≡") {
      congruent = true
      c.inCongruence = true
    }
    signs.push(sign === "≡" ? "=" : sign)
    c.isEquated = sign === "="
    const side = readSide(c, ORDERING.has(sign))
    c.isEquated = false
    sides.push(sign === "∈" || sign === "∉" ? lettered(side) : side)
  }
  if (congruent || (signs.length < 2 && isModulus(c))) return readCongruence(c, sides, signs)
  if (signs.length === 0 && isMembership(c, first)) return readMembership(c, first)
  return signs.length === 0 ? first : { kind: "relation", sides, signs }
}

/** Volume: 5 is Volume = 5; before a statement, as in Domain: x ≠ 0, the label says nothing. */
function readLabelled(c: Cursor, label: Expr): Expr {
  c.expect(":")
  c.enter()
  const said = readRelation(c)
  c.leave()
  const isStatement = said.kind === "relation" || said.kind === "congruence"
  return isStatement ? said : { kind: "relation", sides: [label, said], signs: ["="] }
}

const LETTERED = new Map([
  ["N", "naturals"],
  ["Z", "integers"],
  ["Q", "rationals"],
  ["R", "reals"],
] as const)

/** k ∈ Z, where the plain letter can only be the set. */
function lettered(side: Expr): Expr {
  if (side.kind !== "symbol") return side
  const name = LETTERED.get(side.name as "N" | "Z" | "Q" | "R")
  return name === undefined ? side : namedSet(name)
}

const SIGNS: ReadonlySet<string> = new Set([
  ...["=", "≠", "<", "≤", ">", "≥", "≈", "∈", "∉", "⊂", "⊆", "≡"],
])

function readSign(c: Cursor): RelationSign | "≡" | null {
  const { kind, text } = c.token
  if (kind === "operator" && SIGNS.has(text)) {
    c.next()
    return text as RelationSign | "≡"
  }
  if (kind === "operator" && text === "̸") {
    c.next()
    const negated = NEGATED.get(c.next().text)
    if (negated === undefined) throw c.unexpected()
    return negated
  }
  return c.takeWord("in") ? "∈" : null
}

const NEGATED: ReadonlyMap<string, RelationSign> = new Map([
  ["=", "≠"],
  ["∈", "∉"],
])

/** `x ≡ 3 (mod 7)` and `x ≡ 3 mod 7`; without a modulus, ≡ is an equality. */
function readCongruence(c: Cursor, sides: readonly Expr[], signs: readonly RelationSign[]): Expr {
  c.inCongruence = false
  const residues = c.is(",") || c.isWord("or") || c.isWord("and") ? readResidues(c) : []
  const modulus = readModulus(c)
  if (modulus === null) {
    if (residues.length > 0) throw c.unexpected()
    return { kind: "relation", sides, signs }
  }
  const [left, right] = sides
  if (residues.length > 0 && sides.length === 2) {
    const items = [right!, ...residues].map(
      (residue): Expr => ({ kind: "congruence", left: left!, right: residue, modulus }),
    )
    return { kind: "list", items, word: "or" }
  }
  if (right === undefined) return call("mod", left!, modulus)
  if (sides.length !== 2 || signs[0] !== "=") throw c.fail("unreadable")
  return { kind: "congruence", left: left!, right: right!, modulus }
}

/** The 3 of n ≡ 1, 3 (mod 4): further residues before the one modulus, or none. */
function readResidues(c: Cursor): readonly Expr[] {
  const start = c.position
  const residues: Expr[] = []
  while (c.take(",") || c.takeWord("or") || c.takeWord("and")) {
    c.inCongruence = true
    residues.push(readSum(c))
    c.inCongruence = false
    if (c.is("≡") || c.is("=")) {
      c.position = start
      return []
    }
  }
  if (isModulus(c) || c.isWord("mod")) return residues
  c.position = start
  return []
}

function isModulus(c: Cursor): boolean {
  return c.isCommand("pmod") || c.isCommand("pod") || (c.is("(") && c.isWord("mod", 1))
}

/** `(mod 7)`, `\pmod{7}` or `mod 7`; null where there is none. */
function readModulus(c: Cursor): Expr | null {
  if (c.isCommand("pmod") || c.isCommand("pod")) {
    c.next()
    if (!c.take("{")) return readSum(c)
    const modulus = c.inside(() => readSum(c))
    c.expect("}")
    return modulus
  }
  if (c.is(",") && c.isWord("mod", 1)) c.next()
  if (c.is("(") && c.isWord("mod", 1)) {
    c.next()
    c.next()
    const modulus = c.inside(() => readSum(c))
    c.expect(")")
    return modulus
  }
  if (!c.takeWord("mod")) return null
  const braced = c.take("{")
  const modulus = readSum(c)
  if (braced) c.expect("}")
  return modulus
}

/** The k of "for any integer k". */
function isIntegerNamed(c: Cursor): boolean {
  return (c.isWord("integer") || c.isWord("integers")) && c.peek().kind === "name"
}

/** `n is an integer`, `k an integer`, `k integer`. */
function isMembership(c: Cursor, element: Expr): boolean {
  if (c.isWord("is")) return true
  const ahead = c.isWord("an") || c.isWord("any") ? 1 : 0
  return element.kind === "symbol" && c.isWord("integer", ahead)
}

function readMembership(c: Cursor, element: Expr): Expr {
  c.takeWord("is")
  c.takeWord("an")
  c.takeWord("any")
  if (!c.takeWord("integer")) throw c.unexpected()
  return { kind: "relation", sides: [element, namedSet("integers")], signs: ["∈"] }
}

const ORDERING: ReadonlySet<string> = new Set(["<", "≤", ">", "≥"])

const SET_SIGNS: ReadonlyMap<string, SetOperationNode["name"]> = new Map([
  ["∪", "union"],
  ["∩", "intersection"],
  ["∖", "difference"],
])

/** One side of a relation: unions of sets, ratios, remainders, sums. */
export function readSide(c: Cursor, ordered = false): Expr {
  let left = readRatio(c)
  while (true) {
    const name = setSign(c)
    // In x < 1 ∪ x > 3 the sign joins the statements, not the numbers beside it.
    if (name === undefined || (ordered && left.kind !== "set-operation")) return left
    c.next()
    const other = readRatio(c)
    const right = name === "difference" ? asSet(other) : other
    if (name === "difference" && right.kind === "set") left = lettered(left)
    left =
      left.kind === "set-operation" && left.name === name && name !== "difference"
        ? { ...left, of: [...left.of, right] }
        : { kind: "set-operation", name, of: [left, right] }
  }
}

/** ℝ ∖ {2} where the braces were meant to be printed, and LaTeX took them for a group. */
function asSet(of: Expr): Expr {
  const isNumber = of.kind === "number" || of.kind === "negate" || of.kind === "divide"
  return isNumber ? { kind: "set", items: [of] } : of
}

function setSign(c: Cursor): SetOperationNode["name"] | undefined {
  const { kind, text } = c.token
  if (kind === "operator") return SET_SIGNS.get(text)
  if (kind === "name" && text === "U" && isUnion(c)) return "union"
  if (kind !== "word") return undefined
  return text === "union" ? "union" : text === "intersect" ? "intersection" : undefined
}

function readRatio(c: Cursor): Expr {
  const first = readRemainder(c)
  if (c.inBuilder || !(c.is(":") || c.isWord("to")) || isLabel(c, first)) return first
  const parts = [first]
  while (c.take(":") || c.takeWord("to")) parts.push(readRemainder(c))
  return { kind: "ratio", parts }
}

/** `Volume: 5` names what it tells, as `Volume = 5` does. */
function isLabel(c: Cursor, side: Expr): boolean {
  return side.kind === "symbol" && side.name.length > 2 && c.peek(-1).upright && c.is(":")
}

/** `7 mod 3`: of a sum, the whole sum is meant, unless it is read as programs do. */
function readRemainder(c: Cursor): Expr {
  const left = readSum(c)
  if (c.inCongruence) return left
  if (!c.isWord("mod")) return left
  const modulus = readModulus(c)!
  if (left.kind !== "add" || !c.choices.isFlipped("modulo")) return call("mod", left, modulus)
  const last = left.terms.at(-1)!
  return { ...left, terms: [...left.terms.slice(0, -1), call("mod", last, modulus)] }
}
