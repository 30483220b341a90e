import { oneOf } from "./draw.ts"
import type { CallName, Formula } from "./formula.ts"
import { ATOM, fenced, type Style, writeFormula } from "./write-formula.ts"

/** A function of its arguments; `short` leaves the brackets of a plain argument away. */
export function writeCall(
  name: CallName,
  args: readonly Formula[],
  style: Style,
  short: boolean,
): string {
  const { notation, random } = style
  const [first, second] = args as [Formula, Formula | undefined]
  const inside = writeFormula(first, style)
  switch (name) {
    case "abs":
      if (notation === "latex") {
        return oneOf(random, [
          `|${inside}|`,
          `\\left|${inside}\\right|`,
          `\\lvert ${inside}\\rvert`,
        ])
      }
      return oneOf(random, [`abs(${inside})`, `|${inside}|`])
    case "floor":
    case "ceil":
      return writeRounded(name, inside, style)
    case "factorial":
      return `${writeFormula(first, style, ATOM)}!`
    case "binomial":
      return writeBinomial(inside, writeFormula(second!, style), style)
    case "log":
      if (second !== undefined) return writeLogarithm(inside, writeFormula(second, style), style)
      // In plain text log(x) is natural to programmers, and to the base 10 at school.
      return notation === "latex"
        ? writeNamed("log", first, inside, style, short)
        : writeLogarithm(inside, "10", style)
    default:
      return writeNamed(name, first, inside, style, short)
  }
}

/** sin²x and \sin^{2} x; null for functions of which nobody writes that. */
export function writePoweredCall(
  name: CallName,
  args: readonly Formula[],
  exponent: string,
  style: Style,
): string | null {
  if (name !== "sin" && name !== "cos" && name !== "tan") return null
  const inside = `(${writeFormula(args[0]!, style)})`
  if (style.notation === "latex") return `\\${name}^{${exponent}}${inside}`
  return `${name}^${exponent}${inside}`
}

function writeNamed(
  name: CallName,
  argument: Formula,
  inside: string,
  style: Style,
  short: boolean,
): string {
  const word = style.notation === "latex" ? `\\${name}` : name
  const plain = argument.is === "name" || argument.is === "number"
  return short && plain ? `${word} ${inside}` : `${word}${fenced(inside, style)}`
}

function writeLogarithm(inside: string, base: string, style: Style): string {
  if (style.notation === "latex") return `\\log_{${base}}${fenced(inside, style)}`
  return /^\d+$/.test(base) ? `log_${base}(${inside})` : `log_(${base})(${inside})`
}

function writeRounded(name: "floor" | "ceil", inside: string, { notation }: Style): string {
  if (notation === "plain") return `${name}(${inside})`
  if (notation === "latex") return `\\l${name} ${inside}\\r${name}`
  return name === "floor" ? `⌊${inside}⌋` : `⌈${inside}⌉`
}

function writeBinomial(top: string, bottom: string, { notation, random }: Style): string {
  if (notation === "latex") return `${oneOf(random, ["\\binom", "\\dbinom"])}{${top}}{${bottom}}`
  return oneOf(random, [`C(${top}, ${bottom})`, `binomial(${top}, ${bottom})`])
}
