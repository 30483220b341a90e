import { PROVED } from "../../../src/record/proved.ts"
import { type Ball, dyadic } from "../number/ball.ts"
import * as rationals from "../rational.ts"
import type { Expr } from "../tree.ts"
import { readForm } from "./canonical.ts"
import { compareDomains, printSum } from "./compare-domains.ts"
import { isNonzeroConstant, signOfConstant, valueOfConstant } from "./constant-value.ts"
import type { Domain } from "./domain.ts"
import { isConstantForm, isConstantSum, isNeverZero, signOfSum } from "./facts.ts"
import { formOf, plainOf, type Reading, readingOn } from "./form.ts"
import { isZeroConstant } from "./nested.ts"
import { printDecimal, printPair } from "./print.ts"
import { Beyond, Ring, UndefinedValue } from "./ring.ts"
import type { Comparison, ScalarSetting } from "./setting.ts"
import { isDefinite, perfectRoot } from "./square.ts"
import { type Form, ONE, type Sum } from "./sum.ts"
import { wholeNames } from "./whole-names.ts"
import { differenceOf, isDecisive, isZeroSum } from "./zero.ts"

/**
 * By canonical forms: equal where both are defined, or different, or null. `apart` says that they
 * differ for certain, somewhere.
 */
export function compareForms(
  left: Expr,
  right: Expr,
  names: readonly string[],
  setting: ScalarSetting,
): Comparison | "apart" | null {
  const ring = new Ring(setting)
  const whole = wholeNames(setting)
  const [one, two] = [readingOn(ring, whole), readingOn(ring, whole)]
  try {
    const a = readSide(one, left)
    const b = readSide(two, right)
    if (a === "undefined" || b === "undefined") {
      return { is: "undefined", side: a !== b ? (a === "undefined" ? "left" : "right") : "both" }
    }
    if (a === null || b === null) return null
    const gap = differenceOf(ring, a, b)
    if (isZeroSum(ring, gap)) return equalForms(left, right, names, [one, two], setting)
    const constant = isConstantForm(ring, a) && isConstantForm(ring, b)
    if (constant && isZeroConstant(ring, gap)) {
      return equalForms(left, right, names, [one, two], setting)
    }
    const decisive = isDecisive(ring, gap) && isPlainDomain(one, two)
    return differentForms(ring, a, b, gap, decisive)
  } catch (error) {
    if (error instanceof Beyond) return null
    throw error
  }
}

/** The sign of a real constant by its form; null where it is not shown, as it is not for zero. */
export function signOfExpression(expr: Expr, setting: ScalarSetting) {
  const ring = new Ring(setting)
  try {
    const form = readSide(readingOn(ring, wholeNames(setting)), expr)
    return form === null || form === "undefined" ? null : signOfConstant(ring, form)
  } catch (error) {
    if (error instanceof Beyond) return null
    throw error
  }
}

/** The sign that a form shows for all values of its names; null where it shows none. */
export function signOfForm(expr: Expr, setting: ScalarSetting): "known" | null {
  const ring = new Ring(setting)
  try {
    const form = readForm(readingOn(ring, wholeNames(setting)), expr)
    const known = form.bottom === ONE && knownSign(ring, form.top)
    return known ? "known" : null
  } catch (error) {
    if (error instanceof Beyond || error instanceof UndefinedValue) return null
    throw error
  }
}

function knownSign(ring: Ring, sum: Sum): boolean {
  const opposite = ring.scale(sum, rationals.rational(-1n))
  return [sum, opposite].some((side) => {
    return (
      signOfSum(ring, side) !== null || isDefinite(ring, side) || perfectRoot(ring, side) !== null
    )
  })
}

/** Whether an expression has no value anywhere, as far as its form shows. */
export function isUndefined(expr: Expr, setting: ScalarSetting): boolean {
  try {
    return readSide(readingOn(new Ring(setting), wholeNames(setting)), expr) === "undefined"
  } catch (error) {
    if (error instanceof Beyond) return false
    throw error
  }
}

