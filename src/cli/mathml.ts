import { DELIMITERS, FUNCTIONS, LETTERS, OPERATORS, SPACES, UNDER_LIMITS } from "./mathml-signs.ts"

/**
 * The LaTeX forms that statements and keys use, as presentation MathML, which browsers typeset and
 * screen readers speak. Anything that is not understood gives undefined, and the reader gets the
 * plain words.
 */
export function mathml(latex: string): string | undefined {
  const tokens = latex.length > CHARS_MAX ? null : latex.match(TOKEN)
  if (tokens === null) return undefined
  const row = readRow(tokens, 0, 0)
  if (row === undefined || row.end !== tokens.length) return undefined
  return `<math>${row.markup}</math>`
}

interface Read {
  readonly markup: string
  /** Index of the token after it. */
  readonly end: number
  /** Scripts go above and below it: a sum, a limit. */
  readonly isLarge?: boolean
}

const CHARS_MAX = 8_192 // a statement holds 4,096
const DEPTH_MAX = 32 // the deepest statement has 9
const TOKEN = new RegExp(
  [
    String.raw`\\(?:text|mathrm|operatorname)\{[^{}\\$]*\}`,
    String.raw`\\(?:begin|end)\{[a-z]+\}`,
    ...[String.raw`\\[a-z]+`, String.raw`\\.`, String.raw`\d+(?:\.\d+)?`, String.raw`\S`],
  ].join("|"),
  "gi",
)

/** Tokens up to whatever closes a group: a brace, a cell's end, an environment's end, a place. */
function readRow(
  tokens: readonly string[],
  start: number,
  depth: number,
  stop = tokens.length,
): Read | undefined {
  if (depth > DEPTH_MAX) return undefined
  let markup = ""
  let at = start
  while (at < stop && !isClosing(tokens[at]!)) {
    const read = readScripted(tokens, at, depth)
    if (read === undefined) return undefined
    const isSign = SIGNS.has(tokens[at]!) && BEFORE_SIGN.test(tokenBefore(tokens, at))
    if (FUNCTIONS.has(tokens[at]!) && AFTER_FACTOR.test(tokenBefore(tokens, at))) markup += THIN
    markup += isSign ? read.markup.replace("<mo>", '<mo form="prefix">') : read.markup
    const isBare = FUNCTIONS.has(tokens[at]!) && !/^[([|{\\]/.test(tokens[read.end] ?? "(")
    if (isBare) markup += THIN
    at = read.end
  }
  return { markup: `<mrow>${markup}</mrow>`, end: at }
}

const THIN = '<mspace width=".17em"/>'
const AFTER_FACTOR = /^([a-z\d)}\]]|\d[\d.]*)$/i // x sin x

