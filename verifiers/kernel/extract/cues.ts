import { CUES_ABROAD, isAbroad, plainlySaid } from "./abroad.ts"
import {
  anyOf,
  isBlank,
  isDigit,
  isLetter,
  isWordEdge,
  lastFinder,
  type Page,
  type Span,
} from "./page.ts"
import { SENTENCE_CHARACTERS_MAX, sentenceEnd, sentenceStart } from "./sentence.ts"
import { changesSubject, isOpenBefore } from "./stance.ts"
import { tokensOf } from "./tokens.ts"
import { type Value, valueIn } from "./value.ts"
import { BEFORE_NOUNS, CONDITIONS, NEGATORS, OTHER_NOUNS } from "./words.ts"

/** What a cue says, and where its value was looked for. */
export interface Cued {
  readonly value: Value
  readonly span: Span
}

const CUES_LOOKED_AT_MAX = 64 // of one kind, from the end of the reply
const PREFIX_CHARACTERS_MAX = 240 // a longer lead up to "the answer" has its own conclusion
const SUBJECT_CHARACTERS_MAX = 160 // "the answer to the question of how many … is"

const FINAL_CUES = ["final answer", "final_answer", "final result", "finalanswer"]
const PLAIN_CUES = [
  ...["answer", "ans.", "ans", "#### ", "####", "correct option", "correct choice", "result is"],
  ...["solution is", "solutions are", "solution:", "result:"],
  ...CUES_ABROAD,
]
const ANY_FINAL = anyOf(FINAL_CUES)
const ANY_PLAIN = anyOf(PLAIN_CUES)

/** The last "final answer is …" that has a value. */
export function finalAnswer(page: Page): Cued | null {
  return lastCue(page, FINAL_CUES, ANY_FINAL)
}

/** The last "answer: …", "the answer is …", "#### …" and their like that has a value. */
export function plainAnswer(page: Page): Cued | null {
  return lastCue(page, PLAIN_CUES, ANY_PLAIN)
}

/** One pass tells that a reply has none of the cues, which most short ones have not. */
function lastCue(page: Page, cues: readonly string[], any: RegExp): Cued | null {
  page.fuel.spend((page.end - page.start) / 500 + 1)
  if (!any.test(page.low)) return null
  const find = lastFinder(page, cues)
  let before = page.end
  for (let count = 0; count < CUES_LOOKED_AT_MAX; count += 1) {
    const found = find(before)
    if (found === null) return null
    const cued = valueBehind(page, found.at, found.word)
    if (cued !== null) return cued
    before = found.at
  }
  return null
}

function valueBehind(page: Page, at: number, cue: string): Cued | null {
  const behind = wordEnd(page, at + cue.length)
  const isIdeograph = cue.charCodeAt(0) > 0x3000 // written without blanks between words
  if (!(isIdeograph || isWordEdge(page, at)) || behind === null) return null
  if (cue.startsWith("####")) return hashed(page, at, behind)
  if (isConditional(page, at)) return null
  const end = sentenceEnd(page, behind)
  if (end - behind >= SENTENCE_CHARACTERS_MAX) return { value: { kind: "limit" }, span: [at, end] }
  const lineRest = page.text.slice(behind, Math.min(end, behind + SUBJECT_CHARACTERS_MAX))
  const connector = connectorIn(lineRest, cue)
  if (connector === null) {
    if (isAbroad(cue) && hasDigit(page, behind, end)) {
      const value = valueIn(page, behind, end) ?? ({ kind: "open" } as const)
      return abroad(page, [at, behind], value, [behind, end])
    }
    return headed(page, at, behind, end)
  }
  if (connector === 0 && cue === "answer" && isVerb(page, at)) return null
  const start = behind + connector
  if (page.text[end] === "?") return null
  const stop = jsonEnd(page, start, end) ?? end
  if (!hasSign(page, start, stop)) return onNextLine(page, at, stop)
  const value = valueIn(page, start, stop)
  if (value !== null && isAbroad(cue)) return abroad(page, [at, behind], value, [start, stop])
  return value === null ? null : { value: denied(page, at, value, [at, stop]), span: [start, stop] }
}

