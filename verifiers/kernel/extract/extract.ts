import { Fuel } from "../fuel.ts"
import { type Cued, finalAnswer, plainAnswer } from "./cues.ts"
import { boldAnswer, concluded, lastValue } from "./ending.ts"
import { lastBoxes, lastTags, type Mark, type Marks, unitBehind } from "./marks.ts"
import { isDigit, type Page, pageOf, type Span } from "./page.ts"
import { retraction } from "./retract.ts"
import { afterThinking } from "./thinking.ts"
import { trimmed } from "./trim.ts"
import { bareValue, type Choice, type Value } from "./value.ts"

/** By what a final answer was known, the surest first. */
export type ExtractionRule =
  | "tag"
  | "box"
  | "final-answer"
  | "answer"
  | "bold"
  | "conclusion"
  | "last-math"
  | "last-number"
  | "whole"

/**
 * The final answer of a reply. `span` is where it stands in the reply, with its box or tag.
 * Several boxes meant as one list (`\boxed{1} and \boxed{2}`) have a `text` joined by commas and
 * the parts in `more`. `unit` is a unit written right behind a box. `choice` is set for "(B) 12":
 * `text` is the letter then, and the choice has what stood behind it.
 */
export type Extraction =
  | {
      readonly kind: "found"
      readonly text: string
      readonly span: Span
      readonly rule: ExtractionRule
      readonly more?: readonly string[]
      readonly unit?: string
      readonly choice?: Choice
    }
  | { readonly kind: "hedged"; readonly texts: readonly string[]; readonly span: Span }
  | { readonly kind: "negated"; readonly span: Span }
  | { readonly kind: "cut-off"; readonly span: Span }
  | { readonly kind: "none" }
  | { readonly kind: "limit" }

export const REPLY_CHARACTERS_MAX = 1_000_000 // longer than any context window's reply
const BARE_CHARACTERS_MAX = 20_000 // the reader takes no longer text
const RETRACTIONS_MAX = 8 // somebody who changes the answer more often has none

/**
 * Finds the final answer in a whole model reply: the content of a tag, else of the last box, else
 * what "final answer" or "answer" announces, else the text itself where it is short, else bold
 * text, a conclusion, and the last value. An answer taken back later is none. Time is linear in
 * the reply; no text makes it throw, apart from `OutOfFuel` where fuel is given.
 */
export function extractAnswer(reply: string, fuel: Fuel = new Fuel(Infinity)): Extraction {
  if (reply.length > REPLY_CHARACTERS_MAX) return { kind: "limit" }
  const page = pageOf(reply, fuel)
  const said = afterThinking(page)
  if (said.isOpen) {
    const tagged = marked({ ...page, start: said.start }, lastTags, "tag")
    if (tagged?.kind === "found") return tagged
    return { kind: "cut-off", span: [said.start, page.end] }
  }
  let part: Page = { ...page, start: said.start }
  let answer = answerOf(part, "reply")
  for (let round = 0; round < RETRACTIONS_MAX; round += 1) {
    if (answer.kind !== "found" || answer.rule === "whole") return answer
    const at = retraction(part, answer.span[1])
    if (at === null) return answer
    part = { ...part, start: at }
    const later = answerOf(part, "rest")
    const isNone = later.kind === "none" || (later.kind === "found" && later.rule === "whole")
    answer = isNone ? { kind: "negated", span: answer.span } : later
  }
  return answer
}

/** The rules in their order. In the rest of a reply, words alone are no answer. */
function answerOf(page: Page, what: "reply" | "tag" | "rest"): Extraction {
  const tagged = what === "tag" ? null : marked(page, lastTags, "tag")
  if (tagged !== null) return tagged
  const boxed = marked(page, lastBoxes, "box")
  const final = finalAnswer(page)
  if (boxed !== null && !isOverruled(page, boxed, final)) return boxed
  if (final !== null) return extractionOf(page, final.value, "final-answer")
  const plain = plainAnswer(page)
  if (plain !== null) return extractionOf(page, plain.value, "answer")
  const bare = bareAnswer(page)
  if (bare !== null && bare !== "sentence") return extractionOf(page, bare, "whole")
  return endingOf(page, what)
}

