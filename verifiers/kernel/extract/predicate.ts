import type { Page, Span } from "./page.ts"
import { hasText } from "./sentence.ts"
import { tokensOf } from "./tokens.ts"
import { skipFillers, trimmed } from "./trim.ts"

const PREDICATE_WORDS_MAX = 5 // "not a perfect square number" has five

/**
 * What a sentence without any number says: "There is no solution" says "no solution", "the limit
 * does not exist" says "does not exist". The whole sentence where it has no such part.
 */
export function predicateIn(page: Page, start: number, end: number): Span {
  const { list } = tokensOf(page, start, end)
  const verb = list.findLastIndex(({ word }) => VERBS.has(word))
  const word = list[verb]?.word ?? ""
  const from = verb < 0 ? start : COPULAS.has(word) ? list[verb]!.end : list[verb]!.start
  const isShort = verb >= 0 && list.length - verb - 1 <= PREDICATE_WORDS_MAX
  const said = trimmed(page, skipFillers(page, isShort ? from : start, end), end)
  return hasText(page, ...said) ? said : [start, end]
}

const COPULAS: ReadonlySet<string> = new Set(["is", "are", "it's", "it’s"])
const VERBS: ReadonlySet<string> = new Set([
  ...COPULAS,
  ...["does", "do", "doesn't", "don't", "diverges", "converges"],
])
