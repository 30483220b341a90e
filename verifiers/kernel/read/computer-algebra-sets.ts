import type { Expr, SetOperationNode } from "../tree.ts"

/** Sets, intervals, matrices, points and functions by cases; null for other heads. */
export function collectionHead(head: string, args: readonly Expr[]): Expr | null {
  switch (head) {
    case "FiniteSet":
      return args.length === 0 ? EMPTY : { kind: "set", items: args }
    case "Interval":
      return interval(args, null)
    case "IntervalOpen":
      return interval(args, [true, true])
    case "IntervalRopen":
      return interval(args, [false, true])
    case "IntervalLopen":
      return interval(args, [true, false])
    case "Union":
      return joined("union", args)
    case "Intersection":
      return joined("intersection", args)
    case "Complement":
      return args.length === 2 ? joined("difference", args) : null
    case "Lambda":
      return args.length === 2 ? { kind: "tuple", items: args, fence: "angle" } : null
    case "ImageSet":
      return image(args)
    case "Tuple":
    case "Point":
    case "Point2D":
    case "Point3D":
      return args.length > 1 ? { kind: "tuple", items: args, fence: "round" } : null
    case "Piecewise":
      return piecewise(args)
    default:
      return matrix(args)
  }
}

const EMPTY: Expr = { kind: "named-set", name: "empty", part: "all" }

/** Interval(a, b, leftOpen, rightOpen); an infinite end is never closed. */
function interval(
  args: readonly Expr[],
  open: readonly [left: boolean, right: boolean] | null,
): Expr | null {
  const [low, high, left, right, more] = args
  if (low === undefined || high === undefined || more !== undefined) return null
  if (open !== null && left !== undefined) return null
  const opens = open ?? [truthOf(left), truthOf(right)]
  if (opens[0] === null || opens[1] === null) return null
  return {
    kind: "interval",
    low,
    high,
    lowClosed: !opens[0] && !isInfinite(low),
    highClosed: !opens[1] && !isInfinite(high),
  }
}

function truthOf(expr: Expr | undefined): boolean | null {
  if (expr === undefined) return false
  return expr.kind === "truth" ? expr.value : null
}

function isInfinite(expr: Expr): boolean {
  const bare = expr.kind === "negate" ? expr.of : expr
  return bare.kind === "constant" && bare.name === "infinity"
}

function joined(name: SetOperationNode["name"], of: readonly Expr[]): Expr | null {
  return of.length > 1 ? { kind: "set-operation", name, of } : null
}

/** ImageSet(Lambda(n, 2*pi*n), Integers) is { 2πn | n ∈ ℤ }. */
function image(args: readonly Expr[]): Expr | null {
  const [map, domain, more] = args
  if (map?.kind !== "tuple" || map.fence !== "angle" || more !== undefined) return null
  const [name, element] = map.items
  if (name?.kind !== "symbol" || element === undefined || domain?.kind !== "named-set") return null
  return {
    kind: "builder",
    element,
    condition: { kind: "relation", sides: [name, domain], signs: ["∈"] },
  }
}

/** Matrix([[1, 2], [3, 4]]), Matrix([1, 2]) as a column, matrix([1, 2], [3, 4]) by its rows. */
function matrix(args: readonly Expr[]): Expr | null {
  const [first, second] = args
  if (first === undefined) return null
  if (args.length === 1) {
    if (first.kind === "matrix") return first
    const column = rowOf(first)
    return column === null ? null : { kind: "matrix", rows: column.map((cell) => [cell]) }
  }
  if (args.length === 3 && first.kind === "number" && second!.kind === "number") {
    return shaped(Number(first.value.numerator), Number(second!.value.numerator), args[2]!)
  }
  const rows = args.map(rowOf)
  const even = rows.every((row) => row !== null && row.length === rows[0]!.length)
  return even ? { kind: "matrix", rows: rows as (readonly Expr[])[] } : null
}

/** {{1, 2}, {3, 4}}, the rows of a matrix in Mathematica; null for anything else. */
export function rowsOf(expr: Expr): Expr | null {
  if (expr.kind !== "set") return null
  const rows = expr.items.map((row) => (row.kind === "set" ? row.items : null))
  const even = rows.every((row) => row !== null && row.length === rows[0]!.length)
  return even ? { kind: "matrix", rows: rows as (readonly Expr[])[] } : null
}

/** Matrix(2, 2, [1, 2, 3, 4]) */
function shaped(height: number, width: number, cells: Expr): Expr | null {
  const items = rowOf(cells)
  if (items === null || height < 1 || items.length !== height * width) return null
  const rows = Array.from({ length: height }, (_, i) => items.slice(i * width, (i + 1) * width))
  return { kind: "matrix", rows }
}

/** The cells of [1, 2, 3], [1, 2] and [1]. */
function rowOf(expr: Expr): readonly Expr[] | null {
  const cells = cellsOf(expr)
  return cells === null || cells.some((cell) => cellsOf(cell) !== null) ? null : cells
}

function cellsOf(expr: Expr): readonly Expr[] | null {
  if (expr.kind === "tuple" || expr.kind === "set") return expr.items
  if (expr.kind !== "interval" || !expr.lowClosed || !expr.highClosed) return null
  return [expr.low, expr.high]
}

/** Piecewise((value, condition), (value, True)) and Piecewise[{{value, condition}}, value]. */
function piecewise(args: readonly Expr[]): Expr | null {
  const [first, fallback] = args
  if (first?.kind === "set") {
    const pairs = first.items.map(pairOf)
    if (args.length > 2 || pairs.some((pair) => pair === null)) return null
    const cases = pairs.map((pair) => ({ value: pair![0], when: pair![1] }))
    return { kind: "piecewise", cases, otherwise: fallback ?? null }
  }
  const cases: { value: Expr; when: Expr }[] = []
  for (const [i, arg] of args.entries()) {
    const pair = pairOf(arg)
    if (pair === null) return null
    const [value, when] = pair
    if (when.kind === "truth" && when.value) {
      return i === args.length - 1 && i > 0 ? { kind: "piecewise", cases, otherwise: value } : null
    }
    cases.push({ value, when })
  }
  return cases.length === 0 ? null : { kind: "piecewise", cases, otherwise: null }
}

function pairOf(expr: Expr): readonly [Expr, Expr] | null {
  if ((expr.kind !== "tuple" && expr.kind !== "set") || expr.items.length !== 2) return null
  const [value, when] = expr.items as readonly [Expr, Expr]
  // Elsewhere `x, y > 0` says it of both; here the one is the value and the other the condition.
  const shared = value.kind === "relation" && when.kind === "relation"
  if (shared && value.sides[1] === when.sides[1]) return [value.sides[0]!, when]
  return [value, when]
}
