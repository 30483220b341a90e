import type { Fuel } from "../fuel.ts"
import type { Expr, Unit } from "../tree.ts"
import { mentions, partsOf } from "../walk.ts"
import { codeAt } from "./code.ts"
import { foldAlgebra } from "./computer-algebra-fold.ts"
import { Cursor } from "./cursor.ts"
import { DOTS } from "./dots.ts"
import { namedSet } from "./letters.ts"
import { NODES_MAX, READINGS_MAX, TEXT_CHARS_MAX, TREE_DEPTH_MAX } from "./limits.ts"
import { foldStrokes, normalForm } from "./normal.ts"
import { startsWithNumber } from "./number-words.ts"
import { decimalNode } from "./numeral.ts"
import { readPhrase } from "./phrase.ts"
import { readSentence } from "./sentence.ts"
import { type Ambiguity, Choices, type Read, type ReadSettings, Unread } from "./settings.ts"
import { strip } from "./strip.ts"
import type { Token } from "./token.ts"
import { tokenize } from "./tokenize.ts"
import { unitTail } from "./unit-tail.ts"

export type { Read, ReadSettings } from "./settings.ts"

const CHARS_PER_STEP = 16
const TOKENS_PER_STEP = 2

/**
 * Reads mathematics in LaTeX, plain text, Unicode or a mix of them. Never throws, OutOfFuel apart;
 * what is not understood whole is not read at all.
 */
export function readMath(text: string, settings: ReadSettings, fuel: Fuel): Read {
  if (text.length > TEXT_CHARS_MAX) return { ok: false, reason: "limit", at: TEXT_CHARS_MAX }
  fuel.spend(1 + Math.ceil(text.length / CHARS_PER_STEP))
  try {
    if (NUMERAL.test(text)) return one(numeralOf(text, fuel))
    return readAll(foldStrokes(normalForm(text)), settings, fuel)
  } catch (unread) {
    if (!(unread instanceof Unread)) throw unread
    return { ok: false, reason: unread.reason, at: unread.at }
  }
}

/** The commonest answer by far: a whole number or a decimal, which has one reading. */
const NUMERAL = /^-?\d{1,15}(?:\.\d{1,15})?$/

function numeralOf(text: string, fuel: Fuel): Expr {
  const isNegative = text[0] === "-"
  fuel.spend(isNegative ? 2 : 1) // as for its tokens
  const [whole, decimals = ""] = (isNegative ? text.slice(1) : text).split(".")
  const of = decimalNode(whole!, decimals, "")
  return isNegative ? { kind: "negate", of } : of
}

function readAll(text: string, settings: ReadSettings, fuel: Fuel): Read {
  const folded = foldAlgebra(text.trim())
  const bare = strip(folded)
  if (bare === "") return { ok: false, reason: "empty", at: 0 }
  const code = codeAt(bare)
  if (code !== null) return { ok: false, reason: "code", at: code }
  const phrase = readPhrase(folded, settings) ?? readException(bare, settings, fuel)
  const counted = phrase?.kind === "text" && startsWithNumber(bare)
  const counts = counted ? attempt(bare, settings, new Choices([]), fuel) : null
  if (counts !== null && !(counts instanceof Unread)) return one(counts)
  if (phrase !== null) return one(phrase)
  return readQuantity(bare, settings, fuel) ?? readReadings(bare, settings, fuel)
}

function one(reading: Expr): Read {
  return { ok: true, readings: [reading], ambiguous: null }
}

/** `9.8 N/kg`: a value and a unit; with its letters as unknowns, too, where they may be such. */
function readQuantity(text: string, settings: ReadSettings, fuel: Fuel): Read | null {
  const tail = unitTail(text)
  if (tail === null) return null
  const value = attempt(tail.value, settings, new Choices([]), fuel)
  const quantity = value instanceof Unread ? null : withUnit(value, tail.unit)
  if (quantity === null) return null
  const letters = tail.sure ? [] : lettersIn(text, settings, fuel)
  const [first, ...more] = tail.compound ? [quantity, ...letters] : [...letters, quantity]
  if (first === undefined || (letters.length > 0 && !isNumeric(value as Expr))) return null
  const readings = [first, ...more].slice(0, READINGS_MAX)
  return { ok: true, readings, ambiguous: readings.length > 1 ? "unit" : null }
}

/** The readings without any unit. */
function lettersIn(text: string, settings: ReadSettings, fuel: Fuel): readonly Expr[] {
  for (const flipped of [[], ["unit"]] as const) {
    const read = attempt(text, settings, new Choices(flipped), fuel)
    if (read instanceof Unread) return []
    if (!mentions(read, ({ kind }) => kind === "quantity")) return [read]
  }
  return []
}

/** The unit belongs to the value, or to the last side of v = 10 m/s. */
function withUnit(value: Expr, unit: Unit): Expr | null {
  if (value.kind === "relation") {
    const last = withUnit(value.sides.at(-1)!, unit)
    return last === null ? null : { ...value, sides: [...value.sides.slice(0, -1), last] }
  }
  const isBare = !mentions(value, ({ kind }) => !COUNTABLE.has(kind))
  return isBare ? { kind: "quantity", value, unit } : null
}

const COUNTABLE: ReadonlySet<Expr["kind"]> = new Set([
  ...(["number", "symbol", "constant", "negate", "add", "multiply", "divide", "power"] as const),
  ...(["root", "call", "plus-minus"] as const),
])

function isNumeric(value: Expr): boolean {
  const last = value.kind === "relation" ? value.sides.at(-1)! : value
  return !mentions(last, ({ kind }) => kind === "symbol")
}

const EXCEPT = ["all real numbers except ", "all reals except ", "all real numbers other than "]

