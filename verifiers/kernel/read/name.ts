import type { Expr } from "../tree.ts"
import { type Cursor, call } from "./cursor.ts"
import { readArguments } from "./fence.ts"
import { readArgument } from "./function-call.ts"
import { NESTING_MAX } from "./limits.ts"
import { letterOf } from "./marked.ts"
import { readSentence } from "./sentence.ts"

/** A name with its index and primes, a constant, or a function of that name with its arguments. */
export function readNameAtom(c: Cursor): Expr {
  const token = c.next()
  if (token.letters) return productOfLetters(token.text)
  const isIndex = token.kind === "constant" && c.indices.includes(token.text)
  if (token.kind === "constant" && !isIndex && !(c.is("_") && isLetterConstant(token.text))) {
    return { kind: "constant", name: token.text as "pi" | "e" | "i" | "infinity" | "undefined" }
  }
  const chosen = CHOOSING.has(token.text) ? readScripts(c, token.text) : null
  if (chosen !== null) return chosen
  return readNamed(c, token.text, token.upright, c.position - 1)
}

/** What stands behind a name is read with it; its first token stands at `start`. */
export function readNamed(c: Cursor, text: string, upright: boolean, start: number): Expr {
  const plain = c.is("(") || c.is("[") ? APPLIED.get(text) : undefined
  const bare = plain ?? text
  const name = c.is("_") ? `${bare}_${readIndex(c)}` : bare
  if (name === "cis") return readCis(c)
  const order = FUNCTION_NAMES.has(name) ? orderAhead(c) : 0
  if (order > 0) {
    c.position += 6
    return { kind: "apply", name, primes: order, args: readArguments(c) }
  }
  const inverse = FUNCTION_NAMES.has(name) ? inverseAhead(c) : 0
  if (inverse > 0) {
    c.position += inverse
    return { kind: "apply", name: `${name}^-1`, primes: 0, args: readArguments(c) }
  }
  const primes = readPrimes(c)
  if (c.is("(") && !c.token.spaced) {
    const applied = readApplication(c, name, primes, { upright, start })
    if (applied !== null) return applied
  }
  return { kind: "symbol", name: name + "'".repeat(primes) }
}

/** Before a bracket these are what the plain letter is, in the font of another book. */
const APPLIED: ReadonlyMap<string, string> = new Map([
  ["bb P", "P"],
  ["bb E", "E"],
  ["cal O", "O"],
  ["cal N", "N"],
])

/** t(1, 2): an unknown before numerals in brackets stretches a vector. */
function isDirection(name: string, args: readonly Expr[]): boolean {
  const letter = name.split("_")[0]!
  if (
    name.includes(" ") ||
    args.length < 2 ||
    letter !== letter.toLowerCase() ||
    FUNCTION_NAMES.has(letter)
  )
    return false
  return args.every((arg) => (arg.kind === "negate" ? arg.of : arg).kind === "number")
}

/** P(X ≤ 3) is applied to a statement, which nothing can be multiplied by. */
function isStatement({ kind }: Expr): boolean {
  return kind === "relation" || kind === "logic" || kind === "set-operation"
}

function isLetterConstant(text: string): boolean {
  return text === "e" || text === "i"
}

function productOfLetters(letters: string): Expr {
  const factors = [...letters].map((letter): Expr => {
    if (letter === "e" || letter === "i") return { kind: "constant", name: letter }
    return { kind: "symbol", name: letter }
  })
  return { kind: "multiply", factors }
}

/** What stands below a name, as it is written: x_{i,j} is `x_i,j`. */
function readIndex(c: Cursor): string {
  c.expect("_")
  if (!c.is("{")) {
    const { kind, text } = c.next()
    if (kind !== "number" && kind !== "name" && kind !== "constant") throw c.unexpected()
    return text
  }
  c.next()
  let index = ""
  let depth = 1
  while (true) {
    const { kind, text } = c.next()
    if (kind === "end") throw c.unexpected()
    if (kind === "operator" && text === "{" && ++depth > NESTING_MAX) throw c.fail("limit")
    if (kind === "operator" && text === "}" && --depth === 0) break
    if (kind === "command") throw c.fail("unreadable")
    index += text
  }
  if (index === "") throw c.fail("unreadable")
  return index
}

function readPrimes(c: Cursor): number {
  let primes = 0
  while (true) {
    if (c.is("'")) primes++
    else if (c.is("''")) primes += 2
    else if (c.is("^") && c.is("'", 1)) {
      c.next()
      continue
    } else if (c.is("^") && c.is("{", 1) && c.is("'", 2)) {
      c.position += 2
      while (c.take("'")) primes++
      c.expect("}")
      return primes
    } else return primes
    c.next()
  }
}

/** cis θ is cos θ + i sin θ. */
function readCis(c: Cursor): Expr {
  const of = readArgument(c)
  const sine: Expr = {
    kind: "multiply",
    factors: [{ kind: "constant", name: "i" }, call("sin", of)],
  }
  return { kind: "add", terms: [call("cos", of), sine] }
}

const ORDER_MAX = 9

