import { rational } from "../rational.ts"
import type { Unit } from "../tree.ts"
import { remembered } from "./remembered.ts"
import { divideUnits, multiplyUnits, raiseUnit, unitNamed } from "./units.ts"

const PHRASE_CHARACTERS_MAX = 80 // "kilograms times square meters per second squared" has 48
const WORDS_TOGETHER_MAX = 3 // "degrees Fahrenheit" is one unit in two words

/**
 * A whole unit as people write it, without LaTeX: `km/h`, `square feet`, `meters per second
 * squared`, `kg·m^2/s²`, `J/(kg K)`, `fl oz`. Null where any part is no unit. A slash or a `per`
 * divides by the next factor only, or by all of a bracket.
 */
export const unitPhrase = remembered(phraseIn)

function phraseIn(text: string): Unit | null {
  if (text.length > PHRASE_CHARACTERS_MAX) return null
  const parts = partsOf(text)
  let product: Unit | null = null
  let under = false
  let inBracket = false
  for (let at = 0; at < parts.length; ) {
    const part = parts[at]!
    if (part === "/" || part === "(" || part === ")") {
      if (part === "/" ? under || at === 0 : (part === "(") === inBracket) return null
      if (part === "(" && !under) return null
      if (part === "/") under = true
      else inBracket = part === "("
      if (part === ")") under = false
      at += 1
      continue
    }
    const factor = factorAt(parts, at)
    if (factor === null) return null
    at = factor.end
    product = joined(product, factor.unit, under)
    if (product === null) return null
    if (!inBracket) under = false
  }
  return product === null || under || inBracket ? null : { ...product, text }
}

function joined(product: Unit | null, factor: Unit, under: boolean): Unit | null {
  if (!under) return product === null ? factor : multiplyUnits(product, factor)
  return divideUnits(product ?? NO_UNIT, factor)
}

/** One factor with its power: `square meter`, `m^2`, `seconds squared`. */
function factorAt(parts: readonly string[], at: number): { unit: Unit; end: number } | null {
  const before = POWERS_BEFORE.get(parts[at]!.toLowerCase())
  const start = before === undefined ? at : at + 1
  for (let count = WORDS_TOGETHER_MAX; count >= 1; count -= 1) {
    if (start + count > parts.length) continue
    const unit = unitNamed(parts.slice(start, start + count).join(" "))
    if (unit === null) continue
    const end = start + count
    const after = powerOf(parts[end])
    if (before !== undefined && after !== null) return null
    const raised = raiseUnit(unit, before ?? after ?? 1)
    return raised === null ? null : { unit: raised, end: after === null ? end : end + 1 }
  }
  return null
}

function powerOf(part: string | undefined): number | null {
  if (part === undefined) return null
  const named = POWERS_AFTER.get(part.toLowerCase())
  if (named !== undefined) return named
  return /^\^-?\d{1,2}$/.test(part) ? Number(part.slice(1)) : null
}

/** Words, `/`, brackets and powers as `^n`; products are dropped, for they are the default. */
function partsOf(text: string): string[] {
  const parts: string[] = []
  let word = ""
  const close = () => {
    if (word !== "") parts.push(word.toLowerCase() === "per" ? "/" : word)
    word = ""
  }
  for (const character of text) {
    const digit = SUPERSCRIPTS.get(character)
    if (digit !== undefined) {
      if (!word.startsWith("^")) {
        close()
        word = "^"
      }
      word += digit
    } else if (" \t\n*·⋅×~".includes(character)) close()
    else if ("/()".includes(character)) {
      close()
      parts.push(character)
    } else if (character === "^") {
      close()
      word = "^"
    } else if (!"{}".includes(character)) word += character
  }
  close()
  return parts
}

const NO_UNIT: Unit = { text: "1", scale: rational(1), pi: false, offset: null, dimension: {} }

const POWERS_BEFORE: ReadonlyMap<string, number> = new Map([
  ...["square", "sq", "sq."].map((word) => [word, 2] as const),
  ...["cubic", "cu", "cu."].map((word) => [word, 3] as const),
])

const POWERS_AFTER: ReadonlyMap<string, number> = new Map([
  ["squared", 2],
  ["cubed", 3],
])

const SUPERSCRIPTS: ReadonlyMap<string, string> = new Map(
  [..."⁰¹²³⁴⁵⁶⁷⁸⁹"]
    .map((character, digit) => [character, String(digit)] as const)
    .concat([["⁻", "-"]]),
)
