import { type Calculated, calculate } from "./calculator.ts"
import { readStatement, type Understood } from "./statements.ts"

export interface Solved {
  readonly answer: string
  /** Arithmetic that gives the answer, for a calculator; undefined where there is none. */
  readonly expression?: string | undefined
  /** The problem behind the words, where a skill of this repository has stated it. */
  readonly understood?: Understood | undefined
}

/** Solves the statement that stands somewhere in these words, or gives up. */
export function solveWords(words: string): Solved | undefined {
  const candidates = statementsIn(words)
  for (const candidate of candidates) {
    const understood = readStatement(candidate)
    if (understood === undefined) continue
    return { answer: understood.answer, expression: sumIn(candidate)?.expression, understood }
  }
  for (const candidate of candidates) {
    const calculated = calculate(candidate)
    if (calculated !== undefined) return calculated
  }
  return undefined
}

const TAGGED = /<(problem|statement|question)>([\s\S]*?)<\/\1>/gi
const CANDIDATES_MAX = 40 // a prompt with more paragraphs and lines than this is not for solving
const CHARS_MAX = 8_192

/** Where a statement may stand: in tags, as the whole, as a paragraph, a line, after a colon. */
export function statementsIn(words: string): string[] {
  const tagged = [...words.matchAll(TAGGED)].map(([, , inner]) => inner!.trim())
  const sources = tagged.length > 0 ? tagged.toReversed() : [words.trim()]
  const found = sources.flatMap((source) => {
    const paragraphs = source.split(/\n\s*\n/).toReversed()
    const lines = source.split("\n").toReversed()
    const tails = lines.flatMap((line) => {
      const colon = line.indexOf(": ")
      return colon < 0 ? [] : [line.slice(colon + 2)]
    })
    return [source, ...paragraphs, ...lines, ...tails]
  })
  const trimmed = found.map((text) => text.trim().replace(/^["“](.*)["”]$/s, "$1"))
  const possible = trimmed.filter((text) => text !== "" && text.length <= CHARS_MAX)
  return [...new Set(possible)].slice(0, CANDIDATES_MAX)
}

function sumIn(text: string): Calculated | undefined {
  return calculate(text)
}
