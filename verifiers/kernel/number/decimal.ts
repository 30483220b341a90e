import { absolute, type Rational, rational } from "../rational.ts"
import { type Ball, bitLength, divide, ends, power, sign, topExponent } from "./ball.ts"

const PLAIN_DIGITS_MAX = 40 // longer numbers are written with a power of ten
const ENDS_BITS_MAX = 8_192
const LOG_TWO = 0.30103 // log10 of 2, to find a power of ten nearby

/**
 * A fraction rounded to so many significant digits, halves away from zero: `0.333`, `-2.50`,
 * `1.02e+87`. Zero is `0`.
 */
export function decimalText(value: Rational, digits: number): string {
  if (value.numerator === 0n) return "0"
  const { text, exponent } = significant(absolute(value), digits)
  return (value.numerator < 0n ? "-" : "") + placed(text, exponent)
}

/** The text that all numbers of the ball round to, or null where they do not agree. */
export function ballText(ball: Ball, digits: number): string | null {
  if (sign(ball) === 0) return null
  const plain = ends(ball, ENDS_BITS_MAX)
  if (plain) {
    const [low, high] = [decimalText(plain[0], digits), decimalText(plain[1], digits)]
    return low === high ? low : null
  }
  return hugeText(ball, digits)
}

/** The digits of a number far from 1: a power of ten is divided off first. */
function hugeText(ball: Ball, digits: number): string | null {
  const bits = bitLength(ball.middle) + 32
  const places = Math.floor(topExponent(ball) * LOG_TWO)
  const ten = power({ middle: 10n, radius: 0n, exponent: 0 }, places, bits)
  const rest = ten && divide(ball, ten, bits)
  const near = rest && ends(rest, ENDS_BITS_MAX)
  if (!near) return null
  const [low, high] = near.map((end) => significant(absolute(end), digits))
  if (low!.text !== high!.text || low!.exponent !== high!.exponent) return null
  return (ball.middle < 0n ? "-" : "") + placed(low!.text, low!.exponent + places)
}

/** The first digits of a positive fraction: 0.`text` · 10^exponent. */
function significant(value: Rational, digits: number): { text: string; exponent: number } {
  const gap = bitLength(value.numerator) - bitLength(value.denominator)
  let exponent = Math.floor(gap * LOG_TWO)
  for (;;) {
    const shift = digits - exponent
    const factor = 10n ** BigInt(Math.abs(shift))
    const top = shift >= 0 ? value.numerator * factor : value.numerator
    const bottom = shift >= 0 ? value.denominator : value.denominator * factor
    const text = ((2n * top + bottom) / (2n * bottom)).toString()
    if (text.length === digits) return { text, exponent }
    // One digit too many may be a carry, 9.99 to 10.0, or an exponent one too small.
    exponent += text.length - digits
    if (text === `1${"0".repeat(digits)}`) return { text: text.slice(0, digits), exponent }
  }
}

function placed(text: string, exponent: number): string {
  if (exponent > PLAIN_DIGITS_MAX || exponent < 1 - PLAIN_DIGITS_MAX / 2) {
    const rest = text.length > 1 ? `.${text.slice(1)}` : ""
    return `${text[0]}${rest}e${exponent > 0 ? "+" : ""}${exponent - 1}`
  }
  if (exponent <= 0) return `0.${"0".repeat(-exponent)}${text}`
  if (exponent >= text.length) return text + "0".repeat(exponent - text.length)
  return `${text.slice(0, exponent)}.${text.slice(exponent)}`
}

/** The middle of a ball as a fraction, or null where that would be long. */
export function middleOf(ball: Ball): Rational | null {
  const both = ends({ ...ball, radius: 0n }, ENDS_BITS_MAX)
  return both && rational(both[0].numerator, both[0].denominator)
}
