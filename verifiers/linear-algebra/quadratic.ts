import {
  add,
  divide,
  equal,
  multiply,
  negate,
  print,
  type Rational,
  rational,
} from "../kernel/rational.ts"
import type { Expr } from "../kernel/tree.ts"

/** The number plain + times · √under. `under` has no square factor; -1 makes it complex. */
export interface Quadratic {
  readonly plain: Rational
  readonly times: Rational
  readonly under: number
}

export function whole(n: number | Rational): Quadratic {
  return { plain: typeof n === "number" ? rational(n) : n, times: rational(0), under: 1 }
}

/** The two roots of x² + bx + c, b and c whole numbers below 2^25; one where they coincide. */
export function quadraticRoots(b: number, c: number): Quadratic[] {
  const { root, under } = squareIn(b * b - 4 * c)
  const middle = rational(-b, 2)
  const half = rational(root, 2)
  if (root === 0) return [whole(middle)]
  if (under === 1) return [whole(add(middle, half)), whole(add(middle, negate(half)))]
  return [
    { plain: middle, times: half, under },
    { plain: middle, times: negate(half), under },
  ]
}

/** n = root² · under, where under has no square factor; root is 0 for n = 0. */
export function squareIn(n: number): { root: number; under: number } {
  if (n === 0) return { root: 0, under: 1 }
  let [root, under] = [1, n]
  for (let p = 2; p * p <= Math.abs(under); p++) {
    while (under % (p * p) === 0) {
      under /= p * p
      root *= p
    }
  }
  return { root, under }
}

/** The sum, or null where the two roots do not go together. */
export function sumOf(a: Quadratic, b: Quadratic): Quadratic | null {
  const under = commonRoot(a, b)
  if (under === null) return null
  return { plain: add(a.plain, b.plain), times: add(a.times, b.times), under }
}

/** (p + q√n)(r + s√n) = pr + qsn + (ps + qr)√n. */
export function productOf(a: Quadratic, b: Quadratic): Quadratic | null {
  const under = commonRoot(a, b)
  if (under === null) return null
  const squares = multiply(multiply(a.times, b.times), rational(under))
  const times = add(multiply(a.plain, b.times), multiply(a.times, b.plain))
  return { plain: add(multiply(a.plain, b.plain), squares), times, under }
}

export function negated({ plain, times, under }: Quadratic): Quadratic {
  return { plain: negate(plain), times: negate(times), under }
}

export function isZero({ plain, times }: Quadratic): boolean {
  return plain.numerator === 0n && times.numerator === 0n
}

export function isSame(a: Quadratic, b: Quadratic): boolean {
  const difference = sumOf(a, negated(b))
  return difference !== null && isZero(difference)
}

/** "3", "2 - sqrt(3)", "(1 + sqrt(5))/2", "-1/2 + 3i/2" as "(-1 + 3i)/2". */
export function writeQuadratic({ plain, times, under }: Quadratic): string {
  if (times.numerator === 0n) return print(plain)
  const below = plain.denominator > times.denominator ? plain.denominator : times.denominator
  const [p, t] = [plain.numerator * (below / plain.denominator), scaledTop(times, below)]
  const root = rootText(t < 0n ? -t : t, under)
  const sign = t < 0n ? "-" : ""
  const top = p === 0n ? `${sign}${root}` : `${p} ${sign || "+"} ${root}`
  if (below === 1n) return top
  return p === 0n ? `${top}/${below}` : `(${top})/${below}`
}

/** An expression as such a number, where it is one; roots of whole numbers only. */
export function quadraticIn(expr: Expr): Quadratic | null {
  switch (expr.kind) {
    case "number":
      return whole(expr.value)
    case "constant":
      return expr.name === "i" ? { ...whole(0), times: rational(1), under: -1 } : null
    case "negate":
      return mapped(quadraticIn(expr.of), negated)
    case "add":
      return folded(expr.terms, sumOf)
    case "multiply":
      return folded(expr.factors, productOf)
    case "divide": {
      const [top, bottom] = [quadraticIn(expr.top), quadraticIn(expr.bottom)]
      if (top === null || bottom === null || isZero(bottom)) return null
      if (bottom.times.numerator !== 0n) return null
      return productOf(top, whole(divide(rational(1), bottom.plain)))
    }
    case "root":
      return rootIn(expr.of, expr.index)
    default:
      return null
  }
}

function scaledTop({ numerator, denominator }: Rational, below: bigint): bigint {
  return numerator * (below / denominator)
}

function rootText(by: bigint, under: number): string {
  const part = under < 0 ? (under === -1 ? "i" : `sqrt(${-under})*i`) : `sqrt(${under})`
  if (by === 1n) return part
  return under === -1 ? `${by}i` : `${by}*${part}`
}

/** The root that both are written with; a number without one goes with any. */
function commonRoot(a: Quadratic, b: Quadratic): number | null {
  if (a.times.numerator === 0n) return b.under
  if (b.times.numerator === 0n) return a.under
  if (a.under === b.under) return a.under
  return null
}

function mapped(value: Quadratic | null, change: (value: Quadratic) => Quadratic) {
  return value === null ? null : change(value)
}

function folded(
  parts: readonly Expr[],
  combine: (a: Quadratic, b: Quadratic) => Quadratic | null,
): Quadratic | null {
  return parts.map(quadraticIn).reduce((a, b) => {
    if (a === null || b === null) return null
    return combine(a, b) ?? (combine === productOf ? imaginaryTimes(a, b) : null)
  })
}

/** i times √n is √-n, and i times √-n is -√n, which the rule for one root does not say. */
function imaginaryTimes(a: Quadratic, b: Quadratic): Quadratic | null {
  const isPure = (x: Quadratic) => x.plain.numerator === 0n
  if (!isPure(a) || !isPure(b) || (a.under !== -1 && b.under !== -1)) return null
  const under = -(a.under === -1 ? b.under : a.under)
  const times = multiply(a.times, b.times)
  return { plain: rational(0), times: under > 0 ? negate(times) : times, under }
}

function rootIn(of: Expr, index: Expr): Quadratic | null {
  const [inner, degree] = [quadraticIn(of), quadraticIn(index)]
  if (inner === null || degree === null || !equal(degree.plain, rational(2))) return null
  if (inner.times.numerator !== 0n || inner.plain.denominator !== 1n) return null
  const n = Number(inner.plain.numerator)
  if (Math.abs(n) > UNDER_MAX) return null
  const { root, under } = squareIn(n)
  if (under === 1 || root === 0) return whole(root)
  return { plain: rational(0), times: rational(root), under }
}

const UNDER_MAX = 1_000_000_000 // its square root is what trial division costs
