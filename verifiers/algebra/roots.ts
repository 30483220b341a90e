import { compare, type Rational, rational } from "../kernel/rational.ts"
import { content, degree, leading, type Polynomial, valueAt } from "./polynomial.ts"
import { type Surd, surd } from "./surd.ts"

/** The real roots of a polynomial of degree 1 or 2, from low to high: the quadratic formula. */
export function rootsOf(p: Polynomial): readonly Surd[] {
  if (degree(p) === 1) return [surd(-p[0]!, 0n, 0n, p[1]!)]
  if (degree(p) !== 2) throw new TypeError("the quadratic formula is for degree 1 and 2")
  const [c, b, a] = p as readonly [bigint, bigint, bigint]
  const under = b * b - 4n * a * c
  if (under < 0n) return []
  if (under === 0n) return [surd(-b, 0n, 0n, 2n * a)]
  const sign = a < 0n ? -1n : 1n // keeps the denominator positive, so that minus is the lower root
  return [-1n, 1n].map((side) => surd(-b * sign, side, under, 2n * a * sign))
}

/** The rational roots, from low to high, among the candidates of the rational root theorem. */
export function rationalRoots(p: Polynomial): readonly Rational[] {
  const shift = p.findIndex((coefficient) => coefficient !== 0n)
  if (shift < 0) throw new TypeError("every number is a root of zero")
  const rest = p.slice(shift)
  const roots: Rational[] = shift > 0 ? [rational(0)] : []
  const shared = content(rest)
  for (const top of divisors(rest[0]! / shared)) {
    for (const bottom of divisors(leading(rest) / shared)) {
      for (const candidate of [rational(top, bottom), rational(-top, bottom)]) {
        const isNew = candidate.denominator === bottom
        if (isNew && valueAt(rest, candidate).numerator === 0n) roots.push(candidate)
      }
    }
  }
  return roots.sort(compare)
}

function divisors(n: bigint): bigint[] {
  const size = n < 0n ? -n : n
  const found: bigint[] = []
  for (let d = 1n; d * d <= size; d++) {
    if (size % d !== 0n) continue
    found.push(d)
    if (d * d !== size) found.push(size / d)
  }
  return found
}
