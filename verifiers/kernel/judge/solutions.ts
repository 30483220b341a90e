import type { Expr } from "../tree.ts"
import { mentions, namesIn, partsOf, rebuild } from "../walk.ts"
import { assignmentIn } from "./assignment.ts"

const SIGNS_MAX = 3 // ± in one expression: at most 8 branches

/**
 * The separate values that an answer lists: the parts of a list or a set, x = 1 or x = 2, both
 * branches of a ±. Null for anything that is one value.
 */
export function valuesIn(expr: Expr): readonly Expr[] | null {
  const parts = listedIn(expr)
  if (parts === null) {
    const value = expr.kind === "relation" ? assignmentIn(expr)?.value : expr
    return value === undefined ? null : branchesIn(value)
  }
  // A set among the parts is one of several sets, and not its elements.
  const values = parts.flatMap((part) => {
    if (part.kind === "set" || part.kind === "named-set") return [part]
    return jointIn(part) ?? valuesIn(part) ?? [part]
  })
  const assigned = values.map(assignmentIn)
  const names = new Set(assigned.map((one) => one?.name))
  if (names.size !== 1 || assigned.includes(null)) return values
  return assigned.map((one) => one!.value)
}

/** One solution of several unknowns, x = 1, y = 2 among others, is a point and not two values. */
function jointIn(part: Expr): readonly Expr[] | null {
  const isJoint = part.kind === "list" ? part.word !== "or" : isConjunction(part)
  if (!isJoint || namesIn(part).size < 2) return null
  if (!partsOf(part).every(({ kind }) => kind === "relation")) return null
  const record = recordIn(part)
  if (record === null) return [part]
  const named = [...record].sort(([one], [other]) => (one < other ? -1 : 1))
  return [{ kind: "tuple", items: named.map(([, value]) => value), fence: "round" }]
}

/** What stands side by side in a list, a set or a sentence with "or" and "and". */
function listedIn(expr: Expr): readonly Expr[] | null {
  if (expr.kind === "list" || expr.kind === "set") return expr.items
  if (expr.kind === "named-set" && expr.name === "empty") return []
  if (expr.kind === "logic" && (expr.name === "or" || expr.name === "and")) {
    const isPart = (of: Expr) => of.kind !== "symbol" && (of.kind !== "logic" || isConjunction(of))
    return expr.of.every(isPart) ? expr.of : null
  }
  // [x = 1, y = 2] has the shape of an interval and is a list.
  if (expr.kind === "interval" && expr.low.kind === "relation" && expr.high.kind === "relation") {
    return [expr.low, expr.high]
  }
  if (expr.kind !== "relation" || expr.signs.length !== 1 || expr.signs[0] !== "∈") return null
  const [name, set] = expr.sides as readonly [Expr, Expr]
  return name.kind === "symbol" || name.kind === "tuple" ? listedIn(set) : null
}

/** Both values of a ±, or null without one. Several ± are chosen apart unless a ∓ ties them. */
export function branchesIn(expr: Expr): readonly Expr[] | null {
  let count = 0
  let tied = false
  mentions(expr, (node) => {
    if (node.kind === "plus-minus") {
      count++
      tied ||= node.sign === "minus"
    }
    return false
  })
  if (count === 0 || count > SIGNS_MAX) return null
  const choices = tied ? [0, 2 ** count - 1] : Array.from({ length: 2 ** count }, (_, i) => i)
  return choices.map((choice) => branchOf(expr, choice))
}

/** Bit i of the choice is set where the i-th ± takes its lower sign. */
function branchOf(expr: Expr, choice: number): Expr {
  let index = 0
  return rebuild(expr, (node) => {
    if (node.kind !== "plus-minus") return node
    const lower = Math.floor(choice / 2 ** index++) % 2 === 1
    const minus = lower !== (node.sign === "minus")
    const right: Expr = minus ? { kind: "negate", of: node.right } : node.right
    return node.left === null ? right : { kind: "add", terms: [node.left, right] }
  })
}

/** `x = 1, y = 2`: each name with its value; null where names repeat or a part is no such thing. */
export function recordIn(expr: Expr): ReadonlyMap<string, Expr> | null {
  const parts = listedIn(expr) ?? (expr.kind === "tuple" ? expr.items : namedAlike(expr))
  const isEither = (expr.kind === "list" && expr.word === "or") || isDisjunction(expr)
  if (parts === null || parts.length < 2 || isEither) return null
  const record = new Map<string, Expr>()
  for (const part of parts) {
    const assigned = assignmentIn(part)
    if (assigned === null || record.has(assigned.name)) return null
    record.set(assigned.name, assigned.value)
  }
  const bases = new Set([...record.keys()].map((name) => name.split("_")[0]))
  return bases.size === 1 && record.size > 1 ? null : record
}

function isConjunction(expr: Expr): boolean {
  return expr.kind === "logic" && expr.name === "and"
}

function isDisjunction(expr: Expr): boolean {
  return expr.kind === "logic" && expr.name === "or"
}

/** x = y = 2: the same value for each of several names. */
function namedAlike(expr: Expr): readonly Expr[] | null {
  if (expr.kind !== "relation" || expr.sides.length < 3) return null
  const [names, value] = [expr.sides.slice(0, -1), expr.sides.at(-1)!]
  if (!names.every(({ kind }) => kind === "symbol") || !expr.signs.every((sign) => sign === "=")) {
    return null
  }
  return names.map((name) => ({ kind: "relation", sides: [name, value], signs: ["="] }))
}
