import { type Rational, rational } from "../rational.ts"
import type { ScalarSetting } from "../scalar/setting.ts"
import type { Expr } from "../tree.ts"
import * as balls from "./ball.ts"
import { pi } from "./elementary.ts"

/** A real number as it is known: a fraction, a fraction of π other than 0, or a ball around it. */
export type Real =
  | { readonly is: "exact"; readonly value: Rational }
  | { readonly is: "turn"; readonly value: Rational }
  | { readonly is: "ball"; readonly ball: balls.Ball }

export interface Complex {
  readonly is: "complex"
  readonly re: Real
  readonly im: Real
}

export type Finite = Real | Complex

/** `undefined` is proved; `unclear` is not known at this precision, or not computed at all. */
export type Value =
  | Finite
  | { readonly is: "undefined"; readonly why: string }
  | { readonly is: "infinite"; readonly sign: 1 | -1 }
  | { readonly is: "unclear"; readonly beyond?: true }

/** A coordinate of a point: a fraction, with an imaginary part where the unknown is complex. */
export interface Coordinate extends Rational {
  readonly imaginary?: Rational
}
export type Point = ReadonlyMap<string, Coordinate>

/** What an evaluation knows on its way through a tree. */
export interface Scope {
  readonly point: Point
  /** Working precision. */
  readonly bits: number
  readonly setting: ScalarSetting
  readonly reach: Reach
  /** Whether an algebraic constant is zero, proved; null where that cannot be told. */
  readonly zero: (expr: Expr, scope: Scope) => boolean | null
}

/**
 * The range of binary exponents that occurred in an evaluation. Two values that agree tell
 * something only if they agree far below everything that went into them: 1 + e^-200 is 1 to 60
 * digits, and its reach says that 60 digits are too few.
 */
export interface Reach {
  low: number
  high: number
}

/** Not clear at this precision. */
export const UNCLEAR: Value = { is: "unclear" }
/** Not computed at any precision. */
export const BEYOND: Value = { is: "unclear", beyond: true }
export const ZERO = exact(0n)
export const ONE = exact(1n)

export function exact(value: Rational | bigint): Real {
  return { is: "exact", value: typeof value === "bigint" ? rational(value) : value }
}

/** value · π; 0 is the fraction. */
export function turn(value: Rational): Real {
  return value.numerator === 0n ? ZERO : { is: "turn", value }
}

export function ball(of: balls.Ball | null): Real | { readonly is: "unclear" } {
  return of === null ? { is: "unclear" } : { is: "ball", ball: of }
}

export function undefinedFor(why: string): Value {
  return { is: "undefined", why }
}

/** A complex value, or a real one where the imaginary part is exactly zero. */
export function complex(re: Real, im: Real): Finite {
  return isZero(im) ? re : { is: "complex", re, im }
}

export function isZero(value: Value): boolean {
  return value.is === "exact" && value.value.numerator === 0n
}

export function isReal(value: Value): value is Real {
  return value.is === "exact" || value.is === "turn" || value.is === "ball"
}

export function isFiniteValue(value: Value): value is Finite {
  return value.is === "complex" || isReal(value)
}

/** The fraction itself where it is a safe integer, else null. */
export function integerOf(value: Value): number | null {
  if (value.is !== "exact" || value.value.denominator !== 1n) return null
  const number = Number(value.value.numerator)
  return Number.isSafeInteger(number) ? number : null
}

export function toBall(value: Real, bits: number): balls.Ball {
  if (value.is === "ball") return value.ball
  const fraction = balls.fromRational(value.value, bits)
  return value.is === "exact" ? fraction : balls.multiply(fraction, pi(bits), bits)
}

/** The sign where it is known, 0 for zero itself, null where it is not known. */
export function signOf(value: Real): -1 | 0 | 1 | null {
  if (value.is === "ball") return balls.sign(value.ball) || null
  const { numerator } = value.value
  return numerator > 0n ? 1 : numerator < 0n ? -1 : 0
}

/** The parts of a finite value. */
export function partsOf(value: Finite): readonly [re: Real, im: Real] {
  return value.is === "complex" ? [value.re, value.im] : [value, ZERO]
}

/** Notes the size of a value; of fractions, if `fully`, that of top and bottom. */
export function note(reach: Reach, value: Real, fully: boolean): void {
  if (value.is === "ball") {
    if (balls.sign(value.ball) !== 0) noteExponent(reach, balls.topExponent(value.ball))
    return
  }
  const { numerator, denominator } = value.value
  if (numerator === 0n) return
  const top = balls.bitLength(numerator)
  const bottom = denominator === 1n ? 0 : balls.bitLength(denominator)
  noteExponent(reach, top - bottom)
  if (!fully) return
  noteExponent(reach, top)
  noteExponent(reach, -bottom)
}

export function noteExponent(reach: Reach, exponent: number): void {
  if (exponent < reach.low) reach.low = exponent
  if (exponent > reach.high) reach.high = exponent
}
