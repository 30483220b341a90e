import type { Expr, NamedSetNode, OperationNode, PiecewiseNode, QuantityNode } from "../tree.ts"
import { writeCall } from "./call.ts"
import {
  ATOM,
  LOGIC,
  levelOf,
  POWER,
  PRODUCT,
  RATIO,
  RELATION,
  REMAINDER,
  SET,
  SUM,
} from "./level.ts"
import { writeName } from "./name.ts"
import { writeNumber } from "./number.ts"

/** `expr`, in brackets if it holds together less than `level` asks. */
export function write(expr: Expr, level: number, latex: boolean): string {
  const text = writeBare(expr, latex)
  return levelOf(expr, latex) < level ? `(${text})` : text
}

function writeBare(expr: Expr, latex: boolean): string {
  const at = (level: number) => (part: Expr) => write(part, level, latex)
  switch (expr.kind) {
    case "number":
      return writeNumber(expr, latex)
    case "based":
      return `${expr.digits}_{${expr.base}}`
    case "symbol":
      return writeName(expr.name, latex)
    case "constant":
      return CONSTANTS[latex ? "latex" : "plain"][expr.name]
    case "truth":
      return latex ? `\\text{${expr.value}}` : `${expr.value}`
    case "text":
      return latex ? `\\text{${expr.text}}` : expr.text
    case "named-set":
      return writeNamedSet(expr, latex)
    case "negate":
      return `-${at(PRODUCT)(expr.of)}`
    case "add":
      return writeTerms(expr.terms, latex)
    case "multiply":
      return expr.factors.map(at(POWER)).join(latex ? " \\cdot " : " * ")
    case "divide":
      return writeQuotient(expr.top, expr.bottom, latex)
    case "power":
      return writePower(expr.base, expr.exponent, latex)
    case "root":
      return writeRoot(expr.of, expr.index, latex)
    case "call":
      return writeCall(expr, latex)
    case "apply":
      return `${writeName(expr.name, latex)}${"'".repeat(expr.primes)}(${commas(expr.args, latex)})`
    case "percent":
      return `${at(ATOM)(expr.of)}${latex ? "\\%" : "%"}`
    case "quantity":
      return writeQuantity(expr, latex)
    case "operation":
      return writeOperation(expr, latex)
    case "plus-minus":
      return writePlusMinus(expr, latex)
    default:
      return writeCollection(expr, latex)
  }
}

const CONSTANTS = {
  plain: { pi: "pi", e: "e", i: "i", infinity: "∞", undefined: "undefined" },
  latex: { pi: "\\pi", e: "e", i: "i", infinity: "\\infty", undefined: "\\text{undefined}" },
} as const

type Collection = Exclude<
  Expr,
  { kind: "number" | "based" | "symbol" | "constant" | "truth" | "text" | "named-set" }
>

/** What has items, sides or cases: everything that is no single value. */
function writeCollection(expr: Collection, latex: boolean): string {
  const at = (level: number) => (part: Expr) => write(part, level, latex)
  switch (expr.kind) {
    case "ratio":
      return expr.parts.map(at(REMAINDER)).join(" : ")
    case "matrix":
      return writeMatrix(expr.rows, latex)
    case "tuple":
      return fenced(commas(expr.items, latex), TUPLES[expr.fence], latex)
    case "list":
      return expr.items.map(at(LOGIC)).join(joint(expr.word, latex))
    case "set":
      return fenced(commas(expr.items, latex), ["{", "}"], latex)
    case "builder": {
      const bar = latex ? " \\mid " : " | "
      const inside = `${at(SUM)(expr.element)}${bar}${at(0)(expr.condition)}`
      return fenced(inside, ["{", "}"], latex)
    }
    case "interval": {
      const open = expr.lowClosed ? "[" : expr.highClosed ? "(" : "]"
      const close = expr.highClosed ? "]" : expr.lowClosed ? ")" : "["
      return fenced(commas([expr.low, expr.high], latex), [open, close], latex)
    }
    case "set-operation":
      return expr.of.map(at(RATIO)).join(` ${SET_SIGNS[latex ? "latex" : "plain"][expr.name]} `)
    case "relation":
      return expr.sides
        .map(at(SET))
        .reduce((text, side, i) => `${text} ${relationSign(expr.signs[i - 1]!, latex)} ${side}`)
    case "congruence": {
      const modulus = at(SUM)(expr.modulus)
      const sides = [expr.left, expr.right].map(at(SUM))
      return latex
        ? `${sides.join(" \\equiv ")} \\pmod{${modulus}}`
        : `${sides.join(" ≡ ")} (mod ${modulus})`
    }
    case "logic":
      if (expr.name === "not") return `${latex ? "\\neg " : "¬"}${at(ATOM)(expr.of[0]!)}`
      return expr.of
        .map(at(RELATION))
        .join(` ${LOGIC_SIGNS[latex ? "latex" : "plain"][expr.name]} `)
    case "piecewise":
      return writePiecewise(expr, latex)
    default:
      return write(expr, 0, latex)
  }
}

