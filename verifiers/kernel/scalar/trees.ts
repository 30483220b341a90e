import { print } from "../rational.ts"
import type { Expr } from "../tree.ts"
import { mentions, namesIn, partsOf, withParts } from "../walk.ts"

/** The names that an expression depends on; the variable of a sum, limit or integral is bound. */
export function freeNames(expr: Expr): ReadonlySet<string> {
  return namesIn(expr)
}

/** No unknown occurs. Unknown functions count as unknowns, so f(2) is no constant. */
export function isConstant(expr: Expr): boolean {
  if (expr.kind === "symbol" || expr.kind === "apply") return false
  if (expr.kind !== "operation") return partsOf(expr).every(isConstant)
  return namesIn(expr).size === 0 && !mentions(expr, (node) => node.kind === "apply")
}

/** The tree with a name replaced by a value; bound names are not touched. */
export function substitute(expr: Expr, name: string, value: Expr): Expr {
  if (expr.kind === "symbol") return expr.name === name ? value : expr
  const parts = partsOf(expr)
  if (parts.length === 0) return expr
  const bound = expr.kind === "operation" && expr.variable === name && expr.name !== "derivative"
  const next = parts.map((part, at) => (bound && at === 0 ? part : substitute(part, name, value)))
  return next.some((part, at) => part !== parts[at]) ? withParts(expr, next) : expr
}

/** Equal trees: same kinds, same values; how a number was written does not count. */
export function sameTree(left: Expr, right: Expr): boolean {
  if (left === right) return true
  if (left.kind !== right.kind || labelOf(left) !== labelOf(right)) return false
  const leftParts = partsOf(left)
  const rightParts = partsOf(right)
  if (leftParts.length !== rightParts.length) return false
  return leftParts.every((part, at) => sameTree(part, rightParts[at]!))
}

/** A text that two trees share exactly where `sameTree` holds. */
export function treeKey(expr: Expr): string {
  const label = `${expr.kind} ${JSON.stringify(labelOf(expr))}`
  return `[${label}${partsOf(expr).map(treeKey).join("")}]`
}

/** What tells two nodes of one kind apart, besides their parts. */
function labelOf(expr: Expr): string {
  switch (expr.kind) {
    case "number":
      return print(expr.value)
    case "based":
      return `${print(expr.value)} ${expr.base}`
    case "symbol":
    case "constant":
    case "call":
    case "set-operation":
    case "logic":
      return expr.name
    case "apply":
      return `${expr.name} ${expr.primes}`
    case "plus-minus":
      return `${expr.sign} ${expr.left === null}`
    case "quantity":
      return `${expr.unit.text} ${print(expr.unit.scale)} ${expr.unit.pi}`
    case "matrix":
      return expr.rows.map((row) => row.length).join(" ")
    case "tuple":
      return expr.fence
    case "interval":
      return `${expr.lowClosed} ${expr.highClosed}`
    case "named-set":
      return `${expr.name} ${expr.part}`
    case "relation":
      return expr.signs.join(" ")
    case "truth":
      return String(expr.value)
    case "piecewise":
      return `${expr.cases.length} ${expr.otherwise === null}`
    case "operation": {
      const bounds = `${expr.low === null} ${expr.high === null}`
      return `${expr.name} ${expr.order} ${expr.variable} ${bounds}`
    }
    case "text":
      return expr.text
    default:
      return ""
  }
}
