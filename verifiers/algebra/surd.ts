import { greatestCommonDivisor, print, type Rational, rational } from "../kernel/rational.ts"
import { readKey } from "../kernel/read-answer.ts"
import { plainly } from "../kernel/spelling.ts"

/**
 * The number (plain + times · √under) / below in lowest terms: `below` is positive, `under` has no
 * square factor and is above 1, or `times` and `under` are 0 and the number is rational.
 */
export interface Surd {
  readonly plain: bigint
  readonly times: bigint
  readonly under: bigint
  readonly below: bigint
}

/** Takes the square factors out of `under`, which is not negative, and reduces. */
export function surd(plain: bigint, times: bigint, under: bigint, below: bigint): Surd {
  const { outside, inside } = squareFactors(under)
  const square = inside === 1n || under === 0n
  const [p, t] = square
    ? [plain + (under === 0n ? 0n : times * outside), 0n]
    : [plain, times * outside]
  const shared = greatestCommonDivisor(greatestCommonDivisor(p, t), below)
  const divisor = below < 0n ? -shared : shared
  const left = square ? 0n : inside
  return { plain: p / divisor, times: t / divisor, under: left, below: below / divisor }
}

export function surdOf(value: Rational): Surd {
  return { plain: value.numerator, times: 0n, under: 0n, below: value.denominator }
}

export function isRational(value: Surd): boolean {
  return value.times === 0n
}

/** The value of a surd that is rational. */
export function rationalOf(value: Surd): Rational {
  return rational(value.plain, value.below)
}

/** `3/2`, `2sqrt(3)`, `-1 - sqrt(2)`, `(1 + sqrt(5))/2`. */
export function writeSurd(value: Surd): string {
  const { plain, times, under, below } = value
  if (isRational(value)) return print(rationalOf(value))
  const size = times < 0n ? -times : times
  const radical = `${size === 1n ? "" : size}sqrt(${under})`
  const tail = below === 1n ? "" : `/${below}`
  if (plain === 0n) return `${times < 0n ? "-" : ""}${radical}${tail}`
  const both = `${plain} ${times < 0n ? "-" : "+"} ${radical}`
  return below === 1n ? both : `(${both})${tail}`
}

/** Reads what `writeSurd` writes and nothing else. */
export function readSurd(text: string): Surd | null {
  const plain = readKey(plainly(text))
  if (plain !== null) return surdOf(plain)
  if (text.length > SURD_CHARS_MAX) return null
  const parts = WRITTEN.exec(plainly(text))
  if (parts === null) return null
  const [, first, sign, size, under, below] = parts
  const times = BigInt(size || 1) * (sign?.includes("-") ? -1n : 1n)
  if (BigInt(below ?? 1) === 0n || BigInt(under!) > UNDER_MAX) return null
  const value = surd(BigInt(first ?? 0), times, BigInt(under!), BigInt(below ?? 1))
  return writeSurd(value) === plainly(text) ? value : null
}

/** The value as a float, good to about 15 digits: to order surds and to bound them, no more. */
export function nearly({ plain, times, under, below }: Surd): number {
  return (Number(plain) + Number(times) * Math.sqrt(Number(under))) / Number(below)
}

/** The largest whole number whose square is not above n, for n ≥ 0: Newton's method. */
export function wholeRoot(n: bigint): bigint {
  if (n < 2n) return n
  let root = 1n << BigInt((n.toString(2).length + 1) >> 1)
  for (;;) {
    const next = (root + n / root) >> 1n
    if (next >= root) return root
    root = next
  }
}

const SURD_CHARS_MAX = 80
const UNDER_MAX = 10n ** 9n // a discriminant of coefficients up to 9,999 is below 5 · 10^8
const WRITTEN = /^\(?(-?\d{1,30}(?= ))?( ?[+-] ?)?(\d{0,30})sqrt\((\d{1,13})\)\)?(?:\/(\d{1,30}))?$/

function squareFactors(n: bigint): { outside: bigint; inside: bigint } {
  let [outside, inside] = [1n, n]
  for (let factor = 2n; factor * factor <= inside; factor++) {
    while (inside > 0n && inside % (factor * factor) === 0n) {
      inside /= factor * factor
      outside *= factor
    }
  }
  return { outside, inside }
}
