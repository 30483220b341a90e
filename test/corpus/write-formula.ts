import type { Random } from "../../src/world.ts"
import { chance, oneOf } from "./draw.ts"
import { type Formula, partsOf, wholeOf } from "./formula.ts"
import { writeCall, writePoweredCall } from "./write-call.ts"

/** How one text is written; the rest is drawn as it goes along. */
export interface Style {
  readonly notation: "latex" | "plain" | "unicode"
  readonly random: Random
}

export const NOTATIONS = ["latex", "plain", "unicode"] as const

export const [SUM, PRODUCT, POWER, ATOM] = [1, 2, 3, 4] as const

/** A formula as people write it, in brackets if it binds less than `least`. */
export function writeFormula(of: Formula, style: Style, least: number = SUM): string {
  const text = bare(of, style)
  return levelOf(of, style) < least ? fenced(text, style) : text
}

export function fenced(text: string, { notation, random }: Style): string {
  return notation === "latex" && chance(random, 0.5) ? `\\left(${text}\\right)` : `(${text})`
}

function levelOf(of: Formula, { notation }: Style): number {
  switch (of.is) {
    case "sum":
    case "negate":
      return SUM
    case "product":
    case "quotient":
      return PRODUCT
    case "power":
      return POWER
    case "root":
      return notation === "unicode" ? POWER : ATOM
    case "call":
      return POWER
    case "number":
    case "name":
    case "constant":
      return ATOM
  }
}

function bare(of: Formula, style: Style): string {
  const { notation, random } = style
  switch (of.is) {
    case "number":
      return of.text
    case "name":
      return of.name
    case "constant":
      if (of.name !== "pi") return of.name
      return { latex: "\\pi", plain: "pi", unicode: "π" }[notation]
    case "negate":
      return `${minusSign(style)}${writeFormula(of.of, style, PRODUCT)}`
    case "sum":
      return writeSum(of.of, style)
    case "product":
      return writeProduct(of.of, style)
    case "quotient":
      return writeQuotient(of.top, of.bottom, style)
    case "power":
      return writePower(of.base, of.exponent, style)
    case "root":
      return writeRoot(of.of, of.index, style)
    case "call":
      return writeCall(of.name, of.args, style, chance(random, 0.5))
  }
}

function minusSign({ notation }: Style): string {
  return notation === "unicode" ? "−" : "-"
}

function writeSum(terms: readonly Formula[], style: Style): string {
  const space = chance(style.random, 0.6) ? " " : ""
  return terms
    .map((term, i) => {
      const isLess = term.is === "negate"
      const text = writeFormula(isLess ? term.of : term, style, isLess ? PRODUCT : SUM)
      if (i === 0) return isLess ? `${minusSign(style)}${text}` : text
      // A sum inside a sum keeps its brackets where it is taken away, and needs none otherwise.
      return `${space}${isLess ? minusSign(style) : "+"}${space}${signed(term, text, style)}`
    })
    .join("")
}

function signed(term: Formula, text: string, style: Style): string {
  return /^[-−]/.test(text) && term.is !== "negate" ? fenced(text, style) : text
}

function writeProduct(factors: readonly Formula[], style: Style): string {
  const { notation, random } = style
  const sign = {
    latex: oneOf(random, [" \\cdot ", "\\cdot ", " \\times "]),
    plain: oneOf(random, ["*", " * "]),
    unicode: oneOf(random, ["·", " × ", "*"]),
  }[notation]
  const texts = factors.map((factor) => {
    const slashed = factor.is === "quotient" && notation !== "latex"
    return writeFormula(factor, style, slashed ? POWER : PRODUCT)
  })
  return texts.reduce((before, text, i) => {
    const touching = canTouch(factors[i - 1]!, before, factors[i]!, text, style)
    if (!touching || chance(random, 0.25)) return before + sign + text
    const words = /[a-zA-Z]$/.test(before) && /^[a-zA-Z]/.test(text)
    const letters = factors[i - 1]!.is === "name" && /^[a-z](?![a-z])/.test(text)
    return before + (words && !(letters && chance(random, 0.7)) ? " " : "") + text
  })
}

