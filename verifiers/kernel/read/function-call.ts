import { number } from "../build.ts"
import type { Expr, FunctionName } from "../tree.ts"
import { type Cursor, call } from "./cursor.ts"
import { readArguments } from "./fence.ts"
import { isDifferential } from "./operation.ts"
import { readGroup, readPower } from "./power.ts"
import { readUnit } from "./quantity.ts"
import { startsFactor } from "./sum.ts"

/** A known function with its base, its exponent (sin²x, sin⁻¹x) and its argument. */
export function readFunction(c: Cursor): Expr {
  const name = c.next().text as FunctionName
  let base: Expr | null = null
  let exponent: Expr | null = null
  while (c.is("_") || c.is("^")) {
    if (c.is("_")) {
      if (name !== "log" || base !== null) throw c.fail("unreadable")
      c.next()
      base = readScript(c)
    } else {
      if (exponent !== null) throw c.fail("unreadable")
      c.next()
      exponent = readScript(c)
    }
  }
  c.take("'")
  if (base !== null) c.takeWord("of")
  const inverse = exponent !== null && isMinusOne(exponent) ? INVERSES.get(name) : undefined
  const glued = base === null ? null : gluedArgument(c, base)
  const args = glued === null ? readFunctionArguments(c, name) : [glued.argument]
  if (glued !== null) base = glued.base
  if (base !== null) args.push(base)
  checkArity(c, name, args.length)
  const applied = call(inverse ?? (args.length === 2 && name === "ln" ? "log" : name), ...args)
  if (exponent === null || inverse !== undefined) return applied
  return { kind: "power", base: applied, exponent }
}

/** \log_28: LaTeX lowers one digit, so that an 8 is left to take the logarithm of. */
function gluedArgument(c: Cursor, base: Expr) {
  const isGlued = c.latex && c.is("_", -2) && base.kind === "number" && base.written === "integer"
  if (!isGlued || startsFactor(c) || c.is("-")) return null
  const digits = `${base.value.numerator}`
  if (digits.length < 2 || digits[1] === "0") return null
  return { base: number(BigInt(digits[0]!)), argument: number(BigInt(digits.slice(1))) }
}

function readScript(c: Cursor): Expr {
  if (c.is("{")) return readGroup(c)
  if (c.is("(") && c.is("_", -1)) {
    const [of, ...more] = readArguments(c)
    if (of === undefined || more.length > 0 || !c.is("(")) throw c.unexpected()
    return of
  }
  const sign = c.take("-")
  const { kind, node, text } = c.next()
  const of: Expr | null =
    kind === "number" ? node : kind === "name" ? { kind: "symbol", name: text } : null
  if (kind === "constant" && (text === "e" || text === "pi"))
    return { kind: "constant", name: text }
  if (of === null) {
    c.position--
    throw c.unexpected()
  }
  return sign ? { kind: "negate", of } : of
}

function isMinusOne(expr: Expr): boolean {
  if (expr.kind !== "negate" || expr.of.kind !== "number") return false
  const { numerator, denominator } = expr.of.value
  return numerator === 1n && denominator === 1n
}

const INVERSES: ReadonlyMap<FunctionName, FunctionName> = new Map([
  ...(["sin", "cos", "tan", "cot", "sec", "csc"] as const).map(
    (name) => [name, `arc${name}`] as const,
  ),
  ...(["sinh", "cosh", "tanh", "coth", "sech", "csch"] as const).map(
    (name) => [name, `ar${name}`] as const,
  ),
])

/** How many arguments a function takes; those not listed take one. */
const ARITY: ReadonlyMap<FunctionName, readonly [least: number, most: number]> = new Map([
  ["log", [1, 2]],
  ["ln", [1, 2]], // with a base, as computer algebra gives it
  ["mod", [2, 2]],
  ["binomial", [2, 2]],
  ["permutations", [2, 2]],
  ["gcd", [1, 64]],
  ["lcm", [1, 64]],
  ["min", [1, 64]],
  ["max", [1, 64]],
])

function checkArity(c: Cursor, name: FunctionName, count: number): void {
  const [least, most] = ARITY.get(name) ?? [1, 1]
  if (count < least || count > most) throw c.fail("unreadable")
}

function readFunctionArguments(c: Cursor, name: FunctionName): Expr[] {
  if (c.is("(")) return [...readArguments(c)]
  const { latex } = c
  if (c.is("\\{") || (c.is("{") && latex && ARITY.has(name) && name !== "log")) {
    const set = readPower(c)
    return set.kind === "set" ? [...set.items] : [set]
  }
  if (c.is("{") && latex) return [readGroup(c)]
  return [readBareArgument(c)]
}

/** One argument, with brackets or without. */
export function readArgument(c: Cursor): Expr {
  if (!c.is("(")) return readBareArgument(c)
  const [only, ...more] = readArguments(c)
  if (only === undefined || more.length > 0) throw c.fail("unreadable")
  return only
}

/**
 * The argument without brackets: `sin 2x`, `sin xy`, `ln|x|`, `cos 2π/3`. It ends at a sign, at
 * another function and, once a letter has come, at anything that is no letter.
 */
function readBareArgument(c: Cursor): Expr {
  c.enter()
  const negative = c.take("-")
  const first = readPower(c)
  const factors = [first]
  let closed = !isNumeric(first)
  while (startsFactor(c) && !isDifferential(c) && continues(c, closed)) {
    const factor = readPower(c)
    closed ||= !isNumeric(factor)
    factors.push(factor)
  }
  let of: Expr = factors.length === 1 ? first : { kind: "multiply", factors }
  const unit = readUnit(c, of)
  if (unit !== null) of = { kind: "quantity", value: of, unit }
  else of = withQuotient(c, of)
  c.leave()
  return negative ? { kind: "negate", of } : of
}

function isNumeric(expr: Expr): boolean {
  return expr.kind === "number"
}

function continues(c: Cursor, closed: boolean): boolean {
  const { kind, text } = c.token
  if (kind === "function" || kind === "set" || kind === "money") return false
  if (kind === "name" || kind === "constant") return true
  if (closed) return false
  return kind === "operator" ? text === "(" || text === "√" : kind !== "command" || !isBig(text)
}

function isBig(text: string): boolean {
  return text === "lim" || text.startsWith("begin")
}

/** sin π/4 is sin(π)/4 to the letter, but hardly ever meant so. */
function withQuotient(c: Cursor, of: Expr): Expr {
  const next = c.peek()
  if (!c.is("/") || (next.kind !== "number" && next.kind !== "constant") || !holdsPi(of)) return of
  if (!c.choices.isFlipped("argument")) return of
  c.next()
  return { kind: "divide", top: of, bottom: readPower(c) }
}

function holdsPi(expr: Expr): boolean {
  if (expr.kind === "constant") return expr.name === "pi"
  return expr.kind === "multiply" && expr.factors.some(holdsPi)
}
