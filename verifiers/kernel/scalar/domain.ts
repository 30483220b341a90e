import * as rationals from "../rational.ts"
import { isConstantSum, isEvenPower, signOfPower, signOfSum } from "./facts.ts"
import type { Ring } from "./ring.ts"
import { UndefinedValue } from "./ring.ts"
import { isDefinite, perfectRoot } from "./square.ts"
import {
  contentOf,
  leadingCoefficient,
  ONE,
  rationalOf,
  SCALE,
  type Sum,
  singleTerm,
  sumKey,
  ZERO,
} from "./sum.ts"

/**
 * What must hold for a side to be defined. `nonzero` leaves out single points (or curves), and
 * `nonnegative` open sets; `counting` asks for whole numbers, as a factorial or x^n does; `other`
 * is anything that is not written as a sum.
 */
export interface Condition {
  readonly kind: "nonzero" | "nonnegative" | "counting" | "other"
  readonly sum: Sum
  readonly constant: boolean
}

/** 0/0, √−1 among real numbers and their like, found while a side was read. */
export const UNDEFINED_VALUE = new UndefinedValue("undefined")

/** Collects the conditions under which one side is defined. Plainly true ones are left out. */
export class Domain {
  readonly conditions = new Map<string, Condition>()
  private readonly ring: Ring

  constructor(ring: Ring) {
    this.ring = ring
  }

  nonzero(sum: Sum): void {
    const plain = rationalOf(sum)
    if (plain !== null) {
      if (plain.numerator === 0n) throw UNDEFINED_VALUE
      return
    }
    const term = singleTerm(sum)
    if (term === null) {
      const sign = signOfSum(this.ring, sum)
      const known = sign === "positive" || sign === "negative" || this.isDefinite(sum)
      if (!known) this.note("nonzero", primitive(sum, true))
      return
    }
    for (const id of term.ids) {
      const atom = this.ring.atoms[id]!
      if (atom.nonzero) continue
      if (atom.of !== null && atom.kind !== "ln") this.nonzero(atom.of.top)
      else this.note("nonzero", this.ring.monomial(atom))
    }
  }

  /** sum / bottom ≥ 0, or > 0 where `strict`. */
  notBelow(sum: Sum, bottom: Sum, strict: boolean): void {
    const whole = bottom === ONE ? sum : this.ring.multiply(sum, bottom)
    const plain = rationalOf(whole)
    if (plain !== null) {
      if (plain.numerator < 0n || (strict && plain.numerator === 0n)) throw UNDEFINED_VALUE
      return
    }
    const sign = signOfSum(this.ring, whole)
    if (sign === "positive" || (sign === "nonnegative" && !strict)) return
    if (sign === "negative") throw UNDEFINED_VALUE
    const definite = !this.ring.setting.complex && isDefinite(this.ring, whole)
    const square = definite ? null : perfectRoot(this.ring, whole)
    if (strict) this.nonzero(square ?? whole)
    if (definite || square !== null) return
    const alone = singleTerm(whole) !== null
    this.note("nonnegative", alone ? this.withoutSquares(whole) : primitive(whole, false))
  }

  other(key: string, kind: "other" | "counting" = "other"): void {
    this.conditions.set(`${kind} ${key}`, { kind, sum: ZERO, constant: false })
  }

  /** Never zero: a quadratic without real roots. */
  private isDefinite(sum: Sum): boolean {
    if (this.ring.setting.complex || sum.size > 3) return false
    const opposite = () => this.ring.scale(sum, rationals.rational(-1n))
    return isDefinite(this.ring, sum) || isDefinite(this.ring, opposite())
  }

  private note(kind: "nonzero" | "nonnegative", sum: Sum): void {
    const key = sumKey(sum)
    const constant = isConstantSum(this.ring, sum)
    this.conditions.set(`${kind} ${key}`, { kind, sum, constant })
  }

  /** A single term less the factors that cannot change its sign; odd powers become 1. */
  private withoutSquares(sum: Sum): Sum {
    const term = singleTerm(sum)!
    let negative = term.coefficient.numerator < 0n
    let result = ONE
    for (let at = 0; at < term.ids.length; at++) {
      const atom = this.ring.atoms[term.ids[at]!]!
      const sign = signOfPower(atom, term.powers[at]!)
      if (sign === "negative") negative = !negative
      if (sign !== null || isEvenPower(term.powers[at]!)) continue
      result = this.ring.multiply(result, this.ring.monomial(atom, SCALE))
    }
    return negative ? this.ring.scale(result, rationals.rational(-1n)) : result
  }
}

/** Whole coefficients without a common factor; up to sign where the sign does not matter. */
export function primitive(sum: Sum, upToSign: boolean): Sum {
  const content = contentOf(sum)
  const negative = upToSign && leadingCoefficient(sum).numerator < 0n
  const factor = rationals.divide(rationals.rational(negative ? -1n : 1n), content)
  if (factor.numerator === factor.denominator) return sum
  const result = new Map(sum)
  for (const [key, term] of sum) {
    result.set(key, { ...term, coefficient: rationals.multiply(term.coefficient, factor) })
  }
  return result
}
