import { number, PI, product, quotient, squareRoot, sum } from "../../verifiers/kernel/build.ts"
import { absolute, type Rational, rational } from "../../verifiers/kernel/rational.ts"
import { readForm } from "../../verifiers/kernel/scalar/canonical.ts"
import { readingOn } from "../../verifiers/kernel/scalar/form.ts"
import { Beyond, Ring, UndefinedValue } from "../../verifiers/kernel/scalar/ring.ts"
import type { ScalarSetting } from "../../verifiers/kernel/scalar/setting.ts"
import { type Atom, ONE, SCALE, type Sum } from "../../verifiers/kernel/scalar/sum.ts"
import type { Expr } from "../../verifiers/kernel/tree.ts"

/**
 * The canonical form of a constant as a tree, such as 41 + 29√2; null where it has none, or where
 * it keeps a sum in its denominator and says no more than the expression did.
 */
export function canonicalTree(expr: Expr, setting: ScalarSetting): Expr | null {
  const ring = new Ring(setting)
  try {
    const form = readForm(readingOn(ring, new Set()), expr)
    return form.bottom === ONE ? sumTree(ring, form.top) : null
  } catch (error) {
    if (error instanceof Beyond || error instanceof UndefinedValue) return null
    throw error
  }
}

/** Terms with plain numbers first, then as the form has them. */
function sumTree(ring: Ring, of: Sum): Expr | null {
  const terms: Expr[] = []
  for (const { coefficient, ids, powers } of of.values()) {
    const factors: Expr[] = []
    let radicand = 1n // √2 · √3 is √6
    for (const [at, id] of ids.entries()) {
      if (ring.atoms[id]!.kind === "prime" && powers[at]! * 2 === SCALE) {
        radicand *= ring.atoms[id]!.value
        continue
      }
      const factor = powerTree(ring.atoms[id]!, powers[at]!)
      if (factor === null) return null
      factors.push(factor)
    }
    if (radicand > 1n) factors.unshift(squareRoot(number(radicand)))
    const term = termTree(absolute(coefficient), factors)
    const signed: Expr = coefficient.numerator < 0n ? { kind: "negate", of: term } : term
    if (ids.length === 0) terms.unshift(signed)
    else terms.push(signed)
  }
  return terms.length === 0 ? number(0) : sum(...terms)
}

/** 3/2 · √2 as 3 * sqrt(2) / 2. */
function termTree(size: Rational, factors: readonly Expr[]): Expr {
  const isOne = size.numerator === 1n && factors.length > 0
  const top = product(...(isOne ? [] : [number(rational(size.numerator))]), ...factors)
  return size.denominator === 1n ? top : quotient(top, number(rational(size.denominator)))
}

/** An atom to a power: roots of whole numbers, powers of pi and of e, and i. */
function powerTree(atom: Atom, units: number): Expr | null {
  const power = rational(BigInt(units), BigInt(SCALE))
  if (atom.kind === "prime") return rootTree(number(rational(atom.value)), power)
  if (atom.kind === "pi") return rootTree(PI, power)
  if (atom.kind === "exp" && atom.key === "exp 1*") return raised(E, power)
  if (atom.kind === "unity" && units * 2 === SCALE) return { kind: "constant", name: "i" }
  if (atom.kind === "ln" && atom.of !== null && atom.of.bottom === ONE) {
    const [only, ...more] = atom.of.top.values()
    if (only === undefined || more.length > 0 || only.ids.length > 0) return null
    return raised({ kind: "call", name: "ln", args: [number(only.coefficient)] }, power)
  }
  return null
}

const E: Expr = { kind: "constant", name: "e" }

function raised(base: Expr, power: Rational): Expr {
  const isOne = power.numerator === power.denominator
  return isOne ? base : { kind: "power", base, exponent: number(power) }
}

function rootTree(of: Expr, power: Rational): Expr {
  if (power.numerator !== 1n || power.denominator === 1n) return raised(of, power)
  if (power.denominator === 2n) return squareRoot(of)
  return { kind: "root", of, index: number(rational(power.denominator)) }
}
