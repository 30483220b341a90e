import type { Fuel } from "../fuel.ts"

/** Where something stands in the reply, in UTF-16 code units. */
export type Span = readonly [start: number, end: number]

/** The part of a reply that is looked at; `low` is the reply with A-Z as a-z, index by index. */
export interface Page {
  readonly text: string
  readonly low: string
  readonly start: number
  readonly end: number
  readonly fuel: Fuel
}

export function pageOf(text: string, fuel: Fuel): Page {
  fuel.spend(text.length / 100)
  return { text, low: lowerAscii(text), start: 0, end: text.length, fuel }
}

/** Lower-casing İ gives two code units, which would shift every index behind it. */
function lowerAscii(text: string): string {
  const low = text.toLowerCase()
  return low.length === text.length ? low : text.replace(/[A-Z]+/g, (part) => part.toLowerCase())
}

/** Spaces, and what is not seen: zero-width characters, direction marks, joiners, a byte mark. */
export function isBlank(code: number): boolean {
  return (
    code === 32 ||
    (code >= 9 && code <= 13) ||
    code === 0xa0 ||
    (code >= 0x2000 && code <= 0x200f) ||
    (code >= 0x2028 && code <= 0x202f) ||
    (code >= 0x205f && code <= 0x206f) ||
    code === 0x3000 ||
    code === 0xfeff
  )
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/** A letter of a word in any script; digits, signs and the lone letters π and ℓ are told apart. */
export function isLetter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 0xc0 && code <= 0x24f && code !== 0xd7 && code !== 0xf7) ||
    (code >= 0x370 && code <= 0x1fff) ||
    (code >= 0x3040 && code <= 0xd7ff)
  )
}

export function skipBlanks(page: Page, from: number, end: number): number {
  let at = from
  while (at < end && isBlank(page.text.charCodeAt(at))) at += 1
  page.fuel.spend((at - from) / 50)
  return at
}

export function skipBlanksBack(page: Page, from: number, start: number): number {
  let at = from
  while (at > start && isBlank(page.text.charCodeAt(at - 1))) at -= 1
  page.fuel.spend((from - at) / 50)
  return at
}

/** Where `word` starts last before `from`, or -1. */
export function lastBefore(page: Page, word: string, from: number): number {
  const least = from - word.length
  if (least < page.start) return -1
  const only = from === page.end ? onlyPlace(page.low, word) : null
  const at = only === null || only > least ? page.low.lastIndexOf(word, least) : only
  page.fuel.spend((least - Math.max(at, page.start)) / 500 + 1)
  return at < page.start ? -1 : at
}

/**
 * Where a word stands that is there once, -1 where it is not, null where it is there again. To
 * search forwards is many times faster than backwards, and most words are nowhere or once.
 */
function onlyPlace(text: string, word: string): number | null {
  const first = text.indexOf(word)
  return first < 0 || text.indexOf(word, first + 1) < 0 ? first : null
}

/** The last place of any of the words that ends by `before`; asked again and again, backwards. */
export type LastFinder = (before: number) => { readonly at: number; readonly word: string } | null

/** A pattern that tells whether any of the words stands in a text. */
export function anyOf(words: readonly string[]): RegExp {
  return new RegExp(words.map((word) => word.replaceAll(/[.\\[\]|]/g, "\\$&")).join("|"))
}

/** Remembers where each word was last found, so that going back through a text stays linear. */
export function lastFinder(page: Page, words: readonly string[]): LastFinder {
  const places = words.map(() => Number.POSITIVE_INFINITY)
  return (before) => {
    let found = -1
    for (const [index, word] of words.entries()) {
      const place = places[index]!
      if (place >= 0 && place + word.length > before) places[index] = lastBefore(page, word, before)
      if (found < 0 || places[index]! > places[found]!) found = index
    }
    const at = found < 0 ? -1 : places[found]!
    return at < 0 ? null : { at, word: words[found]! }
  }
}

/** Where `word` starts first in the stretch, or -1. */
export function firstIn(page: Page, word: string, from: number, end: number): number {
  const at = page.low.slice(from, end).indexOf(word)
  page.fuel.spend((end - from) / 500 + 1)
  return at < 0 ? -1 : from + at
}

export function isWordEdge(page: Page, at: number): boolean {
  if (at <= page.start || at >= page.end) return true
  return !isLetter(page.text.charCodeAt(at - 1)) || !isLetter(page.text.charCodeAt(at))
}

/** The end of the balanced group that opens at `open`, behind its `}`; -1 where it never closes. */
export function groupEnd(page: Page, open: number, end: number): number {
  let depth = 0
  for (let at = open; at < end; at += 1) {
    const code = page.text.charCodeAt(at)
    if (code === 92)
      at += 1 // an escaped brace is a sign
    else if (code === 123) depth += 1
    else if (code === 125) {
      depth -= 1
      if (depth === 0) {
        page.fuel.spend((at - open) / 50)
        return at + 1
      }
    }
  }
  page.fuel.spend((end - open) / 50)
  return -1
}

/**
 * The end of the maths that opens at `at` (`$`, `$$`, `\(`, `\[`), behind its closing sign; -1
 * where none opens, or where it does not close. A dollar sign opens maths as in Markdown: something
 * must follow at once, and the closing one must not stand before a digit, so `$5 and $6` is money.
 */
export function mathEnd(page: Page, at: number, end: number): number {
  const { text } = page
  if (text[at] === "\\") {
    const close = text[at + 1] === "(" ? "\\)" : text[at + 1] === "[" ? "\\]" : null
    if (close === null) return -1
    const found = firstIn(page, close, at + 2, end)
    return found < 0 ? -1 : found + 2
  }
  if (text[at] !== "$" || text[at - 1] === "\\") return -1
  if (text[at + 1] === "$") {
    const found = firstIn(page, "$$", at + 2, end)
    return found < 0 ? -1 : found + 2
  }
  return dollarEnd(page, at, end)
}

function dollarEnd(page: Page, open: number, end: number): number {
  const { text } = page
  for (let at = open + 1; at < end; at += 1) {
    const code = text.charCodeAt(at)
    if (code === 92) at += 1
    else if (code === 10 && isBlank(text.charCodeAt(at + 1))) return -1
    else if (code === 36) {
      page.fuel.spend((at - open) / 50)
      const isMoney = isDigit(text.charCodeAt(at + 1)) && isBlank(text.charCodeAt(at - 1))
      return at === open + 1 || isMoney ? -1 : at + 1
    }
  }
  page.fuel.spend((end - open) / 50)
  return -1
}
