import * as rationals from "../rational.ts"
import { Beyond, type Ring } from "./ring.ts"
import { type Form, keyOf, ONE_TERM, SCALE, type Sum, type Term, UNITY } from "./sum.ts"

const ORDER_MAX = 420 // the highest root of unity whose powers are reduced
const TOO_HIGH = new Beyond("a root of unity of high order")

/** Whether two forms are the same function wherever both are defined. False claims nothing. */
export function isSameForm(ring: Ring, left: Form, right: Form): boolean {
  return isZeroSum(ring, differenceOf(ring, left, right))
}

/**
 * What is zero exactly where the forms are equal: left.top · right.bottom − right.top ·
 * left.bottom.
 */
export function differenceOf(ring: Ring, left: Form, right: Form): Sum {
  const a = ring.multiply(left.top, right.bottom)
  const b = ring.multiply(right.top, left.bottom)
  return ring.add(a, ring.scale(b, rationals.rational(-1n)))
}

/** Whether a sum is zero for every value of its atoms, after the relations between them. */
export function isZeroSum(ring: Ring, sum: Sum): boolean {
  if (sum.size === 0) return true
  const cleared = withoutNegativePowers(ring, sum)
  if (cleared.size === 0) return true
  return hasHighUnity(cleared) && isZeroOverUnity(ring, cleared)
}

/**
 * Whether "not zero" may be concluded from the sum itself: roots of primes, i and π times unknowns.
 * Products of fractional powers of distinct primes are independent over Q (A. S. Besicovitch,
 * 1940), i is independent of real numbers, and π and unknowns are transcendental over all of these.
 */
export function isDecisive(ring: Ring, sum: Sum): boolean {
  for (const { ids, powers } of sum.values()) {
    for (let at = 0; at < ids.length; at++) {
      const atom = ring.atoms[ids[at]!]!
      if (atom.kind === "unity" && powers[at] !== SCALE / 2) return false
      if (!["unity", "prime", "pi", "symbol"].includes(atom.kind)) return false
    }
  }
  return true
}

/** Powers of sums below zero are cleared by multiplying with them: they are not zero. */
function withoutNegativePowers(ring: Ring, sum: Sum): Sum {
  let result = sum
  for (let round = 0; round < 8; round++) {
    const lowest = lowestPowers(ring, result)
    if (lowest.size === 0) return result
    for (const [id, power] of lowest) {
      const atom = ring.atoms[id]!
      const step = atom.kind === "absolute" ? 2 * SCALE : SCALE
      const lift = Math.ceil(-power / step) * step
      result = lifted(ring, result, id, lift)
    }
  }
  return result
}

function lowestPowers(ring: Ring, sum: Sum): Map<number, number> {
  const lowest = new Map<number, number>()
  for (const { ids, powers } of sum.values()) {
    for (let at = 0; at < ids.length; at++) {
      const { kind } = ring.atoms[ids[at]!]!
      if ((kind !== "base" && kind !== "absolute") || powers[at]! >= 0) continue
      lowest.set(ids[at]!, Math.min(lowest.get(ids[at]!) ?? 0, powers[at]!))
    }
  }
  return lowest
}

/** Each term times atom^power, folded where the power became one that the atom cannot have. */
function lifted(ring: Ring, sum: Sum, id: number, power: number): Sum {
  const factor = new Map([
    [keyOf([id], [power]), { coefficient: ONE_TERM.coefficient, ids: [id], powers: [power] }],
  ])
  return ring.multiply(sum, factor)
}

function hasHighUnity(sum: Sum): boolean {
  for (const { ids, powers } of sum.values()) {
    if (ids[0] === UNITY && powers[0] !== SCALE / 2) return true
  }
  return false
}

/**
 * Writes every term over one root of unity ζ of order n, square roots of primes by Gauss's sums,
 * and reduces each coefficient of the other atoms modulo the n-th cyclotomic polynomial.
 */
function isZeroOverUnity(ring: Ring, sum: Sum): boolean {
  const order = orderOf(ring, sum)
  if (order > ORDER_MAX) throw TOO_HIGH
  const groups = new Map<string, rationals.Rational[]>()
  for (const term of sum.values()) {
    for (const part of withGaussSums(ring, term, order)) {
      const key = keyOf(part.ids, part.powers)
      const row = groups.get(key) ?? Array.from({ length: order }, () => rationals.rational(0n))
      row[part.place] = rationals.add(row[part.place]!, part.coefficient)
      groups.set(key, row)
    }
  }
  const divisor = cyclotomic(order)
  ring.spend((groups.size * order * divisor.length) / 64)
  return [...groups.values()].every((row) => isMultipleOf(row, divisor))
}

