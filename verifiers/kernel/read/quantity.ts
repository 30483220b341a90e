import { rational } from "../rational.ts"
import type { Expr, Unit } from "../tree.ts"
import { currencyNamed, divideUnits, multiplyUnits, raiseUnit, unitNamed } from "../units/units.ts"
import { readAtom } from "./atom.ts"
import type { Cursor } from "./cursor.ts"
import { readPostfix } from "./power.ts"
import { MAY_MULTIPLY } from "./unit-tail.ts"

/**
 * The unit behind a value, or null with nothing taken. Upright words and longer abbreviations are
 * units wherever they stand; a single letter is one only where the text is a numeral and a unit.
 */
export function readUnit(c: Cursor, value: Expr): Unit | null {
  const { kind, text } = c.token
  if (kind === "money" && c.peek().kind !== "number") {
    c.next()
    return perUnit(c, currencyNamed(text)!)
  }
  const prefixed = kind === "word" && (text === "square" || text === "cubic")
  if (kind !== "name" && !prefixed && !isUnitFraction(c)) return null
  const start = c.position
  const letter = kind === "name" && !c.token.upright && !c.token.letters && text.length === 1
  if (letter && !isBehindNumeral(c, start)) return null
  const found = readProductOfUnits(c)
  if (found !== null) {
    if (found.sure || isFirstOfTwo(c) || isUnitMeant(c, start, found.compound)) return found.unit
    c.position = start
    return null
  }
  c.position = start
  return readCounted(c, value)
}

/**
 * `5 m` alone: a product first, a quantity as the other reading; `5 m/s` the other way round, and
 * there a name with an equals sign may stand before it.
 */
function isUnitMeant(c: Cursor, start: number, compound: boolean): boolean {
  if (c.token.kind !== "end") return false
  if (!compound && isSign(c, start - 2, "=")) return false
  return c.choices.isFlipped("unit") !== compound
}

/** 2 h 30 min: the letter is a unit, for another value with a unit follows. */
function isFirstOfTwo(c: Cursor): boolean {
  const unit = c.peek()
  return (
    c.token.kind === "number" &&
    c.token.spaced &&
    unit.kind === "name" &&
    (unit.upright || unit.letters)
  )
}

/** Whether nothing but a numeral stands before, or a name, an equals sign and a numeral. */
function isBehindNumeral(c: Cursor, start: number): boolean {
  let at = start - 1
  if (!isNumeralToken(c, at)) return false
  while (at >= 0 && (isNumeralToken(c, at) || isSign(c, at, "/") || isSign(c, at, "-"))) at--
  return at < 0 || isSign(c, at, "=")
}

function isNumeralToken(c: Cursor, at: number): boolean {
  const kind = c.tokens[at]?.kind
  return kind === "number" || kind === "vulgar"
}

function isSign(c: Cursor, at: number, sign: string): boolean {
  const token = c.tokens[at]
  return token?.kind === "operator" && token.text === sign
}

/** \frac{\text{m}}{\text{s}^2} */
function isUnitFraction(c: Cursor): boolean {
  if (c.token.kind !== "command" || !c.token.text.endsWith("frac") || !c.is("{", 1)) return false
  return c.peek(2).kind === "name" && c.peek(2).upright
}

interface FoundUnit {
  readonly unit: Unit
  readonly sure: boolean
  readonly compound: boolean
}

function readProductOfUnits(c: Cursor): FoundUnit | null {
  const first = readUnitFactor(c)
  if (first === null) return null
  let { unit, sure } = first
  let compound = false
  while (true) {
    const start = c.position
    const divides = c.take("/") || c.takeWord("per")
    const joined = divides || c.take("*") || c.take("×") || c.token.kind === "name"
    const next = joined ? readUnitFactor(c) : null
    const product =
      next === null ? null : divides ? divideUnits(unit, next.unit) : multiplyUnits(unit, next.unit)
    // Letters behind a unit that is one for certain are units, too: km h, N m.
    if (product === null || (!divides && !sure)) {
      c.position = start
      return { unit, sure, compound }
    }
    unit = product
    sure ||= next!.sure
    compound = true
  }
}

function readUnitFactor(c: Cursor): { unit: Unit; sure: boolean } | null {
  if (c.is("(") && c.peek().kind === "name") {
    c.next()
    const inner = c.inside(() => readProductOfUnits(c))
    return inner !== null && c.take(")") ? inner : null
  }
  if (isUnitFraction(c)) return readUnitFraction(c)
  const prefix = c.takeWord("square") ? 2 : c.takeWord("cubic") ? 3 : 1
  if (c.token.kind !== "name") return null
  const found = readUnitName(c)
  if (found === null) return null
  const power = prefix * readUnitPower(c)
  const unit = raiseUnit(found.unit, power)
  return unit === null ? null : { unit, sure: found.sure || prefix > 1 }
}

function readUnitFraction(c: Cursor): { unit: Unit; sure: boolean } | null {
  c.position += 2
  const above = c.inside(() => readProductOfUnits(c))
  if (above === null || !c.take("}") || !c.take("{")) return null
  const below = c.inside(() => readProductOfUnits(c))
  if (below === null || !c.take("}")) return null
  const unit = divideUnits(above.unit, below.unit)
  return unit === null ? null : { unit, sure: true }
}

