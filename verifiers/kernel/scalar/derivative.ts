import { difference, negated, number, product, quotient, squareRoot, sum } from "../build.ts"
import type { CallNode, Expr } from "../tree.ts"
import { namesIn, partsOf } from "../walk.ts"

const NODES_MAX = 4096 // a derivative that grows beyond is given up

/** d expr / d variable, unsimplified; null where a part has no rule here. */
export function derivativeOf(expr: Expr, variable: string): Expr | null {
  const derived = derive(expr, variable)
  return derived === null || sizeOf(derived) > NODES_MAX ? null : derived
}

const ZERO = number(0)
const ONE = number(1)

function derive(expr: Expr, name: string): Expr | null {
  if (!namesIn(expr).has(name) && expr.kind !== "operation") return isScalar(expr) ? ZERO : null
  switch (expr.kind) {
    case "symbol":
      return ONE
    case "negate": {
      const inner = derive(expr.of, name)
      return inner && negated(inner)
    }
    case "percent": {
      const inner = derive(expr.of, name)
      return inner && quotient(inner, number(100))
    }
    case "add": {
      const terms = expr.terms.map((term) => derive(term, name))
      return terms.every((term) => term !== null)
        ? sum(...terms.filter((term) => term !== ZERO))
        : null
    }
    case "multiply":
      return deriveProduct(expr.factors, name)
    case "divide": {
      const [top, bottom] = [derive(expr.top, name), derive(expr.bottom, name)]
      if (top === null || bottom === null) return null
      if (bottom === ZERO) return quotient(top, expr.bottom)
      const change = difference(product(top, expr.bottom), product(expr.top, bottom))
      return quotient(change, power(expr.bottom, number(2)))
    }
    case "power":
      return derivePower(expr.base, expr.exponent, name)
    case "root": {
      if (namesIn(expr.index).has(name)) return null
      const inner = derive(expr.of, name)
      const bottom = product(expr.index, power(expr, difference(expr.index, ONE)))
      return inner && quotient(inner, bottom)
    }
    case "call": {
      const [first] = expr.args
      const outer =
        first === undefined || expr.args.length > 1 ? deriveCall(expr, name) : outerOf(expr, first)
      if (expr.args.length !== 1 || outer === null) return outer
      const inner = derive(first!, name)
      return inner && (inner === ONE ? outer : product(outer, inner))
    }
    default:
      return null
  }
}

function deriveProduct(factors: readonly Expr[], name: string): Expr | null {
  const terms: Expr[] = []
  for (const [at, factor] of factors.entries()) {
    const inner = derive(factor, name)
    if (inner === null) return null
    if (inner === ZERO) continue
    terms.push(product(...factors.map((other, i) => (i === at ? inner : other))))
  }
  return sum(...terms)
}

function derivePower(base: Expr, exponent: Expr, name: string): Expr | null {
  const [inner, upper] = [derive(base, name), derive(exponent, name)]
  if (inner === null || upper === null) return null
  if (upper === ZERO) {
    const lower = power(base, difference(exponent, ONE))
    return inner === ONE ? product(exponent, lower) : product(exponent, lower, inner)
  }
  const whole = power(base, exponent)
  if (inner === ZERO) {
    const natural = base.kind === "constant" && base.name === "e"
    return natural ? product(whole, upper) : product(whole, call("ln", base), upper)
  }
  const shift = sum(product(upper, call("ln", base)), quotient(product(exponent, inner), base))
  return product(whole, shift)
}

/** log_b u with b free of the variable is the one function of two arguments with a rule. */
function deriveCall(expr: CallNode, name: string): Expr | null {
  const [value, base] = expr.args
  if (expr.name !== "log" || value === undefined || base === undefined) return null
  if (namesIn(base).has(name)) return null
  const inner = derive(value, name)
  return inner && quotient(inner, product(value, call("ln", base)))
}

/** f'(u) for a function of one argument. */
function outerOf({ name }: CallNode, u: Expr): Expr | null {
  const square = power(u, number(2))
  switch (name) {
    case "exp":
      return call("exp", u)
    case "ln":
      return quotient(ONE, u)
    case "log":
      return quotient(ONE, product(u, call("ln", number(10))))
    case "abs":
      return quotient(u, call("abs", u))
    case "sin":
      return call("cos", u)
    case "cos":
      return negated(call("sin", u))
    case "tan":
      return power(call("sec", u), number(2))
    case "cot":
      return negated(power(call("csc", u), number(2)))
    case "sec":
      return product(call("sec", u), call("tan", u))
    case "csc":
      return negated(product(call("csc", u), call("cot", u)))
    case "arcsin":
      return quotient(ONE, squareRoot(difference(ONE, square)))
    case "arccos":
      return negated(quotient(ONE, squareRoot(difference(ONE, square))))
    case "arctan":
      return quotient(ONE, sum(ONE, square))
    case "arccot":
      return negated(quotient(ONE, sum(ONE, square)))
    case "arcsec":
      return quotient(ONE, product(call("abs", u), squareRoot(difference(square, ONE))))
    case "arccsc":
      return negated(quotient(ONE, product(call("abs", u), squareRoot(difference(square, ONE)))))
    default:
      return outerHyperbolic(name, u, square)
  }
}

function outerHyperbolic(name: CallNode["name"], u: Expr, square: Expr): Expr | null {
  switch (name) {
    case "sinh":
      return call("cosh", u)
    case "cosh":
      return call("sinh", u)
    case "tanh":
      return power(call("sech", u), number(2))
    case "coth":
      return negated(power(call("csch", u), number(2)))
    case "sech":
      return negated(product(call("sech", u), call("tanh", u)))
    case "csch":
      return negated(product(call("csch", u), call("coth", u)))
    case "arsinh":
      return quotient(ONE, squareRoot(sum(square, ONE)))
    case "arcosh":
      return quotient(ONE, squareRoot(difference(square, ONE)))
    case "artanh":
    case "arcoth":
      return quotient(ONE, difference(ONE, square))
    case "erf": {
      const bell = call("exp", negated(square))
      return quotient(product(number(2), bell), squareRoot({ kind: "constant", name: "pi" }))
    }
    default:
      return null
  }
}

function call(name: CallNode["name"], of: Expr): Expr {
  return { kind: "call", name, args: [of] }
}

function power(base: Expr, exponent: Expr): Expr {
  return { kind: "power", base, exponent }
}

function isScalar(expr: Expr): boolean {
  return !["matrix", "tuple", "list", "set", "interval", "relation", "text"].includes(expr.kind)
}

function sizeOf(expr: Expr): number {
  let nodes = 0
  const stack: Expr[] = [expr]
  while (stack.length > 0 && nodes <= NODES_MAX) {
    nodes += 1
    stack.push(...partsOf(stack.pop()!))
  }
  return nodes
}
