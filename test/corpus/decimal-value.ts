import { all, type BigNumber, create } from "mathjs"
import { type CallName, type Formula, wholeOf } from "./formula.ts"

/** A complex number in decimals of 64 digits. */
export interface Value {
  readonly re: BigNumber
  readonly im: BigNumber
}

const math = create(all!, { number: "BigNumber", precision: 64 })

export const decimal = (text: string | number): BigNumber => math.bignumber(text)
const ZERO = decimal(0)
const ONE = decimal(1)
const PI = decimal(-1).acos()
const NOISE = decimal("1e-45") // what 64 digits leave of an exact zero, with room for lost digits
const LARGE = decimal("1e6000")

/**
 * The value of a formula where its names have the given real values; null where it has none, or
 * where 64 digits cannot tell (a zero that is lost in rounding under a division or a logarithm).
 */
export function decimalAt(of: Formula, at: ReadonlyMap<string, BigNumber>): Value | null {
  const value = raw(of, at)
  if (value === null || isWild(value.re) || isWild(value.im)) return null
  return value
}

function isWild(part: BigNumber): boolean {
  return !part.isFinite() || part.abs().greaterThan(LARGE)
}

function raw(of: Formula, at: ReadonlyMap<string, BigNumber>): Value | null {
  switch (of.is) {
    case "number":
      return real(decimal(of.text))
    case "name": {
      const given = at.get(of.name)
      return given === undefined ? null : real(given)
    }
    case "constant":
      if (of.name === "i") return { re: ZERO, im: ONE }
      return real(of.name === "pi" ? PI : ONE.exp())
    case "negate":
      return combined([of.of], at, ([a]) => ({ re: a!.re.negated(), im: a!.im.negated() }))
    case "sum":
      return combined(of.of, at, (terms) => terms.reduce(plus))
    case "product":
      return combined(of.of, at, (factors) => factors.reduce(times))
    case "quotient":
      return combined([of.top, of.bottom], at, ([a, b]) => divided(a!, b!))
    case "power":
      return combined([of.base, of.exponent], at, ([a, b]) => raised(a!, b!, rootIn(of.exponent)))
    case "root":
      return combined([of.of], at, ([a]) => rooted(a!, of.index))
    case "call":
      return combined(of.args, at, (args) => called(of.name, args))
  }
}

function combined(
  parts: readonly Formula[],
  at: ReadonlyMap<string, BigNumber>,
  make: (values: readonly Value[]) => Value | null,
): Value | null {
  const values: Value[] = []
  for (const part of parts) {
    const value = decimalAt(part, at)
    if (value === null) return null
    values.push(value)
  }
  return make(values)
}

function real(re: BigNumber): Value {
  return { re, im: ZERO }
}

export function plus(a: Value, b: Value): Value {
  return { re: a.re.plus(b.re), im: a.im.plus(b.im) }
}

function times(a: Value, b: Value): Value {
  return {
    re: a.re.times(b.re).minus(a.im.times(b.im)),
    im: a.re.times(b.im).plus(a.im.times(b.re)),
  }
}

export function divided(a: Value, b: Value): Value | null {
  const size = b.re.times(b.re).plus(b.im.times(b.im))
  if (size.lessThan(NOISE)) return null
  const { re, im } = times(a, { re: b.re, im: b.im.negated() })
  return { re: re.div(size), im: im.div(size) }
}

/** The q of an exponent p/q in lowest terms; null where it is not written as a fraction. */
function rootIn(exponent: Formula): number | null {
  if (exponent.is === "negate") return rootIn(exponent.of)
  if (exponent.is !== "quotient") return null
  const [p, q] = [wholeOf(exponent.top), wholeOf(exponent.bottom)]
  if (p === null || q === null || q <= 0n) return null
  let [a, b] = [p < 0n ? -p : p, q]
  while (a !== 0n) [a, b] = [b % a, a]
  return Number(q / b)
}

