import { isProgramText } from "../read/computer-algebra-fold.ts"
import { type Choice, choiceAt } from "./choice.ts"
import { endsInBut, isLicensed } from "./license.ts"
import type { Page, Span } from "./page.ts"
import { isPart, isRemark } from "./partial.ts"
import { predicateIn } from "./predicate.ts"
import { alternativesOf, chosenRun, isAllValue, type Run, runsOf } from "./runs.ts"
import { SENTENCE_CHARACTERS_MAX } from "./sentence.ts"
import { isConcluding, isOfOther, isStated, makesCondition } from "./stance.ts"
import { type Token, tokensOf } from "./tokens.ts"
import { skipFillers, trimmed } from "./trim.ts"
import {
  HEDGES,
  NEGATORS,
  SENTENCE_WORDS,
  SUBORDINATORS,
  WORD_ANSWERS,
  WRONG_WORDS,
} from "./words.ts"

const RUNS_MAX = 16 // values of one sentence that are weighed; what is said stands near its end
const WORD_ANSWER_WORDS_MAX = 10 // "all real numbers except two and negative three" has eight

const CODE_CHARACTERS_MAX = 200 // a longer text is a reply that may quote a program

/** What a stretch of running text gives as an answer. */
export type Value =
  | { readonly kind: "value"; readonly span: Span; readonly choice: Choice | null }
  | { readonly kind: "hedged"; readonly spans: readonly Span[] }
  | { readonly kind: "negated"; readonly span: Span }
  /** There is one, in words that are not understood. */
  | { readonly kind: "unclear"; readonly span: Span }
  /** It stops in the middle of a group or a formula. */
  | { readonly kind: "open" }
  /** It is longer than what is looked at. */
  | { readonly kind: "limit" }

/** The value in the stretch behind a cue such as "the answer is"; null where there is none. */
export function valueIn(page: Page, start: number, end: number): Value | null {
  if (end - start >= SENTENCE_CHARACTERS_MAX) return { kind: "limit" }
  const [from, to] = trimmed(page, skipFillers(page, start, end), end)
  if (from >= to) return null
  const choice = choiceAt(page, from, to)
  if (choice !== null) return { kind: "value", ...choice }
  const { list, isOpen } = tokensOf(page, from, to)
  if (isOpen) return { kind: "open" }
  if (isAllValue(list) && !list.some(({ word }) => HEDGES.has(word))) return value([from, to])
  const spoken = sayingIn(page, list, [from, to], "first")
  return spoken ?? wordsIn(list, [from, to])
}

/** The value that a whole sentence gives: "So, there are 12 ways" gives 12. */
export function sentenceValue(page: Page, start: number, end: number): Value | null {
  const [from, to] = trimmed(page, start, end)
  if (from >= to) return null
  const { list, isOpen } = tokensOf(page, from, to)
  if (isOpen) return { kind: "open" }
  return sayingIn(page, list, [from, to], "last")
}

/** How a short text without any cue stands: an answer, a sentence, or neither. */
export function bareValue(page: Page, start: number, end: number): Value | "sentence" | null {
  const [from, to] = trimmed(page, start, end)
  if (from >= to) return null
  const { list, isOpen } = tokensOf(page, from, to)
  if (isOpen) return { kind: "open" }
  const choice = choiceAt(page, from, to)
  if (choice !== null) return { kind: "value", ...choice }
  // The reader refuses a program; one of its numbers would be no answer either.
  if (to - from < CODE_CHARACTERS_MAX && isCode(page.text.slice(from, to))) return value([from, to])
  if (isAllValue(list)) return isSteps(page, list) ? null : value([from, to])
  if (page.text.slice(from, to).includes("\n")) return null
  if (!list.some(({ role }) => role === "value" || role === "prose")) return null
  const behind = trimmed(page, skipFillers(page, from, to), to)
  if (behind[0] > from && isAllValue(tokensOf(page, ...behind).list)) return value(behind)
  const hasValue = list.some(({ role }) => role === "value")
  const prose = list.filter(({ role }) => role === "prose")
  const isSentence = prose.some(({ word }) => SENTENCE_WORDS.has(word))
  if (hasValue && list.some(({ word }) => word === "?")) return "sentence"
  if (WRONG_WORDS.has(list[0]!.word) && hasValue) return { kind: "negated", span: [from, to] }
  const remark = withoutRemark(page, list, [from, to])
  if (remark !== null) return remark
  if (hasValue && (isSpoken(page, list) || list.some(({ word }) => word === "i.e."))) {
    return "sentence"
  }
  const share = shareOf(page, list, [from, to])
  if (share !== null) return share
  if (isSentence ? hasValue : prose.length > WORD_ANSWER_WORDS_MAX) return "sentence"
  if (isSentence) return value(predicateIn(page, from, to))
  if (NEGATORS.has(list[0]?.word ?? "") && hasValue) return sayingIn(page, list, [from, to], "last")
  if (list.some(({ word }) => HEDGES.has(word) || NEGATORS.has(word)) && hasValue) return "sentence"
  return value([from, to])
}