/** All real numbers except 2: ℝ without a set. */
function readException(text: string, settings: ReadSettings, fuel: Fuel): Expr | null {
  const lead = EXCEPT.find((words) => text.toLowerCase().startsWith(words))
  if (lead === undefined) return null
  const points = attempt(text.slice(lead.length), settings, new Choices([]), fuel)
  if (points instanceof Unread) throw points
  const items = (points.kind === "list" ? points.items : [points]).map(withoutName)
  return {
    kind: "set-operation",
    name: "difference",
    of: [namedSet("reals"), { kind: "set", items }],
  }
}

/** `x = 2` names the point that is left out. */
function withoutName(expr: Expr): Expr {
  const named = expr.kind === "relation" && expr.sides.length === 2 && expr.signs[0] === "="
  return named ? expr.sides[1]! : expr
}

/** The usual reading, and the others with each ambiguity that was met taken the other way. */
function readReadings(text: string, settings: ReadSettings, fuel: Fuel): Read {
  const usual = new Choices([])
  const first = attempt(text, settings, usual, fuel)
  const readings: Expr[] = first instanceof Unread ? [] : [first]
  const read: Ambiguity[] = []
  for (const flipped of flips(usual.met)) {
    const other = attempt(text, settings, new Choices(flipped), fuel)
    if (other instanceof Unread || readings.some((known) => sameTree(known, other))) continue
    if (readings.length < READINGS_MAX) readings.push(other)
    for (const name of flipped) if (!read.includes(name)) read.push(name)
  }
  if (readings.length === 0) throw first
  return { ok: true, readings, ambiguous: readings.length > 1 ? read.join(" ") : null }
}

/** Each of the first two ambiguities alone, then both. */
function flips(met: readonly Ambiguity[]): Ambiguity[][] {
  const [first, second] = met
  if (first === undefined) return []
  return second === undefined ? [[first]] : [[first], [second], [first, second]]
}

function attempt(
  text: string,
  settings: ReadSettings,
  choices: Choices,
  fuel: Fuel,
): Expr | Unread {
  try {
    return readOnce(text, settings, choices, fuel)
  } catch (unread) {
    if (unread instanceof Unread) return unread
    throw unread
  }
}

function readOnce(text: string, settings: ReadSettings, choices: Choices, fuel: Fuel): Expr {
  const latex = isLatex(text, settings)
  const tokens = tokenize(text, settings, latex, choices)
  if (tokens.length === 1) throw new Unread("empty", 0)
  fuel.spend(Math.ceil(tokens.length / TOKENS_PER_STEP))
  const cursor = new Cursor(tokens, settings, latex, choices)
  cursor.isLogical = isLogical(tokens, choices)
  const expr = readSentence(cursor)
  if (cursor.token.kind !== "end") throw cursor.unexpected()
  measure(expr, text.length)
  return expr
}

/** Where braces group: in LaTeX. In plain text they make sets. */
function isLatex(text: string, settings: ReadSettings): boolean {
  if (settings.notation !== "auto") return settings.notation === "latex"
  if (text.startsWith("{}")) return text.length > 2
  return text.includes("\\") || text.includes("$") || text.includes("^{") || text.includes("_{")
}

const LOGICAL_SIGNS = new Set(["∧", "∨", "¬", "⇒", "⇔", "⊕"])
const CONNECTIVES = new Set(["and", "or", "&"])
const LOGICAL_WORDS = new Set(["not", "xor", "iff", "implies"])

/** Whether and/or are connectives here: among signs of logic, or between names alone. */
function isLogical(tokens: readonly Token[], choices: Choices): boolean {
  let connected = false
  let others = false
  for (const { kind, text } of tokens) {
    if (kind === "operator" && LOGICAL_SIGNS.has(text)) return true
    if (kind === "command" && text.startsWith("begin ")) return false
    if (kind === "word" && LOGICAL_WORDS.has(text)) return true
    if (CONNECTIVES.has(text) && kind !== "name") connected = true
    else if (kind === "operator" ? text !== "(" && text !== ")" : kind !== "name") {
      others ||= kind !== "end"
    }
  }
  return connected && !others && choices.isFlipped("connective")
}

const ARITHMETIC: ReadonlySet<Expr["kind"]> = new Set([
  ...(["add", "multiply", "divide", "power", "negate", "root", "percent", "quantity"] as const),
])
const STATEMENTS: ReadonlySet<Expr["kind"]> = new Set([
  ...(["relation", "congruence", "list", "logic", "truth", "builder", "ratio"] as const),
])

const RANGES: ReadonlySet<Expr["kind"]> = new Set(["named-set", "interval", "builder", "set"])

const LEAVES: ReadonlySet<Expr["kind"]> = new Set(["number", "symbol", "constant"])

/** Trees are small and flat enough for whoever walks them next, and nothing adds up statements. */
function measure(expr: Expr, at: number): void {
  let nodes = 0
  const walk = (of: Expr, depth: number): void => {
    if (++nodes > NODES_MAX || depth > TREE_DEPTH_MAX) throw new Unread("limit", at)
    if (of.kind === "symbol" && of.name === DOTS) throw new Unread("unreadable", at)
    if (LEAVES.has(of.kind)) return
    const isArithmetic = ARITHMETIC.has(of.kind)
    for (const part of partsOf(of)) {
      const isMixed = isArithmetic && STATEMENTS.has(part.kind)
      if (isMixed || (of.kind === "multiply" && RANGES.has(part.kind))) {
        throw new Unread("unreadable", at)
      }
      walk(part, depth + 1)
    }
  }
  walk(expr, 1)
}

/** Whether two readings came out the same, as they do where an ambiguity does not matter. */
function sameTree(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every((key) => sameTree(Reflect.get(a, key), Reflect.get(b, key)))
}
