import type { Unit } from "../tree.ts"
import { unitPhrase } from "../units/phrase.ts"
import { isDigit, isLetter } from "./digits.ts"

/** A text that ends in what may be a unit: `9.8 N/kg`, `\frac{50}{3} m/s`, `220\ \Omega`. */
export interface UnitTail {
  readonly value: string
  readonly unit: Unit
  /** No product of letters would be written like this: g/mol, µm, Ω. */
  readonly sure: boolean
  /** Several units make it up; as letters it would be a formula. */
  readonly compound: boolean
}

const TEXT_CHARS_MAX = 200 // longer texts are no quantities
const UNIT_CHARS_MAX = 80
const SPLITS_MAX = 8 // places where a value may end and a unit begin

/** The longest unit at the end of the text with a value before it, or null. */
export function unitTail(text: string): UnitTail | null {
  if (text.length > TEXT_CHARS_MAX || !mayEndUnit(text)) return null
  let splits = 0
  const least = Math.max(1, text.length - UNIT_CHARS_MAX)
  for (let at = least; at < text.length && splits < SPLITS_MAX; at++) {
    if (!isSplit(text, at)) continue
    splits++
    const written = unitText(text.slice(at))
    const unit = written === null ? null : unitPhrase(written)
    if (unit === null) continue
    const upright = text.includes("\\text", at) || text.includes("\\mathrm", at)
    const sure = upright || isSure(written!, text[at] === written![0])
    return { value: text.slice(0, at), unit, sure, compound: names(written!).length > 1 }
  }
  return null
}

function mayEndUnit(text: string): boolean {
  const last = text.charCodeAt(text.length - 1)
  return isLetter(last) || isDigit(last) || "})²³Ω".includes(text.at(-1)!)
}

/** Behind a numeral, a group, a bracket or π, and before a letter, a space or a command. */
function isSplit(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1)
  const ends = isDigit(before) || "})π".includes(text[at - 1]!) || isPi(text, at)
  if (!ends) return false
  const next = text[at]!
  return isLetter(next.charCodeAt(0)) || next === " " || next === "~" || isStart(text, at)
}

function isPi(text: string, at: number): boolean {
  if (text[at - 1] !== "i") return false
  const plain = text.startsWith("pi", at - 2) && !isLetter(text.charCodeAt(at))
  if (plain && !isLetter(text.charCodeAt(at - 3))) return true
  return text.startsWith("\\pi", at - 3) && !isLetter(text.charCodeAt(at))
}

/** A command or a letter of another script, with which a unit can begin. */
function isStart(text: string, at: number): boolean {
  const next = text[at]!
  if (next !== "\\") return "Ωµμ".includes(next)
  return STARTS.some((start) => text.startsWith(start, at))
}

const SPACES: ReadonlySet<string> = new Set([" ", ",", ";", ":", "!"])
const STARTS = ["\\ ", "\\,", "\\;", "\\:", "\\!", "\\Omega", "\\mu", "\\text", "\\mathrm"]
const COMMANDS: ReadonlyMap<string, string> = new Map([
  ...["text", "mathrm", "textrm", "rm", "mbox", "left", "right"].map((name) => [name, ""] as const),
  ...["quad", "qquad"].map((name) => [name, " "] as const),
  ...["cdot", "times"].map((name) => [name, "*"] as const),
  ["Omega", "Ω"],
  ["mu", "µ"],
])

/** The unit without its LaTeX, or null where there is more in it than units have. */
function unitText(text: string): string | null {
  let out = ""
  for (let at = 0; at < text.length; at++) {
    const mark = text[at]!
    if (mark !== "\\") {
      if (!isUnitMark(text, at)) return null
      out += mark === "~" ? " " : mark
      continue
    }
    let end = at + 1
    while (isLetter(text.charCodeAt(end))) end++
    const name = text.slice(at + 1, end)
    if (name === "") {
      if (!SPACES.has(text[end] ?? "-")) return null
      out += " "
      at = end
      continue
    }
    const meaning = COMMANDS.get(name)
    if (meaning === undefined) return null
    out += meaning
    at = text[end] === " " && meaning === "µ" ? end : end - 1
  }
  if (!isPowered(out)) return null
  const marks = out.replaceAll("{", "").replaceAll("}", "").replaceAll("·", "*")
  return marks
    .split(" ")
    .filter((part) => part !== "")
    .join(" ")
    .replaceAll("* ", "*")
}

function isUnitMark(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  if (isLetter(code)) return true
  if (isDigit(code)) return "^{-".includes(text[at - 1] ?? "x")
  return " ~/*()^{}-·°Ωµμ²³⁻¹".includes(text[at]!)
}

/** A minus sign stands in an exponent, and nowhere else. */
function isPowered(text: string): boolean {
  for (let at = text.indexOf("-"); at !== -1; at = text.indexOf("-", at + 1)) {
    const before = text[at - 1] === "{" ? text[at - 2] : text[at - 1]
    if (before !== "^") return false
  }
  return true
}

/** Two letters together that are no usual product, or a sign that no formula holds. */
function isSure(unit: string, touching: boolean): boolean {
  return names(unit).some((name) => {
    if ("Ωµμ°".includes(name[0]!)) return true
    return name.length > 1 && !(touching && MAY_MULTIPLY.has(name))
  })
}

/** Units that, touching a numeral, are as likely letters side by side: 3mg is a force, too. */
export const MAY_MULTIPLY: ReadonlySet<string> = new Set(
  "mg gm cd ms ha pt mV mA mN mW VA mT mC mF nm Nm".split(" "),
)

function names(unit: string): string[] {
  return unit.split(/[^A-Za-zΩµμ°]+/).filter((name) => name !== "")
}
