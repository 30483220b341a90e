/** An exact fraction: the denominator is positive and shares no factor with the numerator. */
export interface Rational {
  readonly numerator: bigint
  readonly denominator: bigint
}

/** Throws a RangeError for a zero denominator: readers refuse it before they come here. */
export function rational(numerator: bigint | number, denominator: bigint | number = 1n): Rational {
  const top = BigInt(numerator)
  const bottom = BigInt(denominator)
  if (bottom === 1n) return { numerator: top, denominator: 1n }
  if (bottom === 0n) throw new RangeError("a fraction has no zero denominator")
  const divisor =
    bottom < 0n ? -greatestCommonDivisor(top, bottom) : greatestCommonDivisor(top, bottom)
  if (divisor === 1n) return { numerator: top, denominator: bottom }
  return { numerator: top / divisor, denominator: bottom / divisor }
}

export function add(a: Rational, b: Rational): Rational {
  return rational(
    a.numerator * b.denominator + b.numerator * a.denominator,
    a.denominator * b.denominator,
  )
}

export function subtract(a: Rational, b: Rational): Rational {
  return add(a, negate(b))
}

export function multiply(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.numerator, a.denominator * b.denominator)
}

/** Throws a RangeError where b is zero. */
export function divide(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator, a.denominator * b.numerator)
}

export function negate(a: Rational): Rational {
  return { numerator: -a.numerator, denominator: a.denominator }
}

export function absolute(a: Rational): Rational {
  return a.numerator < 0n ? negate(a) : a
}

export function equal(a: Rational, b: Rational): boolean {
  return a.numerator === b.numerator && a.denominator === b.denominator
}

/** Below, at or above zero as a is less than, equal to or greater than b. */
export function compare(a: Rational, b: Rational): number {
  const gap = a.numerator * b.denominator - b.numerator * a.denominator
  return gap < 0n ? -1 : gap > 0n ? 1 : 0
}

/** The canonical text of a value: `-4`, `19/12`. Two values are equal if their texts are. */
export function print(a: Rational): string {
  return a.denominator === 1n ? `${a.numerator}` : `${a.numerator}/${a.denominator}`
}

/** Euclid's algorithm; never negative. */
export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let larger = a < 0n ? -a : a
  let smaller = b < 0n ? -b : b
  while (smaller !== 0n) {
    if (larger <= SAFE && smaller <= SAFE) return BigInt(commonOf(Number(larger), Number(smaller)))
    const rest = larger % smaller
    larger = smaller
    smaller = rest
  }
  return larger
}

/** Up to here numbers are exact, and their remainders take a fraction of the time of bigints'. */
const SAFE = BigInt(Number.MAX_SAFE_INTEGER)

function commonOf(larger: number, smaller: number): number {
  let [a, b] = [larger, smaller]
  while (b !== 0) {
    const rest = a % b
    a = b
    b = rest
  }
  return a
}
