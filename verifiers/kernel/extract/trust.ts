import { type Around, aroundOf } from "./around.ts"
import { startOf } from "./extent.ts"
import { isOneGuessOfMany } from "./guesses.ts"
import { isMovedOn } from "./moves.ts"
import type { Page, Span } from "./page.ts"
import { oneOf } from "./patterns.ts"
import { isAnnounced, isSaid, LABEL, LABELLED } from "./said.ts"
import { isWithdrawn } from "./stance.ts"
import type { Token } from "./tokens.ts"
import { COMPARED, MAYBES, TAKES, UNSETTLING } from "./trust-words.ts"
import { NEGATORS, WRONG_WORDS } from "./words.ts"

/** By what an answer was found: somebody marked it, announced it, or only said it. */
export type Announcement = "marked" | "announced" | "said" | "whole" | "alternatives"

/**
 * Whether what stands around a value lets it be the answer. A mark speaks for itself unless its
 * sentence denies it; prose has to be understood: what is not is `unclear`, and settles nothing.
 */
export function trustIn(
  page: Page,
  span: Span,
  by: Announcement,
): "trusted" | "unclear" | "negated" {
  if (by === "whole" && span[0] === page.start && span[1] === page.end)
    return wholeTrust(page, span)
  const around = aroundOf(page, span)
  if (isCrossedOut(page, around)) return "negated"
  if (by === "whole") return wholeTrust(page, span)
  if (by === "alternatives") {
    const isTaken =
      isMovedOn(page, span) || isWithdrawn(around.after, 0) || OTHERS.test(around.lead)
    return isTaken ? "negated" : "trusted"
  }
  if (by === "marked") {
    if (MARK_DENIED_BEFORE.test(around.lead) || UNEQUAL.test(around.lead)) return "negated"
    if (LABEL.test(around.lead) || /^[\s$*)]*\?/.test(around.tail)) return "unclear"
    if (BOUNDED.test(around.lead) || isChanged(around)) return "unclear"
    return isWithdrawn(around.after, 0) || isCarriedOn(around) ? "negated" : "trusted"
  }
  if (UNFINISHED.test(page.low.slice(...span)) || isOneGuessOfMany(page, span)) return "unclear"
  if (isCarriedOn(around) || isMovedOn(page, span)) return "unclear"
  if (around.lead === "") return "trusted"
  if (by === "announced") return isAnnounced(page, around) ? "trusted" : "unclear"
  return isSaid(page, span, around) ? "trusted" : "unclear"
}

function wholeTrust(page: Page, span: Span): "trusted" | "unclear" {
  return LABELLED.test(page.low.slice(...span)) ? "unclear" : "trusted"
}

/** A cross on the line, or "(rejected)", "[wrong]" and "- incorrect" behind the value. */
function isCrossedOut(page: Page, { span, tail }: Around): boolean {
  const start = Math.max(page.start, page.text.lastIndexOf("\n", span[0] - 1) + 1)
  if (CROSS_FIRST.test(page.text.slice(start, Math.min(span[0], start + 4)))) return true
  return CROSS_BEHIND.test(tail) || WRONG_NEXT.test(page.low.slice(span[1], span[1] + 40))
}

const CROSS_FIRST = /^\s*[❌✗✘✖⛔🚫]/u
const REMARKS = oneOf("rejected|wrong|incorrect|invalid|false|not correct|not valid|a guess|unsure")
const CROSS_BEHIND = new RegExp(
  [
    "^[^.\\n]{0,20}[❌✗✘✖⛔🚫]",
    `^[^.\\n]{0,20}[([]${REMARKS}\\b`,
    `^\\s*[-–—:]\\s*${oneOf("incorrect|wrong|false|invalid")}`,
  ].join("|"),
  "u",
)
/** "Answer: 5. Incorrect!" */
const WRONG_NEXT = /^[\s.*$]*(?:incorrect|wrong|false|not correct)\s*[.!]*\s*$/

