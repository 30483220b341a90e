import * as rationals from "../rational.ts"
import { cosSin } from "./elementary.ts"
import { spendSeries } from "./metered.ts"
import { exact, ONE, type Real, type Scope, toBall, turn, ZERO } from "./value.ts"

/**
 * [cos x, sin x]. At fractions of π that are multiples of 30° or 45° what is rational comes out
 * exactly: 0, ±½ and ±1 are all the rational cosines of rational angles (I. Niven, 1956).
 */
export function cosSinReal(x: Real, scope: Scope): readonly [Real, Real] | null {
  if (x.is === "exact" && x.value.numerator === 0n) return [ONE, ZERO]
  spendSeries(scope)
  const { bits } = scope
  if (x.is !== "turn") return asReals(cosSin(toBall(x, bits + 8), bits))
  const reduced = wholeTurnsOff(x.value)
  const pair = asReals(cosSin(toBall(turn(reduced), bits + 8), bits))
  if (!pair) return null
  const quarter = rationals.subtract(HALF, reduced)
  return [exactCosine(reduced) ?? pair[0], exactCosine(quarter) ?? pair[1]]
}

/** cos (value · π) where it is rational, else null. */
function exactCosine(value: rationals.Rational): Real | null {
  if (6n % value.denominator !== 0n) return null
  const sixth = ((((value.numerator * 6n) / value.denominator) % 12n) + 12n) % 12n
  return COSINES.get(Number(sixth)) ?? null
}

/** The multiple of π within (−1, 1] with the same sine and cosine. */
function wholeTurnsOff({ numerator, denominator }: rationals.Rational): rationals.Rational {
  const whole = 2n * denominator
  const rest = ((numerator % whole) + whole) % whole
  return rationals.rational(rest > denominator ? rest - whole : rest, denominator)
}

function asReals(pair: ReturnType<typeof cosSin>): readonly [Real, Real] | null {
  return (
    pair && [
      { is: "ball", ball: pair[0] },
      { is: "ball", ball: pair[1] },
    ]
  )
}

const HALF = rationals.rational(1n, 2n)

// Cosines of k · 30° that are rational.
const COSINES: ReadonlyMap<number, Real> = new Map([
  [0, ONE],
  [2, exact(HALF)],
  [3, ZERO],
  [4, exact(rationals.negate(HALF))],
  [6, exact(-1n)],
  [8, exact(rationals.negate(HALF))],
  [9, ZERO],
  [10, exact(HALF)],
])
