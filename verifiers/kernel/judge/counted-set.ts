import { number } from "../build.ts"
import { negate, type Rational, rational } from "../rational.ts"
import { exactValue } from "../scalar/compare.ts"
import type { Expr, NamedSetNode } from "../tree.ts"
import type { Outcome } from "./outcome.ts"
import { rangeOf } from "./range.ts"
import { infinityOf } from "./real-set.ts"
import type { Task } from "./task.ts"

const COUNTED_MAX = 200n // elements; a larger set is described and not listed

/** { n ∈ ℤ | −2 < n < 3 } by its elements, so that it can be compared with {−1, 0, 1, 2}. */
export function compareCountedSets(key: Expr, answer: Expr, task: Task): Outcome | null {
  const [wanted, given] = [elementsOf(key, task), elementsOf(answer, task)]
  if (wanted === null && given === null) return null
  return task.compare(wanted ?? key, given ?? answer)
}

/** The elements of a bounded set of whole numbers that is given by a condition; else null. */
function elementsOf(expr: Expr, task: Task): Expr | null {
  if (expr.kind !== "builder" || expr.element.kind !== "symbol") return null
  const { name } = expr.element
  const conditions = conditionsIn(expr.condition)
  const member = conditions.find((condition) => wholeSetOf(condition, name) !== null)
  const others = conditions.filter((condition) => condition !== member)
  if (member === undefined || others.length === 0) return null
  const within = rangeOf({ kind: "list", items: others, word: "and" }, task)
  if (within === null) return null
  const items: Expr[] = []
  const set = wholeSetOf(member, name)!
  for (const { low, high, lowClosed, highClosed } of within) {
    const isHalf = infinityOf(low) === -1 && isPartOf(-1n, set) === false
    const [from, to] = [isHalf ? ZERO : exactValue(low, task.fuel), exactValue(high, task.fuel)]
    if (from === null || to === null) return null
    const first = lowClosed || isHalf ? -floorOf(negate(from)) : floorOf(from) + 1n
    const last = highClosed ? floorOf(to) : -floorOf(negate(to)) - 1n
    if (last - first >= COUNTED_MAX) return null
    for (let at = first; at <= last; at++) {
      const isIn = isPartOf(at, set)
      if (isIn === null) return null
      if (isIn) items.push(number(at))
    }
  }
  return { kind: "set", items }
}

function conditionsIn(expr: Expr): readonly Expr[] {
  if (expr.kind === "list" && expr.word !== "or") return expr.items.flatMap(conditionsIn)
  return expr.kind === "logic" && expr.name === "and" ? expr.of.flatMap(conditionsIn) : [expr]
}

/** The set of whole numbers that a condition puts a name into. */
function wholeSetOf(expr: Expr, name: string): NamedSetNode | null {
  if (expr.kind !== "relation" || expr.signs.length !== 1 || expr.signs[0] !== "∈") return null
  const [element, set] = expr.sides as readonly [Expr, Expr]
  if (element.kind !== "symbol" || element.name !== name || set.kind !== "named-set") return null
  return set.name === "integers" || set.name === "naturals" ? set : null
}

/** Whether a number is in the set; null where it hangs on what ℕ starts with. */
function isPartOf(value: bigint, { name, part }: NamedSetNode): boolean | null {
  if (name === "naturals" && value < 0n) return false
  if (name === "naturals" && value === 0n && part === "all") return null
  switch (part) {
    case "all":
      return true
    case "positive":
      return value > 0n
    case "negative":
      return value < 0n
    case "nonnegative":
      return value >= 0n
    case "nonpositive":
      return value <= 0n
    case "nonzero":
      return value !== 0n
  }
}

function floorOf({ numerator, denominator }: Rational): bigint {
  const quotient = numerator / denominator
  return numerator < 0n && quotient * denominator !== numerator ? quotient - 1n : quotient
}

const ZERO = rational(0)