/** Whether two factors may stand side by side and still be read as a product by anybody. */
function canTouch(
  left: Formula,
  before: string,
  right: Formula,
  text: string,
  { notation }: Style,
): boolean {
  if (left.is === "call" || left.is === "quotient") return false
  if (right.is === "quotient") return notation === "latex" && /(^|[^a-zA-Z\\])[a-z]+$/.test(before)
  if (/^[\d.½⅓⅔¼¾⌊⌈|-]/.test(text) || NOT_TOUCHING.test(text)) return false
  if (left.is === "name" && /^(\(|\\left\()/.test(text)) return false
  const alike = (left.is === "name" || left.is === "constant") && before.endsWith(text)
  if (alike) return false
  // 2e-3 is a numeral, and ex a word.
  if (notation !== "latex" && (text.startsWith("e") || before.endsWith("e"))) return false
  if (partsOf(left).some((part) => part.is === "call")) return false
  return !/[!|]$/.test(before) && !/^(C|binom)/.test(text)
}

/** Bars, and a fraction, which behind a numeral makes a mixed number. */
const NOT_TOUCHING = /^\\left\||^\\l(floor|ceil|vert)|^\\[dt]?frac/

const VULGAR = new Map([
  ["1/2", "½"],
  ["1/3", "⅓"],
  ["2/3", "⅔"],
  ["1/4", "¼"],
  ["3/4", "¾"],
])

function writeQuotient(top: Formula, bottom: Formula, style: Style): string {
  const { notation, random } = style
  if (notation === "latex") {
    const command = oneOf(random, ["\\frac", "\\frac", "\\dfrac", "\\tfrac"])
    const digits = [top, bottom].every((part) => /^\d$/.test(bare(part, style)))
    if (digits && chance(random, 0.3)) return `${command}${bare(top, style)}${bare(bottom, style)}`
    return `${command}{${writeFormula(top, style)}}{${writeFormula(bottom, style)}}`
  }
  const vulgar = VULGAR.get(`${wholeOf(top)}/${wholeOf(bottom)}`)
  if (vulgar !== undefined && notation === "unicode" && chance(random, 0.5)) return vulgar
  const slashed = top.is === "quotient"
  const above = writeFormula(top, style, slashed ? POWER : PRODUCT)
  return `${above}/${writeFormula(bottom, style, POWER)}`
}

const RAISED = new Map([..."0123456789"].map((digit, i) => [digit, [..."⁰¹²³⁴⁵⁶⁷⁸⁹"][i]!]))

function writePower(base: Formula, exponent: Formula, style: Style): string {
  const { notation, random } = style
  const whole = wholeOf(exponent)
  if (base.is === "call" && whole !== null && whole >= 2n && chance(random, 0.7)) {
    const powered = writePoweredCall(base.name, base.args, `${whole}`, style)
    if (powered !== null) return powered
  }
  const below = writeFormula(base, style, ATOM)
  if (notation === "unicode" && whole !== null && chance(random, 0.8)) {
    const sign = whole < 0n ? "⁻" : ""
    return `${below}${sign}${[...`${whole < 0n ? -whole : whole}`].map((d) => RAISED.get(d)).join("")}`
  }
  if (notation === "latex") {
    const text = writeFormula(exponent, style)
    return text.length === 1 && chance(random, 0.5) ? `${below}^${text}` : `${below}^{${text}}`
  }
  const sign = notation === "plain" && chance(random, 0.2) ? "**" : "^"
  const atom = exponent.is === "number" || exponent.is === "name"
  return `${below}${sign}${atom ? bare(exponent, style) : `(${writeFormula(exponent, style)})`}`
}

function writeRoot(of: Formula, index: number, style: Style): string {
  const { notation, random } = style
  const inside = writeFormula(of, style)
  if (notation === "latex") {
    const digit = /^\d$/.test(inside) && index === 2 && chance(random, 0.4)
    return digit ? `\\sqrt${inside}` : `\\sqrt${index === 2 ? "" : `[${index}]`}{${inside}}`
  }
  if (notation === "unicode") {
    const sign = new Map([
      [2, "√"],
      [3, "∛"],
      [4, "∜"],
    ]).get(index)
    if (sign !== undefined) return /^\d+$/.test(inside) ? `${sign}${inside}` : `${sign}(${inside})`
  }
  if (index === 2) return `sqrt(${inside})`
  if (index === 3) return `cbrt(${inside})`
  return `(${inside})^(1/${index})`
}
