import { add, divide, multiply, negate, type Rational, rational, subtract } from "./rational.ts"

/** Closed arithmetic as JSON: a safe integer, or an operation on expressions. */
export type Expression = number | Negation | Operation

export type Negation = { readonly op: "neg"; readonly of: Expression }

export type Operation = {
  readonly op: "add" | "sub" | "mul" | "div"
  readonly left: Expression
  readonly right: Expression
}

export type Notation = "plain" | "latex"

/** The exact value, or null where a divisor is zero. */
export function evaluate(expression: Expression): Rational | null {
  if (typeof expression === "number") return rational(expression)
  if (expression.op === "neg") {
    const value = evaluate(expression.of)
    return value === null ? null : negate(value)
  }
  const left = evaluate(expression.left)
  const right = evaluate(expression.right)
  if (left === null || right === null) return null
  switch (expression.op) {
    case "add":
      return add(left, right)
    case "sub":
      return subtract(left, right)
    case "mul":
      return multiply(left, right)
    case "div":
      return right.numerator === 0n ? null : divide(left, right)
  }
}

/**
 * The expression in the fewest parentheses that keep its tree: `a + (b - c)` keeps them, because
 * without them a reader would see `(a + b) - c`.
 */
export function write(expression: Expression, notation: Notation = "plain"): string {
  if (typeof expression === "number") return `${expression}`
  if (expression.op === "neg") {
    return `-${bracketed(expression.of, precedence(expression.of) <= SUM, notation)}`
  }
  const { op, left, right } = expression
  if (op === "div" && notation === "latex") {
    return `\\frac{${write(left, notation)}}{${write(right, notation)}}`
  }
  const own = precedence(expression)
  const first = bracketed(left, precedence(left) < own && !isNegative(left), notation)
  const second = bracketed(right, precedence(right) <= own || isNegative(right), notation)
  return `${first} ${SIGNS[notation][op]} ${second}`
}

const SUM = 1
const PRODUCT = 2
const ATOM = 3
const SIGNS = {
  plain: { add: "+", sub: "-", mul: "×", div: "/" },
  latex: { add: "+", sub: "-", mul: "\\times", div: "/" },
} as const

function precedence(expression: Expression): number {
  if (typeof expression === "number") return expression < 0 ? SUM : ATOM
  if (expression.op === "neg") return SUM
  return expression.op === "add" || expression.op === "sub" ? SUM : PRODUCT
}

/** A leading minus needs no parentheses at the left end: `-3 + 4`, `-3 × 4`. */
function isNegative(expression: Expression): boolean {
  return typeof expression === "number" ? expression < 0 : expression.op === "neg"
}

function bracketed(expression: Expression, needed: boolean, notation: Notation): string {
  const text = write(expression, notation)
  return needed ? `(${text})` : text
}

/** The literals from left to right. */
export function literals(expression: Expression): number[] {
  if (typeof expression === "number") return [expression]
  if (expression.op === "neg") return literals(expression.of)
  return [...literals(expression.left), ...literals(expression.right)]
}

/** Equal for trees that differ only in the order of the operands of + and ×. */
export function commutativeForm(expression: Expression): string {
  if (typeof expression === "number") return `${expression}`
  if (expression.op === "neg") return `(neg ${commutativeForm(expression.of)})`
  const left = commutativeForm(expression.left)
  const right = commutativeForm(expression.right)
  const ordered = expression.op === "sub" || expression.op === "div" || left <= right
  return `(${expression.op} ${ordered ? `${left} ${right}` : `${right} ${left}`})`
}

/**
 * Equal for trees that add up the same terms, however they are grouped: `a - (b - c)` and
 * `(c + a) - b`, and also for the negated sum `b - (a + c)`, which is the same work.
 */
export function flatForm(expression: Expression): string {
  const terms: Terms = { plus: [], minus: [] }
  gatherTerms(expression, true, terms)
  const plus = terms.plus.sort().join("+")
  const minus = terms.minus.sort().join("+")
  return plus <= minus ? `${plus}|${minus}` : `${minus}|${plus}`
}

interface Terms {
  readonly plus: string[]
  readonly minus: string[]
}

function gatherTerms(expression: Expression, positive: boolean, terms: Terms): void {
  if (typeof expression !== "number") {
    if (expression.op === "neg") {
      gatherTerms(expression.of, !positive, terms)
      return
    }
    if (expression.op === "add" || expression.op === "sub") {
      gatherTerms(expression.left, positive, terms)
      gatherTerms(expression.right, positive === (expression.op === "add"), terms)
      return
    }
  }
  const text = gatherFactors(expression, []).sort().join("*")
  if (positive) terms.plus.push(text)
  else terms.minus.push(text)
}

function gatherFactors(expression: Expression, factors: string[]): string[] {
  if (typeof expression === "number") factors.push(`${expression}`)
  else if (expression.op === "mul") {
    gatherFactors(expression.left, factors)
    gatherFactors(expression.right, factors)
  } else if (expression.op === "div") {
    factors.push(`(${flatForm(expression.left)})/(${flatForm(expression.right)})`)
  } else factors.push(`(${flatForm(expression)})`)
  return factors
}
