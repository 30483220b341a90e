import { type Rational, rational } from "../kernel/rational.ts"
import { readKey } from "../kernel/read-answer.ts"
import { plainly } from "../kernel/spelling.ts"
import { BITS, expOf, fixed, lnOf, piFixed, timesFixed } from "./fixed.ts"
import { type Piece, rateOf } from "./pieces.ts"

interface Bound {
  readonly top: number
  readonly bottom: number
  readonly pi: boolean
}

/**
 * The integral of the pieces' power series, term by term: for a function g with coefficients
 * g_j/j!, the integral of x^p g(kx) is the sum of g_j k^j x^(j+p+1) / (j! (j + p + 1)).
 */
export function integralBySeries(pieces: readonly Piece[], low: Bound, high: Bound): bigint {
  return pieces.reduce((sum, piece) => sum + pieceBySeries(piece, low, high), 0n)
}

/** The value of a key: a sum of rational multiples of 1, e^n and ln r, in their one spelling. */
export function valueOfKey(key: string): bigint | null {
  if (key.length > KEY_CHARS_MAX) return null
  let sum = 0n
  for (const part of plainly(key).replaceAll(" - ", " + -").split(" + ")) {
    const value = valueOfTerm(part)
    if (value === null) return null
    sum += value
  }
  return sum
}

const KEY_CHARS_MAX = 400
const EXPONENT_MAX = 60 // the series of e^-60 loses 174 of the 320 bits
const DIGITS_MAX = 30 // more than any key has, few enough to tell neighbours apart
const NUMBER = "\\d{1,30}"
const POWER = "e(?:\\^(\\d{1,2}|\\(-\\d{1,2}\\)))?"
const LOGARITHM = `ln\\((${NUMBER}(?:/${NUMBER})?)\\)`
const TERM = new RegExp(`^(-?)(?:(${NUMBER})\\*?)?(?:${POWER}|${LOGARITHM})(?:/(${NUMBER}))?$`)

function valueOfTerm(text: string): bigint | null {
  const number = readKey(text)
  if (number !== null) return text.length > 2 * DIGITS_MAX + 2 ? null : fixed(number)
  const found = TERM.exec(text)
  if (found === null) return null
  const [, sign, times = "1", exponent = "1", argument, below = "1"] = found
  if (BigInt(below) === 0n) return null
  const factor = rational(BigInt(`${sign}${times}`), BigInt(below))
  const value = argument === undefined ? powerValue(exponent) : lnValue(argument)
  if (value === null) return null
  return (value * factor.numerator) / factor.denominator
}

function powerValue(exponent: string): bigint | null {
  const n = Number(exponent.replace(/[()]/g, ""))
  return Math.abs(n) > EXPONENT_MAX ? null : expOf(n)
}

function lnValue(argument: string): bigint | null {
  const [top, bottom = "1"] = argument.split("/") as [string, string?]
  if (BigInt(top) === 0n || BigInt(bottom) === 0n) return null
  return lnOf(rational(BigInt(top), BigInt(bottom)))
}

function pieceBySeries(piece: Piece, low: Bound, high: Bound): bigint {
  const { by, power, of } = piece
  if (of === null && power === -1) {
    const ratio = rational(high.top * low.bottom, high.bottom * low.top)
    return BigInt(by) * lnOf(ratio)
  }
  if (of === null && power < 0) {
    // With u = 1/x the integral of x^-n is that of u^(n-2), between the bounds turned over.
    const turned = (bound: Bound) => fixed(rational(bound.bottom, bound.top))
    return BigInt(by) * between({ g: "one", rate: 0, power: -power - 2 }, turned(high), turned(low))
  }
  const g = of === null ? "one" : (of.name as Kernel["g"])
  const rate = of === null ? 0 : rateOf(of.inner)!
  return BigInt(by) * between({ g, rate, power }, valueAt(low), valueAt(high))
}

interface Kernel {
  readonly g: "one" | "exp" | "sin" | "cos"
  readonly rate: number
  readonly power: number
}

/** The coefficients g_0, g_1, … before the factorials; they repeat every four. */
const SIGNS = {
  one: [1n, 0n, 0n, 0n],
  exp: [1n, 1n, 1n, 1n],
  sin: [0n, 1n, 0n, -1n],
  cos: [1n, 0n, -1n, 0n],
} as const

function between(kernel: Kernel, low: bigint, high: bigint): bigint {
  return seriesAt(kernel, high) - seriesAt(kernel, low)
}

function seriesAt({ g, rate, power }: Kernel, x: bigint): bigint {
  let term = 1n << BITS
  for (let i = 0; i <= power; i++) term = timesFixed(term, x)
  const step = BigInt(rate) * x
  let sum = 0n
  for (let j = 0; term > 1n || term < -1n; j++) {
    sum += (SIGNS[g][j % 4]! * term) / BigInt(j + power + 1)
    if (rate === 0) break
    term = timesFixed(term, step) / BigInt(j + 1)
  }
  return sum
}

function valueAt({ top, bottom, pi }: Bound): bigint {
  const number: Rational = rational(top, bottom)
  if (!pi) return fixed(number)
  return (piFixed() * number.numerator) / number.denominator
}
