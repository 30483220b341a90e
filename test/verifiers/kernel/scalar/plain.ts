import { number, squareRoot } from "../../../../verifiers/kernel/build.ts"
import { Fuel } from "../../../../verifiers/kernel/fuel.ts"
import { rational } from "../../../../verifiers/kernel/rational.ts"
import type { Assumption, ScalarSetting } from "../../../../verifiers/kernel/scalar/setting.ts"
import { type Expr, FUNCTIONS, type FunctionName } from "../../../../verifiers/kernel/tree.ts"

/** The setting of the judge without options. */
export function settingOf(
  more: Partial<ScalarSetting> & { assumed?: Record<string, Assumption> } = {},
): ScalarSetting {
  return {
    assume: new Map(Object.entries(more.assumed ?? {})),
    fuel: new Fuel(20_000),
    complex: false,
    zeroPower: true,
    realRoots: true,
    removablePoints: true,
    smallerDomain: true,
    ...more,
  }
}

/** A tree from strictly written text: `2*x^2 - sqrt(3)/4 + sin(pi*x)`. */
export function plain(text: string): Expr {
  const tokens = text.match(/\d+(\.\d+)?|[a-z]+\d*|\S/gi) ?? []
  let at = 0
  const sum = (): Expr => {
    const terms = [product()]
    while (tokens[at] === "+" || tokens[at] === "-") {
      const negative = tokens[at++] === "-"
      const term = product()
      terms.push(negative ? { kind: "negate", of: term } : term)
    }
    return terms.length === 1 ? terms[0]! : { kind: "add", terms }
  }
  const product = (): Expr => {
    let left = signed()
    while (tokens[at] === "*" || tokens[at] === "/") {
      const over = tokens[at++] === "/"
      const right = signed()
      left = over
        ? { kind: "divide", top: left, bottom: right }
        : { kind: "multiply", factors: [left, right] }
    }
    return left
  }
  const signed = (): Expr => {
    if (tokens[at] !== "-") return power()
    at += 1
    return { kind: "negate", of: signed() }
  }
  const power = (): Expr => {
    let base = atom()
    while (tokens[at] === "!") {
      at += 1
      base = { kind: "call", name: "factorial", args: [base] }
    }
    if (tokens[at] !== "^") return base
    at += 1
    return { kind: "power", base, exponent: signed() }
  }
  const list = (): Expr[] => {
    const items = [sum()]
    while (tokens[at] === ",") {
      at += 1
      items.push(sum())
    }
    at += 1
    return items
  }
  const atom = (): Expr => {
    const token = tokens[at++]!
    if (token === "(") return list()[0]!
    if (token === "|") return { kind: "call", name: "abs", args: list() }
    if (/^\d/.test(token)) return literal(token)
    if (tokens[at] === "(") {
      at += 1
      return called(token, list())
    }
    return named(token)
  }
  const tree = sum()
  if (at < tokens.length) throw new Error(`unread from ${tokens[at]} in ${text}`)
  return tree
}

function literal(token: string): Expr {
  const [whole, fraction = ""] = token.split(".")
  const value = rational(BigInt(`${whole}${fraction}`), 10n ** BigInt(fraction.length))
  return number(value)
}

function called(name: string, args: Expr[]): Expr {
  if (name === "sqrt") return squareRoot(args[0]!)
  if (name === "cbrt") return { kind: "root", of: args[0]!, index: number(3) }
  if (name === "root") return { kind: "root", of: args[0]!, index: args[1]! }
  if (name === "sum" || name === "product") {
    const [of, variable, low, high] = args as [Expr, Expr & { name: string }, Expr, Expr]
    return { kind: "operation", name, of, variable: variable.name, low, high, order: 0 }
  }
  if ((FUNCTIONS as readonly string[]).includes(name)) {
    return { kind: "call", name: name as FunctionName, args }
  }
  return { kind: "apply", name, primes: 0, args }
}

function named(name: string): Expr {
  if (name === "pi" || name === "e" || name === "i" || name === "undefined") {
    return { kind: "constant", name }
  }
  if (name === "inf") return { kind: "constant", name: "infinity" }
  return { kind: "symbol", name }
}
