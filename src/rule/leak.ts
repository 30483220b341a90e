import {
  type Found,
  type Literal,
  literalsIn,
  plainly,
  sameValue,
  sameWriting,
} from "./literals.ts"

/** How a statement gives its answer away, and the words that do. */
export interface Leak {
  readonly refused:
    | "answer-announced"
    | "answer-equated"
    | "answer-shown"
    | "answer-spelled"
    | "too-long"
  readonly detail: string
}

/**
 * Whether a statement that a model wrote gives its answer away. `answer` is the key as a solver
 * would write it, `given` is the verifier's own statement of the same spec: a number that stands
 * there may stand in the words as well, though it be the answer. Four things are looked for:
 *
 * - announced: "the answer is", "solution:", a box or an answer tag, with the answer after it;
 * - equated: the answer after an equals sign, where `given` has no such equation;
 * - shown: the answer's numbers where `given` does not have them written so, as decimals,
 *   fractions, percent, mixed numbers, in LaTeX, other widths or behind hidden characters; its
 *   numbers side by side; its names or symbols side by side;
 * - spelled: the same in English number words, Roman numerals or groups of digits.
 *
 * Signs are not looked at: −12 gives 12 away. The rule refuses rather than lets pass: "two friends"
 * leaks the answer 2 if the spec has no 2; a refused statement costs a proposal, a leaked one a
 * wrong solve rate. It does not see other languages, riddles ("half a dozen dozens" is 12 and ½),
 * other alphabets, reversals or sums that make the answer. The formaliser's independent reading and
 * the solve rate are what stands behind it.
 */
export function leakFault(statement: string, answer: string, given: string): Leak | undefined {
  if (statement.length > STATEMENT_CHARS_MAX) return leak("too-long", statement, 0, 20)
  const texts: Texts = { plain: plainly(statement), given: plainly(given), key: plainly(answer) }
  const key = literalsIn(texts.key).filter(({ spelled }) => !spelled)
  return announced(texts, key) ?? (key.length > 0 ? numberShown(texts, key) : wordsShown(texts))
}

const STATEMENT_CHARS_MAX = 4_096 // a statement's own limit; longer ones are not looked through

interface Texts {
  readonly plain: string
  readonly given: string
  readonly key: string
}

