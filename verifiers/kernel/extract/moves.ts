import type { Page, Span } from "./page.ts"
import { oneOf } from "./patterns.ts"

const TAIL_CHARACTERS_MAX = 4000 // what follows an answer in honest replies is shorter

/**
 * Whether the reply moves on from a value: turns against it, reckons on with it, or ends without
 * an answer. It comes back where it names the value again behind the last such turn.
 */
export function isMovedOn(page: Page, span: Span): boolean {
  const tail = page.low.slice(span[1], Math.min(page.end, span[1] + TAIL_CHARACTERS_MAX))
  page.fuel.spend(tail.length / 50)
  if (tail.length < MOVE_CHARACTERS_MIN || EXPLAINS.test(tail)) return false
  const value = bareOf(page.low.slice(...span))
  let last = -1
  for (const found of tail.matchAll(MOVES)) {
    if (!isHarmless(tail, found.index, found[0], value)) last = found.index + found[0].length
  }
  if (last >= 0) return !isNamed(tail, last, value)
  return endsElsewhere(tail, value)
}

/** "That was a joke; it is 10": the reply ends on another value, and never comes back to this. */
function endsElsewhere(tail: string, value: string): boolean {
  const other = LAST_VALUE.exec(tail.slice(-ENDING_CHARACTERS_MAX))
  if (other === null || !/\d/.test(value)) return false
  return other[1] !== value && !isNamed(tail, 0, value)
}

const ENDING_CHARACTERS_MAX = 60 // "is" and a number; more is no plain end
const LAST_VALUE =
  /(?:\bis|\bare|'s|:|\bget|\bgives?|\bmakes?|^[\s.]*hmm[.,]?)\s*[$*]*(-?\d[\d.,/]*?)[\s.$*!]*$/

const MOVE_CHARACTERS_MIN = 8 // ", so -5"

/** An answer that is given first and explained behind it. */
const EXPLANATIONS = oneOf(
  `explanation|reason|because|here['’]s|here is|justification|solution|proof|steps?|work|details
  |check|verification|let|to see|options?`,
)
const EXPLAINS = new RegExp(
  [
    `^[\\s.$*_)\\]\\\\}!"]*\\n[\\s*_#]*${EXPLANATIONS}`,
    "^[\\s.$*_)]*\\n+[\\s*_#]*(?:let['’]?s?|check|verif)",
  ].join("|"),
)

const BEFORE_WORK = oneOf("then|next|must|have to|has to|need to|needs to|should|so|and|finally")
const WORK = oneOf(
  `double|halve|square|cube|divide|multiply|subtract|negate|squaring|doubling|halving|dividing
  |multiplying`,
)
const AFTER_WORK = oneOf(
  "subtracting|adding|removing|dividing|multiplying|doubling|halving|squaring",
)
const PARTS_OF = oneOf("half|twice|double|square|negative|opposite|reciprocal|inverse")
const MOVES = new RegExp(
  [
    `\\b${oneOf("but|however|although|though|except")}\\b|[.,;—-] *yet\\b`,
    `\\b${oneOf("second|further|closer")} ${oneOf("thought|reflection|look|inspection")}`,
    `\\bon reflection\\b|\\b${oneOf("thinking|looking")} again\\b|\\bor rather\\b|\\bmake that\\b`,
    `\\bupon ${oneOf("checking|review|reflection")}\\b`,
    `\\bcorrected to\\b|\\bchange ${oneOf("it|that|my answer")} to\\b`,
    `\\b${oneOf("double|over")}-?counted\\b|\\bcounted \\w+ \\w+ twice\\b`,
    `\\b${BEFORE_WORK},? (?:\\w+ )?${WORK}s?\\b|\\bafter ${AFTER_WORK}\\b`,
    `\\b${oneOf("in fact|more precisely|never mind|now think|strike that|kidding|a joke")}\\b`,
    "\\bre-?(?:comput|calculat|check)|\\n\\s*(?:edit|update|final|hmm)\\b|\\bpart \\(?[b-z]\\b",
    "\\bwhich it (?:does not|doesn['’]t|is not|isn['’]t)\\b",
    `\\bno (?:real )?${oneOf("solutions?|answer|such")}\\b`,
    `\\b${oneOf("does not|doesn['’]t")} ${oneOf("exist|satisfy|work|hold")}\\b`,
    "\\bunless\\b|\\bonly (?:when|if)\\b|\\botherwise\\b|\\b(?:supposedly|allegedly|apparently)\\b",
    "\\b(?:they say|says)\\b|\\baccording to (?:some|others|my|him|her|them)\\b",
    "\\bat the (?:very )?(?:least|most)\\b|\\b(?:worst|best) case\\b",
    "\\b(?:misread|forgot|overlooked|missed)\\b|\\bnot what\\b|\\bnone of (?:them|these|those)\\b",
    `\\b${PARTS_OF} (?:of )?${oneOf("it|that|this")}\\b|\\b(?:question|problem) asks\\b`,
    "(?:,|\\band|,? but) \\$?\\d+\\$? (?:in|on|at|according|for|if|when|otherwise)\\b",
    `\\b${oneOf("this|that|it")} fails\\b|\\bextraneous\\b|\\bfor [a-z] ?= ?\\d`,
  ].join("|"),
  "g",
)

/** A turn that leaves the value alone: "but not 6", "if it were 6, there would be no such x". */
function isHarmless(tail: string, at: number, turn: string, value: string): boolean {
  const behind = tail.slice(at + turn.length, at + turn.length + 40)
  if (HARMLESS_BEHIND.test(behind)) return true
  const from = Math.max(...STOPS.map((stop) => tail.lastIndexOf(stop, at - 1))) + 1
  const before = tail.slice(from, at)
  if (/\b(?:if|otherwise|were|suppose|other|another|any)\b/.test(before)) return true
  // "x = -1 is extraneous" speaks of another value.
  return !/^[a-z]/.test(turn) || TURNING.test(turn)
    ? false
    : /\d/.test(before) && !before.includes(value)
}

const STOPS = [". ", "! ", "? ", "\n", ";"]
const TURNING = /^(?:but|however|although|though|except|for)/
const ALSO = oneOf("also|easy|worth|clear|does not matter")
const HARMLESS_BEHIND = new RegExp(
  [
    `^,? *${oneOf("note|notice|don['’]t|do not|remember|be careful|keep in mind|not\\b|you\\b")}`,
    `^,? *${oneOf("we|one")} ${oneOf("could|can|may|might")}`,
    `^,? *it['’]?s? (?:is )?${ALSO}`,
  ].join("|"),
)

function isNamed(tail: string, from: number, value: string): boolean {
  for (let at = tail.indexOf(value, from); at >= 0; at = tail.indexOf(value, at + 1)) {
    const isCut = /[\d.−-]/.test(tail[at - 1] ?? " ") || /\d/.test(tail[at + value.length] ?? " ")
    if (!isCut) return true
  }
  return false
}

/** The value without its name and fences: 5 of $x = 5$. */
function bareOf(text: string): string {
  const plain = text.replace(/^[\s$*]+|[\s$*.]+$/g, "")
  const equals = plain.lastIndexOf("=")
  return equals < 0 ? plain : plain.slice(equals + 1).trim()
}
