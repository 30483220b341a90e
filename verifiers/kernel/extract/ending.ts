import { isBlank, isDigit, type Page, type Span } from "./page.ts"
import { isAllValue } from "./runs.ts"
import { lastSentences, sentenceEnd, sentenceStart } from "./sentence.ts"
import { tokensOf } from "./tokens.ts"
import { trimmed } from "./trim.ts"
import { sentenceValue, type Value, valueIn } from "./value.ts"
import { CHECKS, CONCLUSIONS } from "./words.ts"

const TAIL_CHARACTERS_MAX = 6000 // an answer further from the end than this is no final one
const CONCLUSIONS_LOOKED_AT = 3 // sentences; an earlier "so" draws a step, not the conclusion
const BOLD_LOOKED_AT_MAX = 8 // bold parts of the last line

/** Markdown bold in the last line: `The sum is **73**.` Null where several values are bold. */
export function boldAnswer(page: Page): Value | null {
  const [start, end] = lastLine(page)
  const values: Value[] = []
  let close = end
  for (let count = 0; count < BOLD_LOOKED_AT_MAX; count += 1) {
    close = page.text.lastIndexOf("**", close - 1)
    const open = page.text.lastIndexOf("**", close - 2)
    if (open < start || close <= open + 2) break
    const isLabel = page.text[close - 1] === ":" || page.text[close + 2] === ":"
    const isAlone = open === start && close + 3 >= end
    const value = isLabel ? null : valueIn(page, open + 2, close)
    if (value !== null && (isAlone || isNumeric(page, value))) {
      values.push(isAlone ? value : asSaid(page, open, close + 2, value))
    }
    close = open
  }
  return values.length === 1 ? values[0]! : null
}

/** "It cannot be **36**": the sentence around the bold text may deny it. */
function asSaid(page: Page, open: number, close: number, value: Value): Value {
  const said = sentenceValue(page, sentenceStart(page, open), sentenceEnd(page, close))
  return said?.kind === "negated" ? said : value
}

/** "Therefore x = 5.", "So, there are 12 ways": a conclusion among the last sentences. */
export function concluded(page: Page): Value | null {
  const sentences = lastSentences(page, TAIL_CHARACTERS_MAX) ?? []
  for (const [start, end] of sentences.slice(0, CONCLUSIONS_LOOKED_AT)) {
    if (page.text[end] === "?") continue
    const words = tokensOf(page, start, end).list.map(({ word }) => word)
    const isConclusion = words.slice(0, 3).some((word) => CONCLUSIONS.has(word))
    if (!isConclusion && !words.some((word, at) => isDrawn(words, word, at))) {
      if (isLaterResult(page, start, end)) return null
      continue
    }
    const value = sentenceValue(page, start, end)
    if (value !== null) return value
  }
  return null
}

function isDrawn(words: readonly string[], word: string, at: number): boolean {
  if (word === "correct") return words[at - 1] === "the" || words[at - 1] === "is"
  return DRAWN.has(word)
}

const DRAWN: ReadonlySet<string> = new Set(["therefore", "thus", "hence"])

/** A line of maths, or "dividing by 2, we get x = 5", goes on from an earlier "so". */
function isLaterResult(page: Page, start: number, end: number): boolean {
  const [from, to] = trimmed(page, start, end)
  const { list } = tokensOf(page, from, to)
  if (list.some(({ word }) => CHECKS.has(word))) return false
  return isAllValue(list) || list.some(({ word }) => RESULTS.has(word))
}

const RESULTS: ReadonlySet<string> = new Set(["get", "obtain", "find", "gives", "yields", "then"])

/** The value of the last sentence that has one. */
export function lastValue(page: Page): Value | null {
  const sentences = lastSentences(page, TAIL_CHARACTERS_MAX)
  if (sentences === null) return { kind: "limit" }
  let denied: Value | null = null
  let checked: Value | null = null
  for (const [start, end] of sentences) {
    if (page.text[end] === "?") continue
    const value = sentenceValue(page, start, end)
    if (value === null) continue
    if (value.kind === "negated") denied ??= value
    else if (isCheck(page, start, end)) checked ??= value
    else if (value.kind !== "value" || isNumeric(page, value)) return value
    else if (isOwnLine(page, value.span)) return value
  }
  return denied ?? checked
}

/** A display at the very end: $x$ alone on the last line is meant as an answer. */
function isOwnLine(page: Page, [start, end]: Span): boolean {
  const [from, to] = lastLine(page)
  return page.text.slice(from, to).trim() === page.text.slice(start, end).trim()
}

/** "Check: 4 + 1 = 5." */
function isCheck(page: Page, start: number, end: number): boolean {
  const { list } = tokensOf(page, start, Math.min(end, start + 40))
  return list.slice(0, 3).some(({ word }) => CHECKS.has(word))
}

function isNumeric(page: Page, value: Value): boolean {
  if (value.kind !== "value") return true
  const [start, end] = value.span
  for (let at = start; at < end; at += 1) {
    const code = page.text.charCodeAt(at)
    if (isDigit(code) || code === 61 || (code === 92 && end - start > 4)) return true
  }
  return end - start > 1 && page.text[start] === "$" && end - start > 3
}

function lastLine(page: Page): Span {
  let end = page.end
  while (end > page.start && isBlank(page.text.charCodeAt(end - 1))) end -= 1
  const start = Math.max(page.start, page.text.lastIndexOf("\n", end - 1) + 1)
  page.fuel.spend((page.end - start) / 50)
  return [start, end]
}
