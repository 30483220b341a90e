import { rational } from "../rational.ts"
import { addReal, divideReal, multiplyReal, negateReal } from "./real.ts"
import {
  BEYOND,
  type Complex,
  complex,
  type Finite,
  isFiniteValue,
  isReal,
  isZero,
  partsOf,
  type Real,
  type Scope,
  signOf,
  UNCLEAR,
  undefinedFor,
  type Value,
} from "./value.ts"

/** The four operations on values. Infinity keeps only the rules that hold in every limit. */

export function addValues(a: Value, b: Value, scope: Scope): Value {
  const stopped = stop(a, b)
  if (stopped) return stopped
  if (a.is === "infinite" || b.is === "infinite") {
    if (a.is === "infinite" && b.is === "infinite") {
      return a.sign === b.sign ? a : undefinedFor("∞ − ∞")
    }
    return a.is === "infinite" ? a : b
  }
  if (isReal(a) && isReal(b)) return addReal(a, b, scope)
  const [left, right] = [partsOf(a as Finite), partsOf(b as Finite)]
  return complex(addReal(left[0], right[0], scope), addReal(left[1], right[1], scope))
}

export function negateValue(a: Value): Value {
  if (isReal(a)) return negateReal(a)
  if (a.is === "complex") return { is: "complex", re: negateReal(a.re), im: negateReal(a.im) }
  if (a.is === "infinite") return { is: "infinite", sign: a.sign === 1 ? -1 : 1 }
  return a
}

export function subtractValues(a: Value, b: Value, scope: Scope): Value {
  return addValues(a, negateValue(b), scope)
}

export function multiplyValues(a: Value, b: Value, scope: Scope): Value {
  const stopped = stop(a, b)
  if (stopped) return stopped
  if (a.is === "infinite") return stretched(a.sign, b)
  if (b.is === "infinite") return stretched(b.sign, a)
  if (isReal(a) && isReal(b)) return multiplyReal(a, b, scope)
  const [[a1, a2], [b1, b2]] = [partsOf(a as Finite), partsOf(b as Finite)]
  const product = (x: Real, y: Real) => multiplyReal(x, y, scope)
  return complex(
    addReal(product(a1, b1), negateReal(product(a2, b2)), scope),
    addReal(product(a1, b2), product(a2, b1), scope),
  )
}

/** a/b = a · conj b / |b|²; division by exactly zero is undefined. */
export function divideValues(a: Value, b: Value, scope: Scope): Value {
  const stopped = stop(a, b)
  if (stopped) return stopped
  if (isZero(b)) return undefinedFor("division by zero")
  if (b.is === "infinite") return a.is === "infinite" ? undefinedFor("∞ / ∞") : BEYOND
  if (a.is === "infinite") return stretched(a.sign, b)
  if (isReal(b)) {
    const [re, im] = partsOf(a as Finite).map((part) => divideReal(part, b, scope))
    return re && im ? complex(re, im) : UNCLEAR
  }
  const { re, im } = b as Complex
  const size = addReal(multiplyReal(re, re, scope), multiplyReal(im, im, scope), scope)
  const mirrored: Complex = { is: "complex", re, im: negateReal(im) }
  return divideValues(multiplyValues(a, mirrored, scope), size, scope)
}

/** Half of a value, and other fixed shares of it. */
export function scaleValue(a: Value, top: bigint, bottom: bigint, scope: Scope): Value {
  return multiplyValues(a, { is: "exact", value: rational(top, bottom) }, scope)
}

/** a · i. */
export function timesI(a: Finite): Finite {
  const [re, im] = partsOf(a)
  return complex(negateReal(im), re)
}

/** What values come to if one of them is undefined or unclear, else null. */
export function stop(...values: readonly Value[]): Value | null {
  let stopped: Value | null = null
  for (const value of values) {
    if (value.is === "undefined") return value
    if (value.is === "unclear" && (stopped === null || value.beyond)) stopped = value
  }
  return stopped
}

function stretched(sign: 1 | -1, by: Value): Value {
  if (by.is === "infinite") return { is: "infinite", sign: sign === by.sign ? 1 : -1 }
  if (!isFiniteValue(by) || !isReal(by)) return BEYOND
  const other = signOf(by)
  if (other === 0) return undefinedFor("0 · ∞")
  return other === null ? UNCLEAR : { is: "infinite", sign: sign === other ? 1 : -1 }
}