function endingOf(page: Page, what: "reply" | "tag" | "rest"): Extraction {
  const bold = boldAnswer(page)
  if (bold !== null) return extractionOf(page, bold, "bold")
  const conclusion = concluded(page)
  if (conclusion !== null) return extractionOf(page, conclusion, "conclusion")
  const last = lastValue(page)
  if (last !== null) {
    const isMath = last.kind === "value" && /[$\\]/.test(page.text.slice(...last.span))
    return extractionOf(page, last, isMath ? "last-math" : "last-number")
  }
  const [start, end] = trimmed(page, page.start, page.end)
  const isShort = end - start <= 200 && !page.text.slice(start, end).includes("\n")
  if (what === "rest" || start === end || !isShort) return { kind: "none" }
  return { kind: "found", text: page.text.slice(start, end), span: [start, end], rule: "whole" }
}

/** A "final answer" with a value behind the last box is what the reply ends on. */
function isOverruled(page: Page, boxed: Extraction, final: Cued | null): boolean {
  if (final === null || boxed.kind !== "found" || final.value.kind !== "value") return false
  const [start, end] = final.value.span
  if (final.span[0] < boxed.span[1] || page.text.slice(start, end).includes("\\boxed")) return false
  for (let at = start; at < end; at += 1) if (isDigit(page.text.charCodeAt(at))) return true
  return false
}

function marked(page: Page, find: (page: Page) => Marks, rule: "tag" | "box"): Extraction | null {
  const found = find(page)
  if (found.kind === "none") return null
  if (found.kind !== "marks") return found
  const { marks, isHedged } = found
  const span: Span = [marks[0]!.span[0], marks.at(-1)!.span[1]]
  const texts = marks.map(({ content }) => page.text.slice(...content))
  if (isHedged) return { kind: "hedged", texts, span }
  if (marks.length > 1) return { kind: "found", text: texts.join(", "), span, rule, more: texts }
  return rule === "tag" ? insideTag(page, marks[0]!) : boxAnswer(page, marks[0]!, texts[0]!)
}

function insideTag(page: Page, { span, content }: Mark): Extraction {
  const inner = answerOf({ ...page, start: content[0], end: content[1] }, "tag")
  return inner.kind === "found" ? { ...inner, span, rule: "tag" } : inner
}

function boxAnswer(page: Page, mark: Mark, text: string): Extraction {
  const unit = unitBehind(page, mark)
  const found = { kind: "found", text, span: mark.span, rule: "box" } as const
  return unit === null ? found : { ...found, unit }
}

/** The whole text, where it is short and no prose; a long one without prose is for the reader. */
function bareAnswer(page: Page): Value | "sentence" | null {
  const [start, end] = trimmed(page, page.start, page.end)
  if (end - start <= BARE_CHARACTERS_MAX) return bareValue(page, start, end)
  const tail = bareValue(page, Math.max(start, end - 2000), end)
  const isWhole = tail !== null && tail !== "sentence"
  return isWhole ? { kind: "value", span: [start, end], choice: null } : null
}

function extractionOf(page: Page, value: Value, rule: ExtractionRule): Extraction {
  switch (value.kind) {
    case "open":
      return { kind: "cut-off", span: [page.start, page.end] }
    case "limit":
      return { kind: "limit" }
    case "negated":
      return { kind: "negated", span: value.span }
    case "hedged": {
      const span: Span = [value.spans[0]![0], value.spans.at(-1)![1]]
      return { kind: "hedged", texts: value.spans.map((each) => page.text.slice(...each)), span }
    }
    case "value": {
      const { span, choice } = value
      const found = { kind: "found", text: page.text.slice(...span), span, rule } as const
      return choice === null ? found : { ...found, choice }
    }
  }
}