const NOUN = "(?:answers?|solutions?|ans|keys?|correct\\s+(?:answer|value|choice|option|result))"
const VERB = "(?:is|are|was|were|equals?|being|(?:must|will|would) be|(?:turns|comes) out to be)\\b"
const CUE = new RegExp(
  `\\b${NOUN}(?:\\s*(?:[:=→⇒]|->)|\\s+${VERB}|\\s+(?:to|of|for|here)\\b[^.?!:=\\n]{0,60}?(?:\\s${VERB}|:))` +
    "|\\bshould\\s+(?:get|obtain|find|be)\\b|\\\\boxed|<answer>|####",
  "gi",
)
// What may stand between a cue and the answer: filler, brackets, a sign, an unknown's name.
const LEAD =
  /^(?:\s|[:("'“‘[=≈+-]|(?:just|simply|exactly|clearly|equal to|therefore|indeed)\b|[a-z]\s*=)*/i

function announced({ plain, key }: Texts, numbers: readonly Found[]): Leak | undefined {
  for (const cue of plain.matchAll(CUE)) {
    const rest = plain.slice(cue.index + cue[0].length).slice(0, key.length + REST_CHARS)
    const said = rest.slice(LEAD.exec(rest)![0].length)
    const isIt = numbers.length > 0 ? startsWithNumbers(said, numbers) : startsWithWords(said, key)
    if (isIt) return leak("answer-announced", plain, cue.index, cue.index + cue[0].length + 20)
  }
  return undefined
}

const REST_CHARS = 80 // fillers before an answer, and room for a longer spelling

/** The first number at once, the others wherever they follow in the same breath. */
function startsWithNumbers(said: string, key: readonly Found[]): boolean {
  const found = literalsIn(said)
  if (found[0] === undefined || found[0].at > key[0]!.at) return false
  if (found[0].at === 0 && !found[0].readings.some((one) => sameValue(one, usual(key[0]!)))) {
    return found.some(({ at, readings }) => at === 0 && readings.some(isValue(key[0]!)))
  }
  return key.every((part) => found.some(({ readings }) => readings.some(isValue(part))))
}

/** "True or false?" offers two answers and gives none. */
function startsWithWords(said: string, key: string): boolean {
  const words = squeezed(said)
  const wanted = squeezed(key)
  if (wanted === "" || !words.startsWith(wanted)) return false
  const next = said.trim().slice(key.trim().length)
  return !/^[a-z\d]/i.test(next) && !/^\s*(?:,|\/|\bor\b)/i.test(next)
}

function numberShown({ plain, given }: Texts, key: readonly Found[]): Leak | undefined {
  const found = literalsIn(plain)
  const known = literalsIn(given)
  const equated = key.length === 1 ? equation(plain, given, found, known, key[0]!) : undefined
  if (equated !== undefined) return equated
  const isKnown = (one: Literal) =>
    known.some(({ readings }) => readings.some((other) => sameWriting(one, other)))
  const hits = key.map((part) =>
    found.find(({ readings }) => readings.some((one) => isValue(part)(one) && !isKnown(one))),
  )
  const isWhole = key.every((part) => found.some(({ readings }) => readings.some(isValue(part))))
  const telling = hits.find((hit, at) => hit && (isWhole || isTelling(usual(key[at]!))))
  if (telling !== undefined) return shownAt(plain, telling, telling)
  if (key.length < 2 || runOf(key, known) !== undefined) return undefined
  const run = runOf(key, found)
  if (run === undefined) return undefined
  return shownAt(plain, found[run]!, found[run + key.length - 1]!)
}

/** `… = answer`, and nothing that goes on with the sum. */
function equation(
  plain: string,
  given: string,
  found: readonly Found[],
  known: readonly Found[],
  key: Found,
): Leak | undefined {
  const equated = (text: string, one: Found) =>
    /(?:=|≈|\bequals)\s*[-+]?\s*$/.test(text.slice(Math.max(0, one.at - 12), one.at)) &&
    !/^\s*[-+·×^/(]|^[a-z]/i.test(text.slice(one.end)) &&
    one.readings.some(isValue(key))
  if (known.some((one) => equated(given, one))) return undefined
  const one = found.find((each) => equated(plain, each))
  return one && leak("answer-equated", plain, one.at, one.end)
}

/** Where the answer's numbers stand side by side in their order. */
function runOf(key: readonly Found[], found: readonly Found[]): number | undefined {
  const at = found.findIndex((_, start) =>
    key.every((part, i) => found[start + i]?.readings.some(isValue(part))),
  )
  return at === -1 ? undefined : at
}

/** One number of several: a fraction or one with two digits does not come by chance. */
function isTelling({ numerator, denominator }: Literal): boolean {
  return denominator !== 1n || numerator >= 10n
}

const COMMON = /^(?:true|false|yes|no|none|(?:no|all) .*|there .*|infinitely .*)$/i

/** Symbols (`x + y`), names in a row (`{B, C}`), or a word that the spec does not have. */
function wordsShown({ plain, given, key }: Texts): Leak | undefined {
  const wanted = squeezed(key)
  if (wanted.length < 3 || COMMON.test(key.trim())) return undefined
  if (holds(squeezed(given), wanted) || !holds(squeezed(plain), wanted)) return undefined
  return { refused: "answer-shown", detail: key.trim() }
}

function holds(text: string, wanted: string): boolean {
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
    const around = `${text[at - 1] ?? " "}${text[at + wanted.length] ?? " "}`
    if (!/[\p{L}\d]/u.test(around)) return true
  }
  return false
}

/** A text as its words and signs: spaces only between words, lists with commas only. */
function squeezed(text: string): string {
  return text
    .toLowerCase()
    .replace(/\s+/g, " ")
    .replace(/,? (?:and|or) /g, ",")
    .replace(/ ?([^\p{L}\d ]) ?/gu, "$1")
    .replace(/^ | $/g, "")
}

function usual({ readings }: Found): Literal {
  return readings[0]!
}

function isValue(part: Found): (one: Literal) => boolean {
  return (one) => sameValue(one, usual(part))
}

function shownAt(plain: string, first: Found, last: Found): Leak {
  return leak(first.spelled ? "answer-spelled" : "answer-shown", plain, first.at, last.end)
}

const DETAIL_CHARS_MAX = 60 // enough to find the place

function leak(refused: Leak["refused"], plain: string, at: number, end: number): Leak {
  return { refused, detail: plain.slice(at, Math.min(end, at + DETAIL_CHARS_MAX)).trim() }
}