/** In another language only what is said plainly is understood. */
function abroad(page: Page, cue: Span, value: Value, span: Span): Cued {
  if (value.kind !== "value") return { value, span }
  const end = plainlySaid(page, cue, value.span, span[1])
  if (end === null) return { value: { kind: "unclear", span: [cue[0], span[1]] }, span }
  return { value: { ...value, span: [value.span[0], end] }, span }
}

/** "Many students answer 36": without an article, a colon or a verb it is no noun. */
function isVerb(page: Page, at: number): boolean {
  const from = sentenceStart(page, at, PREFIX_CHARACTERS_MAX)
  const last = tokensOf(page, from, at).list.at(-1)
  return last?.role === "prose" && !BEFORE_NOUNS.has(last.word)
}

/** Behind "answer" and its plural; null inside another word or before another noun. */
function wordEnd(page: Page, from: number): number | null {
  const isWord = isLetter(page.text.charCodeAt(from - 1))
  const end = isWord && page.low[from] === "s" ? from + 1 : from
  if (!isWordEdge(page, end) && page.text.charCodeAt(end - 1) < 128) return null
  const rest = /^[ \t]+([a-z]+)/.exec(page.low.slice(end, end + 20))
  return rest !== null && OTHER_NOUNS.has(rest[1]!) ? null : end
}

/** GSM8K's `#### 18`. A heading "#### Step 3" is none. */
function hashed(page: Page, at: number, behind: number): Cued | null {
  if (at > page.start && page.text[at - 1] !== "\n" && page.text[at - 1] !== " ") return null
  const end = lineEnd(page, behind)
  const { list } = tokensOf(page, behind, end)
  const isLast = !hasSign(page, end, page.end) && list[0]?.role === "value"
  const isProse = list.some(({ role }) => role === "prose" || role === "break")
  if (list.length === 0 || (isProse && !isLast)) return null
  const value = valueIn(page, behind, end)
  return value === null ? null : { value, span: [behind, end] }
}

/**
 * Where the value starts behind the cue: after its colon, verb or equals sign. "The answer to the
 * first of these is" has words in between; a value may also follow at once ("answer **5**").
 */
