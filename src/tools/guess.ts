import {
  difference,
  negated,
  number,
  PI,
  product,
  quotient,
  squareRoot,
  sum,
} from "../../verifiers/kernel/build.ts"
import { absolute, type Rational, rational } from "../../verifiers/kernel/rational.ts"
import type { Expr } from "../../verifiers/kernel/tree.ts"

/** Values are whole numbers of this part of one: thirty decimals. */
export const SCALE = 10n ** 30n
const ERROR = 10n ** 9n // what is nearer than this to a guess is asked to be proved
const DENOMINATOR_MAX = 1_000_000n
const ANGLE_PARTS_MAX = 360n // of pi

/** The fraction that a value looks like, or null. */
export function fractionGuess(value: bigint): Expr | null {
  const near = fractionNear(value, DENOMINATOR_MAX)
  return near && fractionTree(near, null)
}

/** A multiple of pi, as angles are. */
export function turnGuess(value: bigint): Expr | null {
  const near = fractionNear((value * SCALE) / PI_NEAR, ANGLE_PARTS_MAX)
  return near && fractionTree(near, PI)
}

/** A fraction plus a fraction times i. */
export function complexGuess(re: bigint, im: bigint): Expr | null {
  const [real, turned] = [fractionNear(re, DENOMINATOR_MAX), fractionNear(im, DENOMINATOR_MAX)]
  return real && turned && together(real, turned, I)
}

const A_MAX = 32n // of the equations that are tried, with whole coefficients
const B_MAX = 64n
const C_MAX = 4_096n

/** A root of a x² + b x + c = 0, as (−b ± √(b² − 4ac)) / 2a. */
export function surdGuess(value: bigint): Expr | null {
  const square = (value * value) / SCALE
  for (let a = 1n; a <= A_MAX; a++) {
    for (let b = -B_MAX; b <= B_MAX; b++) {
      const rest = a * square + b * value
      const c = -rounded(rest)
      if (c > C_MAX || c < -C_MAX || !isNear(rest, -c * SCALE)) continue
      const [outer, inner] = squareOut(b * b - 4n * a * c)
      if (inner <= 1n) continue
      const isUpper = 2n * a * value > -b * SCALE
      const factor = rational(isUpper ? outer : -outer, 2n * a)
      return together(rational(-b, 2n * a), factor, squareRoot(number(inner)))
    }
  }
  return null
}

const I: Expr = { kind: "constant", name: "i" }
const PI_NEAR = 3_141592653589793238462643383280n

/** plain + factor · unit; a positive term goes first, but before i its real part does. */
function together(plain: Rational, factor: Rational, unit: Expr): Expr {
  if (plain.numerator === 0n) return fractionTree(factor, unit)
  const [first, second] = [fractionTree(plain, null), fractionTree(absolute(factor), unit)]
  if (factor.numerator > 0n) {
    return plain.numerator < 0n && unit !== I
      ? difference(second, fractionTree(absolute(plain), null))
      : sum(first, second)
  }
  return difference(first, second)
}

/** 3/4 · √2 as 3 * sqrt(2) / 4. */
function fractionTree(of: Rational, unit: Expr | null): Expr {
  const size = absolute(of)
  const top =
    unit === null || size.numerator === 0n
      ? number(size.numerator)
      : size.numerator === 1n
        ? unit
        : product(number(size.numerator), unit)
  const whole = size.denominator === 1n ? top : quotient(top, number(size.denominator))
  return of.numerator < 0n ? negated(whole) : whole
}

/** The first convergent of the continued fraction that is near enough. */
function fractionNear(value: bigint, denominatorMax: bigint): Rational | null {
  let [top, bottom] = [value, SCALE]
  let [before, now] = [0n, 1n]
  let [under, below] = [1n, 0n]
  while (bottom !== 0n) {
    const whole = floored(top, bottom)
    ;[top, bottom] = [bottom, top - whole * bottom]
    ;[before, now] = [now, whole * now + before]
    ;[under, below] = [below, whole * below + under]
    if (below > denominatorMax) return null
    if (isNear(value * below, now * SCALE)) return rational(now, below)
  }
  return null
}

function isNear(one: bigint, other: bigint): boolean {
  const gap = one - other
  return gap < ERROR && gap > -ERROR
}

function rounded(value: bigint): bigint {
  return floored(value + SCALE / 2n, SCALE)
}

function floored(top: bigint, bottom: bigint): bigint {
  const quotient = top / bottom
  return top < 0n && quotient * bottom !== top ? quotient - 1n : quotient
}

/** n = outer² · inner with the largest square taken out; n is small. */
function squareOut(n: bigint): readonly [outer: bigint, inner: bigint] {
  if (n <= 0n) return [0n, 0n]
  let [outer, inner] = [1n, n]
  for (let root = 2n; root * root <= inner; root++) {
    while (inner % (root * root) === 0n) {
      outer *= root
      inner /= root * root
    }
  }
  return [outer, inner]
}
