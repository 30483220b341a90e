import { isDigit, isLetter, isSpace } from "./digits.ts"
import type { Scanner } from "./scanner.ts"

/**
 * A line break between two operands outside brackets parts them, as `\\\\` does: lines are no
 * factors of each other. Where a sign ends or begins a line it goes on, but a line that begins with
 * a minus sign may be a list mark, a value or the rest of a sum, and is not read in plain text.
 */
export function readLineBreak(s: Scanner): boolean {
  const { text } = s
  let at = s.at
  while (isSpace(text.charCodeAt(at))) at++
  const isInside = s.fenced || s.environments.length > 0 || s.upright || s.inBraces
  if (isInside || at >= text.length || !s.afterOperand()) return false
  const next = text[at]!
  if (!s.latex && (next === "-" || next === "+")) throw s.unread("unreadable")
  if (!isOperandStart(text, at)) return false
  if (s.latex && !hasRelation(text)) throw s.unread("unreadable")
  s.push("operator", "\\\\", s.at)
  s.at = at
  s.spaced = true
  return true
}

function isOperandStart(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  if (text[at] === "\\") return !SIGNS.some((sign) => text.startsWith(sign, at))
  if (isLetter(code)) return !WORDS.some((word) => text.startsWith(word, at))
  return isDigit(code) || code > 127 || "([{$".includes(text[at]!)
}

/** What carries on the line before. */
const WORDS = ["and ", "or ", "if ", "for ", "where ", "mod "]
const SIGNS = [
  ...["\\cdot", "\\times", "\\le", "\\ge", "\\ne", "\\approx", "\\equiv", "\\in", "\\cup", "\\cap"],
  ...[
    "\\pm",
    "\\to",
    "\\implies",
    "\\iff",
    "\\Rightarrow",
    "\\quad",
    "\\qquad",
    "\\text",
    "\\]",
    "\\)",
  ],
  ...[
    "\\end",
    "\\right",
    "\\,",
    "\\;",
    "\\pmod",
    "\\land",
    "\\lor",
    "\\setminus",
    "\\mid",
    "\\over",
  ],
]

function hasRelation(text: string): boolean {
  return text.includes("=") || text.includes("<") || text.includes(">") || text.includes("\\in ")
}

/** *x* = 4: a name between marks of italics, where no factor can stand before it. */
export function skipItalics(s: Scanner): boolean {
  const { text, at } = s
  if (at === s.italicEnd) {
    s.at++
    return true
  }
  let end = at + 1
  while (isLetter(text.charCodeAt(end))) end++
  const isEdge = end + 1 >= text.length || isBreak(text, end + 1)
  if (text[at] !== "*" || end === at + 1 || text[end] !== "*" || !isEdge) return false
  if (s.afterOperand()) return false
  s.italicEnd = end
  s.at++
  return true
}

/** `**x = 1** and **x = 2**`: marks of bold text that open before a word and close behind one. */
export function skipBold(s: Scanner): boolean {
  const { text, at } = s
  if (!text.startsWith("**", at)) return false
  const before = at === 0 || isBreak(text, at - 1)
  const behind = at + 2 >= text.length || isBreak(text, at + 2)
  if (s.inBold ? before || !behind : !before || behind || !closesLater(text, at + 2)) return false
  s.inBold = !s.inBold
  s.at += 2
  s.spaced = true
  return true
}

function closesLater(text: string, from: number): boolean {
  const at = text.indexOf("**", from)
  if (at === -1 || isBreak(text, at - 1)) return false
  return at + 2 >= text.length || isBreak(text, at + 2)
}

function isBreak(text: string, at: number): boolean {
  return isSpace(text.charCodeAt(at)) || ",.;:".includes(text[at]!)
}
