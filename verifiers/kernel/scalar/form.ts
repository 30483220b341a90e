import type { Rational } from "../rational.ts"
import * as rationals from "../rational.ts"
import { Domain } from "./domain.ts"
import type { Ring } from "./ring.ts"
import {
  constantSum,
  contentOf,
  type Form,
  leadingCoefficient,
  ONE,
  rationalOf,
  SCALE,
  type Sum,
  singleTerm,
  UNITY,
  ZERO,
} from "./sum.ts"

/** Where one side is read: the atoms that both sides share, and the side's own conditions. */
export interface Reading {
  readonly ring: Ring
  readonly domain: Domain
  /** Names that stand for whole numbers, said or seen from how they are used. */
  readonly whole: ReadonlySet<string>
}

export function readingOn(ring: Ring, whole: ReadonlySet<string>): Reading {
  return { ring, domain: new Domain(ring), whole }
}

export function formOf(top: Sum, bottom: Sum = ONE): Form {
  return { top, bottom }
}

export function constantForm(value: Rational | bigint): Form {
  return formOf(constantSum(typeof value === "bigint" ? rationals.rational(value) : value))
}

/** i^(2 · power): the half power of e^(iπ) is i. */
export function unityForm(reading: Reading, power: number = SCALE / 2): Form {
  return formOf(reading.ring.monomial(reading.ring.atoms[UNITY]!, power))
}

export function plainOf(form: Form): Rational | null {
  return form.bottom === ONE ? rationalOf(form.top) : null
}

export function addForms(reading: Reading, a: Form, b: Form): Form {
  const { ring } = reading
  if (a.bottom === b.bottom) return formOf(ring.add(a.top, b.top), a.bottom)
  const top = ring.add(ring.multiply(a.top, b.bottom), ring.multiply(b.top, a.bottom))
  return formOf(top, ring.multiply(a.bottom, b.bottom))
}

export function multiplyForms(reading: Reading, a: Form, b: Form): Form {
  const { ring } = reading
  const [left, right] = [crossed(a.top, b.bottom), crossed(b.top, a.bottom)]
  const bottom = ring.multiply(left.bottom, right.bottom)
  return settled(reading, formOf(ring.multiply(left.top, right.top), bottom))
}

export function scaleForm(reading: Reading, a: Form, by: Rational | bigint): Form {
  const factor = typeof by === "bigint" ? rationals.rational(by) : by
  return formOf(reading.ring.scale(a.top, factor), a.bottom)
}

export function negateForm(reading: Reading, a: Form): Form {
  return scaleForm(reading, a, -1n)
}

/** 1/a. The top must not be zero, and that is a condition of the side. */
export function invertForm(reading: Reading, a: Form): Form {
  const { ring, domain } = reading
  domain.nonzero(a.top)
  const single = singleTerm(a.top)
  if (single !== null) return formOf(ring.multiply(a.bottom, ring.termPower(single, -1)))
  return settled(reading, formOf(a.bottom, a.top))
}

export function divideForms(reading: Reading, a: Form, b: Form): Form {
  return multiplyForms(reading, a, invertForm(reading, b))
}

/** A form to a whole power of either sign. */
export function powerForm(reading: Reading, a: Form, times: number): Form {
  const { ring } = reading
  if (times < 0) return powerForm(reading, invertForm(reading, a), -times)
  if (a.bottom === ONE) return formOf(ring.power(a.top, times))
  return settled(reading, formOf(ring.power(a.top, times), ring.power(a.bottom, times)))
}

/** The bottom has whole coefficients and a positive first one; a single term goes to the top. */
export function settled(reading: Reading, form: Form): Form {
  const { ring } = reading
  if (form.bottom === ONE) return form
  if (form.top.size === 0) return formOf(ZERO)
  const single = singleTerm(form.bottom)
  if (single !== null) return formOf(ring.multiply(form.top, ring.termPower(single, -1)))
  const content = contentOf(form.bottom)
  const negative = leadingCoefficient(form.bottom).numerator < 0n
  if (!negative && content.numerator === content.denominator) return form
  const by = rationals.divide(rationals.rational(negative ? -1n : 1n), content)
  return formOf(ring.scale(form.top, by), ring.scale(form.bottom, by))
}

/** Equal sums above and below cancel; this alone keeps (x+1)/(x+1)² small. */
function crossed(top: Sum, bottom: Sum): Form {
  return top === bottom ? formOf(ONE) : formOf(top, bottom)
}
