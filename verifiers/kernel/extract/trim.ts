import { firstIn, isBlank, isDigit, isLetter, type Page, type Span } from "./page.ts"
import { FILLERS, HEAD_NOUNS } from "./words.ts"

const COUNTED_MAX = 20_000 // characters; the reader takes no longer text
const ROUNDS_MAX = 24 // marks nested deeper than anyone writes them stay

const PAIRS: readonly (readonly [open: string, close: string])[] = [
  ["**", "**"],
  ["__", "__"],
  ["```", "```"],
  ["`", "`"],
  ["*", "*"],
  ["_", "_"],
  ['"', '"'],
  ["'", "'"],
  ["“", "”"],
  ["‘", "’"],
  ["「", "」"],
  ["<b>", "</b>"],
  ["<strong>", "</strong>"],
  ["<p>", "</p>"],
]

/** What the pairs and a struck-out part begin with. */
const OPENERS = "*_`\"'“‘「<~"

/**
 * What is left of a stretch without its wrapping: blanks and unseen characters, Markdown marks,
 * quotation marks, a closing full stop or comma, and brackets and `$` whose other half stands
 * outside. Maths fences stay: `$5$` is left as it is.
 */
export function trimmed(page: Page, start: number, end: number): Span {
  let [from, to] = [start, end]
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const before = to - from
    ;[from, to] = withoutBlanks(page, from, to)
    ;[from, to] = withoutSmiles(page, from, to)
    ;[from, to] = withoutPairs(page, from, to)
    to = withoutEnding(page, from, to)
    ;[from, to] = withoutHalves(page, from, to)
    if (to - from === before || from >= to) break
  }
  return from < to ? [from, to] : [start, start]
}

/** Where the value begins behind words like "approximately", "therefore" and "the number". */
export function skipFillers(page: Page, start: number, end: number): number {
  let from = start
  for (;;) {
    ;[from] = withoutBlanks(page, from, end)
    let at = from
    while (at < end && isWordSign(page.text.charCodeAt(at))) at += 1
    const word = page.low.slice(from, at)
    const edge = page.text[at] ?? " "
    if (at === from || at - from > 15 || !isLetter(page.text.charCodeAt(from))) {
      if (page.text[from] === ":" || page.text[from] === ",") from += 1
      else if (page.text.startsWith("**", from) && !page.text.startsWith("**", end - 2)) from += 2
      else return from
      continue
    }
    if (word === "the" || word === "a") {
      const next = nextWord(page, at, end)
      const isOf = page.low.startsWith(" of ", next[1]) // the sum of 3 and 5
      if (isOf || !HEAD_NOUNS.has(page.low.slice(...next))) return from
      from = next[1]
    } else if (FILLERS.has(word) && !"(_^=".includes(edge)) from = at
    else return from
    page.fuel.spend(0.1)
  }
}

function isWordSign(code: number): boolean {
  return isLetter(code) || code === 39 || code === 0x2019
}

function nextWord(page: Page, from: number, end: number): Span {
  let start = from
  while (start < end && isBlank(page.text.charCodeAt(start))) start += 1
  let at = start
  while (at < end && isLetter(page.text.charCodeAt(at))) at += 1
  return [start, at]
}

function withoutBlanks(page: Page, start: number, end: number): Span {
  let [from, to] = [start, end]
  while (from < to && isBlank(page.text.charCodeAt(from))) from += 1
  while (to > from && isBlank(page.text.charCodeAt(to - 1))) to -= 1
  page.fuel.spend((from - start + end - to) / 50)
  return [from, to]
}

/** Pictures, ticks and a lone backtick, and the equals sign of a value that stands alone. */
function withoutSmiles(page: Page, start: number, end: number): Span {
  let [from, to] = [start, end]
  while (from < to && isPicture(page.text.charCodeAt(from))) from += 1
  while (to > from && isPictureEnd(page, to)) to -= 1
  const mayPoint = ARROW_SIGNS.includes(page.text[from] ?? " ")
  const arrow = mayPoint ? ARROWS.find((each) => page.text.startsWith(each, from)) : undefined
  if (arrow !== undefined && to - from > arrow.length) from += arrow.length
  if (page.text[from] === "=" && !"=>".includes(page.text[from + 1] ?? "")) from += 1
  if (page.text[from] === "`" && firstIn(page, "`", from + 1, to) < 0) from += 1
  if (page.text[to - 1] === "`" && firstIn(page, "`", from, to) === to - 1) to -= 1
  page.fuel.spend((from - start + end - to) / 50)
  return [from, to]
}

const ARROWS = ["=>", "->", "→", "⇒", "⟹", "∴", "\\therefore ", "\\Rightarrow ", "\\implies "]
const ARROW_SIGNS = "=-→⇒⟹∴\\"