/** The 3 of f^{(3)}(x), or 0. */
function orderAhead(c: Cursor): number {
  if (!(c.is("^") && c.is("{", 1) && c.is("(", 2) && c.is(")", 4) && c.is("}", 5))) return 0
  const order = Number(c.peek(3).text)
  return c.is("(", 6) && Number.isInteger(order) && order <= ORDER_MAX ? order : 0
}

/** How many tokens the −1 of f⁻¹(x) takes, or 0. */
function inverseAhead(c: Cursor): number {
  const braced = c.is("{", 1) ? 1 : 0
  const minusOne = c.is("^") && c.is("-", 1 + braced) && c.peek(2 + braced).text === "1"
  if (!minusOne || (braced === 1 && !c.is("}", 4))) return 0
  const width = 3 + 2 * braced
  return c.is("(", width) ? width : 0
}

const FUNCTION_NAMES = new Set(["f", "g", "h", "F", "G", "phi", "psi", "zeta", "Phi"])
const MATRIX_NAMES = new Set(["Matrix", "matrix", "vector", "Vector"])

interface Naming {
  readonly upright: boolean
  readonly start: number
}

/** f(x): a function where its name is one of a function, or what it is given fits no product. */
function readApplication(c: Cursor, name: string, primes: number, from: Naming): Expr | null {
  const start = c.position
  const base = letterOf(name).split("_")[0]!
  const known = FUNCTION_NAMES.has(base) || c.settings.names.has(name)
  const defined = isDefinition(c, from.start)
  if (PROBABILITIES.has(base)) {
    const conditional = readConditional(c, name)
    if (conditional !== null) return conditional
    c.position = start
  }
  const args = readArguments(c)
  if (args.length > 0) {
    if (name === "C" && args.length === 2) return call("binomial", ...args)
    if (name === "P" && args.length === 2) return call("permutations", ...args)
    const [only] = args
    if (MATRIX_NAMES.has(name) && only !== undefined && args.length === 1) return only
    if (name === "Gamma" && args.length === 1) return call("gamma", ...args)
    if (isDirection(name, args)) {
      c.position = start
      return null
    }
    const sure =
      primes > 0 ||
      defined ||
      args.some(isStatement) ||
      args.length > 1 ||
      (from.upright && name.length > 1) ||
      (PROBABILITIES.has(base) && isEvent(args[0]!))
    if (sure || (known && !c.choices.isFlipped("apply"))) {
      return { kind: "apply", name, primes, args }
    }
  }
  c.position = start
  return null
}

const PROBABILITIES = new Set(["P", "Pr"])

/** P(A): an event has a capital letter, or two with signs of sets between them. */
function isEvent(of: Expr): boolean {
  if (of.kind !== "symbol") return false
  const letter = letterOf(of.name).split("_")[0]!
  return letter.length === 1 && letter !== letter.toLowerCase()
}

/** P(A|B), as the function `P|` of the event and what is given; null where no bar stands. */
function readConditional(c: Cursor, name: string): Expr | null {
  let ahead = 1
  while (!c.is("|", ahead)) {
    const { kind } = c.peek(ahead)
    if (kind === "end" || c.is(")", ahead) || c.is("(", ahead)) return null
    ahead++
  }
  c.next()
  const args = c.inside(() => {
    c.inBuilder = true
    const event = readSentence(c)
    c.expect("|")
    return [event, readSentence(c)]
  })
  c.expect(")")
  return { kind: "apply", name: `${name}|`, primes: 0, args }
}

/** P(x) = x² + 1: a name with a letter in brackets at the head of an equation is defined by it. */
function isDefinition(c: Cursor, start: number): boolean {
  const argument = c.peek(1)
  const before = c.tokens[start - 1]
  const opens = before?.kind === "word" || [",", ";", "\\\\"].includes(before?.text ?? ",")
  const indexed = c.tokens[start]!.kind === "name" && c.position > start + 1
  const atHead = !indexed && opens
  return atHead && argument.kind === "name" && c.is(")", 2) && c.is("=", 3)
}

const CHOOSING = new Set(["C", "P", "A"])

/** C_{10}^3 and C^3_{10} of numerals: how many ways to choose, or to arrange for P and A. */
function readScripts(c: Cursor, name: string): Expr | null {
  const first = scriptAhead(c, 0)
  const second = first === null ? null : scriptAhead(c, first.width)
  if (first === null || second === null || first.sign === second.sign) return null
  c.position += first.width + second.width
  const [upper, lower] = first.sign === "_" ? [first, second] : [second, first]
  return call(name === "C" ? "binomial" : "permutations", upper.value, lower.value)
}

/** A numeral below or above a name, in braces or not. */
function scriptAhead(c: Cursor, from: number) {
  const sign = c.is("_", from) ? "_" : c.is("^", from) ? "^" : null
  const braced = c.is("{", from + 1) ? 1 : 0
  const value = c.peek(from + 1 + braced).node
  if (sign === null || value?.kind !== "number") return null
  if (braced === 1 && !c.is("}", from + 3)) return null
  return { sign, value, width: 2 + 2 * braced }
}
