import { CUES_ABROAD } from "./abroad.ts"
import type { Around } from "./around.ts"
import type { Page, Span } from "./page.ts"
import { oneOf } from "./patterns.ts"
import { isConcluding } from "./stance.ts"
import type { Token } from "./tokens.ts"
import { LEADING, MAYBES, MEASURES, SUBJECTS_OF_OTHERS } from "./trust-words.ts"
import { BEFORE_NOUNS, VALUE_VERBS } from "./words.ts"

/** What is said between "answer" and the value is understood word by word. */
export function isAnnounced(page: Page, { before, lead }: Around): boolean {
  if (SUPPOSED.test(lead)) return false
  const cue = before.findLastIndex(({ word }) => CUES.has(word))
  if (cue < 0 && CUES_ABROAD.some((each) => lead.includes(each))) return true // looked at before
  if (cue > 0 && isOfAnother(before, cue)) return false
  const restart = before.findLastIndex((_, at) => isRestart(before, at))
  const said = before.slice(Math.max(cue, restart) + 1)
  const verb = said.findLastIndex(({ word }) => word === ":" || (isVerb(word) && word !== "of"))
  if (isOfOthers(said.slice(0, verb + 1))) return false
  return said.slice(verb + 1).every((token, at, list) => {
    const { role, word } = token
    if (word === "of" && at > 0) return MEASURES.has(list[at - 1]!.word)
    return role !== "prose" || isLeading(word) || isName(page, token)
  })
}

/** The capitals of (AB)^T are a product, and no word. */
function isName({ text }: Page, { start, end }: Token): boolean {
  const isBracketed = text[start - 1] === "(" || text[end] === ")"
  return isBracketed && /^[A-Z]{2,3}$/.test(text.slice(start, end))
}

/** "Bob's answer", "a draft answer", "another answer is". */
function isOfAnother(before: readonly Token[], cue: number): boolean {
  const { role, word } = before[cue - 1]!
  if (before[cue]!.word !== "answer" || role !== "prose") return false
  const isAny = word === "a" || word === "an" || word === "your"
  if (isAny) return COPULAS.has(before[cue + 1]?.word ?? "") || word === "your"
  return !(BEFORE_NOUNS.has(word) || OWN_KINDS.has(word))
}

const COPULAS: ReadonlySet<string> = new Set("is are was".split(" "))
const OWN_KINDS: ReadonlySet<string> = new Set(
  `desired total complete simplified full short numeric integer decimal actual whole overall
  ultimate   approximate rounded closed-form therefore thus hence then that's its final`.split(
    /\s+/,
  ),
)

/** "The answer most students give", "might be"; not "how many are left", "would be". */
function isOfOthers(subject: readonly Token[]): boolean {
  return subject.some(({ word }, at) => {
    if (word === "many") return subject[at - 1]?.word !== "how"
    if (word === "would") return subject[at + 1]?.word !== "be"
    return SUBJECTS_OF_OTHERS.has(word) || MAYBES.has(word)
  })
}

/** "The answer cannot be 18, so it is 36": a conclusion stands by itself. */
function isRestarted(list: readonly Token[], from: number): boolean {
  return list.some((_, at) => at > from && isRestart(list, at))
}

/** "so", "but", and the comma of "is not 41, it is 42". */
function isRestart(list: readonly Token[], at: number): boolean {
  const { word } = list[at]!
  const next = list[at + 1]
  if (word === "but") return next?.role !== "prose" || ITS.has(next.word)
  if (isConcluding(list, at)) return true
  return (word === "," || word === ";") && ITS.has(list[at + 1]?.word ?? "")
}

const ITS: ReadonlySet<string> = new Set(["it", "it's", "it’s"])

const CUES: ReadonlySet<string> = new Set(
  "answer answers ans result results solution solutions option choice".split(" "),
)

function isVerb(word: string): boolean {
  return VALUE_VERBS.has(word)
}

function isLeading(word: string): boolean {
  return LEADING.has(word) || word.length === 1
}

/** Conditions and chances that stand before an announcement, and belong to it. */
const SUPPOSED = new RegExp(
  [
    `\\b${oneOf("chance|likelihood|odds")} (?:that )?${oneOf("it['’]?s|it is|the answer")}\\b`,
    String.raw`\bprobability that the answer\b`,
    String.raw`\bspecial case\b|\bfor example\b|\bfor instance\b`,
    String.raw`\bfor \$?[a-z]\$? ?(?:=|is|equal)`,
    String.raw`\bwhen(?:ever)? (?!we|you|one|i\b)[^,]*\b(?:is|are|=)[^,]*,`,
    String.raw`\b(?:marks?|grader|grading|full credit)\b`,
  ].join("|"),
)