/** A common order of the roots of unity, with those that Gauss's sums bring in. */
function orderOf(ring: Ring, sum: Sum): number {
  let order = 4
  for (const { ids, powers } of sum.values()) {
    for (let at = 0; at < ids.length; at++) {
      const atom = ring.atoms[ids[at]!]!
      if (ids[at] === UNITY) order = common(order, (2 * SCALE) / divisorOf(powers[at]!, 2 * SCALE))
      if (order > ORDER_MAX) throw TOO_HIGH
      if (isRoot(atom.kind, powers[at]!) && atom.value <= 47n) {
        order = common(order, atom.value === 2n ? 8 : Number(atom.value))
      }
    }
  }
  return order
}

interface Placed {
  readonly ids: readonly number[]
  readonly powers: readonly number[]
  readonly coefficient: rationals.Rational
  readonly place: number
}

function withGaussSums(ring: Ring, term: Term, order: number): Placed[] {
  let places: { place: number; sign: number }[] = [{ place: 0, sign: 1 }]
  const ids: number[] = []
  const powers: number[] = []
  for (let at = 0; at < term.ids.length; at++) {
    const atom = ring.atoms[term.ids[at]!]!
    const power = term.powers[at]!
    if (atom.id === UNITY) {
      const shift = Math.round((power / (2 * SCALE)) * order)
      places = places.map(({ place, sign }) => ({ place: (place + shift) % order, sign }))
    } else if (isRoot(atom.kind, power) && atom.value <= 47n) {
      places = timesRoot(places, Number(atom.value), order)
    } else {
      ids.push(atom.id)
      powers.push(power)
    }
  }
  ring.spend(places.length / 4)
  return places.map(({ place, sign }) => {
    const { coefficient } = term
    return {
      ids,
      powers,
      place,
      coefficient: sign < 0 ? rationals.negate(coefficient) : coefficient,
    }
  })
}

/** √2 = ζ₈ + ζ₈⁻¹; √p is Σ (a/p) ζ_p^a for p ≡ 1 and −i times it for p ≡ 3 modulo 4. */
function timesRoot(places: { place: number; sign: number }[], prime: number, order: number) {
  if (prime === 2) {
    const step = order / 8
    return places.flatMap(({ place, sign }) => [
      { place: (place + step) % order, sign },
      { place: (place + 7 * step) % order, sign },
    ])
  }
  const quarter = prime % 4 === 3 ? (3 * order) / 4 : 0
  const squares = new Set(Array.from({ length: prime }, (_, a) => (a * a) % prime))
  return places.flatMap(({ place, sign }) =>
    Array.from({ length: prime - 1 }, (_, a) => ({
      place: (place + quarter + ((a + 1) * order) / prime) % order,
      sign: squares.has(a + 1) ? sign : -sign,
    })),
  )
}

function isRoot(kind: string, power: number): boolean {
  return kind === "prime" && power === SCALE / 2
}

/** The remainder of a row of coefficients is zero; the divisor's leading coefficient is 1. */
function isMultipleOf(row: rationals.Rational[], divisor: readonly number[]): boolean {
  const degree = divisor.length - 1
  for (let at = row.length - 1; at >= degree; at--) {
    const head = row[at]!
    if (head.numerator === 0n) continue
    for (let k = 0; k <= degree; k++) {
      if (divisor[k] === 0) continue
      const by = rationals.multiply(head, rationals.rational(divisor[k]!))
      row[at - degree + k] = rationals.subtract(row[at - degree + k]!, by)
    }
  }
  return row.every(({ numerator }) => numerator === 0n)
}

/** Φ_n from the constant up: x^n − 1 divided by Φ_d for every proper divisor d. */
function cyclotomic(n: number): number[] {
  let result = [-1, ...Array.from({ length: n - 1 }, () => 0), 1]
  for (let d = 1; d < n; d++) if (n % d === 0) result = quotientOf(result, cyclotomic(d))
  return result
}

function quotientOf(top: readonly number[], bottom: readonly number[]): number[] {
  const rest = [...top]
  const degree = bottom.length - 1
  const quotient = Array.from({ length: top.length - degree }, () => 0)
  for (let at = quotient.length - 1; at >= 0; at--) {
    quotient[at] = rest[at + degree]!
    for (let k = 0; k <= degree; k++) rest[at + k]! -= quotient[at]! * bottom[k]!
  }
  return quotient
}

function common(a: number, b: number): number {
  return (a / divisorOf(a, b)) * b
}

function divisorOf(a: number, b: number): number {
  let [larger, smaller] = [Math.abs(a), Math.abs(b)]
  while (smaller > 0) [larger, smaller] = [smaller, larger % smaller]
  return larger
}
