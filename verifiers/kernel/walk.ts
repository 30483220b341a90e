import type { Expr } from "./tree.ts"

const NO_PARTS: readonly Expr[] = []

/** The expressions directly inside one, from left to right. */
export function partsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case "number":
    case "based":
    case "symbol":
    case "constant":
    case "named-set":
    case "truth":
    case "text":
      return NO_PARTS
    case "negate":
    case "percent":
      return [expr.of]
    case "add":
      return expr.terms
    case "multiply":
      return expr.factors
    case "divide":
      return [expr.top, expr.bottom]
    case "power":
      return [expr.base, expr.exponent]
    case "root":
      return [expr.of, expr.index]
    case "call":
    case "apply":
      return expr.args
    case "plus-minus":
      return expr.left === null ? [expr.right] : [expr.left, expr.right]
    case "quantity":
      return [expr.value]
    case "ratio":
      return expr.parts
    case "matrix":
      return expr.rows.flat()
    case "tuple":
    case "list":
    case "set":
      return expr.items
    case "builder":
      return [expr.element, expr.condition]
    case "interval":
      return [expr.low, expr.high]
    case "set-operation":
    case "logic":
      return expr.of
    case "relation":
      return expr.sides
    case "congruence":
      return [expr.left, expr.right, expr.modulus]
    case "piecewise": {
      const cases = expr.cases.flatMap(({ value, when }) => [value, when])
      return expr.otherwise === null ? cases : [...cases, expr.otherwise]
    }
    case "operation":
      return [expr.of, expr.low, expr.high].filter((part) => part !== null)
  }
}

/** The same expression with its direct parts replaced, in the order of `partsOf`. */
export function withParts(expr: Expr, parts: readonly Expr[]): Expr {
  const [first, second, third] = parts as readonly [Expr, Expr, Expr]
  switch (expr.kind) {
    case "negate":
    case "percent":
      return { ...expr, of: first }
    case "add":
      return { ...expr, terms: parts }
    case "multiply":
      return { ...expr, factors: parts }
    case "divide":
      return { ...expr, top: first, bottom: second }
    case "power":
      return { ...expr, base: first, exponent: second }
    case "root":
      return { ...expr, of: first, index: second }
    case "call":
    case "apply":
      return { ...expr, args: parts }
    case "plus-minus":
      if (expr.left === null) return { ...expr, right: first }
      return { ...expr, left: first, right: second }
    case "quantity":
      return { ...expr, value: first }
    case "ratio":
      return { ...expr, parts }
    case "matrix":
      return { ...expr, rows: inRows(expr.rows, parts) }
    case "tuple":
    case "list":
    case "set":
      return { ...expr, items: parts }
    case "builder":
      return { ...expr, element: first, condition: second }
    case "interval":
      return { ...expr, low: first, high: second }
    case "set-operation":
    case "logic":
      return { ...expr, of: parts }
    case "relation":
      return { ...expr, sides: parts }
    case "congruence":
      return { ...expr, left: first, right: second, modulus: third }
    case "piecewise": {
      const cases = expr.cases.map((_, i) => ({ value: parts[2 * i]!, when: parts[2 * i + 1]! }))
      return { ...expr, cases, otherwise: expr.otherwise === null ? null : parts.at(-1)! }
    }
    case "operation": {
      const low = expr.low === null ? null : second
      const high = expr.high === null ? null : parts.at(-1)!
      return { ...expr, of: first, low, high }
    }
    default:
      return expr
  }
}

function inRows(rows: readonly (readonly Expr[])[], parts: readonly Expr[]): Expr[][] {
  let next = 0
  return rows.map((row) => row.map(() => parts[next++]!))
}

/** Whether the expression or any part of it passes a test. Trees are shallow: see the reader. */
export function mentions(expr: Expr, test: (node: Expr) => boolean): boolean {
  if (test(expr)) return true
  for (const part of partsOf(expr)) if (mentions(part, test)) return true
  return false
}

/** The expression with every part rebuilt from the inside out. */
export function rebuild(expr: Expr, change: (node: Expr) => Expr): Expr {
  const parts = partsOf(expr)
  if (parts.length === 0) return change(expr)
  let changed = false
  const next = parts.map((part) => {
    const rebuilt = rebuild(part, change)
    changed ||= rebuilt !== part
    return rebuilt
  })
  return change(changed ? withParts(expr, next) : expr)
}

/** Unknowns by name; the variable of an operation left undone is bound and is not counted. */
export function namesIn(expr: Expr, names = new Set<string>()): Set<string> {
  if (expr.kind === "symbol") names.add(expr.name)
  if (expr.kind === "operation" && expr.name !== "derivative") {
    const inside = namesIn(expr.of)
    inside.delete(expr.variable)
    for (const name of inside) names.add(name)
    for (const bound of [expr.low, expr.high]) if (bound !== null) namesIn(bound, names)
    return names
  }
  for (const part of partsOf(expr)) namesIn(part, names)
  return names
}

/** Unknowns under other names; those without an entry keep theirs. */
export function renamed(expr: Expr, names: ReadonlyMap<string, string>): Expr {
  return rebuild(expr, (node) => {
    if (node.kind === "symbol") {
      const name = names.get(node.name)
      return name === undefined ? node : { kind: "symbol", name }
    }
    if (node.kind === "operation" && names.has(node.variable)) {
      return { ...node, variable: names.get(node.variable)! }
    }
    return node
  })
}