const TUPLES = { round: ["(", ")"], square: ["[", "]"], angle: ["⟨", "⟩"] } as const
const SET_SIGNS = {
  plain: { union: "∪", intersection: "∩", difference: "∖" },
  latex: { union: "\\cup", intersection: "\\cap", difference: "\\setminus" },
} as const
const LOGIC_SIGNS = {
  plain: { and: "∧", or: "∨", implies: "⇒", iff: "⇔", xor: "⊕" },
  latex: { and: "\\land", or: "\\lor", implies: "\\implies", iff: "\\iff", xor: "\\oplus" },
} as const
const RELATION_SIGNS: ReadonlyMap<string, string> = new Map([
  ["≠", "\\neq"],
  ["≤", "\\leq"],
  ["≥", "\\geq"],
  ["≈", "\\approx"],
  ["∈", "\\in"],
  ["∉", "\\notin"],
  ["⊂", "\\subset"],
  ["⊆", "\\subseteq"],
])

function relationSign(sign: string, latex: boolean): string {
  return latex ? (RELATION_SIGNS.get(sign) ?? sign) : sign
}

/** Items between commas, each a whole statement at most. */
export function commas(items: readonly Expr[], latex: boolean): string {
  return items.map((item) => write(item, LOGIC, latex)).join(", ")
}

function joint(word: "comma" | "and" | "or", latex: boolean): string {
  if (word === "comma") return ", "
  return latex ? ` \\text{ ${word} } ` : ` ${word} `
}

const LATEX_FENCES: ReadonlyMap<string, string> = new Map([
  ["{", "\\{"],
  ["}", "\\}"],
  ["⟨", "\\langle "],
  ["⟩", "\\rangle"],
])

function fenced(inside: string, fence: readonly [string, string], latex: boolean): string {
  const [open, close] = latex ? fence.map((sign) => LATEX_FENCES.get(sign) ?? sign) : fence
  return `${open}${inside}${close}`
}

function writeTerms(terms: readonly Expr[], latex: boolean): string {
  return terms
    .map((term, i) => {
      const signed = term.kind === "negate" || (i === 0 && term.kind === "plus-minus")
      if (i === 0) return signed ? writeBare(term, latex) : write(term, PRODUCT, latex)
      if (term.kind === "negate") return ` - ${write(term.of, PRODUCT, latex)}`
      return ` + ${write(term, PRODUCT, latex)}`
    })
    .join("")
}

function writePlusMinus(expr: Extract<Expr, { kind: "plus-minus" }>, latex: boolean): string {
  const plus = expr.sign === "plus"
  const sign = latex ? (plus ? "\\pm " : "\\mp ") : plus ? "±" : "∓"
  const right = write(expr.right, PRODUCT, latex)
  if (expr.left === null) return `${sign}${right}`
  const sum = expr.left.kind === "operation" || expr.left.kind === "quantity"
  return `${write(expr.left, sum ? PRODUCT : SUM, latex)} ${sign}${right}`
}

function writeQuotient(top: Expr, bottom: Expr, latex: boolean): string {
  if (!latex) return `${write(top, POWER, latex)} / ${write(bottom, POWER, latex)}`
  const upper = write(top, 0, latex)
  // \frac{d}{dx} and \frac{dy}{dx} would be derivatives.
  return `\\frac{${upper.startsWith("d") ? `(${upper})` : upper}}{${write(bottom, 0, latex)}}`
}

function writePower(base: Expr, exponent: Expr, latex: boolean): string {
  const below = write(base, ATOM, latex)
  return latex
    ? `${below}^{${write(exponent, 0, latex)}}`
    : `${below}^${write(exponent, ATOM, latex)}`
}

