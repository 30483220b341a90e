import type { BigNumber } from "mathjs"
import { decimal, decimalAt, type Value } from "./decimal-value.ts"
import { type Formula, namesIn, placesIn, wholeOf } from "./formula.ts"

/** `domain`: equal where both are defined, but one is undefined at several points of the other. */
export type Sameness = "same" | "different" | "domain" | "unknown"

export type Point = ReadonlyMap<string, BigNumber>
export const NOWHERE: Point = new Map()

const NEAR_SAMPLES = 8
const EQUAL = decimal("1e-48") // relative; rounding of 64 digits stays far below
const APART = decimal("1e-40") // relative; between the two, the oracle does not know
const COORDINATES = [
  ...["0.731058578630004879", "1.618033988749894", "-1.23370055013616982", "2.70805020110221"],
  ...["-0.41421356237309504", "0.30102999566398119", "3.3166247903553998", "-2.2360679774997896"],
  ...["0.0527343750000117", "0.95892427466313", "-0.0870035557", "1.10714871779409", "-3.7416573"],
].map(decimal)

/** Compares two formulas in decimals of 64 digits: constants once, functions at twelve points. */
export function sameValue(one: Formula, other: Formula): Sameness {
  const wholes = [wholeOf(one), wholeOf(other)]
  if (!wholes.includes(null)) return wholes[0] === wholes[1] ? "same" : "different"
  const names = new Set([...namesIn(one), ...namesIn(other)])
  const points = isGrowing(one) || isGrowing(other) ? nearPoints(names) : pointsFor(names)
  const counts = { same: 0, different: 0, oneSided: 0 }
  for (const point of points) {
    const [a, b] = [decimalAt(one, point), decimalAt(other, point)]
    if (a === null && b === null) continue
    if (a === null || b === null) counts.oneSided++
    else if (areEqual(a, b)) counts.same++
    else if (areApart(a, b)) counts.different++
    if (counts.different > 0) return "different"
  }
  if (names.size === 0) return counts.same === 1 ? "same" : "unknown"
  if (counts.oneSided >= 2) return "domain"
  return counts.oneSided === 0 && counts.same >= 3 ? "same" : "unknown"
}

/** The points at which functions of these names are compared; a single one for constants. */
export function pointsFor(names: ReadonlySet<string>): Point[] {
  if (names.size === 0) return [NOWHERE]
  const sorted = [...names].sort()
  // What changes far away only, such as |x + 1000|, is another function all the same.
  const far = FAR.map((one) => new Map(sorted.map((name, k) => [name, one.plus(37 * k)])))
  return [...nearPoints(names), ...far]
}

const FAR = ["-98765.4321098", "-3141.59265358979", "-1618.0339887", "2718.28182845904"].map(
  decimal,
)

function nearPoints(names: ReadonlySet<string>): Point[] {
  if (names.size === 0) return [NOWHERE]
  const sorted = [...names].sort()
  return Array.from({ length: NEAR_SAMPLES }, (_, sample) => {
    return new Map(sorted.map((name, k) => [name, coordinate(sample, k)]))
  })
}

const GROWING: ReadonlySet<string> = new Set(["sinh", "cosh", "tanh"])

/** Exponentials far out take long, and have more digits before the point than are worked with. */
function isGrowing(of: Formula): boolean {
  return placesIn(of).some(({ here }) => {
    if (here.is === "call") return GROWING.has(here.name)
    return here.is === "power" && namesIn(here.exponent).size > 0
  })
}

function coordinate(sample: number, k: number): BigNumber {
  const chosen = COORDINATES[(sample + 4 * k + k * sample) % COORDINATES.length]!
  return chosen.plus(decimal("0.01370091").times(k))
}

export function areEqual(a: Value, b: Value): boolean {
  return distance(a, b).lessThanOrEqualTo(EQUAL.times(size(a).plus(size(b)).plus(1)))
}

/** A constant near zero may be all rounding, so that nothing near it is called different. */
export function areApart(a: Value, b: Value): boolean {
  return distance(a, b).greaterThan(APART.times(size(a).plus(size(b)).plus("1e-6")))
}

export function distance(a: Value, b: Value): BigNumber {
  return a.re.minus(b.re).abs().plus(a.im.minus(b.im).abs())
}

function size(a: Value): BigNumber {
  return a.re.abs().plus(a.im.abs())
}
