import { Fuel } from "../fuel.ts"
import { type Choice, choiceAt } from "./choice.ts"
import { type Cued, finalAnswer, plainAnswer } from "./cues.ts"
import { boldAnswer, concluded, lastValue } from "./ending.ts"
import { lastBoxes, lastTags, type Mark, type Marks } from "./marks.ts"
import { isDigit, type Page, pageOf, type Span, skipBlanks, skipBlanksBack } from "./page.ts"
import { predicateIn } from "./predicate.ts"
import { restatement, retraction } from "./retract.ts"
import { hasText } from "./sentence.ts"
import { afterThinking } from "./thinking.ts"
import { trimmed } from "./trim.ts"
import { type Announcement, trustIn } from "./trust.ts"
import { unitBehind } from "./unit-behind.ts"
import { bareValue, isFormulaTail, type Value } from "./value.ts"
import { formulaAround, lineAround, type Wider } from "./wider.ts"

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
 * the parts in `more`. A unit written right behind a box is in `unit`, and ends `text`, too.
 * `choice` is set for "(B) 12": `text` is the letter then, and the choice has what stood behind it.
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
      /** Longer stretches of which this may be only a part, for the reader to decide. */
      readonly wider?: readonly Wider[]
    }
  | { readonly kind: "hedged"; readonly texts: readonly string[]; readonly span: Span }
  | { readonly kind: "negated"; readonly span: Span }
  /** There is a value, but what is said around it is not understood well enough to trust it. */
  | { readonly kind: "unclear"; readonly span: Span }
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
  if (reply.length <= PLAIN_CHARACTERS_MAX && PLAIN.test(reply)) {
    return { kind: "found", text: reply, span: [0, reply.length], rule: "whole" }
  }
  const page = withoutMargins(pageOf(reply, fuel))
  const said = afterThinking(page)
  if (said.isOpen) {
    const tagged = marked({ ...page, start: said.start }, lastTags, "tag")
    if (tagged?.kind === "found") return tagged
    return { kind: "cut-off", span: [said.start, page.end] }
  }
  let part: Page = { ...page, start: said.start }
  let answer = answerOf(part, "reply")
  for (let round = 0; round < RETRACTIONS_MAX; round += 1) {
    const at = takenBackAt(part, answer)
    if (at === null || !("span" in answer)) return trusted(part, answer)
    part = { ...part, start: at }
    const later = answerOf(part, "rest")
    answer = isValue(later) ? later : { kind: "negated", span: answer.span }
  }
  return answer
}

/** The answer, if what stands around it lets it be one, and what it may be a part of. */
function trusted(page: Page, answer: Extraction): Extraction {
  if (answer.kind !== "found" && answer.kind !== "hedged") return answer
  if (answer.kind === "found" && answer.rule === "tag") return answer
  const by = answer.kind === "found" ? BY[answer.rule] : "alternatives"
  const trust = trustIn(page, answer.span, by)
  if (trust !== "trusted") return { kind: trust, span: answer.span }
  if (answer.kind === "hedged") return answer
  const wider =
    answer.rule === "box"
      ? formulaAround(page, answer.span, answer.text)
      : lineAround(page, answer.span)
  return wider.length === 0 ? answer : { ...answer, wider }
}

const BY: Readonly<Record<ExtractionRule, Announcement>> = {
  tag: "marked",
  box: "marked",
  "final-answer": "announced",
  answer: "announced",
  bold: "said",
  conclusion: "said",
  "last-math": "said",
  "last-number": "said",
  whole: "whole",
}

const PLAIN_CHARACTERS_MAX = 40 // longer formulas are rare, and take the long way
const TERM = String.raw`\d+(?:\.\d+)?|[a-z](?![a-z])|\\[dt]?frac\{\d+\}\{\d+\}|\\sqrt\{\d+\}`
/** Numbers and letters between signs of arithmetic: there is nothing to look for in it. */
const PLAIN = new RegExp(`^-?(?:${TERM})(?:[-+*/^](?:${TERM})|(?!\\d)(?:${TERM}))*$`)

function withoutMargins(page: Page): Page {
  const blank = skipBlanks(page, page.start, page.end)
  const end = skipBlanksBack(page, page.end, blank)
  const start = OPENING.test(page.low.slice(blank, blank + 20))
    ? skipBlanks(page, page.low.indexOf("!", blank) + 1, page.end)
    : blank
  const from = page.text.startsWith("> ", start) && page.text.indexOf("=", start) > 0 ? 2 : 0
  const ending = CLOSINGS.exec(page.low.slice(Math.max(start, end - CLOSING_CHARACTERS_MAX), end))
  if (ending === null || ending[0].length === end - start)
    return { ...page, start: start + from, end }
  return { ...page, start: start + from, end: skipBlanksBack(page, end - ending[0].length, start) }
}

/** What somebody says before the answer that has nothing to do with it. */
const OPENING = /^(?:sure|okay|ok|certainly|of course|great)!\s/

/** What closes a proof or an answer and says nothing more: a square, Q.E.D., "only". */
const CLOSINGS = new RegExp(
  [
    "(?:[■□∎◻▪✓✔✅]",
    String.raw`\$?\\(?:blacksquare|square|qed|checkmark)\$?`,
    String.raw`q\.e\.d\.?|\bqed\.?| only\.?| as (?:required|desired|needed|claimed)\.?)$`,
  ].join("|"),
)
const CLOSING_CHARACTERS_MAX = 24