const WORDS_MAX = 3 // degrees Celsius, US dollars, fluid ounces

/** The longest run of names that is one unit. */
function readUnitName(c: Cursor): { unit: Unit; sure: boolean } | null {
  let text = ""
  let best: { unit: Unit; end: number } | null = null
  for (let ahead = 0; ahead < WORDS_MAX && c.peek(ahead).kind === "name"; ahead++) {
    const token = c.peek(ahead)
    if (ahead > 0 && !token.spaced) break
    text += (text === "" ? "" : " ") + token.text
    const unit = unitNamed(text)
    if (unit !== null) best = { unit, end: c.position + ahead + 1 }
    else if (text.length > 24) break
  }
  if (best === null) return null
  const first = c.token
  const multiplies = first.letters && !first.spaced && MAY_MULTIPLY.has(first.text)
  const sure = first.upright || (first.letters ? !multiplies : first.text.length > 1)
  c.position = best.end
  return { unit: best.unit, sure }
}

/** cm^2, cm², s^{-1}; 1 where no exponent is written. */
function readUnitPower(c: Cursor): number {
  if (c.takeWord("squared")) return 2
  if (c.takeWord("cubed")) return 3
  if (!c.is("^")) return 1
  const start = c.position
  c.next()
  const braced = c.take("{")
  const sign = c.take("-") ? -1 : 1
  const power = Number(c.next().text)
  if ((!braced || c.take("}")) && Number.isInteger(power) && power > 0) return sign * power
  c.position = start
  return 1
}

function perUnit(c: Cursor, unit: Unit): Unit {
  const start = c.position
  if (c.take("/") || c.takeWord("per")) {
    const below = readUnitFactor(c)
    const divided = below === null ? null : divideUnits(unit, below.unit)
    if (divided !== null) return divided
  }
  c.position = start
  return unit
}

const COUNTED_WORDS_MAX = 3 // "small red apples"

/** 18 apples: a thing counted is a unit of its own, the same in singular and plural. */
function readCounted(c: Cursor, value: Expr): Unit | null {
  if (!isNumeral(value)) return null
  const words: string[] = []
  const start = c.position
  while (c.token.kind === "name" && c.token.upright && c.token.text.length > 2) {
    words.push(c.next().text)
  }
  const last = words.at(-1)
  const noun = last !== undefined && !words.some((word) => NO_NOUNS.has(word.toLowerCase()))
  if (!noun || words.length > COUNTED_WORDS_MAX || !isAfterCounted(c)) {
    c.position = start
    return null
  }
  const base = [...words.slice(0, -1), singular(last)].join(" ").toLowerCase()
  const dimension = { [`count ${base}`]: 1 }
  return { text: words.join(" "), scale: rational(1), pi: false, offset: null, dimension }
}

/** Words behind a numeral that count nothing. */
const NO_NOUNS = new Set([
  ...["wrong", "incorrect", "false", "maybe", "probably", "approximately", "about", "less", "more"],
  ...["reversed", "backwards", "factorial", "pairs", "pair", "times", "tenths", "hundredths"],
  ...["thousandths", "halves", "thirds", "quarters", "fourths", "fifths", "sixths", "eighths"],
  ...["than", "least", "most", "not", "never", "except", "correct", "right", "approx", "roughly"],
])

function isNumeral(value: Expr): boolean {
  if (value.kind === "number") return true
  return value.kind === "divide" && value.top.kind === "number" && value.bottom.kind === "number"
}

function isAfterCounted(c: Cursor): boolean {
  const { kind, text } = c.token
  return (
    kind === "end" || kind === "word" || (kind === "operator" && (text === "," || text === ")"))
  )
}

/** boxes → box, berries → berry, apples → apple. */
function singular(word: string): string {
  if (word.endsWith("ies") && word.length > 4) return `${word.slice(0, -3)}y`
  for (const ending of ["ches", "shes", "xes", "sses", "oes"]) {
    if (word.endsWith(ending)) return word.slice(0, -2)
  }
  return word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word
}

/** ° is an angle; with C or F behind it, a temperature. */
export function unitOfDegrees(c: Cursor): Unit {
  const { kind, text } = c.token
  if (kind === "name" && (text === "C" || text === "F" || text === "K") && !isOperandNext(c)) {
    c.next()
    return unitNamed(`°${text}`)!
  }
  if (kind === "name" && (text === "Celsius" || text === "Fahrenheit")) {
    c.next()
    return unitNamed(`degrees ${text}`)!
  }
  return unitNamed("°")!
}

function isOperandNext(c: Cursor): boolean {
  const { kind, text } = c.peek()
  if (kind === "operator") return text === "(" || text === "_" || text === "^"
  return kind !== "end" && kind !== "word"
}

/** $5, -$5 (the sign is read before), \$1.5 million, $5 per hour. */
export function readMoney(c: Cursor): Expr {
  const currency = currencyNamed(c.next().text)
  if (currency === null) throw c.fail("unreadable")
  c.enter()
  const negative = c.take("-")
  const value = readPostfix(c, readAtom(c))
  c.leave()
  const signed: Expr = negative ? { kind: "negate", of: value } : value
  return { kind: "quantity", value: signed, unit: perUnit(c, currency) }
}
