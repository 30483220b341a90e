import type { Expr, OperationNode } from "../tree.ts"
import { rebuild } from "../walk.ts"

/** Integral, Sum, Product, Limit and Derivative with what they run over; null for other heads. */
export function operationHead(head: string, args: readonly Expr[]): Expr | null {
  const [of, ...rest] = args
  if (of === undefined || rest.length === 0) return null
  switch (head) {
    case "Integral":
    case "integral":
    case "integrate":
    case "int":
    case "Integrate":
      return over("integral", of, rest, head === "Integrate")
    case "Sum":
    case "sum":
    case "summation":
      return over("sum", of, rest, false)
    case "Product":
    case "product":
    case "prod":
      return over("product", of, rest, false)
    case "Limit":
    case "limit":
      return limit(of, rest)
    case "Derivative":
    case "diff":
      return derivative(of, rest)
    default:
      return null
  }
}

/**
 * (x, a, b) or {x, a, b} for each variable, or x, a, b without a fence. The first one is the
 * innermost; Mathematica, which writes {…}, goes from the outermost in.
 */
function over(
  name: "integral" | "sum" | "product",
  of: Expr,
  rest: readonly Expr[],
  outermostFirst: boolean,
): Expr | null {
  if (rest.length === 3 && rest.every((part) => part.kind !== "tuple" && part.kind !== "set")) {
    return operation(name, of, rest[0]!, rest[1]!, rest[2]!)
  }
  const outside = outermostFirst || rest.some(({ kind }) => kind === "set")
  let made: Expr | null = of
  for (const range of outside ? [...rest].reverse() : rest) {
    const [variable, low, high, more] = partsOfRange(range)
    if (made === null || variable === undefined || more !== undefined) return null
    if (low !== undefined && high === undefined) return null
    if (low === undefined && name !== "integral") return null
    made = operation(name, made, variable, low ?? null, high ?? null)
  }
  return made
}

function partsOfRange(range: Expr): readonly Expr[] {
  if (range.kind === "tuple" || range.kind === "set") return range.items
  return [range]
}

function operation(
  name: OperationNode["name"],
  of: Expr,
  by: Expr,
  low: Expr | null,
  high: Expr | null,
  order = 0,
): Expr | null {
  const variable = nameOf(by)
  if (variable === null) return null
  const inside = by.kind === "constant" ? withIndex(of, by.name) : of
  return { kind: "operation", name, of: inside, variable, low, high, order }
}

/** An index may be called i; then i is no imaginary unit below it. */
function nameOf(expr: Expr): string | null {
  if (expr.kind === "symbol") return expr.name
  return expr.kind === "constant" && (expr.name === "i" || expr.name === "e") ? expr.name : null
}

function withIndex(of: Expr, name: string): Expr {
  return rebuild(of, (node) =>
    node.kind === "constant" && node.name === name ? { kind: "symbol", name } : node,
  )
}

/** limit(f, x, a), with a side ±1 behind it, and Limit[f, x -> a]. */
function limit(of: Expr, rest: readonly Expr[]): Expr | null {
  const [first, ...more] = rest
  const arrow = first?.kind === "logic" && first.name === "implies" ? first.of : null
  const [by, point, side, extra] = arrow === null ? rest : [...arrow, ...more]
  if (by === undefined || point === undefined || extra !== undefined) return null
  const order = sideOf(side)
  return order === null ? null : operation("limit", of, by, null, point, order)
}

function sideOf(side: Expr | undefined): -1 | 0 | 1 | null {
  if (side === undefined) return 0
  const bare = side.kind === "negate" ? side.of : side
  if (bare.kind !== "number" || bare.value.numerator !== 1n) return null
  return side.kind === "negate" ? -1 : 1
}

const ORDER_MAX = 9n

/** Derivative(f, x), (f, x, 2), (f, (x, 2)) and (f, x, y); dy/dx of a bare name. */
function derivative(of: Expr, rest: readonly Expr[]): Expr | null {
  const steps: { by: Expr; order: number }[] = []
  for (const part of rest) {
    const [by, times, more] = partsOfRange(part)
    if (by === undefined || more !== undefined) return null
    const count = orderOf(by)
    const last = steps.at(-1)
    if (count !== null) {
      if (last === undefined || last.order !== 1) return null
      last.order = count
      continue
    }
    const order = times === undefined ? 1 : orderOf(times)
    if (order === null) return null
    steps.push({ by, order })
  }
  let made: Expr | null = of
  for (const { by, order } of steps) {
    if (made === null) return null
    made = derived(made, by, order)
  }
  return made
}

function derived(of: Expr, by: Expr, order: number): Expr | null {
  const variable = nameOf(by)
  if (of.kind === "symbol" && variable !== null && of.name !== variable) {
    const power = order === 1 ? "" : `^${order}`
    return { kind: "symbol", name: `d${power}${of.name}/d${variable}${power}` }
  }
  return operation("derivative", of, by, null, null, order)
}

function orderOf(expr: Expr): number | null {
  if (expr.kind !== "number" || expr.written !== "integer") return null
  const { numerator } = expr.value
  return numerator >= 1n && numerator <= ORDER_MAX ? Number(numerator) : null
}