/** A value that nobody announced: its sentence is neither about something else nor foreign. */
export function isSaid(page: Page, span: Span, around: Around): boolean {
  const { after, before } = around
  const lead = around.lead.slice(lastConclusion(around.lead))
  if (SUPPOSED.test(lead) || LABEL.test(lead) || ABOUT_SELF.test(lead)) return false
  const from = Math.max(page.start, span[0] - GIVEN_UP_CHARACTERS_MAX)
  if (GIVEN_UP.test(page.low.slice(from, span[0]))) return false
  if (COUNTED_BESIDE.test(around.tail) || LOST.test(around.tail)) return false
  const answer = before.findLastIndex(({ word }) => word.startsWith("answer"))
  if (answer >= 0 && isOfOthers(before.slice(answer + 1)) && !isRestarted(before, answer))
    return false
  const isOpening = OPENINGS.has(before[0]?.word ?? "") && !before.some(({ word }) => word === ",")
  if (isOpening && after.some(({ word }) => word === ",")) return false
  if (isPartOf(before)) return false
  return !isForeign(lead) && !isForeign(around.tail)
}

/** Where the part that draws the conclusion begins: what led to it may be of something else. */
function lastConclusion(lead: string): number {
  return Math.max(0, ...CONCLUSIONS.map((word) => lead.lastIndexOf(word)))
}

const CONCLUSIONS = ["so ", "therefore ", "thus ", "hence ", "but "].map((word) => ` ${word}`)

/** "a loss of 5", "one of 5": only of a measure is what follows its value. */
function isPartOf(before: readonly Token[]): boolean {
  let at = before.length - 1
  while (at >= 0 && (before[at]!.role === "glue" || ABOUT.has(before[at]!.word))) at -= 1
  return at > 0 && before[at]!.word === "of" && !MEASURES.has(before[at - 1]!.word)
}

const ABOUT: ReadonlySet<string> = new Set("about around exactly only just".split(" "))

const GIVEN_UP_CHARACTERS_MAX = 600 // what is given up further before was taken up again
const CANNOT = oneOf(`cannot|can't|can’t|can not|unable to|couldn't|could not|not able to`)
const GIVEN_UP = new RegExp(
  [
    `${CANNOT} ${oneOf("solve|determine|answer|find the answer|do this|figure")}`,
    `${oneOf("don't|don’t|do not")} know ${oneOf("the answer|how")}|i give up`,
    `need more information|${oneOf("not enough|insufficient")} information`,
    `too ${oneOf("hard|difficult")} for me`,
  ].join("|"),
)

/** Of the question, of whoever answers, or of how sure one is. */
const ABOUT_SELF = new RegExp(
  [
    `\\b${oneOf("took|takes|costs?|gave|gives")} me\\b|\\byou gave\\b|\\bi used (?:\\w+ )?$`,
    `\\bmy (?!${oneOf("answer|result|total|final|solution|count")})`,
    `% ${oneOf("sure|certain|confident")}|\\bwith probability\\b|\\bchance\\b`,
    `\\b${oneOf("problem|question|task|exercise")} ${oneOf("has|contains|mentions|consists")}\\b`,
    `\\bhere ${oneOf("is|are")}\\b|\\b${oneOf("left|right")} of\\b`,
    `\\b${oneOf("lower|upper")} bound\\b|\\bestimate\\b`,
    `\\b${oneOf("careless|naive")} ${oneOf("reader|student|solver|person")}`,
  ].join("|"),
)

const LOST = /\bnot know\b|\bwithout success\b|\bnot decide\b|\bto (?:check|consider)\b/
const COUNTED = oneOf(
  "steps?|ideas?|facts?|tokens?|unknowns?|variables|equations|hints?|reasons?|attempts?|answers?",
)
/** What is counted in an explanation, and in no answer. */
const COUNTED_BESIDE = new RegExp(
  `^[\\s$]*${oneOf("more |other |different |possible |")}${COUNTED}\\b|^[\\s$]*with probability`,
)
const OPENINGS: ReadonlySet<string> = new Set(
  `since because as although though while given after when whenever once setting
  taking plugging trying letting`.split(/\s+/),
)

/** Words of another language that join, deny or compare, and scripts that we do not read. */
function isForeign(text: string): boolean {
  return FOREIGN.test(text)
}

const FOREIGN_WORDS = oneOf(
  `nicht|pas|oder|ou|nunca|jamais|kein|keine|größer|kleiner|mayor|menor|ungleich|maggiore|minore
  |maior|större|mindre|groter|kleiner|n'est|não|nie|inte|ikke|niet`,
)
const FOREIGN = new RegExp(`[\\u0400-\\u1fff\\u3040-\\ud7ff]{2}|(?:^|\\s)${FOREIGN_WORDS}(?=\\s|$)`)

const LABELS = oneOf(
  "confidence|score|difficulty|rating|grade|certainty|total attempts|time spent|word count",
)
const MORE = oneOf(" level| score| rating|")

/** "Score: 5", "My confidence is 5": what somebody says of an answer, and no answer. */
export const LABEL = new RegExp(
  `(?:^|[(.;])[\\s*(]*${oneOf("my |your |")}${LABELS}${MORE}[\\s*]*${oneOf("is|:|=")}[\\s*$]*$`,
)
/** A text that is such a label and its value. */
export const LABELLED = new RegExp(
  `^(?:my )?${LABELS}${MORE} ?${oneOf("is|:|=")}|\\d ${oneOf("fails?|failed|misses|vanishes")}$`,
)
