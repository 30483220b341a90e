import type { Page } from "./page.ts"
import type { Token } from "./tokens.ts"

/**
 * Whether the value goes on where it was cut: with a sign of maths right beside it, with brackets
 * that say more than a remark, or with words that change it. Then a part of it would be read.
 */
export function isPart(
  page: Page,
  list: readonly Token[],
  [first, behind]: readonly [first: number, behind: number],
): boolean {
  const [before, after] = [list[first - 1], list[behind]]
  if (before?.role === "glue" && WORDS_BEFORE.has(before.word)) return true
  if (before !== undefined && isSign(before) && list[first]!.start - before.end <= 1) {
    const isNamed = before.word === "=" && list[first - 2]?.role === "prose"
    if (!isNamed && (first > 1 || before.word !== "=")) return true
  }
  if (after === undefined) return false
  if (after.word === "(") return !isRemark(list, behind)
  if (isSign(after)) return true
  return isContinued(page, list, behind)
}

/** "36 or more", "36 and up", "36, give or take 2", "36 short of 50". */
function isContinued(page: Page, list: readonly Token[], behind: number): boolean {
  const at = list[behind]!.word === "," ? behind + 1 : behind
  const [next, after] = [list[at]?.word ?? "", list[at + 1]?.word ?? ""]
  if (TAILS.has(next) && at === behind) return true
  const pair = `${next} ${after}`
  if (TAIL_PAIRS.has(pair)) return true
  if (isReckoned(list, behind)) return true
  const stop = list[at]?.end ?? page.end
  return next === "ish" && page.text[stop - 4] === "-"
}

/** "36 apples plus 2 pears": it is reckoned with further on. */
function isReckoned(list: readonly Token[], behind: number): boolean {
  const near = list.slice(behind, behind + NOUN_WORDS_MAX)
  const at = near.findIndex(({ word }) => WORDS_BEFORE.has(word))
  const isNear =
    at >= 0 && near.slice(0, at).every(({ role }) => role === "prose" || role === "glue")
  return isNear && near[at + 1]?.role === "value"
}

const NOUN_WORDS_MAX = 6 // "items in each box times 2"

/** "(see above)", "(by symmetry)", "(not 12)": a remark on the value, and no part of it. */
export function isRemark(list: readonly Token[], open: number): boolean {
  return REMARKS.has(list[open + 1]?.word ?? "")
}

function isSign({ role, word }: Token): boolean {
  return role === "glue" && SIGNS.has(word)
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/))

const SIGNS: ReadonlySet<string> = new Set("+/^=<>×·÷±∓≤≥≠≈√∪∩")
const WORDS_BEFORE = words("times plus minus over modulo mod divided")
const REMARKS = words(
  `see by since because using from note cf check checked found shown not which that wrong
  incorrect`,
)
/** Right behind a value, one of these makes another value of it. */
const TAILS = words(
  `away short off upwards onwards shy apart ish per reversed written rounded point over pairs parts
  thousandths hundredths doubled halved tripled`,
)
const TAIL_PAIRS: ReadonlySet<string> = new Set([
  ...["more", "less", "fewer", "higher", "lower", "greater", "larger", "smaller", "above"].map(
    (word) => `or ${word}`,
  ),
  ...["below", "under", "over", "beyond", "later", "earlier", "better"].map((word) => `or ${word}`),
  ...["up", "over", "above", "more", "counting", "beyond", "below"].map((word) => `and ${word}`),
  ...["and a", "and something", "and some", "with its", "without the", "to one", "times as"],
  ...["at most", "at least", "at best", "at worst", "give or", "plus or", "more or"],
])
