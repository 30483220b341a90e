import { z } from "zod"
import { absolute, add, multiply, type Rational, rational, subtract } from "../kernel/rational.ts"
import { type Notation, type Terms, writeTerms } from "../kernel/terms.ts"

export const SPECIALS = ["sin", "tan", "one-minus-cos", "exp-minus-one", "ln-one-plus"] as const

/** by times a function of rate · x that is zero where x is. */
export const Special = z.strictObject({
  name: z.enum(SPECIALS),
  by: z.int().min(1).max(99),
  rate: z.int().min(1).max(99),
})
export type Special = z.infer<typeof Special>

/** The value of a polynomial, power by power. */
export function termsNear(terms: Terms, x: Rational): Rational {
  return terms.reduce((value, [by, power]) => {
    const [top, bottom] = [x.numerator ** BigInt(power), x.denominator ** BigInt(power)]
    return add(value, rational(BigInt(by) * top, bottom))
  }, rational(0))
}

/**
 * The first terms of Taylor's expansion at u = rate · x and a bound of the rest after Lagrange, for
 * |u| ≤ 1/2: no derivative that occurs in a bound is above 8 there.
 */
export function specialNear(
  { name, by, rate }: Special,
  x: Rational,
): { value: Rational; error: Rational } {
  const u = multiply(rational(rate), x)
  const half = multiply(multiply(u, u), rational(1, 2))
  const third = multiply(multiply(half, absolute(u)), rational(8))
  const value = {
    sin: u,
    tan: u,
    "one-minus-cos": half,
    "exp-minus-one": add(u, half),
    "ln-one-plus": subtract(u, half),
  }
  const factor = rational(by)
  return { value: multiply(factor, value[name]), error: multiply(factor, third) }
}

/** `3 sin(2x)`, `1 - cos(5x)`. */
export function writeSpecial({ name, by, rate }: Special, notation: Notation): string {
  const argument = writeTerms([[rate, 1]], notation)
  const slash = notation === "latex" ? "\\" : ""
  const front = by === 1 ? "" : `${by}${notation === "latex" ? "" : " "}`
  switch (name) {
    case "sin":
    case "tan":
      return `${front}${slash}${name}(${argument})`
    case "ln-one-plus":
      return `${front}${slash}ln(1 + ${argument})`
    case "one-minus-cos":
      return by === 1 ? `1 - ${slash}cos(${argument})` : `${by}(1 - ${slash}cos(${argument}))`
    case "exp-minus-one": {
      const power = notation === "latex" ? `e^{${argument}}` : `e^(${argument})`
      return by === 1 ? `${power} - 1` : `${by}(${power} - 1)`
    }
  }
}
