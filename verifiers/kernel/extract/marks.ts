import {
  anyOf,
  firstIn,
  groupEnd,
  isBlank,
  type LastFinder,
  lastFinder,
  type Page,
  type Span,
  skipBlanks,
} from "./page.ts"
import { sentenceEnd, sentenceStart } from "./sentence.ts"
import { tokensOf } from "./tokens.ts"
import { trimmed } from "./trim.ts"
import { FILLERS, HEAD_NOUNS, HEDGES, NEGATORS, WRONG_WORDS } from "./words.ts"

/** A marked answer: a box or a tag, from its first sign to behind its last, and what it holds. */
export interface Mark {
  readonly span: Span
  readonly content: Span
}

export type Marks =
  | { readonly kind: "none" }
  /** There are some, with nothing in them. */
  | { readonly kind: "empty" }
  | { readonly kind: "cut-off"; readonly span: Span }
  | { readonly kind: "negated"; readonly span: Span }
  /** The marks of the last sentence that has any, and whether they are meant as alternatives. */
  | { readonly kind: "marks"; readonly marks: readonly Mark[]; readonly isHedged: boolean }

const MARKS_LOOKED_AT_MAX = 64 // a reply with more boxes than that in one sentence says nothing
const GAP_CHARACTERS_MAX = 300 // marks further apart than this are not parts of one sentence
const BOXES = ["\\boxed", "\\fbox", "\\framebox"]
const ANY_BOX = anyOf(BOXES)
const TAG_NAMES = ["answer", "final_answer", "final-answer", "finalanswer", "ans", "solution"]
const OPENERS = [...TAG_NAMES, "final", "result"].flatMap((name) => [`<${name}>`, `[${name}]`])
const ANY_TAG = anyOf(OPENERS)

/** The boxes of the last sentence with a box in it. Empty ones belong to instructions. */
export function lastBoxes(page: Page): Marks {
  if (!ANY_BOX.test(page.low)) return { kind: "none" }
  return gathered(page, boxBefore, lastFinder(page, BOXES))
}

/** The tags of the last sentence with a tag in it: `<answer>5</answer>`, `[ANSWER]5[/ANSWER]`. */
export function lastTags(page: Page): Marks {
  if (!ANY_TAG.test(page.low)) return { kind: "none" }
  return gathered(page, tagBefore, lastFinder(page, OPENERS))
}

type Finder = (
  page: Page,
  find: LastFinder,
  before: number,
) => Mark | { readonly openAt: number } | null

function gathered(page: Page, markBefore: Finder, find: LastFinder): Marks {
  let group: Mark[] = []
  let refused: Span | null = null
  let isEmpty = false
  let before = page.end
  for (let count = 0; count < MARKS_LOOKED_AT_MAX; count += 1) {
    const mark = markBefore(page, find, before)
    if (mark === null) break
    if ("openAt" in mark) {
      if (group.length > 0 && refused === null) break
      return { kind: "cut-off", span: [mark.openAt, page.end] }
    }
    const [next] = group
    if (next !== undefined && mark.span[1] > next.span[0]) break // it holds the inner one
    if (next !== undefined && !isOneSentence(page, mark.span[1], next.span[0])) break
    before = mark.span[0]
    if (mark.content[0] === mark.content[1]) isEmpty = true
    else if (isDenied(page, mark)) refused ??= mark.span
    else group = [mark, ...group]
  }
  if (group.length === 0) {
    if (refused !== null) return { kind: "negated", span: refused }
    return { kind: isEmpty ? "empty" : "none" }
  }
  const marks = distinct(page, group)
  return { kind: "marks", marks, isHedged: marks.length > 1 && isHedged(page, group) }
}

function boxBefore(page: Page, find: LastFinder, before: number): ReturnType<Finder> {
  const found = find(before)
  if (found === null) return null
  const { at, word: name } = found
  const behind = at + name.length
  let open = behind
  while (isBlank(page.text.charCodeAt(open))) open += 1
  if (page.text[open] === "[") open = Math.max(open, firstIn(page, "]", open, page.end)) + 1
  if (page.text[open] !== "{") return bareBox(page, at, behind)
  const close = groupEnd(page, open, page.end)
  if (close < 0) return { openAt: at }
  return { span: [at, close], content: trimmed(page, open + 1, close - 1) }
}

