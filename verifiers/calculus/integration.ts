import { rational } from "../kernel/rational.ts"
import { writeTerms } from "../kernel/terms.ts"
import { type Multiple, monomial } from "./expression.ts"
import { type Piece, rateOf } from "./pieces.ts"

/** Whether the table and integration by parts, once, reach this piece. */
export function isIntegrable({ power, of }: Piece): boolean {
  if (of === null) return true
  const known = of.name === "sin" || of.name === "cos" || of.name === "exp"
  return known && rateOf(of.inner) !== null && (power === 0 || power === 1)
}

/** An antiderivative of one piece, by the table; a factor x by parts. */
export function integralOf({ by, power, of }: Piece): Multiple[] {
  if (of === null) {
    if (power === -1) return [{ by: rational(by), of: "ln|x|" }]
    return [monomial(rational(by, power + 1), power + 1)]
  }
  const rate = rateOf(of.inner)!
  const argument = writeTerms(of.inner, "plain")
  const front = power === 1 ? "x*" : ""
  const once = rational(by, rate)
  const twice = rational(by, rate * rate)
  const minus = (n: number) => rational(-by, n)
  switch (of.name) {
    case "exp": {
      const whole = { by: once, of: `${front}e^(${argument})` }
      return power === 0 ? [whole] : [whole, { by: minus(rate * rate), of: `e^(${argument})` }]
    }
    case "sin": {
      const whole = { by: minus(rate), of: `${front}cos(${argument})` }
      return power === 0 ? [whole] : [whole, { by: twice, of: `sin(${argument})` }]
    }
    case "cos": {
      const whole = { by: once, of: `${front}sin(${argument})` }
      return power === 0 ? [whole] : [whole, { by: twice, of: `cos(${argument})` }]
    }
    default:
      throw new TypeError("not in the table of integrals")
  }
}
