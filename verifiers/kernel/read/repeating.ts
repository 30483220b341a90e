import { digitsFrom, isDigit } from "./digits.ts"
import type { Choices } from "./settings.ts"

/** Whether what follows a decimal point repeats from the first place on. */
export function opensRepeat(text: string, at: number): boolean {
  return (
    text.startsWith("\\overline", at) ||
    text.startsWith("\\bar", at) ||
    text.startsWith("\\dot", at) ||
    (text[at] === "(" && isDigit(text.charCodeAt(at + 1)))
  )
}

interface Repeat {
  readonly decimals: string
  readonly digits: string
  readonly end: number
}

/** The digits that repeat forever, however that is marked; `decimals` came before the mark. */
export function readRepeat(
  text: string,
  at: number,
  decimals: string,
  choices: Choices,
): Repeat | null {
  const mark = text[at]
  if (mark === "\\") return readMarkedRepeat(text, at, decimals)
  if (mark === "(") return readBracketRepeat(text, at, decimals, choices)
  if (mark === OVERLINE || mark === DOT_ABOVE) return readCombiningRepeat(text, at, decimals)
  if (text.startsWith("...", at) || mark === "…") {
    const end = at + (mark === "…" ? 1 : 3)
    return readDottedRepeat(decimals, end) ?? { decimals, digits: "", end }
  }
  return null
}

const OVERLINE = "\u0305"
const DOT_ABOVE = "\u0307"

/** \overline{36}, \bar{3}, \bar3 and \dot{1}2\dot{3}. */
function readMarkedRepeat(text: string, at: number, decimals: string): Repeat | null {
  for (const command of ["\\overline", "\\bar", "\\dot"]) {
    if (!text.startsWith(command, at)) continue
    const group = readGroupDigits(text, at + command.length)
    if (group === null) return null
    if (command !== "\\dot") return { decimals, ...group }
    const between = digitsFrom(text, group.end)
    if (text.startsWith("\\dot", group.end + between.length)) {
      const last = readGroupDigits(text, group.end + between.length + 4)
      if (last !== null) {
        return { decimals, digits: group.digits + between + last.digits, end: last.end }
      }
    }
    return { decimals, ...group }
  }
  const dots = ["\\ldots", "\\dots", "\\cdots"].find((command) => text.startsWith(command, at))
  if (dots === undefined) return null
  const end = at + dots.length
  return readDottedRepeat(decimals, end) ?? { decimals, digits: "", end }
}

function readGroupDigits(text: string, at: number): { digits: string; end: number } | null {
  if (text[at] !== "{") {
    const digit = text[at] === " " ? "" : digitsFrom(text, at).slice(0, 1)
    return digit === "" ? null : { digits: digit, end: at + 1 }
  }
  const digits = digitsFrom(text, at + 1)
  const end = at + 1 + digits.length
  return digits === "" || text[end] !== "}" ? null : { digits, end: end + 1 }
}

/** 0.(3) repeats; 0.1(6) may be a product, too. */
function readBracketRepeat(
  text: string,
  at: number,
  decimals: string,
  choices: Choices,
): Repeat | null {
  const digits = digitsFrom(text, at + 1)
  const end = at + 1 + digits.length
  if (digits === "" || text[end] !== ")") return null
  if (decimals !== "" && choices.isFlipped("repeating")) return null
  return { decimals, digits, end: end + 1 }
}

/** 0.16̅: the mark stands after each digit that repeats, or after the first and the last dot. */
function readCombiningRepeat(text: string, at: number, decimals: string): Repeat {
  const mark = text[at]
  let digits = decimals.slice(-1)
  let end = at + 1
  while (true) {
    const more = digitsFrom(text, end)
    if (more === "" || text[end + more.length] !== mark) break
    if (mark === OVERLINE && more.length > 1) break
    digits += more
    end += more.length + 1
  }
  return { decimals: decimals.slice(0, -1), digits, end }
}

const REPEATED_MAX = 6 // a longer period is not told by repeating it before the dots

/** 0.333… shows its period; 3.14159… shows none and stays what was written. */
function readDottedRepeat(decimals: string, end: number): Repeat | null {
  for (let length = 1; length <= REPEATED_MAX; length++) {
    const digits = decimals.slice(-length)
    const times = length === 1 ? 3 : 2
    if (decimals.length >= length * times && decimals.endsWith(digits.repeat(times))) {
      return { decimals: decimals.slice(0, -length * times), digits, end }
    }
  }
  return null
}
