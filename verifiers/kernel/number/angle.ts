import * as rationals from "../rational.ts"
import type { Expr } from "../tree.ts"
import { bitLength, integerRoot, sign, topExponent } from "./ball.ts"
import { evaluate } from "./evaluate.ts"
import { isReal, type Scope, toBall } from "./value.ts"

type Rational = rationals.Rational

const BITS_MAX = 4_096 // of the complex integer that a sum of angles becomes
const POWER_MAX = 64 // the largest multiple of one angle

/** A sum of rational multiples of arctangents of fractions, and a rational multiple of π. */
interface AngleSum {
  /** Tangents with their multiples. */
  readonly parts: readonly (readonly [tangent: Rational, times: Rational])[]
  /** In half turns. */
  readonly turn: Rational
}

/**
 * Whether a sum of arctangents and multiples of π is zero, proved, or null where it is none. With n
 * a common denominator of the multiples, n times the sum is the argument of a complex integer, up
 * to whole turns (J. Todd, "A problem on arc tangent relations", 1949): its direction is compared
 * exactly, and the whole turns are counted with a ball.
 */
export function isZeroAngle(expr: Expr, scope: Scope): boolean | null {
  const sum = angleSum(expr, scope)
  if (sum === null) return null
  const denominators = [sum.turn, ...sum.parts.map(([, times]) => times)]
  const shared = denominators.reduce(
    (lcm, { denominator }) =>
      (lcm / rationals.greatestCommonDivisor(lcm, denominator)) * denominator,
    1n,
  )
  const eighths = rationals.multiply(sum.turn, rationals.rational(4n * shared))
  const product = complexProduct(sum, shared, scope)
  if (product === null) return null
  // An argument of a complex integer is a fraction of π only at multiples of 45°.
  if (eighths.denominator !== 1n) return false
  const [x, y] = turned(product, Number(((eighths.numerator % 8n) + 8n) % 8n))
  if (y !== 0n || x < 0n) return false
  const value = evaluate(expr, scope)
  if (!isReal(value)) return null
  // The sum is a multiple of 2π/n: zero if it is smaller than 1/n.
  const ball = toBall(value, 64)
  if (topExponent(ball) < -bitLength(shared)) return true
  return sign(ball) === 0 ? null : false
}

function angleSum(expr: Expr, scope: Scope): AngleSum | null {
  switch (expr.kind) {
    case "negate":
      return scaled(angleSum(expr.of, scope), rationals.rational(-1n))
    case "add":
      return expr.terms.map((term) => angleSum(term, scope)).reduce(joined)
    case "divide": {
      const by = fraction(expr.bottom, scope)
      if (by === null || by.numerator === 0n) return null
      return scaled(angleSum(expr.top, scope), rationals.divide(rationals.rational(1n), by))
    }
    case "multiply": {
      const values = expr.factors.map((factor) => fraction(factor, scope))
      const angles = expr.factors.filter((_, at) => values[at] === null)
      if (angles.length !== 1) return atom(expr, scope)
      const by = values.flatMap((value) => value ?? []).reduce(rationals.multiply)
      return scaled(angleSum(angles[0]!, scope), by)
    }
    default:
      return atom(expr, scope)
  }
}

/** A multiple of π as it stands, or one inverse function of a fraction. */
function atom(expr: Expr, scope: Scope): AngleSum | null {
  const value = evaluate(expr, scope)
  if (value.is === "turn") return { parts: [], turn: value.value }
  if (value.is === "exact") {
    return value.value.numerator === 0n ? { parts: [], turn: value.value } : null
  }
  const of = expr.kind === "call" ? expr.args[0] : undefined
  const argument = of && fraction(of, scope)
  if (expr.kind !== "call" || !argument) return null
  const none = rationals.rational(0n)
  const one = rationals.rational(1n)
  switch (expr.name) {
    case "arctan":
      return { parts: [[argument, one]], turn: none }
    case "arcsin": {
      const cosine = otherSide(argument)
      return cosine && { parts: [[rationals.divide(argument, cosine), one]], turn: none }
    }
    case "arccos": {
      const sine = otherSide(argument)
      const half = rationals.rational(1n, 2n)
      const back = rationals.rational(-1n)
      return sine && { parts: [[rationals.divide(argument, sine), back]], turn: half }
    }
    default:
      return null
  }
}

/** √(1 − x²) where it is a fraction other than 0. */
function otherSide({ numerator, denominator }: Rational): Rational | null {
  const square = denominator * denominator - numerator * numerator
  if (square <= 0n) return null
  const root = integerRoot(square, 2)
  return root * root === square ? rationals.rational(root, denominator) : null
}

function scaled(sum: AngleSum | null, by: Rational): AngleSum | null {
  if (sum === null) return null
  const parts = sum.parts.map(([tangent, times]) => {
    return [tangent, rationals.multiply(times, by)] as const
  })
  return { parts, turn: rationals.multiply(sum.turn, by) }
}

function joined(a: AngleSum | null, b: AngleSum | null): AngleSum | null {
  if (a === null || b === null) return null
  return { parts: [...a.parts, ...b.parts], turn: rationals.add(a.turn, b.turn) }
}

function fraction(expr: Expr, scope: Scope): Rational | null {
  const value = evaluate(expr, scope)
  return value.is === "exact" ? value.value : null
}

/** Π (q + ip)^(n·times) over the tangents p/q; null where it becomes too large. */
function complexProduct(
  sum: AngleSum,
  shared: bigint,
  scope: Scope,
): readonly [bigint, bigint] | null {
  let [x, y] = [1n, 0n]
  for (const [{ numerator, denominator }, times] of sum.parts) {
    const power = Number((times.numerator * shared) / times.denominator)
    if (Math.abs(power) > POWER_MAX) return null
    const imaginary = power < 0 ? -numerator : numerator
    for (let k = 0; k < Math.abs(power); k++) {
      scope.setting.fuel.spend(1)
      ;[x, y] = [x * denominator - y * imaginary, x * imaginary + y * denominator]
      if (bitLength(x) > BITS_MAX || bitLength(y) > BITS_MAX) return null
    }
  }
  return [x, y]
}

/** z times a positive multiple of e^(iπk/4). */
function turned([x, y]: readonly [bigint, bigint], k: number): readonly [bigint, bigint] {
  let [re, im] = [x, y]
  for (let step = 0; step < k; step++) [re, im] = [re - im, re + im]
  return [re, im]
}
