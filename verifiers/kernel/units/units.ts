import { equal, multiply, type Rational, rational } from "../rational.ts"
import type { Unit } from "../tree.ts"
import { remembered } from "./remembered.ts"
import { UNIT_TABLE } from "./table.ts"
import { MONEY, MORE_UNITS } from "./words.ts"

const NAME_CHARACTERS_MAX = 40 // the longest name, "degrees Fahrenheit" with a prefix, has 21
const EXPONENT_MAX = 99 // no answer has a longer one; m^99 is already past all sense
const ONE = rational(1)

/**
 * One unit by its word, symbol or abbreviation, singular or plural, in either spelling, with an SI
 * prefix where that unit is written with one: `km`, `kilometres`, `degrees Celsius`, `¢`. Case
 * counts in symbols (`mW`, `MW`) and not in words of four letters or more. `pounds` is a mass; ask
 * `currencyNamed` first where money is meant.
 */
export const unitNamed = remembered((text: string): Unit | null => {
  const name = plainName(text)
  if (name === null) return null
  const found = lookUp(name) ?? lookUpAnyCase(name)
  return found === null ? currencyNamed(name) : { ...found, text: name }
})

/** `$`, `dollars`, `USD`, `cents`, `£`, `pounds`: each currency is a dimension of its own. */
export const currencyNamed = remembered((text: string): Unit | null => {
  const name = plainName(text)
  if (name === null) return null
  const names = currencies()
  const found = names.get(name) ?? (name.length > 2 ? names.get(name.toLowerCase()) : undefined)
  if (found !== undefined) return { ...found, text: name }
  return /^pounds?$/i.test(name) ? { ...names.get("GBP")!, text: name } : null
})

/** The unit of a product; null where the factor pi² would be needed. Offsets do not survive. */
export function multiplyUnits(a: Unit, b: Unit): Unit | null {
  if (a.pi && b.pi) return null
  return {
    text: `${a.text} ${b.text}`,
    scale: multiply(a.scale, b.scale),
    pi: a.pi || b.pi,
    offset: null, // 5 °C per minute is a difference: it starts nowhere
    dimension: sumOf(a.dimension, b.dimension),
  }
}

/** `n` is a whole number, also negative; null where a power of pi would be needed. */
export function raiseUnit(unit: Unit, n: number): Unit | null {
  if (!Number.isInteger(n) || Math.abs(n) > EXPONENT_MAX) return null
  if (n === 1) return unit
  if (unit.pi && n !== 0) return null
  const { numerator, denominator } = unit.scale
  const [top, bottom] = n < 0 ? [denominator, numerator] : [numerator, denominator]
  const size = BigInt(Math.abs(n))
  const scaled = Object.entries(unit.dimension).map(([base, power]) => [base, power * n] as const)
  return {
    text: `${unit.text}^${n}`,
    scale: rational(top ** size, bottom ** size),
    pi: false,
    offset: null,
    dimension: Object.fromEntries(scaled.filter(([, power]) => power !== 0)),
  }
}

/** Degrees over degrees are a plain number; anything else over pi is null. */
export function divideUnits(a: Unit, b: Unit): Unit | null {
  const under = raiseUnit({ ...b, pi: false }, -1)
  if (under === null || (b.pi && !a.pi)) return null
  const product = multiplyUnits({ ...a, pi: a.pi && !b.pi }, under)
  return product === null ? null : { ...product, text: `${a.text}/${b.text}` }
}

/** Whether one can be converted into the other: metres and feet, dollars and cents. */
export function sameDimension(a: Unit, b: Unit): boolean {
  const bases = Object.keys(a.dimension)
  return (
    bases.length === Object.keys(b.dimension).length &&
    bases.every(
      (base) => Object.hasOwn(b.dimension, base) && a.dimension[base] === b.dimension[base],
    )
  )
}

/** Whether a value in one is the same value in the other, without any conversion. */
export function sameScale(a: Unit, b: Unit): boolean {
  const offsets =
    a.offset === null || b.offset === null ? a.offset === b.offset : equal(a.offset, b.offset)
  return offsets && a.pi === b.pi && equal(a.scale, b.scale) && sameDimension(a, b)
}

