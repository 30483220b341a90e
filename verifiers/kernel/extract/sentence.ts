import { isBlank, isDigit, isLetter, type Page, type Span } from "./page.ts"
import { ABBREVIATIONS } from "./words.ts"

export const SENTENCE_CHARACTERS_MAX = 4000 // a longer sentence is not looked at

/**
 * Where the sentence that is running at `from` ends: at its full stop, or at the end of its line.
 * Formulas, groups and environments are stepped over whole, also where they span lines.
 */
export function sentenceEnd(page: Page, from: number): number {
  const { text } = page
  const last = Math.min(page.end, from + SENTENCE_CHARACTERS_MAX)
  let [depth, fence] = [0, ""]
  let at = from
  for (; at < last; at += 1) {
    const sign = text[at]!
    if (sign === "\\") {
      const next = text[at + 1]
      if (next === "[" || next === "(") depth += 1
      else if (next === "]" || next === ")") depth = Math.max(0, depth - 1)
      else if (page.low.startsWith("begin", at + 1)) depth += 1
      else if (page.low.startsWith("end{", at + 1)) depth = Math.max(0, depth - 1)
      at += 1
    } else if (sign === "{") depth += 1
    else if (sign === "}") depth = Math.max(0, depth - 1)
    else if (sign === "$") {
      const sort = text[at + 1] === "$" ? "$$" : "$"
      if (sort === "$$") at += 1
      if (fence === sort) fence = ""
      else if (fence === "") fence = sort
    } else if (sign === "\n" && depth === 0 && fence !== "$$") break
    else if (depth === 0 && fence === "" && isStop(page, at)) break
  }
  page.fuel.spend((at - from) / 30 + 1)
  return Math.min(at, last)
}

/** Where the sentence that `at` stands in begins, or so many characters before it. */
export function sentenceStart(page: Page, at: number, most = SENTENCE_CHARACTERS_MAX): number {
  const least = Math.max(page.start, at - most)
  let from = at
  while (from > least) {
    const sign = page.text[from - 1]
    if (sign === "\n" || isStop(page, from - 1)) break
    from -= 1
  }
  page.fuel.spend((at - from) / 30 + 1)
  return from
}

/**
 * The sentences in the last `characters` of the page, the last one first. A line is a sentence of
 * its own, apart from lines inside formulas. Null where the end of the page is one long sentence:
 * a part of it would be another value.
 */
export function lastSentences(page: Page, characters: number): Span[] | null {
  const least = Math.max(page.start, page.end - characters)
  const from = least === page.start ? least : nextStart(page, least)
  const sentences: Span[] = []
  for (let at = from; at < page.end; ) {
    const end = Math.max(at + 1, sentenceEnd(page, at))
    if (end - at >= SENTENCE_CHARACTERS_MAX) return null
    if (hasText(page, at, end)) sentences.push([at, end])
    at = end < page.end && (page.text[end] === "\n" || isStop(page, end)) ? end + 1 : end
  }
  return from >= page.end && least > page.start ? null : sentences.reverse()
}

function nextStart(page: Page, from: number): number {
  let at = from
  while (at < page.end && page.text[at] !== "\n" && !isStop(page, at)) at += 1
  page.fuel.spend((at - from) / 30)
  return at + 1
}

/** Whether a digit, a letter or a sign of maths is in the stretch. */
export function hasText(page: Page, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const code = page.text.charCodeAt(at)
    if (isDigit(code) || isLetter(code) || code > 0x2070) return true
  }
  return false
}

/** Whether the sign here ends a sentence: not in 3.14, not in "sq. ft.", not in 5! = 120. */
function isStop(page: Page, at: number): boolean {
  const { text } = page
  const sign = text[at]
  if (sign === "。" || sign === "？" || sign === "！") return true
  if (sign !== "." && sign !== "?" && sign !== "!") return false
  if (sign === "." && text[at - 1] === ".") return false // 1, 2, 3, ... goes on
  let next = at + 1
  while (next < page.end && '*_`"”’)'.includes(text[next]!)) next += 1
  if (next >= page.end) return sign !== "!" || text[at + 1] !== undefined
  if (!isBlank(text.charCodeAt(next))) return false
  while (next < page.end && text[next] === " ") next += 1
  const follower = text[next] ?? ""
  if (sign === "!") return !"=+-*/,.<>)".includes(follower) && follower !== ""
  if (sign === "?") return true
  return !isAbbreviation(page, at, follower)
}

function isAbbreviation(page: Page, stop: number, follower: string): boolean {
  let from = stop
  while (from > page.start && stop - from < 8 && isWordSign(page.text.charCodeAt(from - 1))) {
    from -= 1
  }
  const word = page.low.slice(from, stop)
  const isSmall = follower >= "a" && follower <= "z"
  const isValue = isDigit(follower.charCodeAt(0)) || follower === "$" || follower === "\\"
  if (ABBREVIATIONS.has(word)) return isSmall || isValue
  if (word.length === 1 && isLetter(word.charCodeAt(0))) return isValue // choices: "B. 12"
  return isSmall && word.includes(".") // p.m. and a.m.
}

function isWordSign(code: number): boolean {
  return isLetter(code) || code === 46
}
