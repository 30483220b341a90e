import { treeKey } from "../scalar/trees.ts"
import type { ApplyNode, Expr, RelationNode } from "../tree.ts"
import { mentions, namesIn, partsOf } from "../walk.ts"
import { bareName } from "./arrows.ts"
import { decimalIn, isClosed } from "./decimal.ts"
import type { Task } from "./task.ts"

/** `x = 5`, `f(x) = 2x`, `(x, y) = (1, 2)`: a name and what it is said to be. */
export interface Assignment {
  readonly name: string
  readonly value: Expr
  /** An approximation given beside the value: the 1.41 of x = √2 ≈ 1.41. */
  readonly about: Expr | null
}

/** The assignment that a chain of equal signs makes, or null where it is an equation. */
export function assignmentIn(expr: Expr): Assignment | null {
  if (expr.kind !== "relation" || !expr.signs.every((sign) => sign === "=" || sign === "≈")) {
    return null
  }
  const name = nameOf(expr.sides[0]!)
  if (name === null) return turnedAssignment(expr)
  const { value, about } = lastValue(expr, 1)
  return names(value, name) ? null : { name, value, about }
}

/**
 * What a relation gives as a value where the other side is none: s + t = 204 and sin A = 1/2 say
 * what a quantity made of names is worth. With one unknown and numbers, as in 2x = 10, it is an
 * equation that somebody has still to solve.
 */
export function statedValue(expr: RelationNode): Assignment | null {
  const assigned = assignmentIn(expr)
  if (assigned !== null) return assigned
  const [head, value] = expr.sides as readonly [Expr, Expr]
  if (expr.sides.length !== 2 || expr.signs[0] !== "=" || !isClosed(value)) return null
  const isMade =
    head.kind === "call" && head.name !== "abs" && head.args.every((arg) => nameOf(arg) !== null)
  return isMade || namesIn(head).size > 1 ? { name: treeKey(head), value, about: null } : null
}

/** The names to which an answer assigns values, also in a list of several. */
export function assignedNames(expr: Expr, names = new Set<string>()): Set<string> {
  const assigned = assignmentIn(expr)
  const head = expr.kind === "relation" ? expr.sides[0]! : null
  if (assigned !== null && head?.kind === "tuple") namesIn(head, names)
  else if (assigned !== null) names.add(assigned.name)
  else if (expr.kind === "list" || expr.kind === "logic") {
    for (const part of partsOf(expr)) assignedNames(part, names)
  }
  return names
}

/** `5 = x`: the name on the right of one plain equal sign, and a number on the left. */
function turnedAssignment(expr: RelationNode): Assignment | null {
  const [left, right] = expr.sides as readonly [Expr, Expr]
  const name = nameOf(right)
  if (expr.sides.length !== 2 || name === null || !isClosed(left)) return null
  return { name, value: left, about: null }
}

/** The last side that is not an approximation of the one before. */
function lastValue(expr: RelationNode, from: number): { value: Expr; about: Expr | null } {
  const last = expr.sides.length - 1
  if (expr.signs[last - 1] === "≈" && last > from) {
    return { value: expr.sides[last - 1]!, about: expr.sides[last]! }
  }
  return { value: expr.sides[last]!, about: null }
}

const SLOPE = /^d([a-z])\/d[xt]$/ // dy/dx is y′, as dx/dt is x′

/** The text of a bare name: a symbol, an unknown function, a tuple of names, a segment AB, ∫f. */
function nameOf(expr: Expr): string | null {
  if (expr.kind === "symbol") return bareName(expr.name).replace(SLOPE, "$1'")
  if (expr.kind === "operation") return `${expr.name}(…)`
  if (expr.kind === "multiply") {
    const letters = expr.factors.map((factor) => (factor.kind === "symbol" ? factor.name : ""))
    return letters.every(isCapital) ? letters.join("") : null
  }
  if (expr.kind === "apply") return nameOfFunction(expr)
  if (expr.kind === "call" && expr.name === "abs") return lengthName(expr.args[0]!)
  if (expr.kind === "tuple") {
    const parts = expr.items.map((item) => (item.kind === "symbol" ? item.name : null))
    return parts.includes(null) ? null : `(${parts.join(",")})`
  }
  return null
}

/** f(x) is y by another name; any other function keeps its own. */
function nameOfFunction({ name, primes, args }: ApplyNode): string {
  const [of] = args
  const isPlain = args.length === 1 && of?.kind === "symbol" && of.name === "x"
  if (name === "f" && primes === 0 && isPlain) return "y"
  return `${name}${"'".repeat(primes)}(${args.map(treeKey).join(",")})`
}

/** |AB| is the length AB, and |v| that of a vector: nobody solves for either. */
function lengthName(of: Expr): string | null {
  if (of.kind === "symbol" && of.name.startsWith("vec ")) return `|${of.name}|`
  return of.kind === "multiply" ? nameOf(of) : null
}

function isCapital(letter: string): boolean {
  return letter.length === 1 && letter >= "A" && letter <= "Z"
}

function names(expr: Expr, name: string): boolean {
  return mentions(expr, (node) => nameOf(node) === name)
}

/** Whether no side of x = 1 + 2 = 3 contradicts the next; unknowns may stand in between. */
export function isSound(expr: Expr, task: Task): boolean {
  if (expr.kind !== "relation" || expr.sides.length < 3) return true
  return expr.signs.slice(1).every((sign, i) => {
    const [one, other] = [expr.sides[i + 1]!, expr.sides[i + 2]!]
    return sign !== "=" || task.compare(one, other).is !== "incorrect"
  })
}

/**
 * The value at the end of a chain without a name at its head, 2 + 3 = 5, where all links are true;
 * `false` where one is not, null where the chain is an equation in unknowns.
 */
export function chainValue(expr: RelationNode, task: Task): Assignment | false | null {
  if (!expr.signs.every((sign) => sign === "=" || sign === "≈")) return null
  const { value, about } = lastValue(expr, 0)
  const exact = about === null ? expr.sides : expr.sides.slice(0, -1)
  let doubt = false
  for (const side of exact.slice(0, -1)) {
    const outcome = task.compare(side, value)
    if (outcome.is === "incorrect") return isClosed(expr) ? false : null
    doubt ||= outcome.is === "undecided"
  }
  return doubt ? null : { name: "", value, about }
}

/** Significant digits of the approximation that a key gives beside its value. */
export function digitsShown({ about }: Assignment): number | null {
  return about === null ? null : (decimalIn(about)?.significant ?? null)
}
