import type { Expr, ListNode, RelationSign } from "../tree.ts"
import { isCondition, isNamedNext } from "./beside.ts"
import type { Cursor } from "./cursor.ts"
import { withoutDots } from "./dots.ts"
import { readLogic } from "./logic.ts"
import { areSolutions, bySolution, isSystem } from "./solution.ts"
import { isSmaller } from "./ticks.ts"

/**
 * What stands between fences, or in the whole text: one expression, or several with commas,
 * semicolons or words between them. A sentence ends where nothing separates it from more.
 */
export function readSentence(c: Cursor): Expr {
  const { groups, words } = bySolution(readGroups(c))
  const [first] = groups as [readonly Expr[]]
  if (groups.length === 1 && first.length === 1) return withoutDots(c, first)[0]!
  const cases = casesOf(groups.flat())
  if (cases !== null) return cases
  const quantity = compoundOf(groups.flat(), words)
  if (quantity !== null) return quantity
  if (groups.length === 1) return listOf(shared(withoutDots(c, groups[0]!)), words[0]!)
  if (words.includes("or") && isSystem(groups)) {
    return listOf(
      groups.map((items) => listOf(items, "comma")),
      "or",
    )
  }
  const last = words.find((word) => word !== "comma") ?? (areSolutions(groups) ? "or" : "comma")
  if (groups.some((items) => items.length > 1) && isSystem(groups)) {
    return listOf(
      groups.map((items) => listOf(items, "comma")),
      last,
    )
  }
  if (arePlaces(groups, words)) {
    return listOf(
      groups.map((items) => (items.length === 1 ? items[0]! : placeOf(items))),
      "comma",
    )
  }
  return listOf(groups.flat(), last)
}

/** 1, 2; 3, 4 are two places of two values each: the semicolon parts what the comma joins. */
function arePlaces(groups: Groups["groups"], words: Groups["words"]): boolean {
  if (words.some((word) => word !== "comma") || groups.every((items) => items.length === 1)) {
    return false
  }
  return groups.flat().every(({ kind }) => !STATEMENTS.has(kind))
}

/** Statements behind a semicolon are conditions, or further parts of one answer. */
const STATEMENTS: ReadonlySet<Expr["kind"]> = new Set([
  ...(["relation", "congruence", "logic", "piecewise", "text"] as const),
])

function placeOf(items: readonly Expr[]): Expr {
  return { kind: "tuple", items, fence: "round" }
}

/** x, y > 0 says it of both. */
function shared(items: readonly Expr[]): readonly Expr[] {
  const last = items.at(-1)
  if (items.length < 2 || last?.kind !== "relation" || last.sides.length !== 2) return items
  const names = items.slice(0, -1)
  if (!SHARED.has(last.signs[0]!) || last.sides[0]!.kind !== "symbol") return items
  if (!names.every(({ kind }) => kind === "symbol")) return items
  return [...names.map((name) => ({ ...last, sides: [name, last.sides[1]!] })), last]
}

const SHARED: ReadonlySet<RelationSign> = new Set(["<", "≤", ">", "≥", "∈", "≠"])

/** `x if x ≥ 0, −x if x < 0` is one function. */
function casesOf(items: readonly Expr[]): Expr | null {
  if (items.length < 2 || !items.every((item) => item.kind === "piecewise")) return null
  return { kind: "piecewise", cases: items.flatMap(({ cases }) => cases), otherwise: null }
}

/** 1 hour and 30 minutes is one quantity: of one kind, from the larger unit to the smaller. */
function compoundOf(items: readonly Expr[], words: readonly ListNode["word"][]): Expr | null {
  if (items.length < 2 || words.includes("or")) return null
  const falls = items.every((item, i) => {
    const before = items[i - 1]
    if (item.kind !== "quantity" || item.value.kind !== "number") return false
    if (before === undefined) return true
    return before.kind === "quantity" && isSmaller(item.unit, before.unit)
  })
  return falls ? { kind: "add", terms: items } : null
}

/** The items of a fence: `1, 2` gives two, and a single expression one. */
export function itemsOf(expr: Expr): readonly Expr[] {
  return expr.kind === "list" && expr.word === "comma" ? expr.items : [expr]
}

export interface Groups {
  readonly groups: readonly (readonly Expr[])[]
  /** The word of a single group, or the words between groups. */
  readonly words: readonly ListNode["word"][]
}

/** The items between commas, in groups between semicolons or words. */
export function readGroups(c: Cursor): Groups {
  const groups: Expr[][] = [[...readItem(c)]]
  const words: ListNode["word"][] = []
  let single: ListNode["word"] = "comma"
  while (true) {
    const separator = readSeparator(c)
    if (separator === null) break
    if (isSentenceEnd(c)) {
      if (separator.word === "comma") break
      throw c.unexpected()
    }
    const item = readItem(c)
    if (separator.joins) {
      groups.at(-1)!.push(...item)
      if (separator.word !== "comma") single = separator.word
    } else {
      words.push(separator.word)
      groups.push([...item])
    }
  }
  if (groups.length === 1) words.push(single)
  return { groups, words }
}

/** An item with its condition, where one is written behind `if`: x + 1 if x ≠ 1. */
function readItem(c: Cursor): readonly Expr[] {
  const item = readLogic(c)
  if (c.rows > 0 || !c.isWord("if")) return [item]
  c.next()
  const condition = readLogic(c)
  if (condition.kind === "relation" && condition.signs.every((sign) => sign === "≠")) {
    return [item, condition]
  }
  return [{ kind: "piecewise", cases: [{ value: item, when: condition }], otherwise: null }]
}

/** A comma joins items, also as in `1, 2, and 3`; a word or a semicolon begins a new group. */
interface Separator {
  readonly joins: boolean
  readonly word: ListNode["word"]
}

function readSeparator(c: Cursor): Separator | null {
  if (c.is("(") && isCondition(c)) return { joins: true, word: "comma" }
  if (c.take(",")) {
    const word = takeConnective(c)
    if (word === null) c.takeWord("where")
    return { joins: true, word: word ?? "comma" }
  }
  if (c.take(";")) return { joins: false, word: takeConnective(c) ?? "comma" }
  if (c.is("\\\\") && c.rows === 0 && c.peek().kind !== "end") {
    c.next()
    return { joins: false, word: "comma" }
  }
  if (c.takeWord("where") || c.takeWord("for")) {
    if (!c.takeWord("all") && !c.takeWord("any")) c.takeWord("that")
    return { joins: true, word: "comma" }
  }
  if (isNamedNext(c)) return { joins: true, word: "comma" }
  const word = takeConnective(c)
  return word === null ? null : { joins: false, word }
}

function takeConnective(c: Cursor): "and" | "or" | null {
  if (c.take("∪")) return "or"
  if (c.take("∩")) return "and"
  if (c.takeWord("and") || (c.rows === 0 && c.take("&"))) return "and"
  return c.takeWord("or") ? "or" : null
}

function isSentenceEnd(c: Cursor): boolean {
  const { kind, text } = c.token
  if (kind === "command") return text.startsWith("end ")
  return kind === "end" || (kind === "operator" && CLOSING.has(text))
}

const CLOSING = new Set([")", "]", "}", "\\}", "⟩", "|)", "\\\\"])

function listOf(items: readonly Expr[], word: ListNode["word"]): Expr {
  return items.length === 1 ? items[0]! : { kind: "list", items, word }
}