/** Where the reply goes on to deny what was found, or to replace what it denied itself. */
function takenBackAt(page: Page, answer: Extraction): number | null {
  if (answer.kind === "negated") return restatement(page, answer.span[1])
  if (answer.kind !== "found" || answer.rule === "whole") return null
  return retraction(page, answer.span[1])
}

/** Words alone do not replace an answer. */
function isValue(later: Extraction): boolean {
  if (later.kind === "none") return false
  return later.kind !== "found" || later.rule !== "whole" || /[\d\\]/.test(later.text)
}

/** The rules in their order. In the rest of a reply, words alone are no answer. */
function answerOf(page: Page, what: "reply" | "tag" | "rest"): Extraction {
  const tagged = what === "tag" ? null : marked(page, lastTags, "tag")
  if (tagged !== null) return tagged
  const boxed = marked(page, lastBoxes, "box")
  const from = boxed?.kind === "found" ? boxed.span[1] : page.start
  const final =
    boxed === null || boxed.kind === "found" ? finalAnswer({ ...page, start: from }) : null
  if (boxed !== null && !isOverruled(page, final)) return boxed
  if (final !== null) return extractionOf(page, final.value, "final-answer")
  if (isEmptyBox(page)) return { kind: "none" }
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
    return extractionOf(page, last, isFormula(page, last) ? "last-math" : "last-number")
  }
  const [start, end] = trimmed(page, page.start, page.end)
  const isShort = end - start <= 200 && !page.text.slice(start, end).includes("\n")
  if (what === "rest" || !isShort || !hasText(page, start, end)) return { kind: "none" }
  const span = predicateIn(page, start, end)
  return { kind: "found", text: page.text.slice(...span), span, rule: "whole" }
}

/** Nothing but a box with nothing in it. */
function isEmptyBox(page: Page): boolean {
  if (page.end - page.start > 40 || lastBoxes(page).kind !== "empty") return false
  const [start, end] = trimmed(page, page.start, page.end)
  return end - start < 20 && /^[$\\ ]*boxed[{}$ ]*$/.test(page.low.slice(start, end))
}

function isFormula(page: Page, last: Value): boolean {
  if (last.kind !== "value") return false
  const text = page.text.slice(...last.span)
  return text.includes("\\") || text.indexOf("$") < text.lastIndexOf("$")
}

/** A "final answer" with a value behind the last box is what the reply ends on. */
function isOverruled(page: Page, final: Cued | null): boolean {
  if (final === null || final.value.kind !== "value") return false
  const [start, end] = final.value.span
  for (let at = start; at < end; at += 1) if (isDigit(page.text.charCodeAt(at))) return true
  return false
}

function marked(page: Page, find: (page: Page) => Marks, rule: "tag" | "box"): Extraction | null {
  const found = find(page)
  if (found.kind === "none" || (found.kind === "empty" && rule === "box")) return null
  if (found.kind === "empty") return { kind: "none" }
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
  const choice = choiceAt(page, ...mark.content)
  if (choice !== null && choice.choice !== null) {
    const { letter } = choice.choice
    return { kind: "found", text: letter, span: mark.span, rule: "box", choice: choice.choice }
  }
  const unit = unitBehind(page, mark.span[1])
  const found = { kind: "found", text, span: mark.span, rule: "box" } as const
  if (unit === null || !isUnitless(text)) return found
  return { ...found, text: unit.length === 1 ? `${text}${unit}` : `${text} ${unit}`, unit }
}

/** Whether a unit behind the box can belong to what is in it. */
function isUnitless(text: string): boolean {
  return /[\d})]$/.test(text) && !/\\(?:text|mathrm|mbox)|%/.test(text)
}

/** The whole text, where it is short and no prose; a long one without prose is for the reader. */
function bareAnswer(page: Page): Value | "sentence" | null {
  const [start, end] = trimmed(page, page.start, page.end)
  if (end - start <= BARE_CHARACTERS_MAX) return bareValue(page, start, end)
  return isFormulaTail(page, end - 2000, end)
    ? { kind: "value", span: [start, end], choice: null }
    : null
}

function extractionOf(page: Page, value: Value, rule: ExtractionRule): Extraction {
  switch (value.kind) {
    case "open":
      return { kind: "cut-off", span: [page.start, page.end] }
    case "limit":
      return { kind: "limit" }
    case "negated":
    case "unclear":
      return { kind: value.kind, span: value.span }
    case "hedged": {
      const span: Span = [value.spans[0]![0], value.spans.at(-1)![1]]
      return { kind: "hedged", texts: value.spans.map((each) => page.text.slice(...each)), span }
    }
    case "value": {
      const { choice } = value
      const span = withoutDisplay(page, value.span)
      const found = { kind: "found", text: page.text.slice(...span), span, rule } as const
      return choice === null ? found : { ...found, choice }
    }
  }
}

/** The full stop that closes a sentence inside its last display is no part of the formula. */
function withoutDisplay({ text }: Page, span: Span): Span {
  const isDisplay = text.startsWith("$$", span[0]) || text.startsWith("\\[", span[0])
  if (!isDisplay || span[1] - span[0] < 6) return span
  const inner = text.slice(span[0] + 2, span[1] - 2).trimEnd()
  if (!inner.endsWith(".") || inner.endsWith("..")) return span
  return [span[0] + 2, span[0] + 1 + inner.length]
}