/** A line of the table, as cells; a scale is read when its unit is first asked for. */
interface Row {
  readonly scale: string
  readonly bases: string
  readonly prefixes: string
}

let rows: Map<string, Row> | undefined
let lowered: Map<string, string> | undefined
let money: Map<string, Unit> | undefined

/** Spaces are single, and a full stop after an abbreviation is dropped: `sq.  ft.` is `sq. ft`. */
function plainName(text: string): string | null {
  if (text.length > NAME_CHARACTERS_MAX) return null
  const words = text.split(/[\s_~]/).filter((word) => word !== "")
  const name = words.join(" ").replaceAll("\u2212", "-")
  return name === "" ? null : name.endsWith(".") ? name.slice(0, -1) : name
}

function lookUp(name: string): Unit | null {
  const table = readRows()
  const plain = table.get(name) ?? table.get(`${name}.`)
  if (plain !== undefined) return unitOf(plain, name, ONE)
  for (const [prefix, short, scale] of PREFIXES) {
    for (const [written, form] of [[prefix, "long"] as const, ...shortForms(short)]) {
      if (!name.startsWith(written)) continue
      const row = table.get(name.slice(written.length))
      if (row === undefined || !row.prefixes.split(" ").includes(form)) continue
      return unitOf(row, name, scale)
    }
  }
  return null
}

function unitOf(row: Row, name: string, factor: Rational): Unit {
  const unit = readScale(row.scale)
  const scale = factor === ONE ? unit.scale : multiply(factor, unit.scale)
  return { text: name, ...unit, scale, dimension: readDimension(row.bases) }
}

function lookUpAnyCase(name: string): Unit | null {
  const alias = CASE_ALIASES.get(name)
  if (alias !== undefined) return lookUp(alias)
  if (name.length < 4) return null
  const low = name.toLowerCase()
  const written = loweredNames().get(low)
  return lookUp(written ?? low)
}

/** The micro sign and the Greek letter are the same prefix. */
function shortForms(short: string): (readonly [written: string, form: string])[] {
  if (short === "") return []
  return short === "u" ? ["u", "\u00b5", "\u03bc"].map((m) => [m, "u"] as const) : [[short, short]]
}

function readRows(): Map<string, Row> {
  if (rows !== undefined) return rows
  rows = new Map()
  for (const line of `${UNIT_TABLE}${MORE_UNITS}`.split("\n")) {
    const [names, scale, bases, prefixes] = line.split("|").map((cell) => cell.trim())
    if (names === undefined || scale === undefined || bases === undefined) continue
    const row = { scale, bases, prefixes: prefixes ?? "" }
    for (const name of names.split(" ")) rows.set(name.replaceAll("_", " "), row)
  }
  return rows
}

function loweredNames(): Map<string, string> {
  lowered ??= new Map(
    [...readRows().keys()].filter((name) => name.length > 3).map((n) => [n.toLowerCase(), n]),
  )
  return lowered
}

function currencies(): Map<string, Unit> {
  if (money !== undefined) return money
  money = new Map()
  for (const line of MONEY.split("\n")) {
    const [code, wholes, hundredths] = line.split("|").map((cell) => cell.trim())
    if (code === undefined || wholes === undefined) continue
    const unit = { pi: false, offset: null, dimension: { [code]: 1 } }
    const namesOf = (cell: string) => cell.split(" ").filter((name) => name !== "")
    for (const name of [code, ...namesOf(wholes)].map((each) => each.replaceAll("_", " "))) {
      money.set(name, { ...unit, text: name, scale: ONE })
    }
    for (const name of namesOf(hundredths ?? "").map((each) => each.replaceAll("_", " "))) {
      money.set(name, { ...unit, text: name, scale: rational(1, 100) })
    }
  }
  return money
}

/** `0.3048`, `1e-10`, `5/9+45967/180` (with the offset) and `1/180 pi`. */
function readScale(text: string): { scale: Rational; pi: boolean; offset: Rational | null } {
  const pi = text.endsWith(" pi")
  const [scale, offset] = text.replace(" pi", "").split("+")
  return {
    scale: readNumber(scale!),
    pi,
    offset: offset === undefined ? null : readNumber(offset),
  }
}

