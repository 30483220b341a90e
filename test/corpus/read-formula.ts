import {
  type CallName,
  call,
  type Formula,
  name,
  negate,
  num,
  over,
  power,
  product,
  root,
  sum,
} from "./formula.ts"

/** LaTeX as keys are written in it; null for anything whose meaning is not beyond doubt. */
export function readFormula(text: string): Formula | null {
  const tokens = tokensOf(text)
  if (tokens === null || tokens.length === 0) return null
  const reader: Reader = { tokens, at: 0 }
  const read = readSum(reader)
  return read === null || reader.at < tokens.length ? null : read
}

interface Reader {
  readonly tokens: readonly string[]
  at: number
}

const TOKEN = /\s+|\d+(?:\.\d+)?|\\[a-zA-Z]+|\\[,;!]|[a-zA-Z]|[-+*/^(){}[\]!|]/y
const SPACES = new Set(["\\,", "\\;", "\\!", "\\quad"])

function tokensOf(text: string): string[] | null {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.length) {
    const found = TOKEN.exec(text)
    if (found === null) return null
    const [token] = found
    if (token.trim() !== "" && !SPACES.has(token)) tokens.push(token)
  }
  return tokens
}

function readSum(reader: Reader): Formula | null {
  const terms: Formula[] = []
  for (;;) {
    const sign = peek(reader)
    const signed = sign === "+" || sign === "-"
    if (terms.length > 0 && !signed) break
    if (signed) reader.at++
    const term = readProduct(reader)
    if (term === null) return null
    terms.push(sign === "-" ? negate(term) : term)
  }
  return sum(...terms)
}

const TIMES = new Set(["*", "\\cdot", "\\times"])

/** No slash with more behind, no numeral behind a numeral: 1/2x, 2\frac12 are doubtful. */
function readProduct(reader: Reader): Formula | null {
  const factors: Formula[] = []
  for (;;) {
    const next = peek(reader)
    if (next === undefined || ENDS.has(next)) break
    if (next === "/") return readSlash(reader, factors)
    if (TIMES.has(next)) reader.at++
    const touches = factors.length > 0 && !TIMES.has(next)
    if (touches && (/^\d/.test(next) || next === "\\frac" || next === "\\dfrac")) return null
    const factor = readPower(reader)
    if (factor === null) return null
    factors.push(factor)
  }
  return factors.length === 0 ? null : product(...factors)
}

const ENDS = new Set([")", "}", "]", "+", "-", "|"])

function readSlash(reader: Reader, factors: readonly Formula[]): Formula | null {
  reader.at++
  const bottom = readPower(reader)
  const next = peek(reader)
  if (bottom === null || factors.length === 0) return null
  return next === undefined || ENDS.has(next) ? over(product(...factors), bottom) : null
}

function readPower(reader: Reader): Formula | null {
  let base = readAtom(reader)
  if (base === null) return null
  if (take(reader, "!")) base = call("factorial", base)
  if (!take(reader, "^")) return base
  const exponent = readArgument(reader)
  if (exponent === null || peek(reader) === "^" || peek(reader) === "!") return null
  return power(base, exponent)
}

const CALLS: ReadonlyMap<string, CallName> = new Map(
  (["sin", "cos", "tan", "arcsin", "arccos", "arctan", "sec", "ln"] as const).map((one) => [
    `\\${one}`,
    one,
  ]),
)

function readAtom(reader: Reader): Formula | null {
  const token = reader.tokens[reader.at++]
  if (token === undefined) return null
  if (/^\d/.test(token)) return num(token)
  if (/^[a-zA-Z]$/.test(token)) return letter(token)
  switch (token) {
    case "\\pi":
      return { is: "constant", name: "pi" }
    case "(":
      return closed(reader, readSum(reader), ")")
    case "{":
      return closed(reader, readSum(reader), "}")
    case "|": {
      const inside = closed(reader, readSum(reader), "|")
      return inside === null ? null : call("abs", inside)
    }
    case "\\frac":
    case "\\dfrac":
    case "\\tfrac":
      return pair(reader, over)
    case "\\binom":
      return pair(reader, (n, k) => call("binomial", n, k))
    case "\\sqrt":
      return readRoot(reader)
    default:
      return readCall(reader, CALLS.get(token))
  }
}

/** e and i mean the numbers; d, f and their like mean too much elsewhere. */
function letter(token: string): Formula | null {
  if (token === "e" || token === "i") return { is: "constant", name: token }
  return "abcxyzntrkm".includes(token) ? name(token) : null
}

function closed(reader: Reader, inside: Formula | null, close: string): Formula | null {
  return take(reader, close) ? inside : null
}

function pair(reader: Reader, make: (a: Formula, b: Formula) => Formula): Formula | null {
  const [one, other] = [readArgument(reader), readArgument(reader)]
  return one === null || other === null ? null : make(one, other)
}

/** A group, or a single digit or letter: \frac12 has two of one digit each. */
function readArgument(reader: Reader): Formula | null {
  const token = peek(reader)
  if (token === undefined || token === "(") return null
  if (/^\d{2,}/.test(token)) return null
  return readAtom(reader)
}

function readRoot(reader: Reader): Formula | null {
  let index = 2
  if (take(reader, "[")) {
    index = Number(reader.tokens[reader.at++])
    if (!Number.isInteger(index) || index < 2 || !take(reader, "]")) return null
  }
  const of = readArgument(reader)
  return of === null ? null : root(of, index)
}

/** A function of one letter, numeral or bracket, with nothing behind that could belong to it. */
function readCall(reader: Reader, named: CallName | undefined): Formula | null {
  if (named === undefined) return null
  const raised = take(reader, "^") ? readArgument(reader) : undefined
  if (raised === null || raised?.is === "negate") return null
  const inBrackets = peek(reader) === "("
  const argument = readAtom(reader)
  if (argument === null || peek(reader) === "^" || peek(reader) === "!") return null
  if (!inBrackets && isFactor(peek(reader))) return null
  const made = call(named, argument)
  return raised === undefined ? made : power(made, raised)
}

function isFactor(token: string | undefined): boolean {
  return token !== undefined && !ENDS.has(token)
}

function peek(reader: Reader): string | undefined {
  return reader.tokens[reader.at]
}

function take(reader: Reader, token: string): boolean {
  if (peek(reader) !== token) return false
  reader.at++
  return true
}
