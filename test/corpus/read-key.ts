import type { Answer, Piece } from "./answer.ts"
import { type Formula, minus } from "./formula.ts"
import { readFormula } from "./read-formula.ts"
import { sameValue } from "./same-value.ts"

/**
 * A key written by hand, read by rules that share nothing with the judge's. It knows the plain
 * LaTeX that such keys are written in, and gives null for all else.
 */
export function readKey(key: string): Answer | null {
  // 1,234 is a thousand or two numbers.
  if (/\d,\d{3}(?!\d)/.test(key)) return null
  // 10 cm and 51 h are lengths and times, whose letters are no factors.
  if (/^[\d.]+ [a-zA-Z]{1,3}$/.test(key)) return null
  const text = key.replaceAll("\\left", "").replaceAll("\\right", "").trim()
  return inFence(text) ?? readUnion(text) ?? readBare(text)
}

function readBare(text: string): Answer | null {
  const parts = split(text, ",")
  if (parts.length > 1) {
    const items = formulas(parts)
    return items === null ? null : { is: "items", shown: "list", items }
  }
  const percent = /^([\d.]+)\\?%$/.exec(text)
  if (percent !== null) {
    return { is: "value", shown: "percent", value: { is: "number", text: percent[1]! } }
  }
  const sides = text.split("=")
  if (sides.length === 2) {
    const both = formulas(sides)
    // A name alone on its side may be the answer's own name; that is no equation to turn about.
    if (both === null || /^\s*[a-zA-Z]\s*$/.test(sides[0]!)) return null
    return { is: "equation", left: both[0]!, right: both[1]! }
  }
  const value = readFormula(text)
  return value === null ? null : { is: "value", value, shown: "bare" }
}

function inFence(text: string): Answer | null {
  const [open, close] = [text[0]!, text.at(-1)!]
  if (text.startsWith("\\{") && text.endsWith("\\}") && text.indexOf("\\}") === text.length - 2) {
    const items = formulas(split(text.slice(2, -2), ","))
    return items === null || items.length < 2 ? null : { is: "items", shown: "set", items }
  }
  if (!"([".includes(open) || !")]".includes(close)) return null
  const parts = split(text.slice(1, -1), ",")
  if (parts.length < 2 || text.includes("infty") || text.includes("\\cup")) return null
  if (open !== "(" || close !== ")") return null
  const items = formulas(parts)
  // (1, 3) is a point or an interval, and a mutant of one may be right for the other.
  return items === null ? null : { is: "items", shown: "tuple", items }
}

/** Intervals with at least one square bracket or infinite end, which leave no doubt. */
function readUnion(text: string): Answer | null {
  const pieces = text.split("\\cup").map((part) => readInterval(part.trim()))
  if (pieces.some((piece) => piece === null)) return null
  return { is: "range", shown: "intervals", pieces: pieces as readonly Piece[] }
}

function readInterval(text: string): Piece | null {
  if (!/^[([].*[)\]]$/.test(text)) return null
  const parts = split(text.slice(1, -1), ",")
  if (parts.length !== 2) return null
  const [below, above] = parts.map((part) => part.trim()) as [string, string]
  const low = below === "-\\infty" ? null : readFormula(below)
  const high = above === "\\infty" ? null : readFormula(above)
  if ((low === null && below !== "-\\infty") || (high === null && above !== "\\infty")) return null
  const isEmpty =
    low !== null && high !== null && sameValue(minus(low, high), minus(low, low)) === "same"
  if (isEmpty || (low === null && high === null)) return null
  return { low, high, lowClosed: text.startsWith("["), highClosed: text.endsWith("]") }
}

function formulas(parts: readonly string[]): Formula[] | null {
  const read = parts.map(readFormula)
  return read.includes(null) ? null : (read as Formula[])
}

/** Splits at a sign that stands in no bracket. */
function split(text: string, sign: string): string[] {
  const parts = [""]
  let depth = 0
  for (const character of text) {
    if ("([{".includes(character)) depth++
    if (")]}".includes(character)) depth--
    if (character === sign && depth === 0) parts.push("")
    else parts[parts.length - 1] += character
  }
  return parts
}