/** "36 (see above)": words in brackets behind a value remark on it. */
function withoutRemark(page: Page, list: readonly Token[], [from, to]: Span): Value | null {
  const open = list.findIndex(({ word }) => word === "(")
  if (open < 1 || list.at(-1)!.word !== ")" || page.text[to - 1] !== ")") return null
  const [before, inside] = [list.slice(0, open), list.slice(open + 1, -1)]
  const isWrong = inside.length === 1 && WRONG_WORDS.has(inside[0]!.word)
  const isWords = (inside.length > 1 && isRemark(list, open)) || isWrong
  if (!isWords || !isAllValue(before) || inside.some(({ word }) => word === ")")) return null
  const isDenied = inside.some(({ word }) => WRONG_WORDS.has(word) || NEGATORS.has(word))
  if (isDenied) return { kind: "negated", span: [from, to] }
  return value([from, trimmed(page, from, list[open]!.start)[1]])
}

/** "2/3 of the cake": what a share is taken of has no number of its own. */
function shareOf(page: Page, list: readonly Token[], [from]: Span): Value | null {
  const of = list.findIndex(({ word }) => word === "of")
  const behind = list.slice(of + 1)
  if (of < 1 || !WHOLES.has(behind[0]?.word ?? "") || !isAllValue(list.slice(0, of))) return null
  if (!behind.every(({ role }) => role === "prose")) return null
  return value([from, trimmed(page, from, list[of]!.start)[1]])
}

const WHOLES: ReadonlySet<string> = new Set([
  "the",
  "a",
  "an",
  "his",
  "her",
  "their",
  "all",
  "them",
])

/** A sentence without a verb that we know: words before a formula, or two words before a value. */
function isSpoken(page: Page, list: readonly Token[]): boolean {
  const [first] = list
  if (first === undefined || first.role !== "prose" || WORD_ANSWERS.has(first.word)) return false
  const isFenced = list.some(
    ({ role, start }) => role === "value" && "$\\".includes(page.text[start]!),
  )
  return isFenced || list.filter(({ role }) => role === "prose").length > 1
}

/** Program text; a fence of backticks around an answer is none. */
function isCode(text: string): boolean {
  return !text.includes("`") && isProgramText(text)
}

/** Whether a long text ends in nothing but maths. */
export function isFormulaTail(page: Page, start: number, end: number): boolean {
  return isAllValue(tokensOf(page, start, end).list)
}

/** Several lines without words are working, step by step, unless a sign carries them on. */
function isSteps(page: Page, list: readonly Token[]): boolean {
  if (isRecord(page, list)) return false
  return list.slice(1).some((token, at) => {
    const before = list[at]!
    if (!page.text.slice(before.end, token.start).includes("\n")) return false
    const carries = ({ role, word }: Token) => role === "joiner" || (role === "glue" && word !== "")
    return !carries(before) && !carries(token)
  })
}

/** Lines that give each another name its value, as x = 1 and y = 2, are one answer. */
function isRecord(page: Page, list: readonly Token[]): boolean {
  const names = list.flatMap((token, at) => {
    const before = list[at - 1]
    const opens = before === undefined || page.text.slice(before.end, token.start).includes("\n")
    return opens ? [list[at + 1]?.word === "=" && token.word.length === 1 ? token.word : ""] : []
  })
  return names.length > 1 && !names.includes("") && new Set(names).size === names.length
}

function value(span: Span): Value {
  return { kind: "value", span, choice: null }
}

function sayingIn(
  page: Page,
  list: readonly Token[],
  whole: Span,
  prefer: "first" | "last",
): Value | null {
  if (prefer === "first" && WORD_ANSWERS.has(list[0]?.word ?? "")) return null
  const parts = alternativesOf(page, list)
  if (parts !== null) return { kind: "hedged", spans: parts }
  const every = prefer === "last" ? exceptionIn(list, whole) : null
  if (every !== null) return every
  const outer = withoutAsides(list, runsOf(page, list))
  const all = prefer === "last" ? outer.slice(-RUNS_MAX) : outer
  if (prefer === "last" && all.some(({ tokens }) => isOfOther(list, tokens[0]))) {
    return { kind: "negated", span: whole }
  }
  const stated = prefer === "last" ? all.filter((each) => isStated(list, each)) : all
  const kept = stated.length > 0 ? stated : all
  const runs = prefer === "last" ? withoutReasons(list, concluding(list, kept)) : all
  const run = chosenRun(list, runs, prefer)
  if (run !== null && isUnfinished(page, list, run)) return { kind: "open" }
  if (run === null) return runs.length === 0 ? null : { kind: "negated", span: whole }
  const isWhole = prefer === "first" && makesCondition(list, run)
  if (isWhole) return value([run.span[0], whole[1]])
  const isOpen =
    prefer === "last" && (!isLicensed(list, run.tokens[0]) || endsInBut(list, run.tokens[1]))
  if (isOpen || !isStated(list, run)) return { kind: "negated", span: whole }
  if (isPart(page, list, run.tokens))
    return value(prefer === "first" ? [run.span[0], whole[1]] : whole)
  return value(prefer === "first" ? withCompanions(list, runs, run) : run.span)
}

