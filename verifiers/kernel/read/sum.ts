import type { Expr } from "../tree.ts"
import { partsOf } from "../walk.ts"
import {
  isCondition,
  isRemark,
  isRestated,
  isUnionAhead,
  isWordBeside,
  startsEquation,
} from "./beside.ts"
import { floorOf } from "./computer-algebra.ts"
import { type Cursor, call } from "./cursor.ts"
import { runOf } from "./dots.ts"
import { hasVector } from "./marked.ts"
import { quotientOf, times, timesQuantity } from "./multiply.ts"
import { isDifferential, readDifferential } from "./operation.ts"
import { readPower } from "./power.ts"
import { readUnit } from "./quantity.ts"
import { inArc, isSmaller } from "./ticks.ts"

/** Terms with + − ± ∓ between them; a sign before the first belongs to the whole first term. */
export function readSum(c: Cursor): Expr {
  let sum = readTerm(c)
  if (!mayGoOn(c)) return sum
  const terms: Expr[] = [sum]
  while (!isIntegrandOver(c)) {
    const sign = c.token.kind === "operator" ? c.token.text : wordSign(c)
    if (sign === "+" && c.is("...", 1) && c.is("+", 2)) {
      c.position += 3
      terms.splice(0, terms.length, ...runOf(c, terms, readProduct(c)))
      continue
    }
    if (sign === "+" || sign === "-") {
      c.next()
      const term = readProduct(c)
      const last = terms[terms.length - 1]!
      if (sign === "-" && SETS.has(last.kind) && SETS.has(term.kind)) {
        terms[terms.length - 1] = { kind: "set-operation", name: "difference", of: [last, term] }
      } else terms.push(sign === "+" ? term : { kind: "negate", of: term })
      continue
    }
    if (sign !== "±" && sign !== "∓") break
    c.next()
    const left = joined(terms)
    sum = plusMinus(sign, left, readProduct(c))
    terms.length = 0
    terms.push(sum)
  }
  return joined(terms)
}

/** Whether a sign or a word stands behind the first term. */
function mayGoOn({ token: { kind } }: Cursor): boolean {
  return kind === "operator" || kind === "word"
}

/** ℝ − {0}: a minus sign between sets takes the one from the other. */
const SETS: ReadonlySet<Expr["kind"]> = new Set([
  ...(["named-set", "set", "builder", "interval", "set-operation"] as const),
])

function joined(terms: readonly Expr[]): Expr {
  return terms.length === 1 ? terms[0]! : { kind: "add", terms: [...terms] }
}

/** What comes after the d… of an integral is no part of it. */
function isIntegrandOver(c: Cursor): boolean {
  const integral = c.integrals.at(-1)
  return integral !== undefined && integral.variable !== null
}

function wordSign(c: Cursor): string {
  return c.isWord("plus") ? "+" : c.isWord("minus") ? "-" : ""
}

function plusMinus(sign: string, left: Expr | null, right: Expr): Expr {
  return { kind: "plus-minus", sign: sign === "±" ? "plus" : "minus", left, right }
}

function readTerm(c: Cursor): Expr {
  const word = c.isWord("negative") ? "-" : wordSign(c)
  const sign = c.token.kind === "operator" ? c.token.text : word
  if (!isSign(sign)) return readProduct(c)
  c.next()
  c.enter()
  const of = readTerm(c)
  c.leave()
  return signed(sign, of)
}

function isSign(sign: string): boolean {
  return sign === "-" || sign === "+" || sign === "±" || sign === "∓"
}

function signed(sign: string, of: Expr): Expr {
  if (sign === "+") return of
  return sign === "-" ? { kind: "negate", of } : plusMinus(sign, null, of)
}

/** Factors with signs between them or none: quotients bind to the left. */
export function readProduct(c: Cursor): Expr {
  let left = readFactors(c)
  while (!isIntegrandOver(c)) {
    const sign = c.token.kind === "operator" ? c.token.text : productWord(c)
    if (sign === "*" || sign === "×") {
      c.next()
      const right = readFactors(c)
      if (sign === "×" && isCrossProduct(left, right)) throw c.fail("unreadable")
      left = timesQuantity(left, right)
    } else if (sign === "choose") {
      c.next()
      left = call("binomial", left, readFactors(c))
    } else if (sign === "/") {
      c.next()
      left = readQuotient(c, left)
    } else if (sign === "//") {
      c.next()
      left = floorOf(left, readPower(c))
    } else break
  }
  return left
}

/** a × b of vectors is no product that may be turned around. */
function isCrossProduct(left: Expr, right: Expr): boolean {
  if (left.kind === "tuple" && right.kind === "tuple") return true
  return (hasVector(left) && !isScalar(right)) || (hasVector(right) && !isScalar(left))
}

/** Without unknowns, which may be vectors that their writer set like numbers; or a magnitude. */
function isScalar(expr: Expr): boolean {
  if (expr.kind === "symbol" || expr.kind === "tuple") return false
  return expr.kind === "call" || partsOf(expr).every(isScalar)
}

function productWord(c: Cursor): string {
  if (c.isWord("times")) return "*"
  if (c.isWord("choose")) return "choose"
  return c.isWord("over") ? "/" : ""
}

