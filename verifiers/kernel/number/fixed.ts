import { integerRoot } from "./ball.ts"

/**
 * Elementary functions of fixed-point numbers: a bigint v at so many places stands for v /
 * 2^places. Each result is at most `FIXED_ERROR` units of its last place off the true value of the
 * function at the given fixed-point number. They reduce the argument, sum a series, and undo the
 * reduction; what that loses is covered by guard places, as each docstring counts.
 */
export const FIXED_ERROR = 4n

const PLACES_MAX = 131_072 // constants are kept at powers of two up to here

/**
 * e^x for 0 ≤ x < 1. e^x = (e^(x/2^k))^(2^k), Taylor's series for the inner one. N terms are at
 * most 3N + 8 units off; each squaring at most doubles that, up to the factor e^x < 3, and adds a
 * unit: below 2^(k + 2)·(3N + 10) in all, and N < 1000.
 */
export function expFixed(x: bigint, places: number): bigint {
  const halvings = Math.floor(Math.sqrt(places) / 2)
  const extra = halvings + 14
  const wide = BigInt(places + extra)
  const y = (x << BigInt(extra)) >> BigInt(halvings)
  let sum = 1n << wide
  let term = sum
  for (let n = 1n; term > 0n; n++) {
    term = ((term * y) >> wide) / n
    sum += term
  }
  for (let k = 0; k < halvings; k++) sum = (sum * sum) >> wide
  return sum >> BigInt(extra)
}

/**
 * [cos x, sin x] for 0 ≤ x < 2. Taylor's series at x/2^k, then k doublings (c, s) → (c² − s², 2cs),
 * each of which doubles the error and adds two units.
 */
export function cosSinFixed(x: bigint, places: number): readonly [bigint, bigint] {
  const halvings = Math.floor(Math.sqrt(places) / 4)
  const extra = 2 * halvings + 14
  const wide = BigInt(places + extra)
  const y = (x << BigInt(extra)) >> BigInt(halvings)
  const square = (y * y) >> wide
  let cos = 1n << wide
  let sin = y
  let even = cos
  let odd = y
  for (let n = 2n; even > 0n || odd > 0n; n += 2n) {
    even = ((even * square) >> wide) / (n * (n - 1n))
    odd = ((odd * square) >> wide) / (n * (n + 1n))
    const minus = (n & 2n) !== 0n
    cos = minus ? cos - even : cos + even
    sin = minus ? sin - odd : sin + odd
  }
  for (let k = 0; k < halvings; k++) {
    const product = (cos * sin) >> (wide - 1n)
    cos = (cos * cos - sin * sin) >> wide
    sin = product
  }
  return [cos >> BigInt(extra), sin >> BigInt(extra)]
}

/**
 * ln x for ½ ≤ x ≤ 2. k square roots bring x to 1, ln x = 2^k · 2·artanh((y − 1) / (y + 1)), and
 * the roots' errors (at most 3 units together, for each root halves the last one's) grow by 2^k.
 */
export function lnFixed(x: bigint, places: number): bigint {
  const one = 1n << BigInt(places)
  if (x === one) return 0n
  const roots = Math.floor(Math.sqrt(places) / 6)
  const extra = roots + 14
  const wide = BigInt(places + extra)
  let y = x << BigInt(extra)
  for (let k = 0; k < roots; k++) y = integerRoot(y << wide, 2)
  const unit = 1n << wide
  const above = y >= unit
  const z = ((above ? y - unit : unit - y) << wide) / (y + unit)
  const sum = artanhSeries(z, wide) << BigInt(roots + 1)
  return (above ? sum : -sum) >> BigInt(extra)
}

/**
 * arctan x for 0 ≤ x ≤ 1: arctan x = 2·arctan(x / (1 + √(1 + x²))), k times, then the series. A
 * step's own error is below 4 units and the next step halves it, so that k steps are below 8·2^k.
 */
export function arctanFixed(x: bigint, places: number): bigint {
  const halvings = Math.floor(Math.sqrt(places) / 5) + 1
  const extra = halvings + 14
  const wide = BigInt(places + extra)
  const unit = 1n << wide
  let y = x << BigInt(extra)
  for (let k = 0; k < halvings; k++) {
    y = (y << wide) / (unit + integerRoot((unit << wide) + y * y, 2))
  }
  const square = (y * y) >> wide
  let sum = y
  let power = y
  for (let n = 3n; power > 0n; n += 2n) {
    power = (power * square) >> wide
    sum = (n & 2n) !== 0n ? sum - power / n : sum + power / n
  }
  return (sum << BigInt(halvings)) >> BigInt(extra)
}

/** π = 16·arctan(1/5) − 4·arctan(1/239) (J. Machin, 1706), at most 4 units off. */
export function piFixed(places: number): bigint {
  return constant(PI, places, (wide) => {
    const unit = 1n << BigInt(wide)
    return 16n * inverseSeries(unit, 5n, true) - 4n * inverseSeries(unit, 239n, true)
  })
}

/** ln 2 = 18·artanh(1/26) − 2·artanh(1/4801) + 8·artanh(1/8749) (C. Størmer, 1897). */
export function ln2Fixed(places: number): bigint {
  return constant(LN2, places, (wide) => {
    const unit = 1n << BigInt(wide)
    const first = 18n * inverseSeries(unit, 26n, false)
    return first - 2n * inverseSeries(unit, 4801n, false) + 8n * inverseSeries(unit, 8749n, false)
  })
}

/** e = Σ 1/k!, at most 4 units off. */
export function eFixed(places: number): bigint {
  return constant(E, places, (wide) => {
    let term = 1n << BigInt(wide)
    let sum = term
    for (let k = 1n; term > 0n; k++) {
      term /= k
      sum += term
    }
    return sum
  })
}

const E = new Map<number, bigint>()
const PI = new Map<number, bigint>()
const LN2 = new Map<number, bigint>()

/**
 * Constants are computed at a power of two of places and cut, so that what is asked first changes
 * no digit, and each is computed a few times in a process.
 */
function constant(
  known: Map<number, bigint>,
  places: number,
  compute: (places: number) => bigint,
): bigint {
  if (places > PLACES_MAX) throw new RangeError(`a constant has at most ${PLACES_MAX} places`)
  let kept = 256
  while (kept < places) kept *= 2
  let value = known.get(kept)
  if (value === undefined) {
    value = compute(kept + 20) >> 20n // 20 guard bits: the series are less than 2^18 units off
    known.set(kept, value)
  }
  return value >> BigInt(kept - places)
}

/** artanh z = Σ z^(2j+1) / (2j + 1) for 0 ≤ z ≤ ⅓; at most 3 units a term off. */
function artanhSeries(z: bigint, wide: bigint): bigint {
  const square = (z * z) >> wide
  let sum = z
  let power = z
  for (let n = 3n; power > 0n; n += 2n) {
    power = (power * square) >> wide
    sum += power / n
  }
  return sum
}

/** unit · artanh(1/q), or unit · arctan(1/q) where `alternate`. */
function inverseSeries(unit: bigint, q: bigint, alternate: boolean): bigint {
  const square = q * q
  let power = unit / q
  let sum = power
  for (let n = 3n; power > 0n; n += 2n) {
    power /= square
    sum = alternate && (n & 2n) !== 0n ? sum - power / n : sum + power / n
  }
  return sum
}
