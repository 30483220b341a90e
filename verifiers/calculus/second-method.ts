import type { Proof } from "../../src/record/verdict.ts"
import { Fuel } from "../kernel/fuel.ts"
import { type Ball, divide, fromRational, subtract, topExponent } from "../kernel/number/ball.ts"
import { enclose } from "../kernel/number/enclose.ts"
import { add, type Rational, rational } from "../kernel/rational.ts"
import { readMath } from "../kernel/read/read.ts"
import type { Expr } from "../kernel/tree.ts"
import { namesIn } from "../kernel/walk.ts"

/** Reads an expression in x, and in the constants named; null for anything else. */
export function readExpression(text: string, constants: readonly string[] = []): Expr | null {
  if (text.length > KEY_CHARS_MAX) return null
  const read = readMath(text, { notation: "auto", names: new Set() }, new Fuel(FUEL_MAX))
  if (!read.ok) return null
  const [expr] = read.readings
  const known = new Set(["x", ...constants])
  return expr !== undefined && [...namesIn(expr)].every((name) => known.has(name)) ? expr : null
}

/**
 * Whether one expression is the other's slope at some points: the symmetric difference quotient
 * (F(x + h) - F(x - h)) / 2h is h² F'''/6 away from it, with h = 2^-56 about 2^-112. All values are
 * rigorous intervals of 220 bits.
 */
export function isSlopeOf(slope: Expr, whole: Expr, points: readonly Rational[]): boolean {
  return points.every((x) => {
    const [above, below] = [1n, -1n].map((sign) => valueNear(whole, add(x, rational(sign, STEP))))
    const value = valueNear(slope, x)
    if (above == null || below == null || value === null) return false
    const rise = subtract(above, below, BITS)
    const quotient = divide(rise, fromRational(rational(2n, STEP), BITS), BITS)
    if (quotient === null) return false
    const gap = subtract(quotient, value, BITS)
    return topExponent(gap) < Math.max(0, topExponent(value)) - AGREEMENT_BITS
  })
}

/** Points right of 0, where logarithms are real. */
export const RIGHT_POINTS = [rational(43, 101), rational(172, 103)]
/** And one left of 0, where ln x is not. */
export const ALL_POINTS = [...RIGHT_POINTS, rational(-145, 109)]

/** Agreement to 50 bits at some points: other formulas in x could agree there, too. */
export const SLOPE_PROOF: Proof = { level: "numeric", digits: 15 }

const KEY_CHARS_MAX = 400
const FUEL_MAX = 100_000 // steps for one key; an honest one takes a hundredth
const BITS = 220
const STEP = 1n << 56n
const AGREEMENT_BITS = 50

function valueNear(expr: Expr, x: Rational): Ball | null {
  const point = new Map([
    ["x", x],
    ["C", rational(7, 3)],
  ])
  const found = enclose(expr, point, BITS, {
    assume: new Map(),
    fuel: new Fuel(FUEL_MAX),
    complex: false,
    zeroPower: true,
    realRoots: true,
    removablePoints: true,
    smallerDomain: true,
  })
  return found.is === "real" ? found.ball : null
}
