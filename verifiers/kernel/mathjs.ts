import type { MathNode } from "mathjs"
import { number } from "./build.ts"
import type { Rational } from "./rational.ts"
import type { Expr, FunctionName } from "./tree.ts"

/**
 * A value of the kernel as a tree of mathjs, for what mathjs is good at: printing, plotting,
 * numeric evaluation with its BigNumbers, matrices and units. The tree is built node by node, so
 * that no text reaches mathjs's parser, and mathjs is loaded only when this is called. Nothing that
 * comes back decides a verdict. Null for what mathjs has no node for.
 *
 * Whole numbers stay exact, beyond doubles as BigNumbers; fractions are quotients of two.
 */
export async function toMathjs(expr: Expr): Promise<MathNode | null> {
  const math = await import("mathjs")
  return nodeOf(expr, math)
}

type Math = typeof import("mathjs")

function nodeOf(expr: Expr, math: Math): MathNode | null {
  switch (expr.kind) {
    case "number":
    case "based":
      return rationalNode(expr.value, math)
    case "symbol":
      return new math.SymbolNode(expr.name)
    case "constant":
      return new math.SymbolNode(CONSTANTS[expr.name])
    case "negate":
      return operator("-", "unaryMinus", [expr.of], math)
    case "add":
      return folded("+", "add", expr.terms, math)
    case "multiply":
      return folded("*", "multiply", expr.factors, math)
    case "divide":
      return operator("/", "divide", [expr.top, expr.bottom], math)
    case "power":
      return operator("^", "pow", [expr.base, expr.exponent], math)
    case "root":
      return called("nthRoot", [expr.of, expr.index], math)
    case "call": {
      if (expr.name === "log") return called("log", [expr.args[0]!, expr.args[1] ?? TEN], math)
      const name = FUNCTIONS.get(expr.name)
      return name === undefined ? null : called(name, expr.args, math)
    }
    case "apply":
      return expr.primes > 0 ? null : called(expr.name, expr.args, math)
    case "matrix": {
      const rows = expr.rows.map((row) => listed(row, math))
      return rows.includes(null) ? null : new math.ArrayNode(rows as MathNode[])
    }
    case "tuple":
      return listed(expr.items, math)
    default:
      return null
  }
}

const TEN = number(10)

/** Whole numbers as doubles where they fit, as BigNumbers where not; a fraction as a quotient. */
function rationalNode({ numerator, denominator }: Rational, math: Math): MathNode {
  const whole = (value: bigint) =>
    new math.ConstantNode(
      Number.isSafeInteger(Number(value)) ? Number(value) : math.bignumber(`${value}`),
    )
  if (denominator === 1n) return whole(numerator)
  const parts = [whole(numerator), whole(denominator)]
  return new math.OperatorNode("/" as never, "divide" as never, parts as never) as never
}

const CONSTANTS = {
  pi: "pi",
  e: "e",
  i: "i",
  infinity: "Infinity",
  undefined: "NaN",
} as const

/** The names of mathjs for the kernel's functions; those that are not here mathjs does not have. */
const FUNCTIONS: ReadonlyMap<FunctionName, string> = new Map([
  ...(["sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth"] as const).map(
    (name) => [name, name] as const,
  ),
  ...(["sech", "csch", "exp", "abs", "sign", "floor", "ceil", "round", "mod"] as const).map(
    (name) => [name, name] as const,
  ),
  ...(["gcd", "lcm", "min", "max", "factorial", "permutations", "gamma", "re", "im"] as const).map(
    (name) => [name, name] as const,
  ),
  ...(["arg", "trace", "transpose", "erf"] as const).map((name) => [name, name] as const),
  ...(
    [
      ["arcsin", "asin"],
      ["arccos", "acos"],
      ["arctan", "atan"],
      ["arsinh", "asinh"],
      ["arcosh", "acosh"],
      ["artanh", "atanh"],
      ["binomial", "combinations"],
      ["conjugate", "conj"],
      ["determinant", "det"],
      ["ln", "log"],
    ] as const
  ).map((pair) => pair),
])

function operator(
  sign: "-" | "/" | "^" | "+" | "*",
  name: string,
  of: readonly Expr[],
  math: Math,
) {
  const args = of.map((part) => nodeOf(part, math))
  if (args.includes(null)) return null
  return new math.OperatorNode(sign as never, name as never, args as never) as unknown as MathNode
}

function folded(sign: "+" | "*", name: string, parts: readonly Expr[], math: Math) {
  const nodes = parts.map((part) => nodeOf(part, math))
  if (nodes.includes(null)) return null
  return (nodes as MathNode[]).reduce(
    (one, other) =>
      new math.OperatorNode(
        sign as never,
        name as never,
        [one, other] as never,
      ) as unknown as MathNode,
  )
}

function called(name: string, of: readonly Expr[], math: Math): MathNode | null {
  const args = of.map((part) => nodeOf(part, math))
  return args.includes(null) ? null : new math.FunctionNode(name, args as MathNode[])
}

function listed(items: readonly Expr[], math: Math): MathNode | null {
  const nodes = items.map((item) => nodeOf(item, math))
  return nodes.includes(null) ? null : new math.ArrayNode(nodes as MathNode[])
}
