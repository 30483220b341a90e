import type { Rational } from "../rational.ts"
import * as rationals from "../rational.ts"
import { bitsOf } from "./integers.ts"

const TEXT_MAX = 60 // characters of a value in a witness
const BITS_SHORT = 256 // of a numerator and denominator that are worth writing out
const LOG_TWO = 0.30103 // log10 of 2
const FRACTION_MAX = 24 // characters of a fraction that is shown as one

/** A value for people: a fraction where it is short, otherwise a decimal, always short. */
export function printExact(value: Rational): string {
  if (bitsOf(value.numerator) + bitsOf(value.denominator) < BITS_SHORT) {
    const text = rationals.print(value)
    if (text.length <= (value.denominator === 1n ? TEXT_MAX : FRACTION_MAX)) return text
  }
  return printDecimal(value, 12)
}

/** Two different values with the digits that tell them apart, or else how far apart they are. */
export function printPair(a: Rational, b: Rational): string {
  const [left, right] = [printExact(a), printExact(b)]
  if (left !== right) return `${left} against ${right}`
  const [one, two] = [printDecimal(a, 50), printDecimal(b, 50)]
  if (one !== two) return `${one} against ${two}`
  return `both about ${left}, ${printExact(rationals.subtract(b, a))} apart`
}

/** So many significant digits, cut off; an exponent where the value is large or small. */
export function printDecimal(value: Rational, digits: number): string {
  if (value.numerator === 0n) return "0"
  const sign = value.numerator < 0n ? "-" : ""
  const { numerator, denominator } = rationals.absolute(value)
  const bits = bitsOf(numerator) - bitsOf(denominator)
  let exponent = Math.ceil((bits + 4) * LOG_TWO) // never too small, for bits are counted by fours
  while (compareToPower(numerator, denominator, exponent) < 0) exponent -= 1
  const shift = digits - 1 - exponent
  const scaled =
    shift >= 0
      ? (numerator * 10n ** BigInt(shift)) / denominator
      : numerator / (denominator * 10n ** BigInt(-shift))
  const text = scaled.toString()
  if (exponent < -6 || exponent >= digits) {
    const fraction = text.slice(1).replace(/0+$/, "")
    return `${sign}${text[0]}${fraction === "" ? "" : `.${fraction}`}e${exponent}`
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${text.replace(/0+$/, "")}`
  const fraction = text.slice(exponent + 1).replace(/0+$/, "")
  return `${sign}${text.slice(0, exponent + 1)}${fraction === "" ? "" : `.${fraction}`}`
}

/** Below zero where numerator/denominator is below 10^exponent. */
function compareToPower(numerator: bigint, denominator: bigint, exponent: number): number {
  const left = exponent < 0 ? numerator * 10n ** BigInt(-exponent) : numerator
  const right = exponent > 0 ? denominator * 10n ** BigInt(exponent) : denominator
  return left < right ? -1 : left > right ? 1 : 0
}