/** The form of a side, `undefined` for certain, or null where its constants are not settled. */
function readSide(reading: Reading, expr: Expr): Form | "undefined" | null {
  try {
    const form = readForm(reading, expr)
    return settleConstants(reading.ring, reading.domain) ?? form
  } catch (error) {
    if (error instanceof UndefinedValue) return "undefined"
    throw error
  }
}

/** Conditions on constants are true or false: true ones go, a false one ends it. */
function settleConstants(ring: Ring, domain: Domain): "undefined" | null {
  for (const [key, { kind, sum, constant }] of domain.conditions) {
    if (!constant || (kind !== "nonzero" && kind !== "nonnegative")) continue
    const form = formOf(sum)
    if (kind === "nonzero") {
      if (isNonzeroConstant(ring, form)) domain.conditions.delete(key)
      continue
    }
    const sign = signOfConstant(ring, form)
    if (sign === "negative") return "undefined"
    if (sign === "positive") domain.conditions.delete(key)
  }
  return null
}

function equalForms(
  left: Expr,
  right: Expr,
  names: readonly string[],
  readings: readonly [Reading, Reading],
  setting: ScalarSetting,
): Comparison | null {
  const unsettled = readings.some(({ domain }) =>
    [...domain.conditions.values()].some(
      ({ kind, constant }) => constant && (kind === "nonzero" || kind === "nonnegative"),
    ),
  )
  if (unsettled) return null
  const domains = compareDomains(left, right, names, readings, setting)
  if (domains !== null) return domains
  return { is: "equal", proof: PROVED, method: "canonical" }
}

/** Only conditions that leave out single points: the difference shows somewhere. */
function isPlainDomain(one: Reading, two: Reading): boolean {
  return [one, two].every(({ domain }) =>
    [...domain.conditions.values()].every(({ kind }) => kind === "nonzero"),
  )
}

/** Constants whose difference a ball keeps away from zero, or forms that cannot be the same. */
function differentForms(ring: Ring, a: Form, b: Form, gap: Sum, decisive: boolean) {
  if (!isConstantForm(ring, a) || !isConstantForm(ring, b)) {
    const steady = a.bottom === ONE && b.bottom === ONE && isConstantSum(ring, gap)
    if (!steady || !(decisive || isNonzeroConstant(ring, formOf(gap))))
      return decisive ? "apart" : null
    const witness = steady
      ? `the difference is ${printSum(ring, gap)} everywhere`
      : "the difference is zero nowhere"
    return { is: "different", method: "canonical", reason: "different-value", witness } as const
  }
  if (!decisive && !isNeverZero(ring, gap) && !isNonzeroConstant(ring, formOf(gap))) return null
  return differentValue(ring, a, b)
}

function differentValue(ring: Ring, a: Form, b: Form): Comparison {
  const [left, right] = [approximation(ring, a), approximation(ring, b)]
  if (left === null || right === null) {
    const witness = "values too large to print"
    return { is: "different", method: "canonical", reason: "different-value", witness }
  }
  const real = printPair(left.re, right.re)
  const witness = ring.setting.complex
    ? `${printComplex(left)} against ${printComplex(right)}`
    : real
  return { is: "different", method: "canonical", reason: "different-value", witness }
}

function printComplex({ re, im }: { re: rationals.Rational; im: rationals.Rational }): string {
  if (im.numerator === 0n) return printDecimal(re, 15)
  return `${printDecimal(re, 15)} + ${printDecimal(im, 15)} i`
}

/** A value near a constant, for a witness only. */
function approximation(ring: Ring, form: Form) {
  const plain = plainOf(form)
  if (plain !== null) return { re: plain, im: rationals.rational(0n) }
  const value = valueOfConstant(ring, form, 200)
  if (value === null) return null
  const near = (ball: Ball) =>
    Math.abs(ball.exponent) > 8192 ? null : dyadic(ball.middle, ball.exponent)
  const [re, im] = [near(value.re), near(value.im)]
  return re && im && { re, im }
}
