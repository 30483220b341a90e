import { isBlank, type Page, type Span } from "./page.ts"
import { oneOf } from "./patterns.ts"

const LINE_CHARACTERS_MAX = 300 // a longer line is prose around its answer

/**
 * A longer stretch that a found value may be only a part of, as `ab` of `ab/(a + b)`. The reader
 * decides: where it reads all of it as one value, that is the answer.
 */
export interface Wider {
  readonly text: string
  readonly span: Span
  /** The whole line, where a sentence could pass for an equation: "Answer: 5". */
  readonly isLine: boolean
}

/** The rest of a value's line behind its cue, then all of its line; the shortest first. */
export function lineAround(page: Page, [from, to]: Span): readonly Wider[] {
  if (from === page.start && to === page.end) return []
  const { text } = page
  const start = Math.max(page.start, text.lastIndexOf("\n", Math.max(0, from - 1)) + 1)
  const close = text.indexOf("\n", to)
  const end = close < 0 || close > page.end ? page.end : close
  if (end - start > LINE_CHARACTERS_MAX) return []
  page.fuel.spend((end - start) / 50)
  const cue = cueEnd(text.slice(start, from))
  const starts = cue === 0 ? [start] : [start + cue, start]
  return starts.flatMap((at) => {
    const span = withoutStop(page, at, end)
    if (span[1] - span[0] <= to - from || PROSE.test(page.low.slice(...span))) return []
    return [{ text: text.slice(...span), span, isLine: at === start }]
  })
}

/** With one of these it is a sentence, which no reader takes for a value. */
const PROSE = new RegExp(
  `\\b${oneOf(
    `the|is|are|was|so|we|he|she|they|it|this|that|has|have|thus|therefore|hence|because|since
    |but|which|answer|total|there`,
  )}\\b`,
)

/**
 * The formula around a box, with the box's content in brackets: 2\boxed{5} and \boxed{5}!. Of an
 * equation it is the side that the box stands in: x = 2\boxed{5} says 10.
 */
export function formulaAround(page: Page, [from, to]: Span, content: string): readonly Wider[] {
  const [start, end] = [edgeBefore(page, from), edgeBehind(page, to)]
  if (end - start > LINE_CHARACTERS_MAX) return []
  const lead = page.text.slice(start, from)
  const rest = page.text.slice(...withoutStop(page, to, end))
  if (hasWord(lead) || hasWord(rest)) return []
  const [sideStart, depth] = lastSide(lead)
  const before = lead.slice(sideStart)
  const behind = rest.slice(0, sideEnd(rest, depth))
  if (before.trim() === "" && behind.trim() === "") return []
  return [{ text: `${before}(${content})${behind}`, span: [from, to], isLine: true }]
}

const OPENING = "{(["
const CLOSING = "})]"
const SEPARATORS = "=≈,;" // between the sides of a chain, and between equations

/** Where the last side of a formula's beginning starts, and how many brackets are then open. */
function lastSide(text: string): readonly [start: number, depth: number] {
  let start = 0
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    depth += depthBy(text[at]!)
    if (depth === 0 && SEPARATORS.includes(text[at]!)) start = at + 1
  }
  return [start, depth]
}

/** Where the side of a formula ends that has so many brackets open at its beginning. */
function sideEnd(text: string, open: number): number {
  let depth = open
  for (let at = 0; at < text.length; at++) {
    depth += depthBy(text[at]!)
    if (depth === 0 && SEPARATORS.includes(text[at]!)) return at
  }
  return text.length
}

function depthBy(sign: string): number {
  return (OPENING.includes(sign) ? 1 : 0) - (CLOSING.includes(sign) ? 1 : 0)
}

function withoutStop({ text }: Page, start: number, end: number): Span {
  let [from, to] = [start, end]
  while (from < to && isBlank(text.charCodeAt(from))) from += 1
  while (to > from && isBlank(text.charCodeAt(to - 1))) to -= 1
  if (text[to - 1] !== "." || text[to - 2] === "." || to - 1 < from) return [from, to]
  to -= 1
  while (to > from && isBlank(text.charCodeAt(to - 1))) to -= 1
  return [from, to]
}

/** Behind the last "is", colon or run of # of a lead. */
function cueEnd(lead: string): number {
  let end = 0
  for (const cue of CUES) {
    const at = lead.lastIndexOf(cue)
    if (at >= 0) end = Math.max(end, at + cue.length)
  }
  return end
}

const CUES = [" is ", ": ", "# "] as const

/** Two letters side by side that are no command: prose, and no formula around the box. */
function hasWord(text: string): boolean {
  return /[a-z]{2}/i.test(text.replace(/\\[a-z]+/gi, " "))
}

const EDGES = ["$", "\\(", "\\)", "\\[", "\\]", "\n"] as const

function edgeBefore({ text, start }: Page, at: number): number {
  const from = Math.max(start, at - LINE_CHARACTERS_MAX)
  const near = text.slice(from, at)
  let edge = 0
  for (const sign of EDGES) {
    const found = near.lastIndexOf(sign)
    if (found >= 0) edge = Math.max(edge, found + sign.length)
  }
  return from + edge
}

function edgeBehind({ text, end }: Page, at: number): number {
  const near = text.slice(at, Math.min(end, at + LINE_CHARACTERS_MAX))
  let edge = near.length
  for (const sign of EDGES) {
    const found = near.indexOf(sign)
    if (found >= 0) edge = Math.min(edge, found)
  }
  return at + edge
}
