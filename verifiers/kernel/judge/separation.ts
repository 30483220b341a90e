import { negated, number, quotient, squareRoot, sum } from "../build.ts"
import { printPlain } from "../print.ts"
import { multiply, type Rational, rational, subtract } from "../rational.ts"
import { compareScalars, substitute } from "../scalar/compare.ts"
import { polynomialIn } from "../scalar/polynomial.ts"
import type { Expr } from "../tree.ts"
import { namesIn } from "../walk.ts"
import type { Task } from "./task.ts"

const TRIALS: readonly Rational[] = [rational(2), rational(-1), rational(1, 3), rational(5, 2)]
const NAMES_MAX = 3

/**
 * A point that solves one of two equations and not the other, in words; null where none is found.
 * Equations that are no multiples of each other may still have the same real solutions, as
 * (x² + 1)(x − y) = 0 and x = y have, so only such a point proves them different. Of a key that
 * says what a name is, the value is put in for the name.
 */
export function separation(
  key: Expr,
  answer: Expr,
  assigned: { readonly name: string; readonly value: Expr } | null,
  task: Task,
): string | null {
  if (assigned !== null) {
    const left = substitute(answer, assigned.name, assigned.value)
    const found = compareScalars(number(0), left, task.setting)
    if (found.is === "different" && found.reason === "different-value") return found.witness
  }
  return (
    solvesOnlyOne(key, answer, "the key", task) ?? solvesOnlyOne(answer, key, "the answer", task)
  )
}

function solvesOnlyOne(gap: Expr, other: Expr, whose: string, task: Task): string | null {
  const names = [...namesIn(other, namesIn(gap))].sort()
  for (const solved of names.slice(0, NAMES_MAX)) {
    for (const [trial, value] of TRIALS.entries()) {
      const others = names.filter((name) => name !== solved)
      const at = (expr: Expr) =>
        others.reduce<Expr>((held, name, i) => {
          const shifted = rational(value.numerator + BigInt(i * (trial + 1)), value.denominator)
          return substitute(held, name, number(shifted))
        }, expr)
      const line = polynomialIn(at(gap), solved, task.fuel)
      for (const root of line === null ? [] : rootsOf(line)) {
        const left = substitute(at(other), solved, root)
        const found = compareScalars(number(0), left, task.setting)
        if (found.is !== "different" || found.reason !== "different-value") continue
        return `only ${whose} holds for ${solved} = ${printPlain(root)} beside other values`
      }
    }
  }
  return null
}

/** The real roots of a polynomial of degree 1 or 2, given from the constant up. */
function rootsOf(coefficients: readonly Rational[]): Expr[] {
  const [c = rational(0), b = rational(0), a = rational(0)] = coefficients
  if (coefficients.length === 2) return [quotient(negated(number(c)), number(b))]
  if (coefficients.length !== 3) return []
  const spread = subtract(multiply(b, b), multiply(multiply(rational(4), a), c))
  if (spread.numerator < 0n) return []
  const bend = squareRoot(number(spread))
  const bottom = number(multiply(rational(2), a))
  return [bend, negated(bend)].map((side) => quotient(sum(negated(number(b)), side), bottom))
}