function readNumber(text: string): Rational {
  const [top, bottom] = text.split("/")
  if (bottom !== undefined) return rational(BigInt(top!), BigInt(bottom))
  const [digits, exponent] = text.split("e")
  const [whole, decimals = ""] = digits!.split(".")
  const power = Number(exponent ?? 0) - decimals.length
  const value = BigInt(`${whole}${decimals}`)
  return power < 0 ? rational(value, 10n ** BigInt(-power)) : rational(value * 10n ** BigInt(power))
}

function readDimension(text: string): Record<string, number> {
  const bases = text.split(" ").filter((base) => base !== "")
  return Object.fromEntries(
    bases.map((base) => base.split("^")).map(([b, n]) => [b, Number(n ?? 1)]),
  )
}

function sumOf(a: Unit["dimension"], b: Unit["dimension"]): Record<string, number> {
  const sums = new Map(Object.entries(a))
  for (const [base, power] of Object.entries(b)) sums.set(base, (sums.get(base) ?? 0) + power)
  const kept = [...sums].filter(([, power]) => power !== 0)
  return Object.fromEntries(kept.sort(([left], [right]) => (left < right ? -1 : 1)))
}

/** Symbols that are often written in the wrong case, where the wrong case is no other unit. */
const CASE_ALIASES: ReadonlyMap<string, string> = new Map([
  ...["KM", "Km", "kM"].map((name) => [name, "km"] as const),
  ...["CM", "Cm"].map((name) => [name, "cm"] as const),
  ...["KG", "Kg", "Kgs", "kgs", "KGS"].map((name) => [name, "kg"] as const),
  ...["ML", "Ml", "mls"].map((name) => [name, "mL"] as const),
  ...["FT", "Ft"].map((name) => [name, "ft"] as const),
  ...["LB", "Lb", "LBS", "Lbs"].map((name) => [name, "lb"] as const),
  ...["Hr", "HR", "Hrs", "HRS"].map((name) => [name, "h"] as const),
  ...["Min", "MIN", "Sec", "SEC"].map((name) => [name, name.toLowerCase()] as const),
  ...["Mph", "Kmh"].map((name) => [name, name.toLowerCase()] as const),
  ...["OZ", "Oz"].map((name) => [name, "oz"] as const),
  ...["hz", "HZ"].map((name) => [name, "Hz"] as const),
  ...["kms", "KMS"].map((name) => [name, "km"] as const),
  ...["kwh", "KWh", "KWH"].map((name) => [name, "kWh"] as const),
])

const powerOfTen = (n: number): Rational =>
  n < 0 ? rational(1, 10n ** BigInt(-n)) : rational(10n ** BigInt(n))
const powerOfTwo = (n: number): Rational => rational(2n ** BigInt(n))

/** Long name, short symbol, factor. */
const PREFIXES: readonly (readonly [long: string, short: string, scale: Rational])[] = [
  ["deca", "da", powerOfTen(1)],
  ["deka", "", powerOfTen(1)],
  ["hecto", "h", powerOfTen(2)],
  ["kilo", "k", powerOfTen(3)],
  ["mega", "M", powerOfTen(6)],
  ["giga", "G", powerOfTen(9)],
  ["tera", "T", powerOfTen(12)],
  ["peta", "P", powerOfTen(15)],
  ["exa", "E", powerOfTen(18)],
  ["deci", "d", powerOfTen(-1)],
  ["centi", "c", powerOfTen(-2)],
  ["milli", "m", powerOfTen(-3)],
  ["micro", "u", powerOfTen(-6)],
  ["nano", "n", powerOfTen(-9)],
  ["pico", "p", powerOfTen(-12)],
  ["femto", "f", powerOfTen(-15)],
  ["kibi", "Ki", powerOfTwo(10)],
  ["mebi", "Mi", powerOfTwo(20)],
  ["gibi", "Gi", powerOfTwo(30)],
  ["tebi", "Ti", powerOfTwo(40)],
  ["pebi", "Pi", powerOfTwo(50)],
]
