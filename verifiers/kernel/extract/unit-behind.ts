import { unitPhrase } from "../units/phrase.ts"
import { groupEnd, isBlank, isLetter, type Page } from "./page.ts"

const UNIT_CHARACTERS_MAX = 60 // "kilograms times meters squared per second squared" has 48
const TEXTS = ["\\text{", "\\mathrm{", "\\textrm{", "\\mbox{", "\\rm{"]

/**
 * A unit or a percent sign that is written right behind a box: `\boxed{5}$ km`, `\boxed{50}\%`,
 * `\boxed{5}\text{ cm}^2`. Null where other words follow: "\boxed{12} in total".
 */
export function unitBehind(page: Page, from: number): string | null {
  const { text } = page
  let at = skipSpace(page, from)
  if (text[at] === "$") at = skipSpace(page, at + 1)
  if (text[at] === "%" || text.startsWith("\\%", at)) return "%"
  if (text[at] === "°" || text.startsWith("^\\circ", at)) return "°"
  const name = TEXTS.find((each) => text.startsWith(each, at))
  if (name === undefined) return wordsBehind(page, at)
  const open = at + name.length - 1
  const close = groupEnd(page, open, Math.min(page.end, open + UNIT_CHARACTERS_MAX))
  if (close < 0) return null
  const unit = `${text.slice(open + 1, close - 1).trim()}${powerAt(page, close)}`
  return unitPhrase(unit) === null ? null : unit
}

function powerAt(page: Page, at: number): string {
  const found = /^(?:\^\{?([2-9])\}?|([²³]))/.exec(page.text.slice(at, at + 5))
  return found === null ? "" : (found[2] ?? `^${found[1]}`)
}

/** The longest run of words that is a unit, and no shorter word of the sentence. */
function wordsBehind(page: Page, start: number): string | null {
  const stretch = page.text.slice(start, Math.min(page.end, start + UNIT_CHARACTERS_MAX))
  const line = stretch.split(/[\n,;:!?$]/)[0]!.trimEnd()
  const words = line.split(" ")
  for (let count = Math.min(words.length, 5); count >= 1; count -= 1) {
    const name = words.slice(0, count).join(" ").replace(/\.$/, "")
    const isLast = count === words.length || words[count - 1]!.endsWith(".")
    if (name === "" || !isLetter(name.charCodeAt(0))) return null
    if (!isLast && (name.length === 1 || NOT_BEHIND.has(name))) continue
    if (unitPhrase(name) !== null) return name
  }
  return null
}

/** Before more words, they are words of the sentence and no units. */
const NOT_BEHIND: ReadonlySet<string> = new Set(["in", "min", "unit", "units", "second", "bar"])

function skipSpace(page: Page, from: number): number {
  let at = from
  for (;;) {
    const code = page.text.charCodeAt(at)
    if (at < page.end && isBlank(code) && code !== 10) at += 1
    else if (code === 92 && " ,;:!~".includes(page.text[at + 1] ?? "-")) at += 2
    else return at
  }
}
