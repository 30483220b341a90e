import { decimalText } from "../../verifiers/kernel/number/decimal.ts"
import type { Rational } from "../../verifiers/kernel/rational.ts"
import { print } from "../../verifiers/kernel/rational.ts"

const DIGITS_MAX = 2_000 // of a numerator or denominator that is written out

/** A fraction exactly, with a decimal beside it where that says more; long ones by their size. */
export function printValue(value: Rational, digits: number): string {
  const text = print(value)
  const decimal = trimmed(decimalText(value, digits))
  const [top = "", bottom = ""] = text.replace("-", "").split("/")
  if (top.length > DIGITS_MAX || bottom.length > DIGITS_MAX) {
    const what = bottom === "" ? "a whole number" : "a fraction"
    return `${what} of ${top.length + bottom.length} digits ≈ ${decimal}`
  }
  if (bottom === "") return text
  return endsAfterPoint(bottom) && !decimal.includes("e") && exactly(decimal, value)
    ? `${text} = ${decimal}`
    : `${text} ≈ ${decimal}`
}

/** Whether a denominator has no prime factors but 2 and 5. */
function endsAfterPoint(bottom: string): boolean {
  let rest = BigInt(bottom)
  for (const prime of [2n, 5n]) while (rest % prime === 0n) rest /= prime
  return rest === 1n
}

function exactly(decimal: string, value: Rational): boolean {
  const [whole = "", fraction = ""] = decimal.split(".")
  const scaled = BigInt(whole + fraction)
  return scaled * value.denominator === value.numerator * 10n ** BigInt(fraction.length)
}

function trimmed(decimal: string): string {
  return decimal.includes(".") ? decimal.replace(/\.?0+(?=e|$)/, "") : decimal
}
