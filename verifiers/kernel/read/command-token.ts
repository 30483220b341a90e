import { COMMANDS } from "./commands.ts"
import { isLetter, isSpace } from "./digits.ts"
import { readName } from "./letters.ts"
import { NESTING_MAX } from "./limits.ts"
import type { Scanner } from "./scanner.ts"
import { scan } from "./tokenize.ts"

/** Reads a LaTeX command, from its backslash on. */
export function readCommand(s: Scanner, end: number): void {
  const start = s.at + 1
  const name = commandName(s.text, start)
  s.at = start + name.length
  if (name === "") {
    if (s.at >= s.text.length) throw s.unread("incomplete")
    s.at = start - 1
    throw s.unread("unreadable")
  }
  if (name === "\\") {
    s.push("operator", "\\\\", start - 1)
    skipRowGap(s)
    return
  }
  if (name === " " && isSetMinus(s)) {
    s.push("operator", "∖", start - 1)
    return
  }
  if (MATH_FENCES.has(name) || isSpace(name.charCodeAt(0)) || isLead(s, name)) {
    s.spaced = true
    return
  }
  if (name === "$") {
    s.push("money", "$", start - 1)
    return
  }
  readMeaning(s, name, start, end)
}

/** What a command with a name means, from the table. */
function readMeaning(s: Scanner, name: string, start: number, end: number): void {
  const meaning = COMMANDS.get(name)
  if (meaning === undefined) throw s.unread("unreadable")
  if (ENDINGS.has(name) && !isLast(s)) throw s.unread("unreadable")
  switch (meaning.as) {
    case "space":
      s.spaced = true
      return
    case "nothing":
      if (name === "bf" && isLetterAlone(s)) s.push("command", "mathbf", start - 1)
      else readSizing(s, name)
      return
    case "layout":
      skipGroup(s)
      if (name === "textcolor") skipGroup(s)
      s.spaced = true
      return
    case "upright":
      readUpright(s, end)
      return
    case "command":
      s.push(
        "command",
        isEnvironment(name) ? `${name} ${environmentName(s, name)}` : name,
        start - 1,
      )
      return
    case "operator":
      pushOperator(s, meaning.text, start - 1)
      return
    case "name":
      readName(s, meaning.text, start - 1)
      return
    default:
      s.push(meaning.as, meaning.text, start - 1)
  }
}

/** ℝ \ {3}: a lone backslash between a set and a brace takes one from the other. */
function isSetMinus(s: Scanner): boolean {
  const { last, text } = s
  let at = s.at
  while (isSpace(text.charCodeAt(at))) at++
  const braced = text[at] === "{" || text.startsWith("\\{", at)
  if (!braced || last === undefined || !isSpace(text.charCodeAt(s.at - 3))) return false
  return last.kind === "set" || (last.kind === "name" && "RZNQC".includes(last.text))
}

function isLead(s: Scanner, name: string): boolean {
  return LEADING.has(name) && s.tokens.length === 0
}

/** They lead up to what follows, where nothing stands before them. */
const LEADING = new Set([
  "therefore",
  "because",
  "implies",
  "Rightarrow",
  "Longrightarrow",
  "hence",
])

/** They close a proof; elsewhere they are a blank or a figure. */
const ENDINGS = new Set(["square", "blacksquare", "qed", "checkmark"])

function isLast(s: Scanner): boolean {
  for (let at = s.at; at < s.text.length; at++) {
    if (!isSpace(s.text.charCodeAt(at)) && !"$.})".includes(s.text[at]!)) return false
  }
  return s.tokens.length > 0
}

/** The v of {\bf v}; a word, or all of an answer, is bold for emphasis. */
function isLetterAlone({ text, at }: Scanner): boolean {
  const { index, 0: found } = /\s*[A-Za-z]\}/y.exec(text.slice(at)) ?? { index: -1, 0: "" }
  return index === 0 && isLetter(found.charCodeAt(found.length - 2))
}

function isEnvironment(name: string): boolean {
  return name === "begin" || name === "end"
}

const ENVIRONMENT_CHARS_MAX = 16

