import { greatestCommonDivisor } from "../rational.ts"
import { polynomialOf } from "../scalar/polynomial.ts"
import type { Expr } from "../tree.ts"
import { mentions, partsOf } from "../walk.ts"
import { isFactored } from "./factored.ts"
import type { JudgeOptions } from "./options.ts"
import type { Task } from "./task.ts"

/** Whether an answer of the right value has the form asked for; null where that is unknown. */
export function hasForm(
  form: JudgeOptions["form"],
  answer: Expr,
  key: Expr,
  task: Task,
): boolean | null {
  if (answer.kind === "relation" && answer.signs.every((sign) => sign === "=")) {
    return hasForm(form, answer.sides.at(-1)!, key, task) // 360 = 8 * 45 = 2^3 * 3^2 * 5
  }
  switch (form) {
    case "any":
      return true
    case "integer":
      return isInteger(answer) || isWholeDecimal(answer)
    case "decimal":
      return isDecimal(answer)
    case "lowest-terms":
      return isLowest(answer)
    case "expanded":
      return !mentions(answer, isBracketed) && isCollected(answer, task)
    case "simplified":
      return sizeOf(answer) <= sizeOf(key) && !mentions(answer, isReducible)
    case "factored":
      return isFactored(answer, task)
  }
}

function isInteger(expr: Expr): boolean {
  if (expr.kind === "negate") return isInteger(expr.of)
  return expr.kind === "number" && expr.written === "integer"
}

/** 14.0: all that a division left undone could hide is zeros. */
function isWholeDecimal(expr: Expr): boolean {
  if (expr.kind === "negate") return isWholeDecimal(expr.of)
  return expr.kind === "number" && expr.written === "decimal" && expr.value.denominator === 1n
}

function isDecimal(expr: Expr): boolean {
  if (expr.kind === "negate") return isDecimal(expr.of)
  return expr.kind === "number" && expr.written !== "mixed"
}

/** An integer, or one integer over another that shares no factor with it. */
function isLowest(expr: Expr): boolean {
  if (expr.kind === "negate") return isLowest(expr.of)
  if (expr.kind === "number") return expr.written === "integer" || expr.written === "mixed"
  if (expr.kind !== "divide" || !isInteger(expr.top) || !isInteger(expr.bottom)) return false
  const [top, bottom] = [integerOf(expr.top), integerOf(expr.bottom)]
  return bottom > 1n && greatestCommonDivisor(top, bottom) === 1n
}

function integerOf(expr: Expr): bigint {
  if (expr.kind === "negate") return -integerOf(expr.of)
  return expr.kind === "number" ? expr.value.numerator : 0n
}

/** A sum that is multiplied or raised to a power, and so not multiplied out. */
function isBracketed(expr: Expr): boolean {
  if (expr.kind === "multiply") return expr.factors.some(isSum)
  return expr.kind === "power" && isSum(expr.base) && expr.exponent.kind === "number"
}

/** No two terms that could be put together. */
function isCollected(expr: Expr, task: Task): boolean {
  if (expr.kind !== "add") return true
  const polynomial = polynomialOf(expr, task.fuel)
  return polynomial === null || polynomial.terms.size === expr.terms.length
}

const SQUARES_MAX = 1_000n // squares of greater numbers are not looked for

/** A fraction that shares a factor, or a square root with a square inside. */
function isReducible(expr: Expr): boolean {
  if (expr.kind === "divide") {
    return isInteger(expr.top) && isInteger(expr.bottom) && !isLowest(expr)
  }
  if (expr.kind !== "root" || !isInteger(expr.of) || expr.index.kind !== "number") return false
  const [inside, index] = [integerOf(expr.of), expr.index.value.numerator]
  const size = inside < 0n ? -inside : inside
  for (let n = 2n; n <= SQUARES_MAX && n ** index <= size; n++) {
    if (size % n ** index === 0n) return true
  }
  return size === 1n
}

function isSum(expr: Expr): boolean {
  return expr.kind === "add" || (expr.kind === "negate" && isSum(expr.of))
}

/** How many numbers, names and operations: what "simplified" may not exceed. */
function sizeOf(expr: Expr): number {
  return 1 + partsOf(expr).reduce((total, part) => total + sizeOf(part), 0)
}
