import type { Expr, OperationNode } from "../tree.ts"
import { readAtom } from "./atom.ts"
import type { Cursor } from "./cursor.ts"
import { readGroup } from "./power.ts"
import { readProduct, readSigned, readSum, startsFactor } from "./sum.ts"

/** ∑ or ∏ with its bounds; it reaches to the end of its term. */
export function readBigOperator(c: Cursor, name: "sum" | "product"): Expr {
  c.next()
  let variable = ""
  let low: Expr | null = null
  let high: Expr | null = null
  while (c.is("_") || c.is("^")) {
    if (c.next().text === "^") high = readBound(c)
    else {
      const bound = readBound(c)
      if (bound.kind === "relation" && bound.sides.length === 2 && bound.signs[0] === "=") {
        variable = nameOf(c, bound.sides[0]!)
        low = bound.sides[1]!
      } else variable = nameOf(c, bound)
    }
  }
  if (variable === "") throw c.unexpected()
  c.indices.push(variable)
  const body = readBody(c)
  c.indices.pop()
  return operation(name, body, variable, low, high)
}

function operation(
  name: OperationNode["name"],
  of: Expr,
  variable: string,
  low: Expr | null,
  high: Expr | null,
  order = 0,
): Expr {
  return { kind: "operation", name, of, variable, low, high, order }
}

function nameOf(c: Cursor, expr: Expr): string {
  if (expr.kind === "symbol") return expr.name
  if (expr.kind === "constant" && (expr.name === "i" || expr.name === "e")) return expr.name
  throw c.fail("unreadable")
}

/** One token or one group. */
function readBound(c: Cursor): Expr {
  if (c.is("{")) return readGroup(c)
  const sign = c.take("-")
  const of = readAtom(c, true)
  return sign ? { kind: "negate", of } : of
}

/** What an operator is applied to: the factors that follow, not the next term. */
function readBody(c: Cursor): Expr {
  c.enter()
  const body = readProduct(c)
  c.leave()
  return body
}

/** ∫_a^b f dx: the integrand ends at its d…, which may stand in the top of a fraction. */
export function readIntegral(c: Cursor): Expr {
  c.next()
  let low: Expr | null = null
  let high: Expr | null = null
  while (c.is("_") || c.is("^")) {
    if (c.next().text === "_") low = readBound(c)
    else high = readBound(c)
  }
  const integral = { variable: null as string | null }
  c.integrals.push(integral)
  c.enter()
  const of = readSum(c)
  c.leave()
  c.integrals.pop()
  if (integral.variable === null) throw c.unexpected()
  return operation("integral", of, integral.variable, low, high)
}

/** Whether d and a name stand here, and an integral waits for them. */
export function isDifferential(c: Cursor): boolean {
  const integral = c.integrals.at(-1)
  if (integral === undefined || integral.variable !== null) return false
  const { kind, text } = c.token
  return kind === "name" && text === "d" && c.peek().kind === "name"
}

export function readDifferential(c: Cursor): void {
  c.next()
  c.integrals.at(-1)!.variable = c.next().text
}

/** \lim_{x \to 0^+}: the point is `high`, the side is `order`. */
export function readLimit(c: Cursor): Expr {
  c.next()
  const scripted = c.take("_")
  const braced = scripted && c.take("{")
  if (!scripted && c.token.kind !== "name") throw c.unexpected()
  const token = c.next()
  if (token.kind !== "name") throw c.unexpected()
  c.expect("→")
  const point = c.inside(() => readSum(c))
  const side = readSide(c)
  if (braced) c.expect("}")
  return operation("limit", readBody(c), token.text, null, point, side)
}

/** The sign behind a point from one side: 0^+. */
function readSide(c: Cursor): number {
  if (!isOneSided(c)) return 0
  c.next()
  const braced = c.take("{")
  const side = c.next().text === "+" ? 1 : -1
  if (braced) c.expect("}")
  return side
}

/** Whether ^ is followed by a lone sign, which makes it a side and no power. */
export function isOneSided(c: Cursor): boolean {
  const sign = (ahead: number) => c.is("+", ahead) || c.is("-", ahead)
  if (!c.is("^")) return false
  if (c.is("{", 1)) return sign(2) && c.is("}", 3)
  if (!sign(1)) return false
  const after = c.peek(2)
  return (
    after.kind === "end" ||
    (after.kind === "operator" && (after.text === "}" || after.text === ")"))
  )
}

interface Derivation {
  readonly variable: string
  readonly order: number
  readonly width: number
  /** What is derived, where it is named in the fraction: dy/dx. */
  readonly name: string | null
}

/** \frac{d}{dx} f, \frac{d^2}{dx^2} f and \frac{dy}{dx}; null where it is another fraction. */
export function readDerivative(c: Cursor): Expr | null {
  const found = derivationAhead(c)
  if (found === null) return null
  c.position += found.width
  const { name, variable, order } = found
  if (name !== null) {
    const power = order === 1 ? "" : `^${order}`
    return { kind: "symbol", name: `d${power}${name}/d${variable}${power}` }
  }
  if (!startsFactor(c) && !c.is("-")) throw c.unexpected()
  c.enter()
  const of = readSigned(c)
  const factors = [of]
  while (startsFactor(c)) factors.push(readSigned(c))
  c.leave()
  const body: Expr = factors.length === 1 ? of : { kind: "multiply", factors }
  return operation("derivative", body, variable, null, null, order)
}

/** Looks at the tokens behind \frac without taking them. */
function derivationAhead(c: Cursor): Derivation | null {
  let at = 1
  const is = (text: string) => c.is(text, at)
  const takeD = () => {
    const { kind, text } = c.peek(at)
    const found = (kind === "name" && text === "d") || is("∂")
    if (found) at++
    return found
  }
  const takePower = () => {
    if (!is("^")) return 1
    const braced = c.is("{", at + 1)
    const order = Number(c.peek(at + (braced ? 2 : 1)).text)
    at += braced ? 4 : 2
    return order
  }
  if (!is("{")) return null
  at++
  if (!takeD()) return null
  const order = takePower()
  const name = c.peek(at).kind === "name" ? c.peek(at++).text : null
  if (!is("}") || !c.is("{", at + 1)) return null
  at += 2
  if (!takeD() || c.peek(at).kind !== "name") return null
  const variable = c.peek(at++).text
  if (takePower() !== order || !is("}") || !(order >= 1 && order <= 9)) return null
  return { variable, order, width: at + 1, name }
}