const WHO = oneOf("one|you|some|many|most|others|students?|people|solvers?")
/** x > \boxed{8} gives a bound; "if the answer is \boxed{8}" supposes one. */
const UNEQUAL = /(?:≠|\\neq?|\\not=) *$/
const SUPPOSING = oneOf("doubt|suppose|assume|assuming|supposing|if")
const BOUNDED = new RegExp(
  [
    "(?:[<>≤≥]|\\\\(?:ge|geq|le|leq|lt|gt)) *$",
    `\\b${SUPPOSING}\\b[^,.;]*\\b${oneOf("answer|it|this")}\\b[^,.;]*$`,
  ].join("|"),
)

/** "The answer is less than", "half of": what is marked is only a part of what is said. */
function isChanged({ before, lead }: Around): boolean {
  const from = startOf(before, before.length, before.length)
  if (from === before.length) return false
  const isBound = before.slice(from).some(({ word }) => word === "most" || word === "least")
  return !isBound || lead.includes("answer") // "there are at most 3" gives the 3 asked for
}

const SAYING = `${oneOf("might|may|would|could|will|often")}?`
const SAY = oneOf("put|write|answer|say|get|box|think")
const OF_OTHERS = `\\b${WHO} (?:${SAYING} )*${SAY}\\b[^,]*$`

/** "Most people would say": what others say. */
const OTHERS = new RegExp(`${OF_OTHERS}|tempting`)
const FORBIDDING = oneOf("do not|don't|never|should not|must not")
const MARK_DENIED_BEFORE = new RegExp(
  [
    OF_OTHERS,
    `\\b${FORBIDDING} ${oneOf("write|put|answer|say|box|enter")}\\b`,
    `\\bi ${oneOf("first |once |also |")}tried\\b[^,]*$`,
    "\\bunlike\\b[^,]*(?:, (?:who|which)[^,]*)?$",
    `\\b${oneOf("wrong|incorrect|mistaken|false")} ${oneOf("answer|result|value")}\\b[^,;]*$`,
    "\\bwhich says\\b[^,]*$",
  ].join("|"),
)

/** The words right behind the value make another one of it, or say something about it. */
function isCarriedOn({ before, attached, tail }: Around): boolean {
  const [first, second, third] = attached.map(({ word }) => word)
  if (first === undefined) return false
  if (attached[0]!.role === "glue" && OPERATING.has(first) && attached[1]?.role !== "value") {
    return true
  }
  if (attached.some(({ word }, at) => COMPARED.has(word) && isCompared(attached, at))) return true
  if (first === "or" && !SAME_AGAIN.has(second ?? "")) return true
  if (TAKES.test(tail)) return true
  if (!COPULAS.has(first)) return MAYBES.has(first)
  if (second === "the") return UNSETTLING.has(third ?? "")
  if (second === "our" || second === "my" || second === "what") return isOthers(attached)
  const isRight = RIGHT.has(second ?? "") && !NEGATORS.has(third ?? "")
  // "What is left of 8 - 3 = 5 is 5": the verb of an earlier question has its value in front.
  return !isRight && !before.some(({ word }) => word === "what" || word === "whatever")
}

/** "5 modulo something". */
const UNFINISHED =
  /\b(?:short|away|off|shy|apart)$|\b(?:modulo|mod|plus|minus|times|over) (?:some|an?|the|that)/

const OPERATING: ReadonlySet<string> = new Set("plus minus times over modulo mod choose".split(" "))
const SAME_AGAIN: ReadonlySet<string> = new Set(
  "equivalently about approximately simply".split(" "),
)
const COPULAS: ReadonlySet<string> = new Set("is are was were".split(" "))
const RIGHT: ReadonlySet<string> = new Set(
  "correct right true valid left enough therefore".split(" "),
)

function isCompared(attached: readonly Token[], at: number): boolean {
  return at === attached.length - 1 || attached.slice(at + 1).some(({ word }) => word === "than")
}

/** "5 is what a careless solver would say", not "5 is what we wanted". */
function isOthers(attached: readonly Token[]): boolean {
  const words = attached.slice(2).map(({ word }) => word)
  return words.some((word) => MAYBES.has(word) || WRONG_WORDS.has(word) || UNSETTLING.has(word))
}
