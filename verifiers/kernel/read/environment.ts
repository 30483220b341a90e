import { number } from "../build.ts"
import type { Expr, PiecewiseNode } from "../tree.ts"
import { type Cursor, call } from "./cursor.ts"
import { CELLS_MAX } from "./limits.ts"
import { readLogic } from "./logic.ts"
import { readSentence } from "./sentence.ts"

const MATRICES = new Set(["pmatrix", "bmatrix", "Bmatrix", "matrix", "smallmatrix", "array"])
/** Environments with one line of mathematics a row, aligned at &. */
export const LINES: ReadonlySet<string> = new Set([
  ...["aligned", "align", "align*", "gathered", "gather", "gather*", "split", "eqnarray"],
  ...["eqnarray*", "alignedat"],
])
const TRANSPARENT = new Set(["equation", "equation*", "math", "displaymath", "center"])

/**
 * \begin{…} to \end{…}: matrices, determinants, cases and aligned lines; `as` where another
 * environment is meant, as a brace before an array makes it cases.
 */
export function readEnvironment(c: Cursor, as?: string): Expr {
  const name = c.next().text.slice("begin ".length)
  c.rows++
  const found = c.inside(() => readInside(c, as ?? name))
  c.rows--
  if (!c.isCommand(`end ${name}`)) throw c.unexpected()
  c.next()
  return found
}

function readInside(c: Cursor, name: string): Expr {
  if (MATRICES.has(name)) return { kind: "matrix", rows: readRows(c) }
  if (name === "vmatrix") return call("determinant", { kind: "matrix", rows: readRows(c) })
  if (name === "Vmatrix") return call("abs", { kind: "matrix", rows: readRows(c) })
  if (name === "cases" || name === "dcases" || name === "rcases") return readCases(c)
  if (LINES.has(name)) return readLines(c)
  if (TRANSPARENT.has(name)) return readSentence(c)
  throw c.fail("unreadable")
}

function readRows(c: Cursor): (readonly Expr[])[] {
  const rows: Expr[][] = []
  let cells = 0
  while (!isEnd(c)) {
    const row = [readLogic(c)]
    while (c.take("&")) row.push(readLogic(c))
    rows.push(row)
    cells += row.length
    if (cells > CELLS_MAX) throw c.fail("limit")
    if (!c.take("\\\\")) break
  }
  if (rows.length === 0 || rows.some((row) => row.length !== rows[0]!.length)) {
    throw c.unexpected()
  }
  return rows
}

function isEnd(c: Cursor): boolean {
  const { kind, text } = c.token
  return kind === "end" || (kind === "command" && text.startsWith("end "))
}

/** Values with conditions; without any condition the lines are a system of equations. */
function readCases(c: Cursor): Expr {
  const values: Expr[] = []
  const cases: { value: Expr; when: Expr }[] = []
  let otherwise: Expr | null = null
  while (!isEnd(c)) {
    const value = readLogic(c)
    const marked = skipMarks(c)
    if (c.takeWord("otherwise")) otherwise = value
    else if (marked) cases.push({ value, when: readCondition(c) })
    else values.push(value)
    c.take(",")
    c.take(";")
    if (!c.take("\\\\")) break
  }
  if (cases.length === 0 && otherwise === null && values.length > 0) {
    return values.length === 1 ? values[0]! : { kind: "list", items: values, word: "and" }
  }
  // One value without a condition, the last, is what holds otherwise.
  if (values.length > 1 || (values.length === 1 && otherwise !== null)) throw c.unexpected()
  const node: PiecewiseNode = {
    kind: "piecewise",
    cases,
    otherwise: otherwise ?? values[0] ?? null,
  }
  return node
}

/** What may stand between a value and its condition; tells whether anything does. */
function skipMarks(c: Cursor): boolean {
  const start = c.position
  if (c.is(",") && !c.is("\\\\", 1)) c.next()
  c.take("&")
  c.take(",")
  if (c.takeWord("if") || c.takeWord("for")) c.take("&")
  return c.position > start && !c.is("\\\\") && !isEnd(c)
}

function readCondition(c: Cursor): Expr {
  return readParity(c) ?? readSentence(c)
}

/** "n even" and "n is odd" are congruences modulo 2. */
function readParity(c: Cursor): Expr | null {
  const width = c.isWord("is", 1) ? 2 : 1
  const { text } = c.peek(width)
  if (c.token.kind !== "name" || (text !== "even" && text !== "odd")) return null
  const left: Expr = { kind: "symbol", name: c.token.text }
  c.position += width + 1
  return { kind: "congruence", left, right: number(text === "odd" ? 1 : 0), modulus: number(2) }
}

/** Lines that go on with a relation are one chain; others are items of a list. */
function readLines(c: Cursor): Expr {
  const lines: Expr[] = []
  while (!isEnd(c)) {
    lines.push(readSentence(c))
    c.take(",")
    if (!c.take("\\\\")) break
  }
  if (lines.length === 0) throw c.unexpected()
  return lines.length === 1 ? lines[0]! : { kind: "list", items: lines, word: "and" }
}