/** A minus belongs to what follows it after these; at the beginning, browsers know. */
const BEFORE_SIGN =
  /^([([,;=<>{]|\\[{(]|\\(le|ge|lt|gt|ne|leq|geq|neq|approx|equiv|times|div|cdot|to|in))$/
const SIGNS: ReadonlySet<string> = new Set(["-", "+", "\\pm"])

/** The token before this one, spaces apart. */
function tokenBefore(tokens: readonly string[], at: number): string {
  let before = at - 1
  while (SPACES.has(tokens[before] ?? "")) before--
  return tokens[before] ?? ""
}

function isClosing(token: string): boolean {
  return token === "}" || token === "&" || token === "\\\\" || token.startsWith("\\end{")
}

/** One thing with what stands above and below it: x^{2}, a_n, a sum from 1 to n. */
function readScripted(tokens: readonly string[], at: number, depth: number): Read | undefined {
  const base = readOne(tokens, at, depth)
  if (base === undefined) return undefined
  const scripts = new Map<string, string>()
  let end = base.end
  for (let sign = tokens[end]; sign === "^" || sign === "_"; sign = tokens[end]) {
    const script = readArgument(tokens, end + 1, depth)
    if (script === undefined || scripts.has(sign)) return undefined
    scripts.set(sign, script.markup)
    end = script.end
  }
  const [below, above] = [scripts.get("_"), scripts.get("^")]
  const [under, over] = base.isLarge ? ["under", "over"] : ["sub", "sup"]
  const name = `${below === undefined ? "" : under}${above === undefined ? "" : over}`
  if (name === "") return base
  return { markup: `<m${name}>${base.markup}${below ?? ""}${above ?? ""}</m${name}>`, end }
}

function readOne(tokens: readonly string[], at: number, depth: number): Read | undefined {
  const token = tokens[at]!
  const close = OPENING.has(token) ? closingOf(tokens, at) : undefined
  if (close !== undefined) return readBrackets(tokens, at, close, depth)
  if (token === "\\left") return readGrowing(tokens, at, depth)
  const sign = signOf(token)
  if (sign !== undefined) return { markup: sign, end: at + 1, isLarge: UNDER_LIMITS.has(token) }
  if (token === "{") return readGroup(tokens, at, depth)
  if (token.startsWith("\\begin{")) return readTable(tokens, at, depth)
  switch (token) {
    case "\\frac":
    case "\\dfrac":
    case "\\tfrac":
      return readPair(tokens, at, depth, ["<mfrac>", "</mfrac>"])
    case "\\binom":
      return readPair(tokens, at, depth, BINOMIAL)
    case "\\sqrt":
      return readRoot(tokens, at, depth)
    case "\\pmod": {
      const modulus = readArgument(tokens, at + 1, depth)
      const markup = `<mspace width=".6em"/>${MODULUS}<mi>mod</mi><mspace width=".3em"/>`
      const close = '<mo form="postfix" stretchy="false">)</mo>'
      return modulus && { markup: `${markup}${modulus.markup}${close}`, end: modulus.end }
    }
    default:
      return undefined
  }
}

const MODULUS = '<mo form="prefix" stretchy="false">(</mo>'
const BINOMIAL = ['<mo>(</mo><mfrac linethickness="0">', "</mfrac><mo>)</mo>"] as const

/** What one token stands for by itself. */
function signOf(token: string): string | undefined {
  const words = /^\\(text|mathrm|operatorname)\{(.*)\}$/.exec(token)
  if (words !== null) return writeWords(words[1]!, words[2]!)
  const letter = LETTERS.get(token)
  if (letter !== undefined) return `<mi>${letter}</mi>`
  const operator = OPERATORS.get(token)
  if (operator !== undefined) return `<mo>${operator}</mo>`
  const space = SPACES.get(token)
  if (space !== undefined) return `<mspace width="${space}"/>`
  if (FUNCTIONS.has(token)) return `<mi>${token.slice(1)}</mi>`
  if (token === "|") return '<mo stretchy="false" form="infix" lspace="0" rspace="0">|</mo>'
  if (token === ":") return '<mo lspace="0" rspace="0">:</mo>'
  if (/^\d/.test(token)) return `<mn>${token}</mn>`
  return /^[a-z]$/i.test(token) ? `<mi>${token}</mi>` : undefined
}

/** Spaces at the ends of words are kept, which MathML would drop. */
function writeWords(kind: string, words: string): string {
  const text = words.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
  if (kind !== "text") return `<mi mathvariant="normal">${text}</mi>`
  return `<mtext>${text.replace(/^ | $/g, "\u00a0")}</mtext>`
}

/** A group in braces, or the one token that stands for one: x^2. */
function readArgument(tokens: readonly string[], at: number, depth: number): Read | undefined {
  const token = tokens[at]
  if (token === "{") return readGroup(tokens, at, depth)
  const sign = token === undefined ? undefined : signOf(token)
  return sign === undefined ? undefined : { markup: `<mrow>${sign}</mrow>`, end: at + 1 }
}

function readGroup(tokens: readonly string[], at: number, depth: number): Read | undefined {
  const row = readRow(tokens, at + 1, depth + 1)
  if (row === undefined || tokens[row.end] !== "}") return undefined
  return { markup: row.markup, end: row.end + 1 }
}

function readPair(
  tokens: readonly string[],
  at: number,
  depth: number,
  [opening, closing]: readonly [string, string],
): Read | undefined {
  const above = readArgument(tokens, at + 1, depth)
  const below = above && readArgument(tokens, above.end, depth)
  if (above === undefined || below === undefined) return undefined
  return { markup: `${opening}${above.markup}${below.markup}${closing}`, end: below.end }
}

/** A square root, or \sqrt[3]{…} with its index. */
function readRoot(tokens: readonly string[], at: number, depth: number): Read | undefined {
  const hasIndex = tokens[at + 1] === "["
  const index = hasIndex ? tokens[at + 2] : undefined
  if (hasIndex && (tokens[at + 3] !== "]" || !/^(\d+|[a-z])$/i.test(index ?? ""))) return undefined
  const inside = readArgument(tokens, hasIndex ? at + 4 : at + 1, depth)
  if (inside === undefined) return undefined
  const markup = hasIndex
    ? `<mroot>${inside.markup}${signOf(index!)}</mroot>`
    : `<msqrt>${inside.markup}</msqrt>`
  return { markup, end: inside.end }
}

/**
 * Brackets and what they hold as one thing: they grow with it and with nothing beside it, and an
 * exponent stands at all of it.
 */
function readBrackets(
  tokens: readonly string[],
  at: number,
  close: number,
  depth: number,
): Read | undefined {
  const inside = readRow(tokens, at + 1, depth + 1, close)
  if (inside === undefined || inside.end !== close) return undefined
  const isTall = /<m(?:frac|table|root|under|over)/.test(inside.markup)
  const fence = (token: string, form: "prefix" | "postfix") =>
    `<mo form="${form}" stretchy="${isTall}">${OPERATORS.get(token)}</mo>`
  const markup = `${fence(tokens[at]!, "prefix")}${inside.markup}${fence(tokens[close]!, "postfix")}`
  return { markup: `<mrow>${markup}</mrow>`, end: close + 1 }
}

/** Where the bracket that opens here is closed: (0, 1] closes, too. */
function closingOf(tokens: readonly string[], start: number): number | undefined {
  let open = 0
  let braces = 0
  for (let at = start; at < tokens.length; at++) {
    const token = tokens[at]!
    if (token === "\\left" || token === "\\right") at++
    else if (token === "{" || token.startsWith("\\begin{")) braces++
    else if (braces > 0 && (token === "}" || token.startsWith("\\end{"))) braces--
    else if (braces > 0) continue
    else if (isClosing(token)) return undefined
    else if (OPENING.has(token)) open++
    else if (CLOSING.has(token) && --open === 0) return at
  }
  return undefined
}

const OPENING: ReadonlySet<string> = new Set(["(", "[", "\\{"])
const CLOSING: ReadonlySet<string> = new Set([")", "]", "\\}"])

/** What stands between \left and its \right, as one thing. */
function readGrowing(tokens: readonly string[], at: number, depth: number): Read | undefined {
  let open = 0
  let close = at
  for (; close < tokens.length; close++) {
    if (tokens[close] === "\\left") open++
    if (tokens[close] === "\\right" && --open === 0) break
  }
  const opening = readDelimiter(tokens, at + 1)
  const closing = readDelimiter(tokens, close + 1)
  const inside = readRow(tokens, at + 2, depth + 1, close)
  if (opening === undefined || closing === undefined || inside?.end !== close) return undefined
  const markup = `${opening.markup}${inside.markup}${closing.markup}`
  return { markup: `<mrow>${markup}</mrow>`, end: closing.end }
}

/** A bracket that grows with what it holds; `.` is none. */
function readDelimiter(tokens: readonly string[], at: number): Read | undefined {
  const bracket = DELIMITERS.get(tokens[at] ?? "")
  if (bracket === undefined) return undefined
  const form = tokens[at - 1] === "\\left" ? "prefix" : "postfix"
  const markup = bracket === "" ? "" : `<mo form="${form}" stretchy="true">${bracket}</mo>`
  return { markup, end: at + 1 }
}

/** What stands around the rows of an environment. */
const TABLES = new Map([
  ["matrix", ["", ""]],
  ["pmatrix", ["(", ")"]],
  ["bmatrix", ["[", "]"]],
  ["vmatrix", ["|", "|"]],
  ["cases", ["{", ""]],
  ["aligned", ["", ""]],
] as const)

function readTable(tokens: readonly string[], start: number, depth: number): Read | undefined {
  const name = tokens[start]!.slice("\\begin{".length, -1)
  const brackets = (TABLES as ReadonlyMap<string, readonly [string, string]>).get(name)
  if (brackets === undefined || depth >= DEPTH_MAX) return undefined
  const rows: string[][] = [[]]
  let at = start + 1
  for (;;) {
    const cell = readRow(tokens, at, depth + 1)
    if (cell === undefined) return undefined
    rows.at(-1)!.push(`<mtd>${cell.markup}</mtd>`)
    const closing = tokens[cell.end]
    at = cell.end + 1
    if (closing === `\\end{${name}}`) break
    if (closing === "\\\\") rows.push([])
    else if (closing !== "&") return undefined
  }
  const fence = (bracket: string) => (bracket === "" ? "" : `<mo stretchy="true">${bracket}</mo>`)
  const table = `<mtable>${rows.map((row) => `<mtr>${row.join("")}</mtr>`).join("")}</mtable>`
  const [opening, closing] = brackets
  return { markup: `<mrow>${fence(opening)}${table}${fence(closing)}</mrow>`, end: at }
}
