import type { Page, Span } from "./page.ts"
import { sentenceEnd, sentenceStart } from "./sentence.ts"
import { type Token, tokensOf } from "./tokens.ts"

/** The sentence around a value. */
export interface Around {
  /** The words of its sentence before the value, in small letters. */
  readonly lead: string
  readonly tail: string
  readonly before: readonly Token[]
  readonly after: readonly Token[]
  /** The tokens behind up to the first comma, bracket or dash. */
  readonly attached: readonly Token[]
  readonly span: Span
}

/** Fences and marks right behind the value are its own. */
export function aroundOf(page: Page, span: Span): Around {
  const start = sentenceStart(page, span[0])
  let behind = span[1]
  while (behind < page.end && "$*_)\\]`".includes(page.text[behind]!)) behind += 1
  const end = page.text[behind] === "." ? behind : sentenceEnd(page, behind)
  const stop = "?!".includes(page.text[end] ?? " ") ? end + 1 : end
  const after = tokensOf(page, behind, end).list
  const clause = after.findIndex(({ word, role }) => ENDS_CLAUSE.has(word) || role === "break")
  return {
    lead: page.low.slice(start, span[0]),
    tail: page.low.slice(behind, Math.min(stop, page.end)),
    before: tokensOf(page, start, span[0]).list,
    after,
    attached: clause < 0 ? after : after.slice(0, clause),
    span,
  }
}

const ENDS_CLAUSE: ReadonlySet<string> = new Set([",", ";", "(", "[", "&"])
