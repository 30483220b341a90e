import type { Expr, NamedSetNode } from "../tree.ts"
import type { Cursor } from "./cursor.ts"

/** ℤ⁺, ℝ_{>0}, ℕ_0 and ℝ^*: a named set with the mark that takes a part of it. */
export function readNamedSet(c: Cursor, set: Expr): Expr {
  if (set.kind !== "named-set" || set.name === "empty") return set
  const mark = c.is("^") || c.is("_") ? markAhead(c) : null
  if (mark === null) return set
  c.position += mark.width
  if (mark.part === "zero") return set.name === "naturals" ? nonnegativeIntegers() : set
  return { ...set, part: mark.part }
}

function nonnegativeIntegers(): Expr {
  return { kind: "named-set", name: "integers", part: "nonnegative" }
}

interface Mark {
  readonly part: NamedSetNode["part"] | "zero"
  readonly width: number
}

const MARKS: ReadonlyMap<string, Mark["part"]> = new Map([
  ["+", "positive"],
  ["-", "negative"],
  ["*", "nonzero"],
  [">0", "positive"],
  ["<0", "negative"],
  ["≥0", "nonnegative"],
  ["≤0", "nonpositive"],
  ["≠0", "nonzero"],
  ["0", "zero"],
])

function markAhead(c: Cursor): Mark | null {
  let text = ""
  let ahead = 1
  const braced = c.is("{", 1)
  if (braced) ahead++
  const limit = braced ? ahead + 2 : ahead + 1
  while (ahead < limit && !(braced && c.is("}", ahead))) {
    text += c.peek(ahead).text
    ahead++
  }
  if (braced && !c.is("}", ahead)) return null
  const part = MARKS.get(text)
  return part === undefined ? null : { part, width: braced ? ahead + 1 : ahead }
}
