import { number, sum } from "../build.ts"
import * as rationals from "../rational.ts"
import type { Expr, OperationNode } from "../tree.ts"
import { partsOf } from "../walk.ts"
import { polynomialIn } from "./polynomial.ts"
import type { Comparison, ScalarSetting } from "./setting.ts"
import { freeNames, substitute } from "./trees.ts"

const SHIFT_MAX = 64n // a sum that starts later is compared as it stands

/** Two sides whose sums have as many terms as their names say, and none fewer than none. */
export interface Counted {
  readonly left: Expr
  readonly right: Expr
  readonly setting: ScalarSetting
  /** The least value of each name that bounds a sum. */
  readonly least: ReadonlyMap<string, bigint>
}

/**
 * A sum from 1 to n has n terms for n = 0, 1, 2, …; what stands for it is asked for at these alone.
 * The bound n is written |n| + least for a whole n. Null where no name bounds a sum.
 */
export function withCountedBounds(left: Expr, right: Expr, setting: ScalarSetting): Counted | null {
  const least = new Map<string, bigint>()
  for (const side of [left, right]) collect(side, least, setting)
  if (least.size === 0) return null
  const assume = new Map(setting.assume)
  let [one, two] = [left, right]
  for (const [name, from] of least) {
    const size: Expr = { kind: "call", name: "abs", args: [{ kind: "symbol", name }] }
    const counted = from === 0n ? size : sum(size, number(from))
    one = substitute(one, name, counted)
    two = substitute(two, name, counted)
    assume.set(name, "integer")
  }
  return { left: one, right: two, setting: { ...setting, assume }, least }
}

/** The finding with the names' values as they are, not as they were counted. */
export function uncounted(found: Comparison, least: ReadonlyMap<string, bigint>): Comparison {
  if (found.is !== "different") return found
  const witness = [...least].reduce((text, [name, from]) => {
    return shifted(text, `${name} = `, from)
  }, found.witness)
  return { ...found, witness }
}

function collect(expr: Expr, least: Map<string, bigint>, setting: ScalarSetting): void {
  if (expr.kind === "operation" && (expr.name === "sum" || expr.name === "product")) {
    const bound = boundOf(expr, setting)
    if (bound !== null && bound.from <= SHIFT_MAX) {
      const known = least.get(bound.name) ?? 0n
      least.set(bound.name, bound.from > known ? bound.from : known)
    }
  }
  for (const part of partsOf(expr)) collect(part, least, setting)
}

/** The name n in the upper bound n + c, and where n + c is one less than the lower bound. */
function boundOf(expr: OperationNode, setting: ScalarSetting) {
  if (expr.low === null || expr.high === null) return null
  const [name, ...others] = freeNames(expr.high)
  if (name === undefined || others.length > 0 || setting.assume.has(name)) return null
  const high = polynomialIn(expr.high, name, setting.fuel)
  const low = polynomialIn(expr.low, name, setting.fuel)
  if (high?.length !== 2 || low === null || low.length > 1) return null
  const start = low[0] ?? rationals.rational(0n)
  const [offset, slope] = high as [rationals.Rational, rationals.Rational]
  if (slope.numerator <= 0n || slope.denominator !== 1n) return null
  if (offset.denominator !== 1n || start.denominator !== 1n) return null
  const from = start.numerator - 1n - offset.numerator
  return { name, from: from < 0n ? 0n : (from + slope.numerator - 1n) / slope.numerator }
}

/** `n = -9` becomes `n = 9 + from` where a whole number follows. */
function shifted(text: string, label: string, from: bigint): string {
  const at = text.indexOf(label)
  if (at < 0) return text
  const start = at + label.length
  let end = start
  while (end < text.length && "-0123456789".includes(text[end]!)) end += 1
  const digits = text.slice(start, end)
  if (digits === "" || digits === "-" || digits.lastIndexOf("-") > 0) return text
  const value = BigInt(digits)
  return `${text.slice(0, start)}${(value < 0n ? -value : value) + from}${text.slice(end)}`
}
