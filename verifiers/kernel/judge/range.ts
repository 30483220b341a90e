import { difference, negated, number, quotient, squareRoot } from "../build.ts"
import type { Rational } from "../rational.ts"
import { compare, divide, multiply, negate, rational, subtract } from "../rational.ts"
import { polynomialIn } from "../scalar/polynomial.ts"
import type { Expr, RelationNode, RelationSign } from "../tree.ts"
import { namesIn } from "../walk.ts"
import { every, type Outcome, right, unsettled, wrong } from "./outcome.ts"
import {
  complementOf,
  infinityOf,
  intersectionOf,
  type Piece,
  pieceSet,
  pointSet,
  type RealSet,
  realPart,
  unionOf,
  WHOLE_LINE,
} from "./real-set.ts"
import { branchesIn } from "./solutions.ts"
import type { Task } from "./task.ts"

/** The real numbers that an expression names, or null where they are not a union of intervals. */
export function rangeOf(expr: Expr, task: Task): RealSet | null {
  switch (expr.kind) {
    case "interval": {
      const piece = pieceSet(expr, task)
      return piece?.length === 0 ? null : piece
    }
    case "tuple": {
      const [low, high] = expr.items
      if (expr.fence !== "round" || expr.items.length !== 2) return null
      // A pair with its ends the wrong way round is a point, and never an empty interval.
      const open = pieceSet({ low: low!, high: high!, lowClosed: false, highClosed: false }, task)
      return open?.length === 0 ? null : open
    }
    case "set":
      return unionOf(expr.items.flatMap((item) => branchesIn(item) ?? [item]).map(pointSet), task)
    case "named-set":
      if (expr.name === "empty") return []
      return expr.name === "reals" ? realPart(expr.part) : null
    case "set-operation":
      return operationRange(expr.name, expr.of, task)
    case "relation":
      return relationRange(expr, task)
    case "logic":
      if (expr.name !== "and" && expr.name !== "or") return null
      return operationRange(expr.name === "or" ? "union" : "intersection", expr.of, task)
    case "list":
      return listRange(expr.items, expr.word, task)
    case "builder":
      return expr.element.kind === "symbol" || expr.element.kind === "relation"
        ? rangeOf(withoutCommas(expr.condition), task)
        : null
    default:
      return null
  }
}

/** { x ∈ ℝ | x ≠ 1, x ≠ 2 }: behind the bar a comma means "and". */
function withoutCommas(condition: Expr): Expr {
  if (condition.kind !== "list" || condition.word !== "and") return condition
  const items = condition.items.flatMap((item) =>
    item.kind === "list" && item.word === "comma" ? item.items : [item],
  )
  return { ...condition, items }
}

function operationRange(
  name: "union" | "intersection" | "difference",
  of: readonly Expr[],
  task: Task,
): RealSet | null {
  const sets: RealSet[] = []
  for (const part of of) {
    const set = rangeOf(part, task)
    if (set === null) return null
    sets.push(set)
  }
  switch (name) {
    case "union":
      return unionOf(sets, task)
    case "intersection":
      return intersectionOf(sets, task)
    case "difference":
      return intersectionOf([sets[0]!, ...sets.slice(1).map(complementOf)], task)
  }
}

/** `x < 1 or x > 5`; a comma means "and" where that leaves anything, "or" where it does not. */
function listRange(items: readonly Expr[], word: string, task: Task): RealSet | null {
  if (!items.every(isCondition)) return null
  if (word === "or") return operationRange("union", items, task)
  const both = operationRange("intersection", items, task)
  if (both === null || both.length > 0 || word === "and") return both
  return operationRange("union", items, task)
}

/** A relation, or several joined by a word: (−∞ < x and x < 1) or x > 5. */
function isCondition(item: Expr): boolean {
  return item.kind === "relation" || (item.kind === "list" && item.word !== "comma")
}

/** An inequality in one unknown: linear, quadratic, an absolute value; a chain is all its links. */
function relationRange(expr: RelationNode, task: Task): RealSet | null {
  const names = namesIn(expr)
  if (names.size !== 1) return null
  const [name] = names as Set<string> & Iterable<string>
  const links = expr.signs.map((sign, i) =>
    linkRange(expr.sides[i]!, sign, expr.sides[i + 1]!, name!, task),
  )
  if (links.some((link) => link === null)) return null
  return intersectionOf(links as RealSet[], task)
}

function linkRange(
  left: Expr,
  sign: RelationSign,
  right: Expr,
  name: string,
  task: Task,
): RealSet | null {
  if (sign === "∈" || sign === "∉") {
    if (left.kind !== "symbol") return null
    const set = rangeOf(right, task)
    return set === null || sign === "∈" ? set : complementOf(set)
  }
  const bare = bareRange(left, sign, right, name, task)
  if (bare !== undefined) return bare
  const bounded = absoluteRange(left, sign, right, name, task)
  if (bounded !== null) return bounded
  const coefficients = polynomialIn(difference(left, right), name, task.fuel)
  return coefficients === null ? null : signRange(coefficients, sign, task)
}

/** `x < a` and `a < x` for any number a, also one that is no fraction. */
function bareRange(left: Expr, sign: RelationSign, right: Expr, name: string, task: Task) {
  const isName = (side: Expr) => side.kind === "symbol" && side.name === name
  if (isName(left) && namesIn(right).size === 0) return sideRange(sign, right, task)
  const turned = TURNED[sign]
  if (isName(right) && namesIn(left).size === 0 && turned) return sideRange(turned, left, task)
  return undefined
}

