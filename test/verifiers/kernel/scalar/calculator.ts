import { all, type BigNumber, create } from "mathjs"
import type { Expr, FunctionName } from "../../../../verifiers/kernel/tree.ts"
import { partsOf } from "../../../../verifiers/kernel/walk.ts"

const math = create(all!, { number: "BigNumber", precision: 64 })

/** The real value at a point with 64 digits; null where there is none, or where none is near. */
export function calculated(expr: Expr, point: ReadonlyMap<string, number>): BigNumber | null {
  const parts = partsOf(expr).map((part) => calculated(part, point))
  if (parts.includes(null)) return null
  const [a, b] = parts as BigNumber[]
  const value = valueAt(expr, parts as BigNumber[], a!, b!, point)
  // What 64 digits leave of sin(pi) is rounding, and a root would make it look like a value.
  if (value?.abs().lessThan(1e-45)) return math.bignumber(0)
  const tooFar = value !== null && (!value.isFinite() || value.abs().greaterThan(1e15))
  return tooFar ? null : value
}

function valueAt(
  expr: Expr,
  parts: BigNumber[],
  a: BigNumber,
  b: BigNumber,
  point: ReadonlyMap<string, number>,
): BigNumber | null {
  switch (expr.kind) {
    case "number":
      return math.bignumber(`${expr.value.numerator}`).dividedBy(`${expr.value.denominator}`)
    case "symbol":
      return math.bignumber(point.get(expr.name)!)
    case "constant":
      return expr.name === "e"
        ? math.bignumber(1).exp()
        : (math.acos(math.bignumber(-1)) as BigNumber)
    case "negate":
      return a.negated()
    case "add":
      return parts.reduce((total, part) => total.plus(part))
    case "multiply":
      return parts.reduce((total, part) => total.times(part))
    case "divide":
      return b.abs().lessThan(1e-9) ? null : a.dividedBy(b)
    case "power":
      return expr.exponent.kind === "number" ? powerOf(a, expr.exponent.value) : a.pow(b)
    case "call":
      return functionOf(expr.name, a)
    default:
      throw new Error(`no ${expr.kind} here`)
  }
}

function powerOf(base: BigNumber, exponent: { numerator: bigint; denominator: bigint }) {
  const [top, bottom] = [Number(exponent.numerator), Number(exponent.denominator)]
  if (top <= 0 && base.abs().lessThan(1e-9)) return null
  if (bottom % 2 === 0 && base.lessThan(1e-9)) return null
  const root =
    bottom === 1
      ? base
      : base
          .abs()
          .pow(math.bignumber(1).dividedBy(bottom))
          .times(base.isNegative() ? -1 : 1)
  return root.pow(top)
}

function functionOf(name: FunctionName, a: BigNumber): BigNumber | null {
  if (name === "ln") return a.lessThan(1e-9) ? null : a.ln()
  if (name === "abs") return a.abs()
  if (a.abs().greaterThan(1000)) return null
  if (name === "exp") return a.exp()
  if (name === "arctan") return a.atan()
  if (name === "sinh") return a.sinh()
  return name === "sin" ? a.sin() : a.cos()
}

/** How far apart two values are, for their size. */
export function gapOf(a: BigNumber, b: BigNumber): number {
  const size = math.bignumber(1).plus(a.abs())
  return a.minus(b).abs().dividedBy(size).toNumber()
}
