import type { Expr } from "../tree.ts"
import { namesIn } from "../walk.ts"
import { readAtom } from "./atom.ts"
import { type Cursor, call } from "./cursor.ts"
import { isOneSided } from "./operation.ts"
import { unitOfDegrees } from "./quantity.ts"
import { readSentence } from "./sentence.ts"
import { isRaisedTick, unitOfTicks } from "./ticks.ts"

/** An atom with what is written after it: factorials, percents, degrees, primes and exponents. */
export function readPower(c: Cursor): Expr {
  c.enter()
  const power = readPostfix(c, readAtom(c))
  c.leave()
  return power
}

/** Goes on behind a base that has been read already. */
export function readPostfix(c: Cursor, base: Expr): Expr {
  let of = base
  while (true) {
    const { kind, text } = c.token
    if (kind === "word") {
      const worded = readWordPostfix(text, of)
      if (worded === null) return of
      c.next()
      of = worded
      continue
    }
    if (kind !== "operator") return of
    if (isTick(c, of)) of = { kind: "quantity", value: of, unit: unitOfTicks(c) }
    else if (text === "'" && c.is(")", -1)) of = readDerived(c, of)
    else if (text === "!") of = readFactorial(c, of)
    else if (text === "%") {
      of = readPercent(c, of)
    } else if (text === "°") {
      c.next()
      of = { kind: "quantity", value: of, unit: unitOfDegrees(c) }
    } else if (text === "^" && !isOneSided(c)) of = readExponent(c, of)
    else return of
  }
}

/** (x² + 1)' is the derivative in the one unknown that there is. */
function readDerived(c: Cursor, of: Expr): Expr {
  const [variable, ...more] = namesIn(of)
  if (variable === undefined || more.length > 0) throw c.fail("unreadable")
  let order = 0
  while (c.take("'")) order++
  return { kind: "operation", name: "derivative", of, variable, low: null, high: null, order }
}

/** The ticks of 5'6" and 30', behind a numeral. */
function isTick(c: Cursor, of: Expr): boolean {
  return of.kind === "number" && (c.is("'") || c.is("''") || isRaisedTick(c))
}

/** 5%; but in `17 % 5`, with spaces, programs mean the remainder. */
function readPercent(c: Cursor, of: Expr): Expr {
  const { spaced } = c.next()
  const { kind, spaced: apart } = c.token
  if (spaced && apart && (kind === "number" || kind === "name"))
    return call("mod", of, readPower(c))
  return { kind: "percent", of }
}

const SCALES: ReadonlyMap<string, bigint> = new Map([
  ["hundred", 100n],
  ["thousand", 1_000n],
  ["million", 1_000_000n],
  ["billion", 1_000_000_000n],
  ["trillion", 1_000_000_000_000n],
])

/** `x squared`, `5 percent`, `2.5 million`. */
function readWordPostfix(word: string, of: Expr): Expr | null {
  if (word === "percent") return { kind: "percent", of }
  if (word === "squared" || word === "cubed") return powerOf(of, word === "squared" ? 2n : 3n)
  const scale = SCALES.get(word)
  if (scale === undefined || of.kind !== "number") return null
  return { kind: "multiply", factors: [of, whole(scale)] }
}

function readFactorial(c: Cursor, of: Expr): Expr {
  c.next()
  if (!c.is("!") || c.token.spaced) return call("factorial", of)
  c.next()
  return call("double-factorial", of)
}

export function powerOf(base: Expr, exponent: bigint): Expr {
  return { kind: "power", base, exponent: whole(exponent) }
}

function whole(value: bigint): Expr {
  return {
    kind: "number",
    value: { numerator: value, denominator: 1n },
    written: "integer",
    decimals: 0,
    significant: `${value}`.length,
  }
}

function readExponent(c: Cursor, base: Expr): Expr {
  if (isDegree(c)) {
    c.position += c.is("{", 1) ? 4 : 2
    return { kind: "quantity", value: base, unit: unitOfDegrees(c) }
  }
  c.next()
  if (isTransposition(c, base)) {
    const braced = c.take("{")
    c.next()
    if (braced) c.expect("}")
    return call("transpose", base)
  }
  const start = c.token
  const exponent = readExponentOperand(c)
  if (start.kind === "operator" && start.text === "{") {
    // x^{2}^{3} is no LaTeX, and what it would mean is anybody's guess.
    if (c.is("^")) throw c.unexpected()
    return { kind: "power", base, exponent }
  }
  return readLooseExponent(c, base, exponent)
}

/** e^2x: a reader of plain text may take all of 2x for the exponent. */
function readLooseExponent(c: Cursor, base: Expr, exponent: Expr): Expr {
  const loose =
    exponent.kind === "number" &&
    (base.kind === "number" || (base.kind === "constant" && base.name === "e")) &&
    c.token.kind === "name" &&
    !c.token.spaced
  if (!loose || !c.choices.isFlipped("exponent")) return { kind: "power", base, exponent }
  const factors = [exponent, readPower(c)]
  return { kind: "power", base, exponent: { kind: "multiply", factors } }
}

function isDegree(c: Cursor): boolean {
  const degree = (ahead: number) => c.is("∘", ahead) || c.is("°", ahead)
  const raised = c.peek()
  if (raised.kind === "name" && raised.text === "o" && c.peek(-1).kind === "number") return true
  return degree(1) || (c.is("{", 1) && degree(2) && c.is("}", 3))
}

function isTransposition(c: Cursor, base: Expr): boolean {
  const ahead = c.is("{") ? 1 : 0
  if (ahead === 1 && !c.is("}", 2)) return false
  if (c.is("⊤", ahead)) return true
  const token = c.peek(ahead)
  const turns = base.kind === "matrix" || base.kind === "tuple"
  return turns && token.kind === "name" && token.text === "T"
}

/** One operand after ^: a group, or a sign and an atom; 2^3^2 binds to the right. */
function readExponentOperand(c: Cursor): Expr {
  if (c.is("{")) return readGroup(c)
  c.enter()
  const sign = c.is("-") || c.is("+") ? c.next().text : ""
  let of = sign === "" ? readAtom(c, true) : readExponentOperand(c)
  if (sign === "") {
    while (c.is("!")) of = readFactorial(c, of)
    if (c.is("^")) of = readExponent(c, of)
  }
  c.leave()
  return sign === "-" ? { kind: "negate", of } : of
}

/** A LaTeX group: one expression or several, or {n \choose k} and {a \over b}. */
export function readGroup(c: Cursor): Expr {
  c.expect("{")
  const inside = c.inside(() => readSentence(c))
  const infix = c.token
  if (infix.kind !== "command" || (infix.text !== "choose" && infix.text !== "over")) {
    c.expect("}")
    return inside
  }
  c.next()
  const lower = c.inside(() => readSentence(c))
  c.expect("}")
  if (infix.text === "choose") return call("binomial", inside, lower)
  return { kind: "divide", top: inside, bottom: lower }
}
