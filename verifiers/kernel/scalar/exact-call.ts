import type { Rational } from "../rational.ts"
import * as rationals from "../rational.ts"
import type { FunctionName } from "../tree.ts"
import { type Exact, type ExactSetting, isRational, rationalPower } from "./exact-value.ts"
import {
  BITS_MAX,
  binomial,
  bitsOf,
  doubleFactorial,
  FACTORIAL_MAX,
  factorial,
  floorOf,
  leastCommonMultiple,
  totient,
} from "./integers.ts"

/** The value of a known function at rationals where it is rational, `undefined`, or null. */
export function callOf(
  name: FunctionName,
  args: readonly Rational[],
  setting: ExactSetting,
): Exact {
  const [first] = args
  if (first === undefined) return null
  switch (name) {
    case "abs":
      return rationals.absolute(first)
    case "sign":
      return whole(first.numerator > 0n ? 1n : first.numerator < 0n ? -1n : 0n)
    case "floor":
      return whole(floorOf(first))
    case "ceil":
      return whole(-floorOf(rationals.negate(first)))
    case "fractional-part":
      return rationals.subtract(first, whole(floorOf(first)))
    case "re":
    case "conjugate":
      return first
    case "im":
      return whole(0n)
    case "min":
    case "max":
      return extremeOf(name, args)
    case "log":
    case "ln":
      return logOf(name, args, setting)
    case "mod":
      return args.length === 2 ? modulo(first, args[1]!) : null
    default:
      return isZeroAtZero(name, first) ?? wholeCallOf(name, args, setting)
  }
}

/** Those that are 0 or 1 at 0 and irrational at every other rational (Lindemann). */
function isZeroAtZero(name: FunctionName, value: Rational): Rational | null {
  if (value.numerator !== 0n) return null
  switch (name) {
    case "sin":
    case "tan":
    case "arcsin":
    case "arctan":
    case "sinh":
    case "tanh":
    case "arsinh":
    case "artanh":
    case "erf":
      return whole(0n)
    case "cos":
    case "sec":
    case "exp":
    case "cosh":
    case "sech":
      return whole(1n)
    default:
      return null
  }
}

/** Functions of whole numbers. */
function wholeCallOf(name: FunctionName, args: readonly Rational[], setting: ExactSetting): Exact {
  if (!args.every(({ denominator }) => denominator === 1n)) return null
  const values = args.map(({ numerator }) => numerator)
  const [first, second] = values as [bigint, bigint]
  setting.fuel.spend(1)
  switch (name) {
    case "round":
      return values.length === 1 ? whole(first) : null
    case "gcd":
      return whole(values.reduce(rationals.greatestCommonDivisor, 0n))
    case "lcm":
      return bitsOf(first) * values.length > BITS_MAX
        ? null
        : whole(values.reduce(leastCommonMultiple))
    case "factorial":
    case "gamma":
      return factorialOf(name === "gamma" ? first - 1n : first, setting)
    case "double-factorial":
      if (first < -1n) return null
      return first > FACTORIAL_MAX / 2n ? null : whole(doubleFactorial(first))
    case "binomial":
    case "permutations":
      return values.length === 2 ? choose(name, first, second, setting) : null
    case "totient":
      setting.fuel.spend(50)
      return first < 1n ? null : wholeOrNull(totient(first))
    default:
      return null
  }
}

function factorialOf(n: bigint, setting: ExactSetting): Exact {
  if (n < 0n) return "undefined"
  if (n > FACTORIAL_MAX) return null
  setting.fuel.spend(1 + Math.floor((Number(n) * bitsOf(n)) / 256))
  return whole(factorial(n))
}

function choose(name: "binomial" | "permutations", n: bigint, k: bigint, setting: ExactSetting) {
  if (k < 0n || n < 0n) return null
  const steps = k < n - k ? k : n - k
  if (steps > FACTORIAL_MAX) return null
  setting.fuel.spend(1 + Math.floor(Number(steps < 0n ? 0n : steps) / 8))
  if (name === "binomial") return wholeOrNull(binomial(n, k))
  if (k > n) return whole(0n)
  if (k > FACTORIAL_MAX || Number(k) * bitsOf(n) > BITS_MAX * 2) return null
  let product = 1n
  for (let factor = n - k + 1n; factor <= n; factor++) product *= factor
  return whole(product)
}

/** Rounded down, so that the result has the sign of the modulus; nothing is left modulo zero. */
function modulo(value: Rational, modulus: Rational): Exact {
  if (modulus.numerator === 0n) return "undefined"
  const times = whole(floorOf(rationals.divide(value, modulus)))
  return rationals.subtract(value, rationals.multiply(modulus, times))
}

/** log_b a = p/q exactly where a^q = b^p; only small p and q are tried. */
function logOf(name: "log" | "ln", args: readonly Rational[], setting: ExactSetting): Exact {
  const value = args[0]!
  if (value.numerator === 0n) return "undefined"
  if (value.numerator < 0n) return setting.complex ? null : "undefined"
  if (rationals.equal(value, whole(1n)) && args.length === 1) return whole(0n)
  if (name === "ln") return null
  const base = args.length === 1 ? whole(10n) : args[1]!
  if (base.numerator <= 0n) return setting.complex ? null : "undefined"
  if (rationals.equal(base, whole(1n))) return "undefined"
  if (rationals.equal(value, whole(1n))) return whole(0n)
  const size = (of: Rational) => bitsOf(of.numerator) + bitsOf(of.denominator) - 1
  const guess = Math.ceil(size(value) / Math.max(1, size(base) - 1)) + 1
  if (guess > 256) return null
  for (let power = 1; power <= guess; power++) {
    setting.fuel.spend(1)
    for (const signed of [power, -power]) {
      const reached = rationalPower(base, whole(BigInt(signed)), setting)
      if (isRational(reached) && rationals.equal(reached, value)) return whole(BigInt(signed))
    }
  }
  return null
}

function extremeOf(name: "min" | "max", args: readonly Rational[]): Rational {
  return args.reduce((best, value) => {
    const above = rationals.compare(value, best) > 0
    return above === (name === "max") ? value : best
  })
}

function whole(value: bigint): Rational {
  return { numerator: value, denominator: 1n }
}

function wholeOrNull(value: bigint | null): Rational | null {
  return value === null ? null : whole(value)
}
