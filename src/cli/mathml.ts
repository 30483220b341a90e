/**
 * The few LaTeX forms that statements use, as presentation MathML, which browsers typeset and
 * screen readers speak: numbers, one-letter names, + - \times \cdot \bmod / = ( ) and \frac.
 * Anything else gives undefined, and the reader gets the plain words.
 */
export function mathml(latex: string): string | undefined {
  const tokens = latex.match(/\\[a-z]+|\d+(?:\.\d+)?|\S/gi) ?? []
  const row = readRow(tokens, 0, 0)
  if (row === undefined || row.end !== tokens.length) return undefined
  return `<math>${row.markup}</math>`
}

interface Read {
  readonly markup: string
  /** Index of the token after it. */
  readonly end: number
}

const OPERATORS: Readonly<Record<string, string>> = {
  "+": "+",
  "-": "\u2212",
  "=": "=",
  "/": "/",
  "(": "(",
  ")": ")",
  "\\times": "\u00d7",
  "\\cdot": "\u22c5",
  "\\bmod": "mod",
}
const DEPTH_MAX = 16 // the deepest statement has 2

/** Tokens up to a closing brace or the end. */
function readRow(tokens: readonly string[], start: number, depth: number): Read | undefined {
  if (depth > DEPTH_MAX) return undefined
  let markup = ""
  let at = start
  while (at < tokens.length && tokens[at] !== "}") {
    const read = readOne(tokens, at, depth)
    if (read === undefined) return undefined
    markup += read.markup
    at = read.end
  }
  return { markup: `<mrow>${markup}</mrow>`, end: at }
}

function readOne(tokens: readonly string[], at: number, depth: number): Read | undefined {
  const token = tokens[at]!
  if (token === "\\frac") return readFraction(tokens, at + 1, depth)
  const operator = Object.hasOwn(OPERATORS, token) ? OPERATORS[token] : undefined
  if (operator !== undefined) return { markup: `<mo>${operator}</mo>`, end: at + 1 }
  if (/^\d/.test(token)) return { markup: `<mn>${token}</mn>`, end: at + 1 }
  if (/^[a-z]$/i.test(token)) return { markup: `<mi>${token}</mi>`, end: at + 1 }
  return undefined
}

function readFraction(tokens: readonly string[], at: number, depth: number): Read | undefined {
  const above = readGroup(tokens, at, depth)
  const below = above && readGroup(tokens, above.end, depth)
  if (above === undefined || below === undefined) return undefined
  return { markup: `<mfrac>${above.markup}${below.markup}</mfrac>`, end: below.end }
}

function readGroup(tokens: readonly string[], at: number, depth: number): Read | undefined {
  if (tokens[at] !== "{") return undefined
  const row = readRow(tokens, at + 1, depth + 1)
  if (row === undefined || tokens[row.end] !== "}") return undefined
  return { markup: row.markup, end: row.end + 1 }
}
