import type { Token } from "./tokens.ts"

const WORDS_BETWEEN_MAX = 6 // "greater than or equal to the" has six

/**
 * Where a value that ends up at `from` really starts: "at least 5", "half of 5" and "the square
 * root of 5" are other answers than 5, and must not be read as it.
 */
export function startOf(list: readonly Token[], from: number, to: number): number {
  const isList = list.slice(from, to).some(({ word }) => word === "and" || word === ",")
  let start = from
  for (let at = from - 1; at >= 0 && from - at <= WORDS_BETWEEN_MAX; at -= 1) {
    const { word } = list[at]!
    if (word === "than" && list[at - 1]?.word === "rather") break
    const isPart = CHANGES.has(word) || (isList && OVER_LISTS.has(word))
    if (isPart) start = at
    else if (start === from ? !BETWEEN.has(word) : !HEADS.has(word)) break
    else if (start < from) start = at
  }
  return start
}

/** Where a value that stops before `to` really ends: "5 more than x" and "2 divided by 3". */
export function endOf(list: readonly Token[], to: number): number {
  const [next, after, last] = [list[to]?.word ?? "", list[to + 1]?.word, list[to + 2]?.word]
  const isCompared = COMPARED.has(next) && after === "than"
  const isMixed = next === "and" && (after === "a" || after === "one") && isFraction(last ?? "")
  const isOf = (next === "of" || next === "by") && list[to + 1]?.role === "value"
  const isPower = next === "to" && after === "the" && /power|th|nd|rd/.test(last ?? "")
  if (isPower) return list.length
  if (isCompared || isMixed || isOf || CONTINUED.has(next) || isFraction(next)) return list.length
  return to
}

function isFraction(word: string): boolean {
  return FRACTIONS.has(word)
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/))

/** What stands behind one of these is bounded or changed by it. */
const CHANGES = words(
  `least most than below above between under exceeds exceed beyond within half third quarter fourth
  fifth twice thrice double triple root square cube factorial logarithm sine cosine tangent
  negative up factor close near next adjacent inverse reciprocal opposite multiple multiples power
  divisor divisors factors`,
)
/** "The sum of 3 and 5" is neither of them, "a total of 5" is 5. */
const OVER_LISTS = words("sum product difference quotient ratio average mean")
const BETWEEN = words("or equal to the about of a an")
const HEADS = words(
  `at less more greater fewer larger smaller higher lower bigger no not strictly one two three a
  the square cube fourth natural`,
)
const COMPARED = words(`more less fewer greater larger smaller higher lower bigger taller`)
const CONTINUED = words(
  `divided multiplied raised added subtracted increased decreased reduced less root out modulo
  choose`,
)
const FRACTIONS = words(`half halves third thirds quarter quarters fourths fifths tenths dozen`)
