import { Fuel } from "../../verifiers/kernel/fuel.ts"
import { add, negate, rational } from "../../verifiers/kernel/rational.ts"
import { readMath } from "../../verifiers/kernel/read/read.ts"
import type { Expr, FunctionName, NumberNode, RelationSign } from "../../verifiers/kernel/tree.ts"
import { namesIn, partsOf, rebuild, withParts } from "../../verifiers/kernel/walk.ts"

const FUEL = 20_000 // steps to read one key
const EXTRA = 997 // an element that no key has

/** The one reading of a text, or null where the kernel does not read it or reads it two ways. */
export function treeOf(key: string): Expr | null {
  const settings = { notation: "auto", names: new Set<string>() } as const
  const read = readMath(key, settings, new Fuel(FUEL))
  return read.ok && read.readings.length === 1 ? read.readings[0]! : null
}

/**
 * The expression with one slip in one place: a number moved by one, a sign turned, an element
 * dropped or added, a bracket swapped, another operator. Some may be worth the same after all.
 */
export function slipped(expr: Expr): Expr[] {
  const parts = partsOf(expr)
  const inside = parts.flatMap((part, i) =>
    slipped(part).map((wrong) => withParts(expr, parts.with(i, wrong))),
  )
  return [...slipsHere(expr), ...inside]
}

/** The expression written another way: terms, factors and elements in another order. */
export function reordered(expr: Expr): Expr {
  return rebuild(expr, (node) => {
    switch (node.kind) {
      case "add":
      case "multiply":
      case "set":
        return withParts(node, partsOf(node).toReversed())
      case "logic":
        return node.name === "implies" ? node : withParts(node, node.of.toReversed())
      case "set-operation":
        return node.name === "difference" ? node : withParts(node, node.of.toReversed())
      default:
        return node
    }
  })
}

/** The expression with its one-letter names changed, x to t, or null where it has none. */
export function renamed(expr: Expr): Expr | null {
  const names = [...namesIn(expr)].filter((name) => /^[a-zA-Z]$/.test(name)).sort()
  if (names.length === 0 || names.length > OTHER_NAMES.length) return null
  const taken = new Set(names)
  const free = OTHER_NAMES.filter((name) => !taken.has(name))
  if (free.length < names.length) return null
  const other = new Map(names.map((name, i) => [name, free[i]!]))
  return rebuild(expr, (node) => {
    if (node.kind === "symbol") return { ...node, name: other.get(node.name) ?? node.name }
    if (node.kind !== "operation") return node
    return { ...node, variable: other.get(node.variable) ?? node.variable }
  })
}

const OTHER_NAMES = ["t", "u", "v", "w", "s", "r"]

function slipsHere(expr: Expr): Expr[] {
  switch (expr.kind) {
    case "number":
      return numberSlips(expr)
    case "negate":
      return [expr.of]
    case "add":
    case "multiply":
      return partsOf(expr).map((part, i) => withoutOne(expr, i) ?? { kind: "negate", of: part })
    case "divide":
      return [{ ...expr, top: expr.bottom, bottom: expr.top }, expr.top]
    case "root":
      return [expr.of]
    case "power":
      return [expr.base, { ...expr, base: expr.exponent, exponent: expr.base }]
    case "call":
      return OTHER_FUNCTION.has(expr.name)
        ? [{ ...expr, name: OTHER_FUNCTION.get(expr.name)! }]
        : []
    case "tuple":
    case "list":
    case "set":
    case "matrix":
      return collectionSlips(expr)
    case "interval":
      return [
        { ...expr, lowClosed: !expr.lowClosed },
        { ...expr, highClosed: !expr.highClosed },
      ]
    case "relation":
      return expr.signs.map((sign, i) => ({ ...expr, signs: expr.signs.with(i, OTHER[sign]) }))
    case "truth":
      return [{ ...expr, value: !expr.value }]
    case "logic":
      if (expr.name === "not") return [expr.of[0]!]
      return [{ ...expr, name: expr.name === "and" ? "or" : "and" }]
    case "set-operation":
      return [{ ...expr, name: expr.name === "union" ? "intersection" : "union" }]
    default:
      return []
  }
}

function numberSlips(node: NumberNode): Expr[] {
  const steps = [rational(1), rational(-1), rational(10)]
  const moved = steps.map((step) => ({ ...node, value: add(node.value, step) }))
  const turned = node.value.numerator === 0n ? [] : [{ ...node, value: negate(node.value) }]
  return [...moved, ...turned].map(signed)
}

/** A negative literal is a sign before a literal. */
function signed(node: NumberNode): Expr {
  if (node.value.numerator >= 0n) return node
  return { kind: "negate", of: { ...node, value: negate(node.value) } }
}

function collectionSlips(expr: Extract<Expr, { kind: "tuple" | "list" | "set" | "matrix" }>) {
  const parts = partsOf(expr)
  if (expr.kind === "matrix") return [withParts(expr, parts.toReversed())]
  const one: Expr = {
    ...{ kind: "number", value: rational(EXTRA), written: "integer" },
    ...{ decimals: 0, significant: 3 },
  }
  const longer = { ...expr, items: [...parts, one] }
  const shorter = parts.length < 2 ? [] : parts.map((_, i) => withoutOne(expr, i) ?? longer)
  const turned = expr.kind === "tuple" ? [withParts(expr, parts.toReversed())] : []
  return [longer, ...shorter, ...turned]
}

function withoutOne(expr: Expr, at: number): Expr | null {
  const left = partsOf(expr).filter((_, i) => i !== at)
  if (left.length === 0) return null
  const isScalar = expr.kind === "add" || expr.kind === "multiply" || expr.kind === "list"
  return left.length === 1 && isScalar ? left[0]! : withParts(expr, left)
}

const OTHER: Readonly<Record<RelationSign, RelationSign>> = {
  "=": "≠",
  "≠": "=",
  "<": "≤",
  "≤": "<",
  ">": "≥",
  "≥": ">",
  "≈": "=",
  "∈": "∉",
  "∉": "∈",
  "⊂": "⊆",
  "⊆": "⊂",
}

const OTHER_FUNCTION = new Map<FunctionName, FunctionName>([
  ["sin", "cos"],
  ["cos", "sin"],
  ["tan", "cot"],
  ["ln", "exp"],
  ["exp", "ln"],
  ["arcsin", "arccos"],
  ["arctan", "arccot"],
  ["sinh", "cosh"],
  ["cosh", "sinh"],
])
