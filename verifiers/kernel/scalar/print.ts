import type { Rational } from "../rational.ts"
import * as rationals from "../rational.ts"

const TEXT_MAX = 60 // characters of a value in a witness
const FRACTION_MAX = 24 // characters of a fraction that is shown as one

/** A value for people: a fraction where it is short, otherwise a decimal, always short. */
export function printExact(value: Rational): string {
  const text = value.numerator.toString().length > 400 ? "" : rationals.print(value)
  if (text !== "" && (value.denominator === 1n || text.length <= FRACTION_MAX)) {
    if (text.length <= TEXT_MAX) return text
  }
  return printDecimal(value, 12)
}

/** Two different values, with as many digits as it takes to tell them apart. */
export function printPair(a: Rational, b: Rational): string {
  for (const digits of [12, 40, 200]) {
    const [left, right] = [printExactTo(a, digits), printExactTo(b, digits)]
    if (left !== right) return `${left} against ${right}`
  }
  return "values that differ beyond 200 digits"
}

/** So many significant digits, cut off; an exponent where the value is large or small. */
export function printDecimal(value: Rational, digits: number): string {
  if (value.numerator === 0n) return "0"
  const sign = value.numerator < 0n ? "-" : ""
  const { numerator, denominator } = rationals.absolute(value)
  let exponent = numerator.toString().length - denominator.toString().length
  if (compareToPower(numerator, denominator, exponent) < 0) exponent -= 1
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

function printExactTo(value: Rational, digits: number): string {
  const short = value.denominator === 1n || digits === 12 ? printExact(value) : ""
  return short !== "" && digits === 12 ? short : printDecimal(value, digits)
}

/** Below zero where numerator/denominator is below 10^exponent. */
function compareToPower(numerator: bigint, denominator: bigint, exponent: number): number {
  const left = exponent < 0 ? numerator * 10n ** BigInt(-exponent) : numerator
  const right = exponent > 0 ? denominator * 10n ** BigInt(exponent) : denominator
  return left < right ? -1 : left > right ? 1 : 0
}
