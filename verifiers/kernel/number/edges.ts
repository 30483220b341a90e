import { number } from "../build.ts"
import { add, negate, type Rational, rational } from "../rational.ts"
import { polynomialIn } from "../scalar/polynomial.ts"
import type { ScalarSetting } from "../scalar/setting.ts"
import { substitute } from "../scalar/trees.ts"
import type { Expr } from "../tree.ts"
import { namesIn, partsOf } from "../walk.ts"
import type { Point } from "./value.ts"

const EDGES_MAX = 6 // arguments whose sign is followed
const NAMES_MAX = 3
const FAR: readonly Rational[] = [rational(10_007, 3), rational(10_000_019n, 3n)]

/**
 * Points on both sides of where a root or a logarithm begins, and far out: two expressions may
 * agree near zero and only one of them live beyond −1000. Of each argument that is linear in a name
 * the zero is met exactly; the far points stand for the rest.
 */
export function* edgesFor(
  exprs: readonly Expr[],
  names: readonly string[],
  setting: ScalarSetting,
): Generator<Point, undefined> {
  const edges = exprs.flatMap((expr) => argumentsIn(expr)).slice(0, EDGES_MAX)
  if (edges.length === 0) return
  const plain = new Map(names.map((name, i) => [name, rational(7 + 4 * i, 3 + 2 * i)]))
  for (const name of names.slice(0, NAMES_MAX)) {
    if (isBound(name, setting)) continue
    for (const edge of edges) {
      const zero = zeroOf(edge, name, plain, setting)
      if (zero === null) continue
      for (const step of [1, -1]) yield new Map(plain).set(name, add(zero, rational(step, 2)))
    }
    for (const far of FAR) {
      yield new Map(plain).set(name, far)
      yield new Map(plain).set(name, negate(far))
    }
  }
}

/** A name that is known to have a sign or to be whole has its points already. */
function isBound(name: string, setting: ScalarSetting): boolean {
  return setting.assume.has(name) && setting.assume.get(name) !== "real"
}

/** What must not be negative: under an even root, in a logarithm, under a broken exponent. */
function argumentsIn(expr: Expr): Expr[] {
  const inner = partsOf(expr).flatMap(argumentsIn)
  const own = argumentOf(expr)
  return own === null || namesIn(own).size === 0 ? inner : [own, ...inner]
}

function argumentOf(expr: Expr): Expr | null {
  if (expr.kind === "root") return expr.of
  if (expr.kind === "power") return isWhole(expr.exponent) ? null : expr.base
  if (expr.kind !== "call" || (expr.name !== "ln" && expr.name !== "log")) return null
  return expr.args[0] ?? null
}

function isWhole(exponent: Expr): boolean {
  if (exponent.kind === "negate") return isWhole(exponent.of)
  return exponent.kind === "number" && exponent.value.denominator === 1n
}

/** Where a linear argument is zero once the other names are plain numbers. */
function zeroOf(
  edge: Expr,
  name: string,
  plain: ReadonlyMap<string, Rational>,
  setting: ScalarSetting,
): Rational | null {
  let inside = edge
  for (const [other, value] of plain) {
    if (other !== name) inside = substitute(inside, other, number(value))
  }
  const line = polynomialIn(inside, name, setting.fuel)
  if (line === null || line.length !== 2) return null
  const [constant, slope] = line as [Rational, Rational]
  return rational(-constant.numerator * slope.denominator, constant.denominator * slope.numerator)
}