/** `\boxed 5`: the value runs to the next blank or `$`. */
function bareBox(page: Page, at: number, behind: number): Mark | { openAt: number } {
  const start = skipBlanks(page, behind, page.end)
  if (start >= page.end) return { openAt: at }
  let end = start
  while (end < page.end && page.text[end] !== "$" && !isBlank(page.text.charCodeAt(end))) end += 1
  return { span: [at, end], content: trimmed(page, start, end) }
}

function tagBefore(page: Page, find: LastFinder, before: number): ReturnType<Finder> {
  const found = find(before)
  if (found === null) return null
  const { at: open, word } = found
  const start = open + word.length
  const closer = `${word[0]}/${word.slice(1)}`
  const close = firstIn(page, closer, start, before)
  if (close < 0) return before === page.end ? { openAt: open } : null
  return { span: [open, close + closer.length], content: trimmed(page, start, close) }
}
/** Whether what stands between two marks belongs to one sentence. */
function isOneSentence(page: Page, from: number, to: number): boolean {
  if (to - from > GAP_CHARACTERS_MAX) return false
  const [start, end] = outsideFences(page, from, to)
  if (start >= end) return !page.text.slice(from, to).includes("\n")
  if (sentenceEnd({ ...page, end }, start) >= end - 1 && !".!?".includes(page.text[end - 1]!)) {
    return !page.text.slice(from, to).includes("\n\n") && !breaksLine(page, from, to)
  }
  return false
}

/** A line break separates, unless a joining word stands beside it. */
function breaksLine(page: Page, from: number, to: number): boolean {
  const gap = page.low.slice(from, to)
  if (!gap.includes("\n")) return false
  return !tokensOf(page, from, to).list.some(({ word }) => JOINING.has(word))
}

const JOINING: ReadonlySet<string> = new Set(["or", "and", ",", "&"])

function outsideFences(page: Page, from: number, to: number): Span {
  let [start, end] = [from, to]
  const isFence = (at: number) => {
    const code = page.text.charCodeAt(at)
    return isBlank(code) || code === 36 || code === 42
  }
  while (start < end && isFence(start)) start += 1
  while (end > start && isFence(end - 1)) end -= 1
  return [start, end]
}

/** "not \boxed{42}" and "\boxed{42} is wrong". */
function isDenied(page: Page, mark: Mark): boolean {
  const from = sentenceStart(page, mark.span[0], 80)
  const { list } = tokensOf(page, from, mark.span[0])
  for (const { word, role } of list.toReversed()) {
    if (NEGATORS.has(word)) return true
    const isPassed = role === "glue" || FILLERS.has(word) || HEAD_NOUNS.has(word) || word === "the"
    if (!isPassed) break
  }
  const after = tokensOf(page, mark.span[1], Math.min(page.end, mark.span[1] + 40)).list
  const [verb, next, last] = after.filter(({ role }) => role !== "glue").map(({ word }) => word)
  if (verb === "isn't" || verb === "isn’t") return next === "correct" || next === "right"
  if (verb !== "is" && verb !== "was") return false
  return next === "not" ? last === "correct" || last === "right" : WRONG_WORDS.has(next ?? "")
}

/** Marks with the same content are one; the later place counts. */
function distinct(page: Page, group: readonly Mark[]): Mark[] {
  const byText = new Map<string, Mark>()
  for (const mark of group) {
    byText.set(page.text.slice(...mark.content).replaceAll(" ", ""), mark)
  }
  return [...byText.values()]
}

/** Parts of a list are joined by commas and "and" alone, with labels; all else is a choice. */
function isHedged(page: Page, group: readonly Mark[]): boolean {
  return group.slice(1).some((mark, at) => {
    const gap = tokensOf(page, group[at]!.span[1], mark.span[0]).list
    return gap.some(
      ({ word, role }) =>
        word === "or" || HEDGES.has(word) || (role === "prose" && !PARTS.has(word)),
    )
  })
}

const PARTS: ReadonlySet<string> = new Set([
  "respectively",
  "also",
  "is",
  "are",
  "the",
  "by",
  "then",
])
