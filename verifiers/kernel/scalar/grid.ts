import { difference, negated, number } from "../build.ts"
import { sign } from "../number/ball.ts"
import { enclose } from "../number/enclose.ts"
import { probe } from "../number/probe.ts"
import { seemDifferent } from "../number/screen.ts"
import type { Rational } from "../rational.ts"
import { rational } from "../rational.ts"
import type { Expr } from "../tree.ts"
import type { Bend } from "./bends.ts"
import { signOfForm } from "./compare-forms.ts"
import { printExact } from "./print.ts"
import type { Comparison, ScalarSetting } from "./setting.ts"
import { substitute } from "./trees.ts"

const BENDS_MAX = 6 // arguments whose sign is looked for
const POINTS = 240
const NEAR_STEP = 16n // points near zero are 1/16 apart, and a little beside round numbers
const CLOSE = 24 // points at which signs are looked for with balls, too
const BITS = 64
const DOUBTS_MAX = 6 // points that seem different and are looked at closely

type Point = ReadonlyMap<string, Rational>

/**
 * Many points in doubles, for functions that bend where no exact place is known: any that seems
 * different is looked at closely, and both sides of each bend have to be seen. `unknown` where one
 * was not, and is not known to be empty.
 */
export function compareOnGrid(
  left: Expr,
  right: Expr,
  names: readonly string[],
  bends: readonly Bend[],
  setting: ScalarSetting,
): Comparison | null {
  const points = gridOf(names, setting)
  let doubts = 0
  for (const point of points) {
    setting.fuel.spend(1)
    if (!seemDifferent(left, right, point) || ++doubts > DOUBTS_MAX) continue
    const found = closely(left, right, point, setting)
    if (found?.is === "different") return found
  }
  for (const { of, twoSided } of bends.slice(0, BENDS_MAX)) {
    if (!twoSided) continue
    const size: Expr = { kind: "call", name: "abs", args: [of] }
    const positive = seenAt(left, right, size, negated(of), points, setting)
    const negative = seenAt(left, right, size, of, points, setting)
    for (const seen of [positive, negative]) if (seen?.is === "different") return seen
    if (positive !== null && negative !== null) continue
    if (signOfForm(of, setting) === null) return { is: "unknown", reason: "kink" }
  }
  return bends.length > BENDS_MAX ? { is: "unknown", reason: "kinks" } : null
}

/** The comparison at a point where two sides of a bend are apart, or null where none was seen. */
function seenAt(
  left: Expr,
  right: Expr,
  size: Expr,
  side: Expr,
  points: readonly Point[],
  setting: ScalarSetting,
): Comparison | null {
  let tried = 0
  for (const [at, point] of points.entries()) {
    setting.fuel.spend(0.5)
    const seen =
      seemDifferent(size, side, point) || (at < CLOSE && isApart(size, side, point, setting))
    if (!seen) continue
    const found = closely(left, right, point, setting)
    if (found !== null) return found
    if (++tried === DOUBTS_MAX) return null
  }
  return null
}

/** What doubles do not compute, balls do, at a few points. */
function isApart(size: Expr, side: Expr, point: Point, setting: ScalarSetting): boolean {
  const found = enclose(difference(size, side), point, BITS, setting)
  return found.is === "real" && sign(found.ball) !== 0
}

/** Both sides at one point, with balls; null where that is not settled. */
function closely(left: Expr, right: Expr, point: Point, setting: ScalarSetting): Comparison | null {
  let [one, two] = [left, right]
  for (const [name, value] of point) {
    one = substitute(one, name, number(value))
    two = substitute(two, name, number(value))
  }
  const found = probe(one, two, [], setting)
  if (found.is === "agree") {
    return { is: "equal", proof: { level: "numeric", digits: 1 }, method: "grid" }
  }
  if (found.is !== "different") return null
  const where = [...point].map(([name, value]) => `${name} = ${printExact(value)}`).join(", ")
  const witness = `at ${where}: ${found.witness}`
  return { is: "different", method: "kink", reason: "different-value", witness }
}

/** Points of all sizes and both signs; with several names each goes its own way through them. */
function gridOf(names: readonly string[], setting: ScalarSetting): Point[] {
  return Array.from({ length: POINTS }, (_, at) => {
    const point = new Map<string, Rational>()
    names.forEach((name, place) => {
      const step = (at * (2 * place + 1) + 31 * place) % POINTS
      point.set(name, fitted(coordinate(step), setting.assume.get(name)))
    })
    return point
  })
}

/** Two of three are near zero; the others grow by two fifths each, or shrink. */
function coordinate(step: number): Rational {
  const sign = step % 2 === 0 ? 1n : -1n
  const count = BigInt(Math.floor(step / 2))
  if (step % 3 !== 2) return rational(sign * (97n * count + 13n), 97n * NEAR_STEP)
  const power = count / 3n
  const grown = power % 2n === 0n
  const exponent = power / 2n + 1n
  return grown
    ? rational(sign * 7n ** exponent, 5n ** exponent)
    : rational(sign * 5n ** exponent, 7n ** exponent)
}

function fitted(value: Rational, assumption: string | undefined): Rational {
  const size = value.numerator < 0n ? -value.numerator : value.numerator
  if (assumption === "integer") return rational(value.numerator / value.denominator)
  if (assumption === "positive" || assumption === "nonnegative") {
    return { numerator: size, denominator: value.denominator }
  }
  return assumption === "negative" ? { numerator: -size, denominator: value.denominator } : value
}
