import { z } from "zod"
import type { Random } from "../../src/world.ts"
import { between, withDigits } from "../kernel/axes.ts"
import { print, type Rational, rational } from "../kernel/rational.ts"

/** A positive decimal as written, without a zero at either end: 0.5, 12.75. */
export const Decimal = z.string().regex(/^(0|[1-9][0-9]{0,3})\.[0-9]{0,3}[1-9]$/)

/** The digits without their point, and how many stand behind it: 12.75 is 1275 and 2. */
export function splitDecimal(decimal: string): { digits: number; places: number } {
  const point = decimal.indexOf(".")
  const places = decimal.length - point - 1
  return { digits: Number(decimal.slice(0, point) + decimal.slice(point + 1)), places }
}

export function decimalValue(decimal: string): Rational {
  const { digits, places } = splitDecimal(decimal)
  return rational(BigInt(digits), 10n ** BigInt(places))
}

export function wholeDigits(decimal: string): number {
  return decimal.indexOf(".")
}

/** A decimal with so many digits behind the point and at most so many before it. */
export function drawDecimal(whole: number, places: number, random: Random): string {
  let behind = ""
  for (let i = 1; i < places; i++) behind += random.int(10)
  return `${withDigits(whole, random)}.${behind}${between(1, 9, random)}`
}

/** The decimal with one digit drawn anew; the first and the last stay above zero. */
export function changeDecimal(decimal: string, random: Random): string {
  const place = random.int(decimal.length)
  if (decimal[place] === ".") return `${decimal.slice(0, -1)}${between(1, 9, random)}`
  const edge = place === 0 || place === decimal.length - 1
  const digit = edge ? between(1, 9, random) : random.int(10)
  return `${decimal.slice(0, place)}${digit}${decimal.slice(place + 1)}`
}

/** The key as a decimal; as a fraction where no decimal ends there. */
export function writeDecimal(key: Rational): string {
  let scale = 1n
  let places = 0
  while (scale % key.denominator !== 0n) {
    if (++places > PLACES_MAX) return print(key)
    scale *= 10n
  }
  const scaled = (key.numerator * scale) / key.denominator
  const digits = `${scaled < 0n ? -scaled : scaled}`.padStart(places + 1, "0")
  const sign = scaled < 0n ? "-" : ""
  if (places === 0) return `${sign}${digits}`
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`
}

const PLACES_MAX = 16 // a product of two operands has 8 at most

/** The key with its point moved by one place, and with its last digit one up or down. */
export function decimalSlips(key: Rational): string[] {
  const { numerator, denominator } = key
  const step = rational(1n, 10n ** BigInt(writeDecimal(key).split(".")[1]?.length ?? 0))
  const by = (sign: bigint) =>
    writeDecimal(
      rational(numerator * step.denominator + sign * denominator, denominator * step.denominator),
    )
  return [
    writeDecimal(rational(numerator * 10n, denominator)),
    writeDecimal(rational(numerator, denominator * 10n)),
    by(1n),
    by(-1n),
  ]
}