function writeRoot(of: Expr, index: Expr, latex: boolean): string {
  const square =
    index.kind === "number" && index.written === "integer" && index.value.numerator === 2n
  if (latex) {
    return `\\sqrt${square ? "" : `[${write(index, SUM, latex)}]`}{${write(of, LOGIC, latex)}}`
  }
  const inside = write(of, LOGIC, latex)
  return square ? `sqrt(${inside})` : `root(${inside}, ${write(index, LOGIC, latex)})`
}

function writeNamedSet(expr: NamedSetNode, latex: boolean): string {
  if (expr.name === "empty") return latex ? "\\emptyset" : "∅"
  const letter = SET_LETTERS[expr.name]
  const set = latex ? `\\mathbb{${letter[0]}}` : letter[1]
  return expr.part === "all" ? set! : `${set}_{${PARTS[latex ? "latex" : "plain"][expr.part]}}`
}

const SET_LETTERS = {
  naturals: ["N", "ℕ"],
  integers: ["Z", "ℤ"],
  rationals: ["Q", "ℚ"],
  reals: ["R", "ℝ"],
  complexes: ["C", "ℂ"],
} as const
const PARTS = {
  plain: { positive: ">0", negative: "<0", nonnegative: "≥0", nonpositive: "≤0", nonzero: "≠0" },
  latex: {
    positive: ">0",
    negative: "<0",
    nonnegative: "\\geq 0",
    nonpositive: "\\leq 0",
    nonzero: "\\neq 0",
  },
} as const

/** Money before its value, degrees on it, other units behind it in upright letters. */
function writeQuantity({ value, unit }: QuantityNode, latex: boolean): string {
  const inside = write(value, ATOM, latex)
  if (unit.text === "$") {
    return `${latex ? "\\$" : "$"}${value.kind === "number" ? write(value, SUM, latex) : inside}`
  }
  if (unit.text === "°") return `${inside}${latex ? "^{\\circ}" : "°"}`
  const plain = !latex && unit.text.length > 1 && !unit.text.includes("/")
  return plain ? `${inside} ${unit.text}` : `${inside}\\text{ ${unit.text}}`
}

function writeMatrix(rows: readonly (readonly Expr[])[], latex: boolean): string {
  if (!latex) return `[${rows.map((row) => `[${commas(row, latex)}]`).join(", ")}]`
  const lines = rows.map((row) => row.map((cell) => write(cell, LOGIC, latex)).join(" & "))
  return `\\begin{pmatrix} ${lines.join(" \\\\ ")} \\end{pmatrix}`
}

function writePiecewise({ cases, otherwise }: PiecewiseNode, latex: boolean): string {
  const lines = cases.map(
    ({ value, when }) => `${write(value, LOGIC, latex)} & \\text{if } ${write(when, 0, latex)}`,
  )
  if (otherwise !== null) lines.push(`${write(otherwise, LOGIC, latex)} & \\text{otherwise}`)
  return `\\begin{cases} ${lines.join(" \\\\ ")} \\end{cases}`
}

function writeOperation(expr: OperationNode, latex: boolean): string {
  const body = `(${write(expr.of, 0, latex)})`
  const variable = writeName(expr.variable, latex)
  const low = expr.low === null ? "" : write(expr.low, SUM, latex)
  const high = expr.high === null ? "" : write(expr.high, SUM, latex)
  const above = high === "" ? "" : `^{${high}}`
  switch (expr.name) {
    case "integral":
      return `${latex ? "\\int" : "∫"}${low === "" ? "" : `_{${low}}`}${above} ${body} d${variable}`
    case "derivative": {
      const order = expr.order === 1 ? "" : `^${expr.order}`
      return `\\frac{d${order}}{d${variable}${order}}${body}`
    }
    case "limit": {
      const side = expr.order === 0 ? "" : expr.order > 0 ? "^{+}" : "^{-}"
      const point = side === "" || expr.high === null ? high : write(expr.high, ATOM, latex)
      const arrow = latex ? " \\to " : " -> "
      return `${latex ? "\\" : ""}lim_{${variable}${arrow}${point}${side}} ${body}`
    }
    default: {
      const sign = expr.name === "sum" ? ["∑", "\\sum"] : ["∏", "\\prod"]
      const below = low === "" ? variable : `${variable} = ${low}`
      return `${sign[latex ? 1 : 0]}_{${below}}${above} ${body}`
    }
  }
}
