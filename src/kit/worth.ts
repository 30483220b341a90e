import type { Expr } from "../../verifiers/kernel/tree.ts"
import { namesIn, partsOf } from "../../verifiers/kernel/walk.ts"
import { cosTurns, exp, log } from "../rule/math.ts"
import { treeOf } from "./trees.ts"

const SHARE = 1e-9 // two values that differ by less of their size are called one value
const SIZE_MAX = 1e12 // beyond it, and below its inverse, floats tell nothing here

/**
 * Whether two texts are worth the same, by floats: another method than the judge's, and rough. It
 * is asked about edits and slips, which are worth something clearly else or exactly the same. Null
 * where floats cannot tell.
 */
export function worthTheSame(a: string, b: string): boolean | null {
  const [p, q] = [treeOf(a), treeOf(b)]
  if (p === null || q === null) return p === q ? null : false
  const names = [...new Set([...namesIn(p), ...namesIn(q)])].sort()
  for (const point of POINTS) {
    const values = new Map(names.map((name, i) => [name, point[i % point.length]! + i]))
    const [one, other] = [worthOf(p, values), worthOf(q, values)]
    if (one === null || other === null) return null
    if (one.shape !== other.shape || one.values.length !== other.values.length) return false
    if (!one.values.every((value, i) => isClose(value, other.values[i]!))) return false
  }
  return true
}

/** What the unknowns are taken to be: nothing that a formula is likely to vanish at. */
const POINTS = [
  [1.37, 2.71, 0.59],
  [3.13, 0.83, 1.91],
  [0.47, 1.73, 2.29],
]

interface Worth {
  readonly shape: string
  readonly values: readonly number[]
}

type Values = ReadonlyMap<string, number>

function worthOf(expr: Expr, values: Values): Worth | null {
  switch (expr.kind) {
    case "tuple":
    case "matrix":
    case "set":
    case "list": {
      const parts = partsOf(expr).map((part) => floatOf(part, values))
      if (parts.some((part) => part === null)) return null
      const known = parts as number[]
      const isOrdered = expr.kind === "tuple" || expr.kind === "matrix"
      return { shape: expr.kind, values: isOrdered ? known : known.toSorted((a, b) => a - b) }
    }
    case "truth":
      return { shape: `${expr.value}`, values: [] }
    case "multiply": {
      const worths = expr.factors.map((factor) => worthOf(factor, values))
      return worths.reduce((product, next) => scaled(product, next))
    }
    default: {
      const value = floatOf(expr, values)
      return value === null ? null : { shape: "value", values: [value] }
    }
  }
}

/** A number times a number, a tuple or a matrix; null for any other product. */
function scaled(one: Worth | null, other: Worth | null): Worth | null {
  if (one === null || other === null) return null
  const [by, of] = one.shape === "value" ? [one, other] : [other, one]
  if (by.shape !== "value" || of.shape === "set" || of.shape === "list") return null
  const values = of.values.map((value) => value * by.values[0]!)
  return values.every(isHeldWell) ? { shape: of.shape, values } : null
}

/** The value as a float, or null where there is none, or none that floats can hold well. */
function floatOf(expr: Expr, values: Values): number | null {
  const parts = partsOf(expr).map((part) => floatOf(part, values))
  if (parts.some((part) => part === null)) return null
  const value = combine(expr, parts as number[], values)
  return value !== null && isHeldWell(value) ? value : null
}

function isHeldWell(value: number): boolean {
  const size = Math.abs(value)
  return size === 0 || (size >= 1 / SIZE_MAX && size <= SIZE_MAX)
}

function combine(expr: Expr, parts: readonly number[], values: Values): number | null {
  const [first = Number.NaN, second = Number.NaN] = parts
  switch (expr.kind) {
    case "number":
    case "based":
      return Number(expr.value.numerator) / Number(expr.value.denominator)
    case "symbol":
      return values.get(expr.name) ?? null
    case "constant":
      return expr.name === "pi" ? Math.PI : expr.name === "e" ? Math.E : null
    case "negate":
      return -first
    case "add":
      return parts.reduce((sum, part) => sum + part, 0)
    case "multiply":
      return parts.reduce((product, part) => product * part, 1)
    case "divide":
      return second === 0 ? null : first / second
    case "power":
      return powerOf(first, second)
    case "root":
      return second === 2 && first >= 0 ? Math.sqrt(first) : powerOf(first, 1 / second)
    case "call":
      return calledOn(expr.name, first, parts.length)
    default:
      return null
  }
}

function powerOf(base: number, exponent: number): number | null {
  if (Number.isInteger(exponent) && Math.abs(exponent) <= 64) {
    let power = 1
    for (let i = 0; i < Math.abs(exponent); i++) power *= base
    return exponent < 0 ? 1 / power : power
  }
  return base > 0 ? exp(exponent * log(base)) : null
}

function calledOn(name: string, value: number, args: number): number | null {
  if (args !== 1) return null
  switch (name) {
    case "cos":
      return cosine(value)
    case "sin":
      return sine(value)
    case "tan":
      return sine(value) / cosine(value)
    case "exp":
      return exp(value)
    case "ln":
      return value > 0 ? log(value) : null
    case "abs":
      return Math.abs(value)
    default:
      return null
  }
}

function cosine(angle: number): number {
  return cosTurns(angle / (2 * Math.PI))
}

function sine(angle: number): number {
  return cosTurns(angle / (2 * Math.PI) - 0.25)
}

function isClose(a: number, b: number): boolean {
  return Math.abs(a - b) <= SHARE * Math.max(1, Math.abs(a), Math.abs(b))
}
