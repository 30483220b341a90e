import { Fuel, OutOfFuel } from "../../verifiers/kernel/fuel.ts"
import type { Ball } from "../../verifiers/kernel/number/ball.ts"
import { middleOf } from "../../verifiers/kernel/number/decimal.ts"
import type { Enclosure } from "../../verifiers/kernel/number/enclose.ts"
import { compareScalars } from "../../verifiers/kernel/scalar/compare.ts"
import type { ScalarSetting } from "../../verifiers/kernel/scalar/setting.ts"
import type { Expr } from "../../verifiers/kernel/tree.ts"
import { canonicalTree } from "./canonical-tree.ts"
import { complexGuess, fractionGuess, SCALE, surdGuess, turnGuess } from "./guess.ts"

const FUEL = 20_000 // steps for all proofs of one value
const SIZE_MAX = 1_000_000n // of values that are guessed

/**
 * A constant in closed form: a fraction, a + b√d, a multiple of π, or its canonical form. Most are
 * guessed from the value; none is shown that is not proved to be equal.
 */
export function closedForm(expr: Expr, found: Enclosure, setting: ScalarSetting): Expr | null {
  const own = { ...setting, fuel: new Fuel(Math.min(FUEL, setting.fuel.left)) }
  try {
    for (const guess of guesses(expr, found, own)) {
      if (guess === null) continue
      const compared = compareScalars(expr, guess, own)
      if (compared.is === "equal" && compared.proof.level === "proved") return guess
    }
  } catch (error) {
    if (!(error instanceof OutOfFuel)) throw error
  }
  return null
}

function* guesses(expr: Expr, found: Enclosure, setting: ScalarSetting): Generator<Expr | null> {
  const re =
    found.is === "real" ? fixed(found.ball) : found.is === "complex" ? fixed(found.re) : null
  const im = found.is === "complex" ? fixed(found.im) : 0n
  if (re !== null && im !== null) {
    yield im === 0n ? fractionGuess(re) : complexGuess(re, im)
    if (im === 0n) {
      yield surdGuess(re)
      yield turnGuess(re)
    }
  }
  yield canonicalTree(expr, setting)
}

const NOISE = 1_000n // of the last digits: a part this small is guessed to be zero

/** The middle of a ball times SCALE, rounded; null where it is too large. */
function fixed(ball: Ball): bigint | null {
  const middle = middleOf(ball)
  if (middle === null) return null
  const value = (middle.numerator * SCALE) / middle.denominator
  const size = value < 0n ? -value : value
  if (size > SIZE_MAX * SCALE) return null
  return size < NOISE ? 0n : value
}
