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
const DEPTH_MAX = 16 // the deepest statement has 4
const TOKEN = new RegExp(
  [
    String.raw`\\(?:text|mathrm|operatorname)\{[^{}\\$]*\}`,
    String.raw`\\(?:begin|end)\{[a-z]+\}`,
    ...[String.raw`\\[a-z]+`, String.raw`\\.`, String.raw`\d+(?:\.\d+)?`, String.raw`\S`],
  ].join("|"),
  "gi",
)

/** Tokens up to whatever closes a group: a brace, a cell's end, an environment's end. */
function readRow(tokens: readonly string[], start: number, depth: number): Read | undefined {
  if (depth > DEPTH_MAX) return undefined
  let markup = ""
  let at = start
  while (at < tokens.length && !isClosing(tokens[at]!)) {
    const read = readScripted(tokens, at, depth)
    if (read === undefined) return undefined
    const isSign = SIGNS.has(tokens[at]!) && BEFORE_SIGN.test(tokens[at - 1] ?? "")
    markup += isSign ? read.markup.replace("<mo>", '<mo form="prefix">') : read.markup
    const isBare = FUNCTIONS.has(tokens[at]!) && !/^[([|{\\]/.test(tokens[read.end] ?? "(")
    if (isBare) markup += '<mspace width=".17em"/>'
    at = read.end
  }
  return { markup: `<mrow>${markup}</mrow>`, end: at }
}

/** A minus belongs to what follows it after these; at the beginning, browsers know. */
const BEFORE_SIGN =
  /^([([,;=<>{]|\\[{(]|\\(le|ge|lt|gt|ne|leq|geq|neq|approx|equiv|times|div|cdot|to|in))$/
const SIGNS: ReadonlySet<string> = new Set(["-", "+", "\\pm"])

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
      const markup = `<mspace width="1em"/><mo>(</mo><mi>mod</mi><mspace width=".3em"/>`
      return modulus && { markup: `${markup}${modulus.markup}<mo>)</mo>`, end: modulus.end }
    }
    case "\\left":
    case "\\right":
      return readDelimiter(tokens, at + 1)
    default:
      return undefined
  }
}

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
