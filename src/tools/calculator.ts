import { Fuel, OutOfFuel } from "../../verifiers/kernel/fuel.ts"
import { withPlainNumbers } from "../../verifiers/kernel/judge/quantity.ts"
import { approximate } from "../../verifiers/kernel/number/approximate.ts"
import { enclose } from "../../verifiers/kernel/number/enclose.ts"
import { printPlain } from "../../verifiers/kernel/print.ts"
import { type Read, readMath } from "../../verifiers/kernel/read/read.ts"
import { evaluateExact } from "../../verifiers/kernel/scalar/exact-value.ts"
import type { ScalarSetting } from "../../verifiers/kernel/scalar/setting.ts"
import { freeNames } from "../../verifiers/kernel/scalar/trees.ts"
import type { Expr } from "../../verifiers/kernel/tree.ts"
import { mentions } from "../../verifiers/kernel/walk.ts"
import type { Json } from "../record/canonical.ts"
import { plainText, type ToolResult, toolFailed, toolOutput } from "../record/tool.ts"
import type { Tool } from "../tool.ts"
import { closedForm } from "./closed-form.ts"
import { textInput } from "./input.ts"
import { printValue } from "./print-value.ts"

const EXPRESSION_CHARS_MAX = 4_096
const FUEL = 100_000 // steps, about a tenth of a second; five times what a verdict gets
const DIGITS = 15 // of the decimal beside an exact value
const BITS = 160 // of the value that a closed form is guessed from
const LONGER_MAX = 40 // characters that a closed form may have more than what was asked
const ECHO_CHARS_MAX = 200 // of the expression as it was understood

const [INPUT, READ] = textInput("expression", "A number to compute.", EXPRESSION_CHARS_MAX)

/** Computes one number with the judge's own arithmetic: exactly, bounded, and nothing is run. */
export function calculatorTool(): Tool {
  return {
    name: "calculator",
    about:
      "Computes an expression without unknowns exactly and returns its value with a decimal " +
      "beside it. Takes plain text or LaTeX: fractions, powers, roots, percent, factorials, " +
      "binomials, gcd, lcm, mod, logarithms, trigonometry (angles in radians unless marked °), " +
      "pi, e, i, and finite sums and products such as \\sum_{k=1}^{10} k^2.",
    input: INPUT,
    run: async (input, signal) =>
      signal?.aborted ? toolFailed("unavailable", "it was called off") : calculate(input),
  }
}

function calculate(input: Json): ToolResult {
  const expression = READ(input)
  if (typeof expression !== "string") return expression
  const fuel = new Fuel(FUEL)
  try {
    const read = readMath(expression, { notation: "auto", names: new Set() }, fuel)
    if (!read.ok) return unread(read)
    const [usual, ...others] = read.readings
    return withOthers(computed(usual!, fuel), usual!, others)
  } catch (error) {
    if (error instanceof OutOfFuel) return toolFailed("timeout", "this is too large to compute")
    // A bug of ours is no fault of the model's, and ends no run.
    return toolFailed("crashed", "the calculator failed on this expression")
  }
}

/** Says what else the text can mean: whoever meant that can write it with brackets. */
function withOthers(result: ToolResult, usual: Expr, others: readonly Expr[]): ToolResult {
  const echo = printPlain(usual)
  const other = others.map(printPlain).find((text) => text !== echo)
  if (other === undefined || other.length > ECHO_CHARS_MAX) return result
  return { ...result, text: plainText(`${result.text} (if you mean ${other}, write it so)`) }
}

/** The value of one reading, after what was read. */
function computed(read: Expr, fuel: Fuel): ToolResult {
  const echo = printPlain(read)
  const expr = withPlainNumbers(read)
  const shown = echo.length > ECHO_CHARS_MAX ? "the value" : echo
  const names = [...freeNames(expr)]
  if (names.length > 0) {
    const what = `it has an unknown (${names.slice(0, 5).join(", ")})`
    return toolFailed("error", `${what}, and only numbers are computed; read as: ${shown}`)
  }
  const strange = strangeIn(expr)
  if (strange !== null) {
    return toolFailed("error", `it holds ${strange}, and only single numbers are computed`)
  }
  const setting = settingFor(expr, fuel)
  const value = evaluateExact(expr, new Map(), setting)
  if (value === "undefined") return toolFailed("error", `${shown} has no value`)
  if (value !== null) return toolOutput(`${shown} = ${printValue(value, DIGITS)}`)
  const found = enclose(expr, new Map(), BITS, setting)
  if (found.is === "undefined") return toolFailed("error", `${shown} has no value`)
  const about = approximate(expr, setting, DIGITS)
  if (found.is === "infinite" || about === null) {
    return toolFailed("error", `${shown} has no value that can be computed here`)
  }
  const closed = closedForm(expr, found, setting)
  if (closed === null) return toolOutput(`${shown} ≈ ${about}`)
  return toolOutput(`${shown} ${printClosed(closed, echo, setting)}`)
}

/** `= sqrt(2) - 1 ≈ 0.414213562373095`, without saying anything twice. */
function printClosed(closed: Expr, echo: string, setting: ScalarSetting): string {
  const value = evaluateExact(closed, new Map(), setting)
  if (value !== null && value !== "undefined") return `= ${printValue(value, DIGITS)}`
  const text = printPlain(closed)
  const about = approximate(closed, setting, DIGITS)
  const exact = text === echo || text.length > echo.length + LONGER_MAX ? "" : `= ${text}`
  return about === null ? exact : `${exact} ≈ ${about}`.trimStart()
}

function settingFor(expr: Expr, fuel: Fuel): ScalarSetting {
  const complex = mentions(expr, (node) => node.kind === "constant" && node.name === "i")
  const rules = { zeroPower: true, realRoots: true, removablePoints: true, smallerDomain: true }
  return { assume: new Map(), fuel, complex, ...rules }
}

const WHY: Readonly<Record<Extract<Read, { ok: false }>["reason"], string>> = {
  empty: "there is nothing to compute",
  unreadable: "it cannot be read as one expression",
  limit: "it is too long or too deeply nested",
  code: "it looks like a program; the calculator takes one expression",
  "mixed-script": "it mixes letters of several scripts",
  incomplete: "something is missing",
}

function unread(read: Extract<Read, { ok: false }>): ToolResult {
  return toolFailed("error", `${WHY[read.reason]} (at character ${read.at + 1})`)
}

const SCALARS: ReadonlySet<Expr["kind"]> = new Set([
  ...(["number", "based", "constant", "negate", "add", "multiply", "divide", "power"] as const),
  ...(["root", "call", "percent", "operation", "symbol", "matrix", "piecewise"] as const),
])

/** What no number can be made of; a matrix only inside, under a determinant. */
function strangeIn(expr: Expr): string | null {
  if (expr.kind === "matrix") return "a matrix"
  let found: string | null = null
  mentions(expr, (node) => {
    if (SCALARS.has(node.kind)) return false
    found = STRANGE[node.kind] ?? "something that is no number"
    return true
  })
  return found
}

const STRANGE: Partial<Record<Expr["kind"], string>> = {
  relation: "an equation or inequality",
  congruence: "a congruence",
  "plus-minus": "a ± sign",
  quantity: "a unit",
  list: "a list",
  tuple: "a tuple",
  set: "a set",
  interval: "an interval",
  text: "words",
  apply: "a function that is not known",
}