/** After a slash, one factor; `1/2x` may also mean 1/(2x). */
function readQuotient(c: Cursor, top: Expr): Expr {
  const bottom = readSigned(c)
  const quotient = withUnit(c, quotientOf(c, top, bottom))
  // In `1/2 x` the space tells that the fraction is one thing.
  const apart = c.token.spaced && top.kind === "number" && bottom.kind === "number"
  if (quotient.kind === "quantity" || apart || !startsFactor(c)) return readRest(c, quotient)
  if (c.choices.isFlipped("slash")) {
    return { kind: "divide", top, bottom: readRest(c, bottom) }
  }
  return readRest(c, quotient)
}

/** Factors without a sign between them, the first of which may carry one: 2·−3. */
function readFactors(c: Cursor): Expr {
  return readRest(c, readSigned(c))
}

function readRest(c: Cursor, first: Expr): Expr {
  let left = withUnit(c, first)
  while (startsFactor(c) || (isQuantity(left) && c.token.kind === "number")) {
    if (isDifferential(c)) {
      readDifferential(c)
      break
    }
    if (isRestated(c)) {
      c.position += 3
      left = withUnit(c, left)
      continue
    }
    const right = readPower(c)
    left = isQuantity(left) ? nextQuantity(c, left, right) : withUnit(c, times(left, right))
  }
  return left
}

/** One quantity, or several side by side. */
function isQuantity(expr: Expr): boolean {
  if (expr.kind === "add") return expr.terms.every(({ kind }) => kind === "quantity")
  return expr.kind === "quantity"
}

/** 2 hours 30 minutes: quantities side by side add up, from the larger unit to the smaller. */
function nextQuantity(c: Cursor, left: Expr, value: Expr): Expr {
  const right = inArc(left, withUnit(c, value))
  if (right.kind === "number") throw c.fail("unreadable")
  if (right.kind !== "quantity") return times(left, right)
  const before = left.kind === "add" ? left.terms.at(-1)! : left
  if (before.kind !== "quantity" || !isSmaller(right.unit, before.unit)) throw c.fail("unreadable")
  return { kind: "add", terms: left.kind === "add" ? [...left.terms, right] : [left, right] }
}

function withUnit(c: Cursor, value: Expr): Expr {
  const unit = readUnit(c, value)
  return unit === null ? value : { kind: "quantity", value, unit }
}

export function readSigned(c: Cursor): Expr {
  const sign = c.token.kind === "operator" ? c.token.text : ""
  if (!isSign(sign)) {
    if (!isDifferential(c)) return readPower(c)
    readDifferential(c)
    return ONE
  }
  c.next()
  c.enter()
  const of = readSigned(c)
  c.leave()
  return signed(sign, of)
}

const ONE: Expr = {
  kind: "number",
  value: { numerator: 1n, denominator: 1n },
  written: "integer",
  decimals: 0,
  significant: 1,
}

/** Whether the token at hand begins a factor of the product so far. */
export function startsFactor(c: Cursor): boolean {
  if (isIntegrandOver(c)) return false
  const { kind, text } = c.token
  switch (kind) {
    case "number":
    case "vulgar":
      return mayMultiply(c)
    case "name":
      return !startsEquation(c) && !(text === "U" && isUnion(c)) && !isWordBeside(c)
    case "constant":
    case "function":
    case "set":
      return true
    case "money":
      return c.peek(-1).kind === "operator"
    case "command":
      return (
        !text.startsWith("end ") &&
        text !== "pmod" &&
        text !== "pod" &&
        text !== "choose" &&
        text !== "over"
      )
    case "operator":
      return opensFactor(c, text)
    default:
      return false
  }
}

/** A numeral multiplies a bracket before it, but `2 3` and `x 2` are no products. */
function mayMultiply(c: Cursor): boolean {
  if (c.position === 0) return true
  const { kind, text } = c.peek(-1)
  if (kind === "operator" && (text === "%" || text === "°")) return false
  return kind !== "number" && kind !== "vulgar" && !(kind === "name" && c.token.spaced)
}

/** (0,1) U (2,3) */
export function isUnion(c: Cursor): boolean {
  const before = c.peek(-1)
  const after = c.peek()
  if (before.kind !== "operator" || after.kind !== "operator") return false
  if (!c.token.spaced && !isUnionAhead(c)) return false
  return [")", "]", "\\}", "}"].includes(before.text) && ["(", "[", "\\{", "{"].includes(after.text)
}

const OPENING = new Set([
  "(",
  "[",
  "{",
  "\\{",
  "⟨",
  "⌊",
  "⌈",
  "|(",
  "‖(",
  "√",
  "∛",
  "∜",
  "∑",
  "∏",
  "∫",
])

function opensFactor(c: Cursor, text: string): boolean {
  if (text === "|" || text === "‖") return c.bars === 0 && !(text === "|" && c.inBuilder)
  if (text === "[" && c.inSquare && closesInterval(c)) return false
  if (text === "(" && (c.isWord("mod", 1) || isCondition(c) || isRemark(c))) return false
  return OPENING.has(text) || text === "△" || text === "∠"
}

/** ]1,2[: a bracket that nothing follows but a sign closes the interval. */
export function closesInterval(c: Cursor): boolean {
  const { kind, text } = c.peek()
  if (kind === "end") return true
  if (kind === "word") return true
  return kind === "operator" && !OPENING.has(text) && text !== "-" && text !== "|"
}
