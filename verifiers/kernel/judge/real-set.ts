import { INFINITY, negated, number } from "../build.ts"
import type { Expr, IntervalNode } from "../tree.ts"
import { orderOf } from "./near.ts"
import type { Task } from "./task.ts"

/**
 * A set of real numbers as separate pieces from left to right. An end is an expression or an
 * infinity, so that [√2, ∞) is exact. `null` here always means: the order of two ends could not be
 * decided, or the set is not made of intervals.
 */
export type RealSet = readonly Piece[]

export type Piece = Omit<IntervalNode, "kind">

const MINUS_INFINITY: Expr = negated(INFINITY)
export const WHOLE_LINE: Piece = {
  low: MINUS_INFINITY,
  high: INFINITY,
  lowClosed: false,
  highClosed: false,
}

/** Below, at or above zero as one end lies left of, on or right of another; null if undecided. */
export function order(one: Expr, other: Expr, task: Task): -1 | 0 | 1 | null {
  const [a, b] = [infinityOf(one), infinityOf(other)]
  if (a !== 0 || b !== 0) return a === b ? 0 : a < b ? -1 : 1
  const found = orderOf(one, other, task.setting)
  return found === null ? null : found === "equal" ? 0 : found === "less" ? -1 : 1
}

/** The sign of an infinite end, 0 for a finite one. */
export function infinityOf(end: Expr): -1 | 0 | 1 {
  if (end.kind === "negate") {
    const inner = infinityOf(end.of)
    return inner === 1 ? -1 : inner === -1 ? 1 : 0
  }
  return end.kind === "constant" && end.name === "infinity" ? 1 : 0
}

/** One interval, a point where both ends meet and belong to it, or nothing. */
export function pieceSet(piece: Piece, task: Task): RealSet | null {
  const gap = order(piece.low, piece.high, task)
  if (gap === null) return null
  if (gap > 0 || (gap === 0 && !(piece.lowClosed && piece.highClosed))) return []
  return [piece]
}

export function pointSet(at: Expr): RealSet {
  return [{ low: at, high: at, lowClosed: true, highClosed: true }]
}

export function unionOf(sets: readonly RealSet[], task: Task): RealSet | null {
  const pieces = sorted(sets.flat(), task)
  if (pieces === null) return null
  const merged: Piece[] = []
  for (const piece of pieces) {
    const last = merged.at(-1)
    const gap = last === undefined ? 1 : order(piece.low, last.high, task)
    if (gap === null) return null
    const touches = gap < 0 || (gap === 0 && (piece.lowClosed || last!.highClosed))
    if (last === undefined || !touches) merged.push(piece)
    else {
      const farther = order(piece.high, last.high, task)
      if (farther === null) return null
      const high = farther > 0 ? piece.high : last.high
      const highClosed =
        farther > 0
          ? piece.highClosed
          : farther === 0
            ? piece.highClosed || last.highClosed
            : last.highClosed
      merged[merged.length - 1] = { ...last, high, highClosed }
    }
  }
  return merged
}

export function complementOf(set: RealSet): RealSet {
  const gaps: Piece[] = []
  let low: Pick<Piece, "low" | "lowClosed"> = { low: MINUS_INFINITY, lowClosed: false }
  for (const piece of set) {
    const gap = { ...low, high: piece.low, highClosed: !piece.lowClosed }
    if (infinityOf(piece.low) !== -1) gaps.push(gap)
    low = { low: piece.high, lowClosed: !piece.highClosed }
  }
  if (infinityOf(low.low) !== 1) gaps.push({ ...low, high: INFINITY, highClosed: false })
  return gaps
}

export function intersectionOf(sets: readonly RealSet[], task: Task): RealSet | null {
  const outside = unionOf(sets.map(complementOf), task)
  return outside === null ? null : complementOf(outside)
}

function sorted(pieces: readonly Piece[], task: Task): Piece[] | null {
  const placed: Piece[] = []
  for (const piece of pieces) {
    let at = placed.length
    while (at > 0) {
      const gap = order(piece.low, placed[at - 1]!.low, task)
      if (gap === null) return null
      const before = gap < 0 || (gap === 0 && piece.lowClosed && !placed[at - 1]!.lowClosed)
      if (!before) break
      at--
    }
    placed.splice(at, 0, piece)
  }
  return placed
}

/** The real numbers, or the part of them on one side of zero. */
export function realPart(part: string): RealSet {
  const zero = number(0)
  const above = { ...WHOLE_LINE, low: zero }
  const below = { ...WHOLE_LINE, high: zero }
  switch (part) {
    case "positive":
      return [above]
    case "negative":
      return [below]
    case "nonnegative":
      return [{ ...above, lowClosed: true }]
    case "nonpositive":
      return [{ ...below, highClosed: true }]
    case "nonzero":
      return [below, above]
    default:
      return [WHOLE_LINE]
  }
}
