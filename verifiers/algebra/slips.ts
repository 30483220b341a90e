import { type Polynomial, write } from "./polynomial.ts"

/** Polynomials of a person who lost a sign, dropped a term, or took one step too many. */
export function slippedPolynomials(right: Polynomial): string[] {
  const changed = (power: number, change: (coefficient: bigint) => bigint) => {
    const next = right.map((coefficient, i) => (i === power ? change(coefficient) : coefficient))
    return write(next.at(-1) === 0n ? next.slice(0, -1) : next)
  }
  const held = right.flatMap((coefficient, power) => (coefficient === 0n ? [] : [power]))
  return [
    ...held.map((power) => changed(power, (coefficient) => -coefficient)),
    ...held.slice(0, 2).map((power) => changed(power, (coefficient) => coefficient + 1n)),
    ...(held.length > 1 ? held.slice(0, -1).map((power) => changed(power, () => 0n)) : []),
  ]
}
