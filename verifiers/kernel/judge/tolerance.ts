import { difference, number, product } from "../build.ts"
import { type Rational, rational } from "../rational.ts"
import type { Expr } from "../tree.ts"
import { isClosed } from "./decimal.ts"
import { orderOf } from "./near.ts"
import { type Outcome, right } from "./outcome.ts"
import { holds, type Task } from "./task.ts"

const DIGITS = 15 // what a verdict within a tolerance claims at most

/** Correct where the task allows a tolerance and the answer lies within it; otherwise null. */
export function withinTolerance(key: Expr, answer: Expr, task: Task): Outcome | null {
  const { tolerance } = task.options
  if (tolerance === undefined || !holds(task, "tolerance")) return null
  if (!isClosed(key) || !isClosed(answer)) return null
  const gap = sizeOf(difference(answer, key))
  const bounds = [
    ...(tolerance.absolute === undefined ? [] : [number(decimalText(tolerance.absolute))]),
    ...(tolerance.relative === undefined
      ? []
      : [product(number(decimalText(tolerance.relative)), sizeOf(key))]),
  ]
  for (const bound of bounds) {
    const order = orderOf(gap, bound, task.setting)
    if (order === "less" || order === "equal") {
      return right("tolerance", "tolerance", { level: "numeric", digits: DIGITS })
    }
  }
  return null
}

function sizeOf(of: Expr): Expr {
  return { kind: "call", name: "abs", args: [of] }
}

/** The exact value of a decimal that the options' schema has let through: 0.01, 5e-3. */
function decimalText(text: string): Rational {
  const [mantissa = "0", exponent = "0"] = text.split("e")
  const [whole = "0", decimals = ""] = mantissa.split(".")
  const shift = Number(exponent) - decimals.length
  const digits = BigInt(whole + decimals)
  const scale = 10n ** BigInt(Math.abs(shift))
  return shift < 0 ? rational(digits, scale) : rational(digits * scale)
}
