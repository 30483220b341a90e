import type { Expr } from "../tree.ts"
import { partsOf } from "../walk.ts"
import { readBased } from "./atom.ts"
import { type Cursor, call } from "./cursor.ts"
import { readEnvironment } from "./environment.ts"
import { namedSet } from "./letters.ts"
import { readLogic } from "./logic.ts"
import { readGroup } from "./power.ts"
import { itemsOf, readGroups, readSentence } from "./sentence.ts"

/** Whatever stands in brackets of some kind. */
export function readFence(c: Cursor): Expr {
  const { text } = c.token
  switch (text) {
    case "(":
      return readRound(c)
    case "[":
      return readSquare(c)
    case "]":
      return readReversed(c)
    case "{":
      return c.latex ? readBraces(c) : readSet(c, "}")
    case "\\{":
      return readSet(c, "\\}")
    case "|":
    case "‖":
      return readBars(c, text)
    case "|(":
      return readPaired(c, "|)", magnitude)
    case "‖(":
      return readPaired(c, "‖)", (of) => call("abs", of))
    case "⌊":
      return readPaired(c, "⌋", (of) => call("floor", of))
    case "⌈":
      return readPaired(c, "⌉", (of) => call("ceil", of))
    case "_":
    case "^":
      return readBesideNothing(c)
    case "⟨":
      return readAngle(c)
    default:
      throw c.unexpected()
  }
}

/** The arguments in round brackets; a single one may be a whole sentence. */
export function readArguments(c: Cursor): readonly Expr[] {
  c.expect("(")
  const inside = c.inside(() => readSentence(c))
  c.expect(")")
  return itemsOf(inside)
}

function readRound(c: Cursor): Expr {
  c.next()
  if (c.token.kind === "number" && c.is(")", 1) && c.is("_", 2)) {
    const { text } = c.next()
    c.next()
    return readBased(c, text)
  }
  const inside = c.inside(() => readSentence(c), true)
  const items = itemsOf(inside)
  const close = c.next()
  if (close.kind !== "operator") throw unclosed(c)
  if (items.length === 2 && (close.text === "]" || close.text === "[")) {
    return interval(items, false, close.text === "]")
  }
  if (close.text !== ")") throw unclosed(c)
  if (items.length > 1) return { kind: "tuple", items, fence: "round" }
  return inside
}

function unclosed(c: Cursor) {
  const last = c.peek(-1)
  return c.fail(c.token.kind === "end" && last.text !== "]" ? "incomplete" : "unreadable")
}

function interval(items: readonly Expr[], lowClosed: boolean, highClosed: boolean): Expr {
  const [low, high] = items
  return { kind: "interval", low: low!, high: high!, lowClosed, highClosed }
}

/** [1,2], [1,2), a row [1,2,3], a matrix [[1,2],[3,4]] or [1,2;3,4], or just brackets. */
function readSquare(c: Cursor): Expr {
  const isRow = c.inSquare && (c.is("[", -1) || c.is(",", -1))
  c.next()
  const { groups } = c.inside(() => readGroups(c), true)
  const close = c.next()
  if (close.kind !== "operator") throw unclosed(c)
  const items = groups.flat()
  if (items.length === 2 && close.text !== "]") {
    if (close.text !== ")" && close.text !== "[") throw unclosed(c)
    return interval(items, true, false)
  }
  if (close.text !== "]") throw unclosed(c)
  const columns = groups[0]!.length
  const isMatrix = groups.length > 1 && (columns > 1 || groups.length > 2)
  if (isMatrix && groups.every((row) => row.length === columns)) {
    return { kind: "matrix", rows: groups }
  }
  const rows = items.map(rowOf)
  if (rows.every((row) => row !== null && row.length === rows[0]!.length)) {
    return { kind: "matrix", rows: rows as (readonly Expr[])[] }
  }
  if (items.length === 1) return isRow ? { kind: "tuple", items, fence: "square" } : items[0]!
  if (items.length === 2) return interval(items, true, true)
  return { kind: "tuple", items, fence: "square" }
}

/** The cells of a row that stands in square brackets within others. */
function rowOf(item: Expr): readonly Expr[] | null {
  if (item.kind === "tuple" && item.fence === "square") return item.items
  if (item.kind === "interval" && item.lowClosed && item.highClosed) return partsOf(item)
  return null
}

/** ]1,2[ and ]1,2]: intervals without their ends, as French schools write them. */
function readReversed(c: Cursor): Expr {
  c.next()
  const items = itemsOf(c.inside(() => readSentence(c), true))
  const close = c.next()
  if (items.length !== 2 || close.kind !== "operator") throw unclosed(c)
  if (close.text === "[") return interval(items, false, false)
  if (close.text === "]") return interval(items, false, true)
  throw unclosed(c)
}

