import { type Rational, rational } from "../rational.ts"
import { factorial } from "../scalar/integers.ts"
import { addValues, divideValues, multiplyValues } from "./arithmetic.ts"
import * as balls from "./ball.ts"
import { errorOf, exp, ln, pi } from "./elementary.ts"
import { spendProduct } from "./metered.ts"
import {
  BEYOND,
  ball,
  exact,
  type Finite,
  integerOf,
  isReal,
  noteExponent,
  ONE,
  type Scope,
  toBall,
  UNCLEAR,
  type Value,
} from "./value.ts"

const GAMMA_BITS_MAX = 512
const GAMMA_TOP_MAX = 9 // arguments above −2^9 are shifted up
const FALLING_MAX = 256 // factors of a falling factorial

/**
 * Γ(x) of a real x that is no whole number: Γ(x + n) / (x·(x + 1)·…·(x + n − 1)), n so large that
 * Stirling's series reaches the working precision.
 */
export function gammaValue(z: Value, scope: Scope): Value {
  const { bits } = scope
  if (!isReal(z) || bits > GAMMA_BITS_MAX || integerOf(z) !== null) return BEYOND
  const inner = bits + 32
  const x = toBall(z, inner)
  const top = balls.topExponent(x)
  if (balls.topExponent(errorOf(x)) > 0 || top > 30 || (x.middle < 0n && top > GAMMA_TOP_MAX))
    return UNCLEAR
  const least = Math.ceil(bits / 6) + 4
  let product = balls.ONE
  let at = x
  const steps = Math.max(0, Math.ceil(least - balls.toNumber(x)))
  for (let n = 0; n < steps; n++) {
    product = balls.multiply(product, at, inner)
    at = balls.add(at, balls.ONE, inner)
  }
  spendProduct(scope, 300 + steps)
  if (balls.sign(at) <= 0) return UNCLEAR
  const log = stirling(at, inner)
  const value = log && exp(log, inner)
  return ball(value && balls.divide(value, product, bits))
}

/**
 * ln Γ(x) = (x − ½)·ln x − x + ½·ln 2π + Σ B(2k) / (2k·(2k − 1)·x^(2k − 1)); for positive x the
 * sum's error is below the first term left out (Whittaker and Watson, A Course of Modern Analysis,
 * 12.33).
 */
function stirling(x: balls.Ball, bits: number): balls.Ball | null {
  const log = ln(x, bits + 32)
  const circle = ln(balls.scale(pi(bits), 1), bits)
  const inverse = balls.divide(balls.ONE, x, bits)
  if (!log || !circle || !inverse) return null
  const half: balls.Ball = { middle: 1n, radius: 0n, exponent: -1 }
  const inner = bits + 32
  let sum = balls.multiply(balls.subtract(x, half, inner), log, inner)
  sum = balls.add(balls.subtract(sum, x, inner), balls.scale(circle, -1), inner)
  const square = balls.multiply(inverse, inverse, bits)
  let power = inverse
  for (const [index, number] of bernoulli().entries()) {
    const k = index + 1
    const factor = rational(number.numerator, number.denominator * BigInt(2 * k * (2 * k - 1)))
    const term = balls.multiply(power, balls.fromRational(factor, bits), bits)
    if (balls.topExponent(term) < -bits) return balls.widen(sum, term, bits)
    sum = balls.add(sum, term, inner)
    power = balls.multiply(power, square, bits)
  }
  return null
}

const BERNOULLI_COUNT = 96
let kept: readonly Rational[] | null = null

/**
 * B(2), B(4), …: B(2n) = (−1)^(n − 1) · 2n·T(n) / (4^n·(4^n − 1)) with the tangent numbers T (R.
 * Brent and D. Harvey, "Fast computation of Bernoulli, tangent and secant numbers", 2011,
 * algorithm 2).
 */
function bernoulli(): readonly Rational[] {
  if (kept) return kept
  const tangents: bigint[] = [1n]
  for (let k = 1; k < BERNOULLI_COUNT; k++) tangents.push(BigInt(k) * tangents[k - 1]!)
  for (let k = 1; k < BERNOULLI_COUNT; k++) {
    for (let j = k; j < BERNOULLI_COUNT; j++) {
      tangents[j] = BigInt(j - k) * tangents[j - 1]! + BigInt(j - k + 2) * tangents[j]!
    }
  }
  kept = tangents.map((tangent, index) => {
    const n = index + 1
    const fourth = 4n ** BigInt(n)
    const top = BigInt(2 * n) * tangent
    return rational(n % 2 === 1 ? top : -top, fourth * (fourth - 1n))
  })
  return kept
}

/**
 * erf x = 2/√π · e^(−x²) · Σ 2^n·x^(2n + 1) / (1·3·…·(2n + 1)) (Abramowitz and Stegun, 7.1.6);
 * once the ratio of terms is below ½, what is left is less than the last term.
 */
export function erfValue(z: Finite, scope: Scope): Value {
  if (!isReal(z)) return BEYOND
  const { bits } = scope
  const x = toBall(z, bits + 16)
  const square = balls.multiply(x, x, bits + 16)
  noteExponent(scope.reach, -Math.ceil(1.45 * 2 ** Math.min(30, balls.topExponent(square))))
  const far: balls.Ball = { middle: BigInt(bits + 16), radius: 0n, exponent: 0 }
  const decay = exp(balls.negate(square), bits + 16)
  if (!decay) return UNCLEAR
  if (balls.compare(square, far) > 0) {
    const end = x.middle < 0n ? balls.negate(balls.ONE) : balls.ONE
    return { is: "ball", ball: balls.widen(end, decay, bits) }
  }
  let term = x
  let sum = x
  const doubled = balls.scale(square, 1)
  for (let n = 1; n < 8 * bits; n++) {
    const step = balls.fromRational(rational(1n, BigInt(2 * n + 1)), bits + 16)
    term = balls.multiply(balls.multiply(term, doubled, bits + 16), step, bits + 16)
    sum = balls.add(sum, term, bits + 16)
    const ratio = balls.multiply(doubled, step, 32)
    if (balls.topExponent(ratio) < 0 && balls.topExponent(term) < balls.topExponent(x) - bits) break
  }
  spendProduct(scope, 4 * bits)
  sum = balls.widen(sum, term, bits + 16)
  const root = balls.root(pi(bits + 16), 2, bits + 16)!
  const factor = balls.divide(balls.scale(decay, 1), root, bits + 16)!
  return { is: "ball", ball: balls.multiply(sum, factor, bits) }
}

/** n·(n − 1)·…·(n − k + 1) / k!, for any n and a small whole k; whole n went before. */
export function binomialValue(n: Finite, scope: Scope, args: readonly Finite[]): Value {
  const falling = permutationsValue(n, scope, args)
  const k = args[1] ? integerOf(args[1]) : null
  if (k === null || k < 0 || k > FALLING_MAX) return BEYOND
  return divideValues(falling, exact(factorial(BigInt(k))), scope)
}

export function permutationsValue(n: Finite, scope: Scope, args: readonly Finite[]): Value {
  const k = args[1] ? integerOf(args[1]) : null
  if (k === null || k < 0 || k > FALLING_MAX) return BEYOND
  let product: Value = ONE
  for (let j = 0; j < k; j++) {
    product = multiplyValues(product, addValues(n, exact(BigInt(-j)), scope), scope)
  }
  return product
}