function connectorIn(rest: string, cue: string): number | null {
  if (cue.endsWith(" is") || cue.endsWith(" are") || cue.endsWith(":") || cue.endsWith("."))
    return 0
  const copula = /^\s*(?:是|为|為|は|은|는|等于|等於)\s*[:：]?/.exec(rest)
  if (copula !== null) return copula[0].length
  const direct = /^["'”*_`\s)]*(?:[:：=→]|[-–—] |=>|(?:is|are|was) *[:：])["'*_`]*/.exec(rest)
  if (direct !== null) return direct[0].length
  const verb = SAYING.exec(rest)
  const colon = /[:：](?=\s|\*|$)/.exec(rest)
  if (colon !== null && (verb === null || colon.index < verb.index)) return colon.index + 1
  if (verb !== null) {
    if (changesSubject(rest.slice(0, verb.index))) return null
    const isDenial = /isn['’]t$/i.test(verb[0])
    return isDenial ? verb.index : verb.index + verb[0].length
  }
  return /^[\s*_`]*(?:[\d$(\\−-]|[B-H](?:[\s.*]|$)|A(?:[.*]|$))/.test(rest) ? 0 : null
}

const SAYING_VERBS = [
  ...["is", "are", "was", "were", "equals", "must be", "should be", "would be", "will be"],
  ...["comes out to", "comes to", "isn't", "isn’t", "是", "es", "ist", "est", "è", "é"],
  ...["равен", "равна", "равно", "beträgt", "lautet", "vale", "är", "jest", "είναι", "है"],
]
const SAYING = new RegExp(`(?:^|[\\s,*])(?:${SAYING_VERBS.join("|")})(?=[\\s:*,]|$)`, "i")

/** "Final Answer" alone on its line: the value stands on the next one. */
function headed(page: Page, at: number, behind: number, end: number): Cued | null {
  if (page.text.startsWith(".**", end) && isHeading(page, at)) return onNextLine(page, at, end + 3)
  if (hasSign(page, behind, end) || page.text[end] === "." || page.text[end] === "?") return null
  return isHeading(page, at) ? onNextLine(page, at, end) : null
}

/** Whether little more than a number, marks and "the" stands before the cue on its line. */
function isHeading(page: Page, at: number): boolean {
  const start = page.low.lastIndexOf("\n", at - 1) + 1
  const before = page.low.slice(Math.max(start, at - 40), at).replace(/[^a-z]/g, "")
  return (
    at - start <= 40 && (before.length <= 5 || /^(?:the|my|so|step|therefore|thus)*$/.test(before))
  )
}

function onNextLine(page: Page, at: number, from: number): Cued | null {
  let start = from
  while (start < page.end && !isSignificant(page, start)) start += 1
  page.fuel.spend((start - from) / 50)
  if (start >= page.end) {
    return { value: { kind: "open" }, span: [at, page.end] }
  }
  const first = page.low.startsWith("```", start) ? page.low.indexOf("\n", start) + 1 : start
  const end = first > start ? lineEnd(page, first) : sentenceEnd(page, start)
  const value = page.text[end] === "?" ? null : valueIn(page, first, end)
  return value === null ? null : { value, span: [first, end] }
}

/** A JSON string or member ends at its own quotation mark, comma or brace. */
function jsonEnd(page: Page, start: number, end: number): number | null {
  let at = start
  while (at < end && isBlank(page.text.charCodeAt(at))) at += 1
  const isQuoted = page.text[at] === '"' || page.text[at - 1] === '"'
  if (!isQuoted) return page.text[end - 1] === "}" && isMember(page, start) ? end - 1 : null
  const from = page.text[at] === '"' ? at + 1 : at
  const close = page.text.indexOf('"', from)
  return close > from && close < end ? close + (from > at ? 1 : 0) : null
}

function isMember(page: Page, start: number): boolean {
  return /["'][:\s]*$/.test(page.text.slice(Math.max(page.start, start - 6), start))
}

/** "If the answer is 5", "is the answer 5", "what is the answer". */
function isConditional(page: Page, at: number): boolean {
  const from = sentenceStart(page, at, PREFIX_CHARACTERS_MAX)
  const { list } = tokensOf(page, from, at)
  const words = list.map(({ word }) => word)
  const near = words.slice(-4)
  return near.some((word) => CONDITIONS.has(word)) || isOpenBefore(list)
}

/** "I don't think the answer is 5". */
function denied(page: Page, at: number, value: Value, span: Span): Value {
  if (value.kind !== "value") return value
  const from = sentenceStart(page, at, 60)
  const words = tokensOf(page, from, at).list.map(({ word }) => word)
  const near = words.slice(-5)
  const isDenial = near.some(
    (word, index) =>
      (word === "doubt" && near[index - 1] !== "no") ||
      DENIALS.has(word) ||
      (NEGATORS.has(word) && BELIEFS.has(near[index + 1] ?? "")),
  )
  return isDenial ? { kind: "negated", span } : value
}

/** "It is false that the answer is 5", "wrong answer: 5", "nobody would say the answer is 5". */
const DENIALS: ReadonlySet<string> = new Set([
  ...["false", "untrue", "wrong", "incorrect", "mistaken", "nobody", "refuse", "wrongly", "hardly"],
])

const BELIEFS: ReadonlySet<string> = new Set(["think", "believe", "expect", "claim", "say"])

function lineEnd(page: Page, from: number): number {
  const at = page.text.indexOf("\n", from)
  return at < 0 || at > page.end ? page.end : at
}

function hasSign(page: Page, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (isSignificant(page, at)) return true
  return false
}

function hasDigit(page: Page, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (isDigit(page.text.charCodeAt(at))) return true
  return false
}

function isSignificant(page: Page, at: number): boolean {
  const code = page.text.charCodeAt(at)
  return isDigit(code) || !(isBlank(code) || '*_`:."”#=-–—>'.includes(page.text[at]!))
}
