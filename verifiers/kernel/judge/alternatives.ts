import { difference, number, product } from "../build.ts"
import { sameTree } from "../scalar/compare.ts"
import type { Expr, RelationNode, RelationSign } from "../tree.ts"
import { namesIn } from "../walk.ts"
import { assignmentIn } from "./assignment.ts"
import type { Outcome } from "./outcome.ts"
import type { Task } from "./task.ts"

/**
 * "a < b or a = b" is a ≤ b, and "x = y or x = −y" is (x − y)(x + y) = 0 where the other side is an
 * equation in several unknowns, too. Null where neither side says one relation in two.
 */
export function compareAlternatives(key: Expr, answer: Expr, task: Task): Outcome | null {
  const [wanted, given] = [
    joined(key) ?? productOf(key, answer),
    joined(answer) ?? productOf(answer, key),
  ]
  if (wanted === null && given === null) return null
  return task.compare(wanted ?? key, given ?? answer)
}

function joined(expr: Expr): RelationNode | null {
  const isOr = (expr.kind === "list" && expr.word === "or") || isDisjunction(expr)
  const parts = !isOr ? [] : expr.kind === "list" ? expr.items : expr.of
  const [one, other] = parts
  if (parts.length !== 2 || one?.kind !== "relation" || other?.kind !== "relation") return null
  if (one.signs.length !== 1 || other.signs.length !== 1) return null
  const sign = signOf(one, other) ?? signOf(one, turned(other))
  return sign === null ? null : { ...one, signs: [sign] }
}

function isDisjunction(expr: Expr): expr is Extract<Expr, { kind: "logic" }> {
  return expr.kind === "logic" && expr.name === "or"
}

/** What both signs come to, where the sides are the same. */
function signOf(one: RelationNode, other: RelationNode): RelationSign | null {
  if (!one.sides.every((side, i) => sameTree(side, other.sides[i]!))) return null
  return JOINED[[one.signs[0]!, other.signs[0]!].sort().join("")] ?? null
}

const JOINED: Readonly<Record<string, RelationSign>> = { "<=": "≤", "=>": "≥", "<>": "≠" }

/** Equations joined by "or" as one, beside an equation that gives no name its value. */
function productOf(expr: Expr, other: Expr): RelationNode | null {
  if (other.kind !== "relation" || assignmentIn(other) !== null || namesIn(other).size < 2) {
    return null
  }
  if (other.signs.length !== 1 || other.signs[0] !== "=") return null
  const isOr = (expr.kind === "list" && expr.word === "or") || isDisjunction(expr)
  const parts = !isOr ? [] : expr.kind === "list" ? expr.items : expr.of
  const gaps = parts.map((part) => {
    if (part.kind !== "relation" || part.signs.length !== 1 || part.signs[0] !== "=") return null
    return difference(part.sides[0]!, part.sides[1]!)
  })
  if (gaps.length < 2 || gaps.includes(null)) return null
  return { kind: "relation", sides: [product(...(gaps as Expr[])), number(0)], signs: ["="] }
}

function turned({ sides, signs }: RelationNode): RelationNode {
  const [sign] = signs
  const back = sign === "<" ? ">" : sign === ">" ? "<" : sign!
  return { kind: "relation", sides: [...sides].reverse(), signs: [back] }
}