/** Odd roots of negative numbers are real. */
function raised(base: Value, exponent: Value, index: number | null): Value | null {
  if (!exponent.im.isZero()) return null
  const { re: n } = exponent
  if (n.isInteger()) {
    if (n.abs().greaterThan(5_000)) return base.im.isZero() ? real(base.re.pow(n)) : null
    return wholePower(base, Number(n.toString()))
  }
  if (!base.im.isZero()) return null
  if (base.re.greaterThan(NOISE)) return real(base.re.pow(n))
  if (index === null || index % 2 === 0 || base.re.greaterThan(NOISE.negated())) return null
  const rooted = base.re.negated().pow(ONE.div(index)).negated()
  return real(rooted.pow(n.times(index).round()))
}

function wholePower(base: Value, n: number): Value | null {
  if (n < 0) return divided(real(ONE), wholePower(base, -n)!)
  // Zero to the power of zero has no value in the judge's mathematics.
  if (n === 0) return divided(base, base)
  if (base.im.isZero()) return real(base.re.pow(n))
  let result: Value = real(ONE)
  for (let i = 0; i < n; i++) result = times(result, base)
  return result
}

function rooted(of: Value, index: number): Value | null {
  if (!of.im.isZero()) return null
  if (of.re.abs().lessThan(NOISE)) return real(ZERO)
  if (of.re.isNegative() && index % 2 === 0) return null
  const size = index === 2 ? of.re.abs().sqrt() : of.re.abs().pow(ONE.div(index))
  return real(of.re.isNegative() ? size.negated() : size)
}

function called(name: CallName, args: readonly Value[]): Value | null {
  const [a, b] = args
  if (name === "abs") return real(a!.re.times(a!.re).plus(a!.im.times(a!.im)).sqrt())
  if (args.some(({ im }) => !im.isZero())) return null
  const value = realCall(name, a!.re, b?.re)
  return value === null ? null : real(value)
}

function realCall(name: CallName, a: BigNumber, b: BigNumber | undefined): BigNumber | null {
  switch (name) {
    case "tan":
      return quotient(a.sin(), a.cos())
    case "cot":
      return quotient(a.cos(), a.sin())
    case "sec":
      return quotient(ONE, a.cos())
    case "csc":
      return quotient(ONE, a.sin())
    case "arcsin":
      return a.abs().greaterThan(1) ? null : a.asin()
    case "arccos":
      return a.abs().greaterThan(1) ? null : a.acos()
    case "arctan":
      return a.atan()
    case "ln":
      return a.lessThan(NOISE) ? null : a.ln()
    case "log":
      if (a.lessThan(NOISE) || b?.lessThan(NOISE)) return null
      return b === undefined ? a.log(10) : quotient(a.ln(), b.ln())
    case "floor":
    case "ceil":
      return rounded(name, a)
    case "factorial":
      return factorial(a)
    case "binomial":
      return binomial(a, b!)
    case "abs":
      return a.abs()
    case "sin":
    case "cos":
    case "sinh":
    case "cosh":
    case "tanh":
      return a[name]()
  }
}

function quotient(top: BigNumber, bottom: BigNumber): BigNumber | null {
  return bottom.abs().lessThan(NOISE) ? null : top.div(bottom)
}

/** No value within rounding of a jump, where 64 digits do not tell which side it is on. */
function rounded(name: "floor" | "ceil", a: BigNumber): BigNumber | null {
  const near = a.round()
  if (!a.isInteger() && a.minus(near).abs().lessThan(NOISE)) return null
  return a[name]()
}

function factorial(n: BigNumber): BigNumber | null {
  if (!n.isInteger() || n.isNegative() || n.greaterThan(2_500)) return null
  let result = ONE
  for (let i = 2; n.greaterThanOrEqualTo(i); i++) result = result.times(i)
  return result
}

function binomial(n: BigNumber, k: BigNumber): BigNumber | null {
  if (!n.isInteger() || !k.isInteger() || k.isNegative() || k.greaterThan(n)) return null
  let result = ONE
  for (let i = 1; k.greaterThanOrEqualTo(i); i++) result = result.times(n.minus(k).plus(i)).div(i)
  return result
}
