import type { Rational } from "../rational.ts"
import { greatestCommonDivisor } from "../rational.ts"

export const BITS_MAX = 65_536 // the largest result of a power or factorial that is computed
export const FACTORIAL_MAX = 10_000n
const TRIAL_MAX = 65_536 // primes tried when an integer is taken apart
const TRIAL_STEPS_MAX = 4_000 // divisors tried on an integer above 2^53, where each costs more

/** How many bits the magnitude has, within four. */
export function bitsOf(value: bigint): number {
  const magnitude = value < 0n ? -value : value
  if (magnitude < 0x20000000000000n) return magnitude === 0n ? 0 : bitsOfNumber(Number(magnitude))
  return magnitude.toString(16).length * 4
}

/** n! for 0 ≤ n ≤ `FACTORIAL_MAX`, by halves, so that the factors stay of one size. */
export function factorial(n: bigint): bigint {
  return n < 2n ? 1n : productOf(2n, n)
}

/** n!!: n (n − 2) (n − 4) … */
export function doubleFactorial(n: bigint): bigint {
  let product = 1n
  for (let factor = n; factor > 1n; factor -= 2n) product *= factor
  return product
}

/** n over k for integers, 0 where k is outside 0 … n; null where the result is too large. */
export function binomial(n: bigint, k: bigint): bigint | null {
  if (k < 0n) return 0n
  if (n < 0n) {
    const mirrored = binomial(k - n - 1n, k)
    return mirrored === null ? null : k % 2n === 0n ? mirrored : -mirrored
  }
  if (k > n) return 0n
  const smaller = k < n - k ? k : n - k
  if (smaller > FACTORIAL_MAX || Number(smaller) * bitsOf(n) > BITS_MAX * 2) return null
  let result = 1n
  for (let step = 1n; step <= smaller; step++) result = (result * (n - smaller + step)) / step
  return result
}

/** The whole k-th root of a value that is not negative, rounded down, by Newton's method. */
export function wholeRoot(value: bigint, k: number): bigint {
  if (value < 2n || k === 1) return value
  const power = BigInt(k)
  const bits = bitsOf(value)
  if (k >= bits) return 1n
  let guess = 1n << BigInt(Math.floor(bits / k) + 1)
  for (;;) {
    const next = ((power - 1n) * guess + value / guess ** (power - 1n)) / power
    if (next >= guess) return guess
    guess = next
  }
}

/** The exact k-th root of a value that is not negative, or null. */
export function exactRoot(value: Rational, k: number): Rational | null {
  const numerator = wholeRoot(value.numerator, k)
  if (numerator ** BigInt(k) !== value.numerator) return null
  const denominator = wholeRoot(value.denominator, k)
  if (denominator ** BigInt(k) !== value.denominator) return null
  return { numerator, denominator }
}

/**
 * A positive integer as prime powers, found by trial division. What is left when the trials end
 * stands as one last factor with `prime: false`; equal integers have equal factors all the same.
 */
export function factorsOf(value: bigint): { base: bigint; power: number; prime: boolean }[] {
  const factors: { base: bigint; power: number; prime: boolean }[] = []
  let rest = value
  let steps = 0
  let divisor = 2
  for (; divisor < TRIAL_MAX && rest > 1n; divisor += divisor === 2 ? 1 : 2) {
    const small = rest <= 0x1fffffffffffffn
    if (small && divisor * divisor > Number(rest)) break
    if (!small && ++steps > TRIAL_STEPS_MAX) break
    if (small ? Number(rest) % divisor !== 0 : rest % BigInt(divisor) !== 0n) continue
    let power = 0
    const base = BigInt(divisor)
    for (; rest % base === 0n; rest /= base) power += 1
    factors.push({ base, power, prime: true })
  }
  if (rest > 1n) factors.push(...lastFactor(rest, BigInt(divisor)))
  return factors
}

/** The totient of a positive integer, or null where it could not be taken apart. */
export function totient(value: bigint): bigint | null {
  let result = value
  for (const { base, prime } of factorsOf(value)) {
    if (!prime) return null
    result = (result / base) * (base - 1n)
  }
  return result
}

export function leastCommonMultiple(a: bigint, b: bigint): bigint {
  if (a === 0n || b === 0n) return 0n
  const product = (a / greatestCommonDivisor(a, b)) * b
  return product < 0n ? -product : product
}

/** Rounded towards minus infinity. */
export function floorOf(value: Rational): bigint {
  const quotient = value.numerator / value.denominator
  return value.numerator < 0n && quotient * value.denominator !== value.numerator
    ? quotient - 1n
    : quotient
}

/** What has no divisor below `tried`: a prime, a perfect power of one, or not known. */
function lastFactor(
  rest: bigint,
  tried: bigint,
): { base: bigint; power: number; prime: boolean }[] {
  if (rest < tried * tried) return [{ base: rest, power: 1, prime: true }]
  for (let power = 7; power >= 2; power--) {
    const base = wholeRoot(rest, power)
    if (base ** BigInt(power) === rest) {
      return lastFactor(base, tried).map((factor) => ({ ...factor, power: factor.power * power }))
    }
  }
  return [{ base: rest, power: 1, prime: false }]
}

function productOf(low: bigint, high: bigint): bigint {
  if (high - low < 8n) {
    let product = low
    for (let factor = low + 1n; factor <= high; factor++) product *= factor
    return product
  }
  const middle = (low + high) / 2n
  return productOf(low, middle) * productOf(middle + 1n, high)
}

function bitsOfNumber(value: number): number {
  let bits = 0
  for (let rest = value; rest >= 1; rest /= 2) bits += 1
  return bits
}
