import type { Cursor } from "./cursor.ts"
import type { Token } from "./token.ts"

/** x + 1 (x ≠ 1): brackets around a statement hold a condition, for nothing multiplies one. */
export function isCondition(c: Cursor): boolean {
  let depth = 0
  for (let ahead = 0; ; ahead++) {
    const { kind, text } = c.peek(ahead)
    if (kind === "end" || kind === "command") return false
    if (kind === "word" && (text === "in" || text === "is") && depth === 1) return true
    if (kind !== "operator") continue
    if (text === "(" || text === "[" || text === "{" || text === "\\{") depth++
    else if (text === ")" || text === "]" || text === "}" || text === "\\}") {
      if (--depth === 0) return false
    } else if (depth === 1 && STATING.has(text)) return true
  }
}

const STATING = new Set(["=", "≠", "<", "≤", ">", "≥", "∈", "∉"])

/** 12 (twelve): the same numeral in words, in brackets. Another one there is unreadable. */
export function isRestated(c: Cursor): boolean {
  if (c.position === 0 || !c.is("(") || !c.is(")", 2)) return false
  const [before, inner] = [c.peek(-1), c.peek()]
  if (before.kind !== "number" || inner.kind !== "number") return false
  if (!before.worded && !inner.worded) return false
  if (before.text.replaceAll(",", "") !== inner.text) throw c.fail("unreadable")
  return true
}

/** Words side by side, or a word beside a letter or a numeral, are no product. */
export function isWordBeside(c: Cursor): boolean {
  if (c.position === 0) return false
  const before = c.peek(-1)
  const isOperand = before.kind === "name" || before.kind === "number"
  return isWordToken(c.token) || (isOperand && isWordToken(before))
}

function isWordToken({ kind, upright, text }: Token): boolean {
  return (
    kind === "name" && upright && text.length > 2 && text.slice(1) === text.slice(1).toLowerCase()
  )
}

/** x = 5 (extraneous): a word in brackets remarks on what stands before it. */
export function isRemark(c: Cursor): boolean {
  return isWordToken(c.peek()) && c.is(")", 2) && !c.settings.names.has(c.peek().text)
}

/** (0,1)U(2,3): behind a bracket with two ends, U stands before another one. */
export function isUnionAhead(c: Cursor): boolean {
  let comma = false
  for (let ahead = 2; ; ahead++) {
    const { kind, text } = c.peek(ahead)
    if (kind === "end") return false
    if (kind !== "operator") continue
    if (text === "(" || text === "[") return false
    if (text === ")" || text === "]") return comma
    comma ||= text === ","
  }
}

/** x = 5 \quad y = 6: behind an equals sign, a name with another one begins its own equation. */
export function startsEquation(c: Cursor): boolean {
  const before = c.peek(-1)
  const apart = isNamedNext(c)
  const ends = before.kind !== "operator" || ")}]!%°".includes(before.text)
  return apart && c.isEquated && ends
}

/** A name apart from what stands before it, perhaps with an index, and an equals sign. */
export function isNamedNext(c: Cursor): boolean {
  if (c.token.kind !== "name" || !c.token.spaced || c.position === 0) return false
  if (!c.is("_", 1)) return c.is("=", 1)
  return c.is("{", 2) ? c.is("}", 4) && c.is("=", 5) : c.is("=", 3)
}
