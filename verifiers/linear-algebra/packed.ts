import type { Matrix } from "./matrix.ts"
import type { NumberMatrix } from "./second-method.ts"

/**
 * Whether AB is the matrix given, without computing any entry of AB: both are multiplied by the
 * column (1, t, t², …), A after B. With t more than twice as large as any entry, each row is a
 * number whose digits to the base t are its entries, so that equal numbers have equal entries.
 */
export function packsTo(first: Matrix, second: Matrix, found: NumberMatrix): boolean {
  const [height, width] = [first.length, second[0]!.length]
  if (found.length !== height || found.some((row) => row.length !== width)) return false
  const entries = found.map((row) => row.map(({ plain, times }) => ({ plain, times })))
  const isWhole = entries.every((row) =>
    row.every(({ plain, times }) => plain.denominator === 1n && times.numerator === 0n),
  )
  if (!isWhole) return false
  const given = entries.map((row) => row.map(({ plain }) => plain.numerator))
  const base = 2n * (largest(given) + boundOf(first, second)) + 1n
  const packed = second.map((row) => pack(row.map(BigInt), base))
  return first.every((row, i) => {
    const sum = row.reduce((total, by, k) => total + BigInt(by) * packed[k]!, 0n)
    return sum === pack(given[i]!, base)
  })
}

function pack(digits: readonly bigint[], base: bigint): bigint {
  return digits.reduceRight((packed, digit) => packed * base + digit, 0n)
}

function largest(rows: readonly (readonly bigint[])[]): bigint {
  let most = 0n
  for (const value of rows.flat()) {
    const size = value < 0n ? -value : value
    if (size > most) most = size
  }
  return most
}

/** No entry of AB is larger. */
function boundOf(first: Matrix, second: Matrix): bigint {
  const [a, b] = [first, second].map((rows) => largest(rows.map((row) => row.map(BigInt))))
  return BigInt(second.length) * a! * b!
}
