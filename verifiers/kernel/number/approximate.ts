import type { ScalarSetting } from "../scalar/setting.ts"
import type { Expr } from "../tree.ts"
import type { Ball } from "./ball.ts"
import { ballText, decimalText, middleOf } from "./decimal.ts"
import { type Enclosure, enclose } from "./enclose.ts"
import type { Point } from "./value.ts"

const NOWHERE: Point = new Map()
const BITS_PER_DIGIT = 3.33
const DOUBLINGS_MAX = 4 // how often the precision is doubled for digits that are not clear yet

/**
 * The real value of a constant as a decimal text of so many significant digits, correctly rounded
 * (halves away from zero): `3.1416`, `-0.25000`, `6.02e+23`. Null where it has no real value, or
 * where the value is so near to a rounding limit that its digits stay unclear.
 */
export function decimalOf(expr: Expr, digits: number, setting: ScalarSetting): string | null {
  let bits = Math.ceil(digits * BITS_PER_DIGIT) + 32
  for (let doubling = 0; doubling <= DOUBLINGS_MAX; doubling++, bits *= 2) {
    const found = enclose(expr, NOWHERE, bits, setting)
    if (found.is === "unclear") continue
    if (found.is !== "real") return null
    const text = found.exact ? decimalText(found.exact, digits) : ballText(found.ball, digits)
    if (text !== null) return text
  }
  return null
}

/** About the value of a constant, for a reader: `2.25`, `1 + 2i`; null where it has none. */
export function approximate(expr: Expr, setting: ScalarSetting, digits: number): string | null {
  const bits = Math.ceil(digits * BITS_PER_DIGIT) + 32
  const found = enclose(expr, NOWHERE, bits, setting)
  return found.is === "unclear"
    ? printEnclosure(enclose(expr, NOWHERE, 4 * bits, setting), digits)
    : printEnclosure(found, digits)
}

/** About the value that is enclosed, without zeros at the end. */
export function printEnclosure(found: Enclosure, digits: number): string | null {
  if (found.is === "infinite") return found.sign > 0 ? "Infinity" : "-Infinity"
  if (found.is === "undefined" || found.is === "unclear") return null
  if (found.is === "real") {
    return found.exact ? trimmed(decimalText(found.exact, digits)) : near(found.ball, digits)
  }
  const [re, im] = [near(found.re, digits), near(found.im, digits)]
  if (re === null || im === null) return null
  if (re === "0") return `${im}i`
  return im.startsWith("-") ? `${re} - ${im.slice(1)}i` : `${re} + ${im}i`
}

function near(ball: Ball, digits: number): string | null {
  const sharp = ballText(ball, digits)
  if (sharp !== null) return trimmed(sharp)
  const middle = middleOf(ball)
  return middle && trimmed(decimalText(middle, digits))
}

function trimmed(text: string): string {
  const [digits, power] = text.split("e") as [string, string | undefined]
  const short = digits.includes(".") ? withoutZeros(digits) : digits
  return power === undefined ? short : `${short}e${power}`
}

function withoutZeros(text: string): string {
  let end = text.length
  while (text[end - 1] === "0") end--
  return text.slice(0, text[end - 1] === "." ? end - 1 : end)
}
