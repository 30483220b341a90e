import type { Random } from "../../src/world.ts"
import { within } from "./draw.ts"
import {
  call,
  E,
  type Formula,
  minus,
  negate,
  num,
  over,
  PI,
  power,
  product,
  root,
  sum,
  wholeOf,
} from "./formula.ts"

/** One identity and what it makes of the formula. */
export type Named = readonly [step: string, formula: Formula]

/** What a function is equal to: identities of trigonometry, of logarithms and of counting. */
export function callSteps(here: Extract<Formula, { is: "call" }>, random: Random): Named[] {
  const [a, b] = here.args as [Formula, Formula]
  const half = over(PI, num(2))
  switch (here.name) {
    case "sin":
      return [
        ["complement", call("cos", minus(half, a))],
        ["turned", negate(call("sin", negate(a)))],
        ["full turn", call("sin", sum(a, product(num(2), PI)))],
        ["half turn", call("sin", minus(PI, a))],
        ...angleSum(here),
      ]
    case "cos":
      return [
        ["complement", call("sin", minus(half, a))],
        ["turned", call("cos", negate(a))],
        ["full turn", call("cos", minus(a, product(num(2), PI)))],
        ["half turn", negate(call("cos", minus(PI, a)))],
        ...angleSum(here),
      ]
    case "tan":
      return [
        ["quotient", over(call("sin", a), call("cos", a))],
        ["turned", call("tan", sum(a, PI))],
      ]
    case "sec":
      return [["quotient", over(num(1), call("cos", a))]]
    case "arccos":
      return [["complement", minus(half, call("arcsin", a))]]
    case "arcsin":
      return [["complement", minus(half, call("arccos", a))]]
    case "sinh":
      return [["exponentials", over(minus(power(E, a), power(E, negate(a))), num(2))]]
    case "ln":
      return logSteps(a, random)
    case "log":
      return b === undefined
        ? commonLogSteps(a)
        : [["change of base", over(call("ln", a), call("ln", b))]]
    case "abs":
      return [
        ["opposite inside", call("abs", negate(a))],
        ["root of the square", root(power(a, 2))],
      ]
    case "binomial":
      return binomialSteps(a, b)
    case "factorial":
      return wholeOf(a) === null || wholeOf(a)! < 3n
        ? []
        : [["one factor apart", product(a, call("factorial", num(wholeOf(a)! - 1n)))]]
    case "floor":
      return [["opposite ceiling", negate(call("ceil", negate(a)))]]
    default:
      return []
  }
}

function angleSum({ name, args }: Extract<Formula, { is: "call" }>): Named[] {
  const [inner] = args as [Formula]
  if (inner.is === "product" && wholeOf(inner.of[0]!) === 2n) {
    const a = product(...inner.of.slice(1))
    const [s, c] = [call("sin", a), call("cos", a)]
    const doubled = name === "sin" ? product(num(2), s, c) : minus(power(c, 2), power(s, 2))
    return [["double angle", doubled]]
  }
  if (inner.is !== "sum" || inner.of.length !== 2) return []
  const [a, b] = inner.of as [Formula, Formula]
  const [sa, ca, sb, cb] = [call("sin", a), call("cos", a), call("sin", b), call("cos", b)]
  const opened =
    name === "sin" ? sum(product(sa, cb), product(ca, sb)) : minus(product(ca, cb), product(sa, sb))
  return [["angle sum", opened]]
}

function logSteps(a: Formula, random: Random): Named[] {
  const steps: Named[] = [
    ["inverse", negate(call("ln", over(num(1), a)))],
    ["root out", product(num(2), call("ln", root(a)))],
  ]
  const n = wholeOf(a)
  if (n !== null && n > 1n) {
    const k = within(random, 2, 4)
    steps.push(["power in", over(call("ln", num(n ** BigInt(k))), num(k))])
    steps.push(["factor in", minus(call("ln", num(n * BigInt(k))), call("ln", num(k)))])
  }
  return steps
}

function commonLogSteps(a: Formula): Named[] {
  return [
    ["change of base", over(call("ln", a), call("ln", num(10)))],
    ["base written", call("log", a, num(10))],
  ]
}

function binomialSteps(top: Formula, bottom: Formula): Named[] {
  const [n, k] = [wholeOf(top), wholeOf(bottom)]
  if (n === null || k === null || k > n) return []
  const factorials = [k, n - k].map((m) => call("factorial", num(m)))
  return [
    ["symmetry", call("binomial", top, num(n - k))],
    ["factorials", over(call("factorial", top), product(...factorials))],
  ]
}