const TURNED: Partial<Record<RelationSign, RelationSign>> = {
  "=": "=",
  "≠": "≠",
  "<": ">",
  "≤": "≥",
  ">": "<",
  "≥": "≤",
}

/** All x with x < a, x = a and so on. */
function sideRange(sign: RelationSign, at: Expr, task: Task): RealSet | null {
  switch (sign) {
    case "=":
      return pointSet(at)
    case "≠":
      return complementOf(pointSet(at))
    case "<":
    case "≤":
      return pieceSet({ ...WHOLE_LINE, high: at, highClosed: sign === "≤" }, task)
    case ">":
    case "≥":
      return pieceSet({ ...WHOLE_LINE, low: at, lowClosed: sign === "≥" }, task)
    default:
      return null
  }
}

/** |u| < a is −a < u < a, and |u| > a is u < −a or u > a, for a number a from 0 up. */
function absoluteRange(
  left: Expr,
  sign: RelationSign,
  right: Expr,
  name: string,
  task: Task,
): RealSet | null {
  if (left.kind !== "call" || left.name !== "abs" || namesIn(right).size > 0) return null
  const inner = left.args[0]!
  const near = sign === "<" || sign === "≤"
  const upper = linkRange(inner, sign, right, name, task)
  const turned = TURNED[sign]
  if (upper === null || turned === undefined) return null
  if (sign === "=" || sign === "≠") return null
  const lower = linkRange(inner, turned, negated(right), name, task)
  if (lower === null) return null
  return near ? intersectionOf([upper, lower], task) : unionOf([upper, lower], task)
}

/** Where a polynomial of degree 1 or 2 is below, at or above zero. Coefficients from x^0 up. */
function signRange(
  coefficients: readonly Rational[],
  sign: RelationSign,
  task: Task,
): RealSet | null {
  const [c = rational(0), b = rational(0), a = rational(0)] = coefficients
  if (coefficients.length > 3) return null
  if (a.numerator === 0n) {
    if (b.numerator === 0n) return null
    const at = number(divide(negate(c), b))
    const facing = b.numerator < 0n ? TURNED[sign] : sign
    return facing === undefined ? null : sideRange(facing, at, task)
  }
  return quadraticRange(a, b, c, a.numerator < 0n ? TURNED[sign] : sign, task)
}

/** The same for a·x² + b·x + c, with the sign turned where a is negative. */
function quadraticRange(
  a: Rational,
  b: Rational,
  c: Rational,
  sign: RelationSign | undefined,
  task: Task,
): RealSet | null {
  const spread = subtract(multiply(b, b), multiply(multiply(rational(4), a), c))
  const shape = compare(spread, rational(0))
  const roots = [-1, 1].map((side) => rootOf(a, b, spread, a.numerator < 0n ? -side : side))
  const [low, high] = roots as [Expr, Expr]
  const at = shape < 0 ? [] : unionOf(shape === 0 ? [pointSet(low)] : roots.map(pointSet), task)
  const open = { low, high, lowClosed: false, highClosed: false }
  const between = shape <= 0 ? [] : pieceSet(open, task)
  if (at === null || between === null) return null
  switch (sign) {
    case "=":
      return at
    case "≠":
      return complementOf(at)
    case "<":
      return between
    case "≤":
      return unionOf([between, at], task)
    case "≥":
      return complementOf(between)
    case ">": {
      const inside = unionOf([between, at], task)
      return inside === null ? null : complementOf(inside)
    }
    default:
      return null
  }
}

function rootOf(a: Rational, b: Rational, spread: Rational, side: number): Expr {
  const bend = squareRoot(number(spread))
  const top: Expr = { kind: "add", terms: [number(negate(b)), side < 0 ? negated(bend) : bend] }
  return quotient(top, number(multiply(rational(2), a)))
}

/** Two sets of reals, piece by piece. */
export function compareRanges(key: RealSet, answer: RealSet, task: Task): Outcome {
  if (key.length !== answer.length) {
    const counts = `${key.length} pieces expected, ${answer.length} given`
    return wrong("interval", "different-set", undefined, counts)
  }
  return every(
    "interval",
    key.map((piece, i) => comparePieces(piece, answer[i]!, task)),
  )
}

/**
 * Two intervals end by end; one with its ends the wrong way round equals only itself. A bracket
 * that closes an infinite end is a slip or means the extended line, so it decides nothing.
 */
export function comparePieces(key: Piece, answer: Piece, task: Task): Outcome {
  return every("interval", [
    compareEnds(key.low, answer.low, task),
    compareEnds(key.high, answer.high, task),
    compareBrackets(key.low, key.lowClosed, answer.lowClosed),
    compareBrackets(key.high, key.highClosed, answer.highClosed),
  ])
}

function compareBrackets(end: Expr, key: boolean, answer: boolean): Outcome {
  if (key === answer) return right("ends")
  return infinityOf(end) === 0
    ? wrong("interval", "different-ends")
    : unsettled("interval", "closed-infinity")
}

function compareEnds(key: Expr, answer: Expr, task: Task): Outcome {
  const [wanted, given] = [infinityOf(key), infinityOf(answer)]
  if (wanted === 0 && given === 0) return task.compare(key, answer)
  return wanted === given ? right("infinity") : wrong("infinity", "different-value")
}
