import type { BigNumber } from "mathjs"
import type { Case, Piece } from "./answer.ts"
import { decimalAt } from "./decimal-value.ts"
import { areApart, areEqual, NOWHERE, type Sameness } from "./same-value.ts"

/** Two unions of intervals have the same members: every end, and a place between any two. */
export function samePieces(key: readonly Piece[], answer: readonly Piece[]): Sameness {
  const places = placesAmong([...key, ...answer])
  if (places === null) return "unknown"
  const differs = places.some((x) => isInAny(key, x) !== isInAny(answer, x))
  return differs ? "different" : "same"
}

/** Two functions by cases have the same values at every end and at two places between any two. */
export function sameCases(key: readonly Case[], answer: readonly Case[]): Sameness {
  const places = placesAmong([...key, ...answer].map(({ when }) => when))
  if (places === null) return "unknown"
  let sure = true
  for (const x of places) {
    const [a, b] = [key, answer].map((cases) => valueAt(cases, x)) as [Found, Found]
    if (a === "nowhere" || b === "nowhere") {
      if (a !== b) return "different"
      continue
    }
    if (a === null || b === null) return "unknown"
    if (areApart(a, b)) return "different"
    sure &&= areEqual(a, b)
  }
  return sure ? "same" : "unknown"
}

type Found = ReturnType<typeof decimalAt> | "nowhere"

function valueAt(cases: readonly Case[], x: BigNumber): Found {
  const found = cases.find(({ when }) => isIn(when, x))
  return found === undefined ? "nowhere" : decimalAt(found.value, new Map([["x", x]]))
}

/** All ends, and places around and between them; null where an end has no value. */
function placesAmong(pieces: readonly Piece[]): BigNumber[] | null {
  const ends: BigNumber[] = []
  for (const { low, high } of pieces) {
    for (const end of [low, high]) {
      if (end === null) continue
      const value = decimalAt(end, NOWHERE)
      if (value === null || !value.im.isZero()) return null
      ends.push(value.re)
    }
  }
  ends.sort((a, b) => a.comparedTo(b))
  const [first, last] = [ends[0], ends.at(-1)]
  if (first === undefined || last === undefined) return null
  const between = ends.slice(1).flatMap((end, i) => {
    const width = end.minus(ends[i]!)
    return [ends[i]!.plus(width.times("0.3127")), ends[i]!.plus(width.times("0.8271"))]
  })
  const outside = [first.minus("1.37"), first.minus("0.21"), last.plus("1.73"), last.plus("0.11")]
  return [...ends, ...between, ...outside]
}

function isInAny(pieces: readonly Piece[], x: BigNumber): boolean {
  return pieces.some((piece) => isIn(piece, x))
}

function isIn({ low, high, lowClosed, highClosed }: Piece, x: BigNumber): boolean {
  const above = low === null || isBelow(decimalAt(low, NOWHERE)!.re, x, lowClosed)
  return above && (high === null || isBelow(x, decimalAt(high, NOWHERE)!.re, highClosed))
}

/** Ends that differ by less than rounding are one end. */
function isBelow(a: BigNumber, b: BigNumber, orEqual: boolean): boolean {
  const near = a.minus(b).abs().lessThan("1e-45")
  return near ? orEqual : a.lessThan(b)
}
