import { greatestCommonDivisor, type Rational } from "../rational.ts"
import { polynomialIn } from "../scalar/polynomial.ts"
import type { Expr } from "../tree.ts"
import { namesIn } from "../walk.ts"
import type { Task } from "./task.ts"

const ROOT_TRIALS_MAX = 2_000 // candidate rational roots of one factor

/**
 * Whether a product of polynomials is factored over the rationals as far as it goes: no factor has
 * a common divisor left in it or factors further. Null where that is not decided: degree 4 and more
 * without a rational root, and several unknowns in one factor of higher degree. A number is
 * factored as a product of primes.
 */
export function isFactored(expr: Expr, task: Task): boolean | null {
  if (namesIn(expr).size === 0) return isPrimeProduct(expr, task)
  let unsure = false
  for (const factor of factorsOf(expr)) {
    const done = isIrreducible(factor, task)
    if (done === false) return false
    unsure ||= done === null
  }
  return unsure ? null : true
}

/** Powers of primes with whole exponents; null where a factor is too large to try. */
function isPrimeProduct(expr: Expr, task: Task): boolean | null {
  let unsure = false
  for (const factor of factorsOf(expr)) {
    if (factor.kind !== "number" || factor.written !== "integer") return false
    const { numerator } = factor.value
    if (numerator > PRIME_TRIED_MAX) unsure = true
    else if (!isPrime(Number(numerator), task)) return false
  }
  return unsure ? null : true
}

const PRIME_TRIED_MAX = 1_000_000_000n // its root is 31,623 trials

function isPrime(number: number, task: Task): boolean {
  if (number < 2) return false
  for (let divisor = 2; divisor <= number / divisor; divisor++) {
    if (divisor % TRIALS_A_STEP === 0) task.fuel.spend(1)
    if (number % divisor === 0) return false
  }
  return true
}

const TRIALS_A_STEP = 64 // divisions of small numbers that take about a microsecond

function factorsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case "negate":
      return factorsOf(expr.of)
    case "multiply":
      return expr.factors.flatMap(factorsOf)
    case "power":
      return expr.exponent.kind === "number" ? factorsOf(expr.base) : [expr]
    case "divide":
      return expr.bottom.kind === "number" ? factorsOf(expr.top) : [expr]
    default:
      return [expr]
  }
}

function isIrreducible(factor: Expr, task: Task): boolean | null {
  const names = [...namesIn(factor)]
  if (names.length === 0) return factor.kind === "number" || factor.kind === "root" ? true : null
  if (factor.kind === "symbol") return true
  if (names.length > 1) return null
  const coefficients = polynomialIn(factor, names[0]!, task.fuel)
  if (coefficients === null) return null
  const whole = integersOf(coefficients)
  if (whole === null || contentOf(whole) !== 1n) return false
  if (whole.length === 2) return true
  if (whole[0] === 0n) return false
  const root = hasRationalRoot(whole, task)
  if (root !== false) return root === null ? null : false
  return whole.length <= 4 ? true : null
}

/** Integer coefficients as they are; a factor with fractions in it has a common divisor left. */
function integersOf(coefficients: readonly Rational[]): bigint[] | null {
  if (coefficients.some(({ denominator }) => denominator !== 1n)) return null
  return coefficients.map(({ numerator }) => numerator)
}

function contentOf(coefficients: readonly bigint[]): bigint {
  return coefficients.reduce(greatestCommonDivisor, 0n)
}

/** The rational root theorem: p divides the last coefficient, q the leading one. */
function hasRationalRoot(coefficients: readonly bigint[], task: Task): boolean | null {
  const [tops, bottoms] = [divisorsOf(coefficients[0]!), divisorsOf(coefficients.at(-1)!)]
  if (tops === null || bottoms === null) return null
  const trials = tops.length * bottoms.length * 2
  if (trials > ROOT_TRIALS_MAX) return null
  task.fuel.spend(trials * coefficients.length)
  return tops.some((top) =>
    bottoms.some((bottom) => [top, -top].some((p) => vanishes(coefficients, p, bottom))),
  )
}

/** Horner's rule on p/q with the denominators cleared. */
function vanishes(coefficients: readonly bigint[], p: bigint, q: bigint): boolean {
  let value = 0n
  let scale = 1n
  for (let i = coefficients.length - 1; i >= 0; i--) {
    value = value * p + coefficients[i]! * scale
    scale *= q
  }
  return value === 0n
}

const DIVISORS_OF_MAX = 1_000_000n

function divisorsOf(value: bigint): bigint[] | null {
  const size = value < 0n ? -value : value
  if (size === 0n || size > DIVISORS_OF_MAX) return null
  const found: bigint[] = []
  for (let d = 1n; d * d <= size; d++) {
    if (size % d !== 0n) continue
    found.push(d)
    if (d * d !== size) found.push(size / d)
  }
  return found
}
