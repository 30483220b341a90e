import type { CallNode, Expr, FunctionName } from "../tree.ts"
import { ATOM, LOGIC, SUM } from "./level.ts"
import { commas, write } from "./write.ts"

/** A call of a known function in the notation of its own. */
export function writeCall(expr: CallNode, latex: boolean): string {
  const { name, args } = expr
  const [first, second] = args
  switch (name) {
    case "factorial":
      return `${write(first!, ATOM, latex)}!`
    case "double-factorial":
      return `${write(first!, ATOM, latex)}!!`
    case "mod":
      return `${write(first!, SUM + 1, latex)} ${latex ? "\\bmod" : "mod"} ${write(second!, SUM + 1, latex)}`
    case "gamma":
      return `${latex ? "\\Gamma" : "Gamma"}(${write(first!, LOGIC, latex)})`
    default:
      return latex ? writeLatexCall(expr) : `${plainName(name)}(${commas(args, latex)})`
  }
}

function writeLatexCall({ name, args }: CallNode): string {
  const [first, second] = args
  const inside = (part: Expr | undefined) => write(part!, LOGIC, true)
  switch (name) {
    case "abs":
      return first!.kind === "matrix"
        ? `\\left\\|${inside(first)}\\right\\|`
        : `\\left|${inside(first)}\\right|`
    case "floor":
      return `\\lfloor ${inside(first)} \\rfloor`
    case "ceil":
      return `\\lceil ${inside(first)} \\rceil`
    case "binomial":
      return `\\binom{${inside(first)}}{${inside(second)}}`
    case "log":
      if (second !== undefined) return `\\log_{${inside(second)}}(${inside(first)})`
      return `\\log(${inside(first)})`
    default: {
      const command = COMMANDS.has(name)
        ? `\\${plainName(name)}`
        : `\\operatorname{${plainName(name)}}`
      return `${command}(${commas(args, true)})`
    }
  }
}

const COMMANDS: ReadonlySet<FunctionName> = new Set([
  ...(["sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan"] as const),
  ...(["sinh", "cosh", "tanh", "coth", "ln", "exp", "gcd", "min", "max", "arg"] as const),
  "determinant",
])

const NAMES: ReadonlyMap<FunctionName, string> = new Map([
  ["fractional-part", "frac"],
  ["binomial", "C"],
  ["permutations", "P"],
  ["re", "Re"],
  ["im", "Im"],
  ["conjugate", "conj"],
  ["determinant", "det"],
])

function plainName(name: FunctionName): string {
  return NAMES.get(name) ?? name
}
