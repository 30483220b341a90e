import { number } from "../build.ts"
import {
  absolute,
  add,
  compare,
  multiply,
  negate,
  type Rational,
  rational,
  subtract,
} from "../rational.ts"
import type { Expr, NumberNode } from "../tree.ts"
import { mentions } from "../walk.ts"
import { orderOf } from "./near.ts"
import { type Outcome, right, wrong } from "./outcome.ts"
import { holds, type Task } from "./task.ts"

/**
 * The rule for a decimal against an exact value, whichever side it stands on: it must be the exact
 * value correctly rounded to the digits it shows, and show enough of them. Null where the rule does
 * not apply: two decimals, or a decimal that is exactly the value, are a matter of arithmetic.
 */
export function compareDecimal(key: Expr, answer: Expr, task: Task): Outcome | null {
  const [inKey, inAnswer] = [decimalIn(key), decimalIn(answer)]
  if (inKey !== null && inAnswer !== null) return compareRounded(inKey, inAnswer, task)
  if ((inKey === null && inAnswer === null) || !holds(task, "rounding")) return null
  const decimal = (inKey ?? inAnswer)!
  if (decimal.value.numerator === 0n) return null // 0.000000 shows no significant digit
  const exact = inKey === null ? key : answer
  if (exact.kind === "number" || !isClosed(exact)) return null
  const half = multiply(unitOf(decimal), rational(1, 2))
  const low = orderOf(number(subtract(decimal.value, half)), exact, task.setting)
  const high = orderOf(number(add(decimal.value, half)), exact, task.setting)
  if (low === null || high === null || low === "greater" || high === "less") return null
  if (orderOf(number(decimal.value), exact, task.setting) === "equal") return null
  const needed = Math.min(task.options.digits, task.shown ?? task.options.digits)
  if (decimal.significant < needed) {
    const said = `${decimal.significant} significant digits where ${needed} are needed`
    return wrong("rounding", "too-few-digits", "rounding", said)
  }
  return right("rounding", "rounding", { level: "numeric", digits: decimal.significant })
}

/** Two decimals are a matter of arithmetic, unless that rule is off: then the coarser counts. */
function compareRounded(key: Decimal, answer: Decimal, task: Task): Outcome | null {
  if (holds(task, "decimal-key")) return null
  const [one, two] = [unitOf(key), unitOf(answer)]
  const coarse = compare(one, two) < 0 ? two : one
  const gap = absolute(subtract(key.value, answer.value))
  if (compare(gap, multiply(coarse, rational(1, 2))) > 0) return null
  const digits = Math.max(1, Math.min(key.significant, answer.significant))
  return right("rounding", undefined, { level: "numeric", digits })
}

interface Decimal {
  readonly value: Rational
  readonly significant: number
  readonly decimals: number
}

/** A literal with a decimal point, with or without a sign. */
export function decimalIn(expr: Expr): Decimal | null {
  if (expr.kind === "negate") {
    const inner = decimalIn(expr.of)
    return inner === null ? null : { ...inner, value: negate(inner.value) }
  }
  if (expr.kind !== "number" || !isDecimal(expr)) return null
  return expr
}

function isDecimal({ written, decimals }: NumberNode): boolean {
  return written === "scientific" || (written === "decimal" && decimals > 0)
}

/** What the last digit shown is worth: 0.050 has 2 significant digits, its last is worth 1/1000. */
function unitOf({ value, significant, decimals }: Decimal): Rational {
  if (value.numerator === 0n) return rational(1n, 10n ** BigInt(decimals))
  return powerOfTen(magnitudeOf(value) + 1 - significant)
}

/** The exponent of the leading digit: 0 for 7, 2 for 123, −2 for 0.05. */
function magnitudeOf({ numerator, denominator }: Rational): number {
  const size = numerator < 0n ? -numerator : numerator
  const guess = `${size}`.length - `${denominator}`.length
  return compare({ numerator: size, denominator }, powerOfTen(guess)) < 0 ? guess - 1 : guess
}

function powerOfTen(exponent: number): Rational {
  const size = 10n ** BigInt(Math.abs(exponent))
  return exponent < 0 ? rational(1n, size) : rational(size)
}

/** A constant: no unknowns, and nothing left to do that could hide one. */
export function isClosed(expr: Expr): boolean {
  return !mentions(expr, ({ kind }) => OPEN.has(kind))
}

const OPEN: ReadonlySet<Expr["kind"]> = new Set(["symbol", "apply", "operation", "text"])