/** The name behind \\begin or \\end; the columns of an array are left out, they are layout. */
function environmentName(s: Scanner, command: string): string {
  while (isSpace(s.text.charCodeAt(s.at))) s.at++
  const close = s.text.indexOf("}", s.at)
  if (s.text[s.at] !== "{" || close - s.at > ENVIRONMENT_CHARS_MAX) throw s.unread("unreadable")
  if (close === -1) throw s.unread("incomplete")
  const name = s.text.slice(s.at + 1, close)
  s.at = close + 1
  if (command === "end") s.environments.pop()
  else s.environments.push(name)
  if (name === "array" && command === "begin") skipGroup(s)
  return name
}

const MATH_FENCES = new Set(["(", ")", "[", "]"])

function commandName(text: string, start: number): string {
  let end = start
  while (isLetter(text.charCodeAt(end))) end++
  if (end === start) return text.slice(start, start + 1)
  if (text[end] === "*" && COMMANDS.has(text.slice(start, end + 1))) end++
  return text.slice(start, end)
}

/** The gap between rows may have a length: \\[2pt]. */
function skipRowGap(s: Scanner): void {
  if (s.text[s.at] !== "[") return
  const close = s.text.indexOf("]", s.at)
  const inside = s.text.slice(s.at + 1, close)
  if (close !== -1 && ["pt", "em", "ex", "mm", "cm"].some((unit) => inside.endsWith(unit))) {
    s.at = close + 1
  }
}

/** After \left and \right a point is a fence that is not printed, and bars know their side. */
function readSizing(s: Scanner, name: string): void {
  const left = name === "left" || name.endsWith("l")
  const right = name === "right" || name.endsWith("r")
  if (!left && !right) return
  while (isSpace(s.text.charCodeAt(s.at))) s.at++
  const mark = s.text[s.at]
  if (mark === "." && (name === "left" || name === "right")) s.at++
  else if (mark === "|") s.operator(left ? "|(" : "|)", 1)
  else if (s.text.startsWith("\\|", s.at)) s.operator(left ? "‖(" : "‖)", 2)
  else if (s.text.startsWith("\\vert", s.at)) s.operator(left ? "|(" : "|)", 5)
  else if (s.text.startsWith("\\Vert", s.at)) s.operator(left ? "‖(" : "‖)", 5)
  else if (mark === "<") s.operator("⟨", 1)
  else if (mark === ">") s.operator("⟩", 1)
}

function pushOperator(s: Scanner, sign: string, at: number): void {
  const end = s.at
  s.at = at
  if (sign === "\\{" || sign === "(" || sign === "[") s.open(sign, end - at)
  else if (sign === "\\}" || sign === ")" || sign === "]") s.close(sign, end - at)
  else s.operator(sign, end - at)
}

/** The argument of a layout command, which may stand in braces. */
function skipGroup(s: Scanner): void {
  while (isSpace(s.text.charCodeAt(s.at))) s.at++
  if (s.text[s.at] !== "{") return
  s.at = groupEnd(s, s.at) + 1
}

/** Where the group that opens at `start` closes. */
function groupEnd(s: Scanner, start: number): number {
  let depth = 0
  for (let at = start; at < s.text.length; at++) {
    const mark = s.text[at]
    if (mark === "\\") at++
    else if (mark === "{") depth++
    else if (mark === "}" && --depth === 0) return at
  }
  throw s.unread("incomplete")
}

/** \text{…}: what is inside reads as words, units and names, not as products of letters. */
function readUpright(s: Scanner, end: number): void {
  while (isSpace(s.text.charCodeAt(s.at))) s.at++
  if (s.at >= end) throw s.unread("incomplete")
  const before = s.upright
  s.upright = true
  if (isLetter(s.text.charCodeAt(s.at))) {
    scan(s, s.at + 1, true)
    s.upright = before
    return
  }
  if (s.text[s.at] !== "{") throw s.unread("unreadable")
  const close = groupEnd(s, s.at)
  if (++s.depth > NESTING_MAX) throw s.unread("limit")
  s.at++
  scan(s, close, true)
  s.upright = before
  s.depth--
  s.at = close + 1
}
