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
  const rest = { tokens, at: 0 }
  const tree = sum(rest)
  if (rest.at < tokens.length) throw new Error(`unread from ${tokens[rest.at]} in ${text}`)
  return tree
}

interface Rest {
  readonly tokens: readonly string[]
  at: number
}

function takes(rest: Rest, ...wanted: readonly string[]): string | null {
  const token = rest.tokens[rest.at]
  if (token === undefined || !wanted.includes(token)) return null
  rest.at += 1
  return token
}

function sum(rest: Rest): Expr {
  const terms = [product(rest)]
  for (let sign = takes(rest, "+", "-"); sign !== null; sign = takes(rest, "+", "-")) {
    const term = product(rest)
    terms.push(sign === "-" ? { kind: "negate", of: term } : term)
  }
  return terms.length === 1 ? terms[0]! : { kind: "add", terms }
}

function product(rest: Rest): Expr {
  let left = signed(rest)
  for (let sign = takes(rest, "*", "/"); sign !== null; sign = takes(rest, "*", "/")) {
    const right = signed(rest)
    left =
      sign === "/"
        ? { kind: "divide", top: left, bottom: right }
        : { kind: "multiply", factors: [left, right] }
  }
  return left
}

function signed(rest: Rest): Expr {
  return takes(rest, "-") ? { kind: "negate", of: signed(rest) } : power(rest)
}

function power(rest: Rest): Expr {
  let base = atom(rest)
  while (takes(rest, "!")) base = { kind: "call", name: "factorial", args: [base] }
  return takes(rest, "^") ? { kind: "power", base, exponent: signed(rest) } : base
}

function list(rest: Rest): Expr[] {
  const items = [sum(rest)]
  while (takes(rest, ",")) items.push(sum(rest))
  if (!takes(rest, ")", "|")) throw new Error(`no end of a list at ${rest.at}`)
  return items
}

function atom(rest: Rest): Expr {
  const token = rest.tokens[rest.at++]!
  if (token === "(") return list(rest)[0]!
  if (token === "|") return { kind: "call", name: "abs", args: list(rest) }
  if (/^\d/.test(token)) return literal(token)
  return takes(rest, "(") ? called(token, list(rest)) : named(token)
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
