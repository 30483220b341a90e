import { evaluate } from "./evaluate.ts"
import { minus, NotArithmetic, over, show } from "./fraction.ts"

export interface Calculated {
  readonly answer: string
  /** The arithmetic that was found; undefined for an equation. */
  readonly expression?: string | undefined
}

/** Works out the arithmetic in a sentence, or solves its linear equation; exactly. */
export function calculate(sentence: string): Calculated | undefined {
  const text = plain(sentence)
  try {
    const equation = EQUATION.exec(text)
    if (equation !== null && /[a-z]/.test(equation[0].replace(/mod|of/g, ""))) {
      return solveLinear(equation[1]!, equation[2]!)
    }
    const expression = longest(text)
    if (!/\d/.test(expression)) return undefined
    const value = evaluate(expression)
    if (value.slope.top !== 0n) return undefined
    return { answer: show(value.fixed), expression }
  } catch (error) {
    if (error instanceof NotArithmetic) return undefined
    throw error
  }
}

/** The longest run of arithmetic in a sentence, in plain signs. */
export function arithmeticIn(sentence: string): string {
  return longest(plain(sentence))
}

const TERM = String.raw`[\d.\s()+\-*/^%]|mod\b|of\b`
const EXPRESSION = new RegExp(`(?:${TERM})+`, "g")
const WITH_X = `(?:${TERM}|(?<![a-z])[a-z](?![a-z]))+`
const EQUATION = new RegExp(`(${WITH_X})=(${WITH_X})`)

function plain(sentence: string): string {
  return sentence
    .replace(/\\frac\{(-?\d+)\}\{(-?\d+)\}/g, "($1)/($2)")
    .replace(/\\cdot|\\times|[×·]/g, "*")
    .replace(/\\div|÷/g, "/")
    .replace(/\\bmod|\bmodulo\b/g, "mod")
    .replace(/[−–]/g, "-")
    .replace(/\\%/g, "%")
    .replace(/[{[]/g, "(")
    .replace(/[}\]]/g, ")")
    .replaceAll("$", "")
    .replace(/[.?!](?=\s|$)/g, " ; ")
}

function longest(text: string): string {
  const found = (text.match(EXPRESSION) ?? []).map(trimmed)
  return found.reduce((a, b) => (b.length > a.length ? b : a), "")
}

function trimmed(text: string): string {
  return text.replace(/^(\s|of\b|mod\b)+/, "").trim()
}

function solveLinear(left: string, right: string): Calculated | undefined {
  const [a, b] = [evaluate(left), evaluate(right)]
  const slope = minus(a.slope, b.slope)
  if (slope.top === 0n) return undefined
  return { answer: show(over(minus(b.fixed, a.fixed), slope)) }
}