/** Emoji come as two code units; letters of maths such as 𝑥 have another first one. */
function isPicture(code: number): boolean {
  const isPair = (code >= 0xd83c && code <= 0xd83e) || (code >= 0xdc00 && code <= 0xdfff)
  return isPair || (code >= 0x2600 && code <= 0x27bf && code !== 0x27c2) || code === 0xfe0f
}

/** The second half of a pair is a picture's only where the first half is. */
function isPictureEnd(page: Page, end: number): boolean {
  const code = page.text.charCodeAt(end - 1)
  if (code < 0xdc00 || code > 0xdfff) return isPicture(code)
  const first = page.text.charCodeAt(end - 2)
  return first >= 0xd83c && first <= 0xd83e
}

function withoutPairs(page: Page, start: number, end: number): Span {
  const { text } = page
  const mayOpen = OPENERS.includes(text[start] ?? " ")
  if (!mayOpen && !text.startsWith("**", end - 2)) return [start, end]
  for (const [open, close] of PAIRS) {
    if (end - start < open.length + close.length) continue
    if (text.startsWith(open, start) && text.startsWith(close, end - close.length)) {
      const inner = start + open.length
      const isOnePair = firstIn(page, close, inner, end) === end - close.length
      if (!isOnePair) continue
      if (open !== "```") return [inner, end - close.length]
      return [afterFenceName(page, inner, end), end - close.length]
    }
  }
  if (text.startsWith("~~", start)) {
    const close = firstIn(page, "~~", start + 2, end)
    if (close > 0 && close + 2 < end) return [close + 2, end] // what was struck out
  }
  if (end - start <= 2 || page.text.slice(start, end).split("**").length % 2 === 1) {
    return [start, end]
  }
  if (text.startsWith("**", end - 2)) return [start, end - 2]
  return text.startsWith("**", start) ? [start + 2, end] : [start, end]
}

/** The language named behind the fence, if its line has nothing else. */
function afterFenceName(page: Page, from: number, end: number): number {
  let at = from
  while (at < end && isLetter(page.text.charCodeAt(at))) at += 1
  return page.text[at] === "\n" ? at : from
}

function withoutEnding(page: Page, start: number, end: number): number {
  const last = page.text[end - 1]
  if (last === undefined || end <= start) return end
  if (last === "." || last === "…") {
    const dotted = last === "…" || page.text[end - 2] === "."
    return dotted && end - start > 2 ? end : end - 1 // 0.333... goes on
  }
  if (",;:。，；".includes(last)) return page.text[end - 2] === "\\" ? end : end - 1
  if (last === "!") return isFactorial(page.text.charCodeAt(end - 2)) ? end : end - 1
  if (last === "\\" && page.text[end - 2] === "\\") return end - 2
  return end
}

function isFactorial(code: number): boolean {
  return isDigit(code) || isLetter(code) || code === 41 || code === 33 || code === 125
}

/** Brackets whose other half stands outside, as in "(the answer is 5)". */
function withoutHalves(page: Page, start: number, end: number): Span {
  const { text } = page
  const [first, last] = [text[start], text[end - 1]]
  if (first === undefined || last === undefined) return [start, end]
  // Brackets that the whole text leaves open are its own fault, unless they are turned around.
  if (isTurned(first, last) || (start <= page.start && end >= page.end)) return [start, end]
  const isSuspect = "})]$".includes(last) || "}$\\".includes(first) || "([".includes(last)
  if (!isSuspect || end - start > COUNTED_MAX) return [start, end]
  const counts = countSigns(page, start, end)
  if ("([".includes(last) && counts.brackets > 0) return [start, end - 1]
  if (last === ")" || last === "]") {
    if (text[end - 2] === "\\") return counts.formulas < 0 ? [start, end - 2] : [start, end]
    if (counts.brackets < 0) return [start, end - 1]
  }
  if (counts.braces < 0 && last === "}") return [start, end - 1]
  if (counts.braces < 0 && first === "}") return [start + 1, end]
  if (counts.dollars % 2 === 1 && last === "$" && text[end - 2] !== "\\") return [start, end - 1]
  return [start, end]
}

/** [0, 1[ and ]0, 1]: intervals as French schools write them. */
function isTurned(first: string, last: string): boolean {
  return first === "]" ? "[])".includes(last) : "[(".includes(first) && last === "["
}

function countSigns(page: Page, start: number, end: number) {
  let [braces, brackets, formulas, dollars] = [0, 0, 0, 0]
  for (let at = start; at < end; at += 1) {
    const sign = page.text[at]!
    if (sign === "\\") {
      at += 1
      const next = page.text[at]
      if (next === "(" || next === "[") formulas += 1
      else if (next === ")" || next === "]") formulas -= 1
    } else if (sign === "{") braces += 1
    else if (sign === "}") braces -= 1
    else if (sign === "(" || sign === "[") brackets += 1
    else if (sign === ")" || sign === "]") brackets -= 1
    else if (sign === "$") dollars += 1
  }
  page.fuel.spend((end - start) / 50)
  return { braces, brackets, formulas, dollars }
}