/** Braces that are not printed: a LaTeX group, but with commas inside a set was meant. */
function readBraces(c: Cursor): Expr {
  if (c.is("}", 1)) {
    c.position += 2
    return readBesideNothing(c)
  }
  const inside = readGroup(c)
  const items = itemsOf(inside)
  return items.length > 1 ? { kind: "set", items } : inside
}

/** {}_5C_2, with nothing before the first index. */
function readBesideNothing(c: Cursor): Expr {
  if (!c.take("_") && !c.take("^")) throw c.unexpected()
  const upper = readIndex(c)
  const letter = c.next()
  const name = letter.text === "C" ? "binomial" : letter.text === "P" ? "permutations" : null
  if (upper === null || name === null || !c.take("_")) throw c.unexpected()
  const lower = readIndex(c)
  if (lower === null) throw c.unexpected()
  return call(name, upper, lower)
}

function readIndex(c: Cursor): Expr | null {
  if (c.take("{")) return closing(c, readLogic(c))
  const { kind, text, node } = c.next()
  return kind === "name" ? { kind: "symbol", name: text } : node
}

function closing(c: Cursor, inside: Expr): Expr {
  c.expect("}")
  return inside
}

/** {1, 2}, { x | x > 1 } and {}. */
function readSet(c: Cursor, close: string): Expr {
  const joined = isJoinedBefore(c)
  const inBars = close === "}" && c.bars > 0 && c.is("|", -1) // |{-3}| groups, as LaTeX does
  c.next()
  if (c.take(close)) return namedSet("empty")
  if (c.isCommand("begin array") || c.isCommand("begin aligned") || c.isCommand("begin matrix")) {
    return readEnvironment(c, "cases")
  }
  return c.inside(() => {
    c.inBuilder = true
    const inside = readSentence(c)
    if (c.is("|") || c.is(":")) {
      c.next()
      c.inBuilder = false
      const condition = readSentence(c)
      c.expect(close)
      return builder(inside, condition)
    }
    c.expect(close)
    const items = itemsOf(inside)
    if (inBars && items.length === 1 && c.is("|")) return items[0]!
    const isPart = items.length === 1 && (joined || isJoined(c)) && isPartial(items[0]!)
    return isPart ? call("fractional-part", items[0]!) : { kind: "set", items }
  })
}

const JOINING = new Set(["+", "-", "*", "/", "^", "(", "⌊"])

/** x − {x}: next to a sign of arithmetic, braces around one value take its fractional part. */
function isJoinedBefore(c: Cursor): boolean {
  if (c.position === 0) return false
  const { kind, text } = c.peek(-1)
  if (kind === "operator" && text === "-") return !isSetMinus(c)
  return kind === "operator" ? JOINING.has(text) && text !== "(" : kind === "number"
}

/** ℝ − {2} */
function isSetMinus(c: Cursor): boolean {
  if (c.position < 2) return false
  const { kind, text } = c.peek(-2)
  return kind === "set" || kind === "command" || text === "}" || text === "\\}"
}

function isJoined(c: Cursor): boolean {
  const { kind, text } = c.token
  return kind === "operator" && JOINING.has(text) && !c.is("\\{", 1) && !c.is("{", 1)
}

/** The fractional part of a whole number would be nothing to speak of. */
function isPartial(expr: Expr): boolean {
  if (expr.kind === "number") return expr.written !== "integer"
  return FRACTIONAL.has(expr.kind)
}

const FRACTIONAL: ReadonlySet<Expr["kind"]> = new Set([
  ...(["symbol", "add", "multiply", "divide", "root", "constant", "power"] as const),
])

/** { x ∈ ℝ | x > 1 } is { x | x ∈ ℝ and x > 1 }. */
function builder(element: Expr, condition: Expr): Expr {
  if (element.kind !== "relation" || element.signs[0] !== "∈") {
    return { kind: "builder", element, condition }
  }
  const items = [element, condition]
  return {
    kind: "builder",
    element: element.sides[0]!,
    condition: { kind: "list", items, word: "and" },
  }
}

/** |x|: the bars do not tell which side they are, the place they stand at does. */
function readBars(c: Cursor, bar: "|" | "‖"): Expr {
  c.next()
  c.enter()
  c.bars++
  const of = readSentence(c)
  c.bars--
  c.leave()
  c.expect(bar)
  return bar === "|" ? magnitude(of) : call("abs", of)
}

/** |A| of a matrix is its determinant. */
function magnitude(of: Expr): Expr {
  return of.kind === "matrix" ? call("determinant", of) : call("abs", of)
}

function readPaired(c: Cursor, close: string, make: (of: Expr) => Expr): Expr {
  c.next()
  const of = c.inside(() => readSentence(c))
  if (!c.take(close) && !(close === "|)" && c.take("|"))) throw c.unexpected()
  return make(of)
}

function readAngle(c: Cursor): Expr {
  c.next()
  const items = itemsOf(c.inside(() => readSentence(c)))
  c.expect("⟩")
  return { kind: "tuple", items, fence: "angle" }
}