/** "The domain is all real numbers except x = 3" is no statement about 3. */
function exceptionIn(list: readonly Token[], whole: Span): Value | null {
  const at = list.findLastIndex(({ word }) => COPULAS.has(word))
  const isEvery = at >= 0 && EVERY.has(list[at + 1]?.word ?? "")
  return isEvery ? value([list[at + 1]!.start, whole[1]]) : null
}

const COPULAS: ReadonlySet<string> = new Set(["is", "are"])
const EVERY: ReadonlySet<string> = new Set(["all", "any", "every", "everything", "each"])

/** "x = 36, since -36 is rejected": what follows the reason's word is the reason. */
function withoutReasons(list: readonly Token[], runs: readonly Run[]): readonly Run[] {
  const [first] = runs
  if (first === undefined) return runs
  const at = list.findIndex(({ word }, i) => i >= first.tokens[1] && REASONS.has(word))
  return at < 0 ? runs : runs.filter(({ tokens }) => tokens[1] <= at)
}

const REASONS: ReadonlySet<string> = new Set(["since", "because"])

/** "16 (equals 17 for large values)": what stands in brackets behind a value is an aside. */
function withoutAsides(list: readonly Token[], runs: readonly Run[]): readonly Run[] {
  let [depth, at] = [0, 0]
  const outer = runs.filter(({ tokens: [first] }) => {
    for (; at < first; at += 1) {
      if (list[at]!.word === "(") depth += 1
      else if (list[at]!.word === ")") depth -= 1
    }
    return depth <= 0
  })
  return outer.length > 0 ? outer : runs
}

/** "The fraction is 13/100, so m + n = 113": what follows the last "so" is what is said. */
function concluding(list: readonly Token[], runs: readonly Run[]): readonly Run[] {
  const at = list.findLastIndex((_, index) => index > 0 && isConcluding(list, index))
  const later = runs.filter((run) => run.tokens[0] > at && !run.isNegated)
  return at > 0 && later.length > 0 ? later : runs
}

/** "The sum is 100 + 25 +": the text stops where more had to come. */
function isUnfinished(page: Page, list: readonly Token[], run: Run): boolean {
  const behind = list.slice(run.tokens[1])
  const last = behind.at(-1)
  if (last === undefined || last.end < page.end || behind.some(({ role }) => role !== "glue")) {
    return false
  }
  return behind.some(({ word }) => UNFINISHED.has(word))
}

const UNFINISHED: ReadonlySet<string> = new Set("+-*/=<>^×·−≤≥≈")

/** "3 red and 4 blue" is one answer with two numbers, and "12 out of 20" is one value. */
function withCompanions(list: readonly Token[], runs: readonly Run[], chosen: Run): Span {
  let last = chosen
  for (const run of runs.slice(runs.indexOf(chosen) + 1)) {
    const between = list.slice(last.tokens[1], run.tokens[0])
    const isJoined = between.at(-1)?.word === "and" || between.at(-1)?.word === "or"
    const isShare = between.length === 2 && between[1]!.word === "of"
    const isClause = between.some(
      ({ word }) => SENTENCE_WORDS.has(word) || SUBORDINATORS.has(word) || word === ",",
    )
    if (run.isNegated || isClause || !(isJoined || isShare) || between.length > 4) break
    last = run
  }
  const nouns = last === chosen ? [] : list.slice(last.tokens[1])
  const isEnd = nouns.length <= 2 && nouns.every(({ role }) => role === "prose")
  return [chosen.span[0], isEnd ? (nouns.at(-1)?.end ?? last.span[1]) : last.span[1]]
}

/** An answer in words: "Monday", "no solution", "all real numbers except 3". */
function wordsIn(list: readonly Token[], span: Span): Value | null {
  if (list.length > 2 * WORD_ANSWER_WORDS_MAX) return null
  const clause = list.findIndex(({ word, role }, at) => at > 0 && endsClause(word, role))
  const kept = clause < 0 ? list : list.slice(0, clause)
  if (NEGATORS.has(kept[0]?.word ?? "") && kept.some(({ role }) => role === "value")) {
    return { kind: "negated", span }
  }
  const words = kept.filter(({ role }) => role === "prose").length
  if (words > WORD_ANSWER_WORDS_MAX || kept.length === 0) return null
  return value([span[0], clause < 0 ? span[1] : kept.at(-1)!.end])
}

function endsClause(word: string, role: Token["role"]): boolean {
  return role === "break" || (word !== "for" && word !== "where" && SUBORDINATORS.has(word))
}
