import {
  ABOUT_ANSWERS,
  ARTICLES,
  BELIEFS,
  CONCLUDING,
  COPULAS,
  CROWDS,
  DOUBTS,
  EQUALS,
  FAILING,
  FILLERS_BEHIND,
  HARMLESS,
  HELPERS,
  IFS,
  MAYBES,
  OPENINGS,
  OWN_WORDS,
  OWNERS,
  PROCEDURES,
  REASONS,
  RECALLING,
  REFUSING,
  RELATIVES,
  SAME,
  SAYING_OF_OTHERS,
  SO_TAILS,
  SUBJECT_CHANGES,
  SUPPOSING,
  TENTATIVE,
  TURNS,
  UNTRUE,
  WRONG_KINDS,
} from "./doubts.ts"
import type { Token } from "./tokens.ts"
import { NEGATORS } from "./words.ts"

const WORDS_MAX = 60 // on either side; what stands further off belongs to something else

/** How a sentence stands to a value in it: it states it, or it leaves it open or takes it back. */
export interface Stated {
  /** The tokens of the value, by index: from the first to behind the last. */
  readonly tokens: readonly [first: number, behind: number]
  /** It is said of something: "x is 5". Then the words before it may belong to the subject. */
  readonly isPredicate: boolean
}

/**
 * Whether the sentence commits itself to the value. It does not where it doubts it, denies it,
 * supposes it, has somebody else say it, makes it depend on something, or withdraws it further on.
 */
export function isStated(list: readonly Token[], run: Stated): boolean {
  const [first, behind] = run.tokens
  const start = Math.max(clauseStart(list, first), first - WORDS_MAX)
  const before = list.slice(start, first).map(({ word }) => word)
  if (isSupposed(list, start, first) || isAttributed(before)) return false
  if (isDoubted(before, run.isPredicate) || isOfOther(list, first)) return false
  return !isWithdrawn(list, behind)
}

/** "36 if all of them play, otherwise 18" is one answer of several cases, and not 36. */
export function makesCondition(list: readonly Token[], run: Stated): boolean {
  return hasCondition(list.slice(run.tokens[1]).map(({ word }) => word))
}

function hasCondition(words: readonly string[]): boolean {
  return words.some((word, at) => IFS.has(word) && !OWN_WORDS.has(words[at + 1] ?? ""))
}

/** Whether the words before "the answer is" leave open what it is: "nobody would say that". */
export function isOpenBefore(list: readonly Token[]): boolean {
  const last = list.at(-1)?.word ?? ""
  return (
    isOwned(list, list.length) ||
    UNTRUE.has(last) ||
    TENTATIVE.has(last) ||
    !isStated(list, { tokens: [list.length, list.length], isPredicate: true })
  )
}

/**
 * What is said is said of something else than the answer: "the square of the answer is 36", "twice
 * the answer is 36", "the answer has 36 digits".
 */
export function isOfOther(list: readonly Token[], first: number): boolean {
  const answer = list.findLastIndex(({ word }, at) => at < first && word.startsWith("answer"))
  if (answer < 0) return false
  const kind = list[answer - 1]?.word ?? ""
  if (isOwned(list, answer) || TENTATIVE.has(kind)) return true
  if (WRONG_KINDS.has(kind) && list[answer]!.word === "answer") return true
  const between = list.slice(answer + 1, first)
  if (between.some(({ word }) => SUBJECT_CHANGES.has(word))) return true
  const verb = between.findLast(({ role, word }) => role === "prose" && !FILLERS_BEHIND.has(word))
  return verb !== undefined && !EQUALS.has(verb.word)
}

/** "The answer squared is", "the answer minus 4 is". */
export function changesSubject(text: string): boolean {
  return text.split(" ").some((word) => SUBJECT_CHANGES.has(word))
}

/** "the square of the answer", "a bound for the answer"; not "the value of the answer". */
function isOwned(list: readonly Token[], answer: number): boolean {
  let before = answer - 1
  while (before >= 0 && ARTICLES.has(list[before]!.word)) before -= 1
  const [owner, what] = [list[before]?.word ?? "", list[before - 1]?.word ?? ""]
  if (owner === "for" || owner === "on" || owner === "to") return REASONS.has(what)
  return OWNERS.has(owner) && !(owner === "of" && SAME.has(what))
}

/** Where the clause of the token begins: a conclusion stands by itself, whatever led to it. */
function clauseStart(list: readonly Token[], first: number): number {
  for (let at = first - 1; at >= 0; at -= 1) {
    const { word } = list[at]!
    if (isConcluding(list, at) || word === "but" || word === "however" || word === ";")
      return at + 1
    if (word === "," && OPENINGS.has(openingWord(list, at))) return at + 1
    if (word === "and" && list.slice(at, first).some((token) => COPULAS.has(token.word))) {
      return at + 1
    }
  }
  return 0
}

/** "so", "therefore", and not the "so" of "so that", "so far" and "or so". */
export function isConcluding(list: readonly Token[], at: number): boolean {
  const { word } = list[at]!
  if (word !== "so") return CONCLUDING.has(word)
  return !SO_TAILS.has(list[at + 1]?.word ?? "") && list[at - 1]?.word !== "or"
}

/** The first word of the part that ends with the comma: "Since 7 is not prime, …". */
function openingWord(list: readonly Token[], comma: number): string {
  let at = comma
  while (at > 0 && list[at - 1]!.word !== "," && list[at - 1]!.role !== "break") at -= 1
  return list[at]!.word
}

/** "If all play, it is 36", "suppose x = 5", "let n = 6", "unless": not "if we add them, …". */
function isSupposed(list: readonly Token[], start: number, first: number): boolean {
  if (list[0] !== undefined && isConcluding(list, 0)) return false
  const closed = list.findLastIndex((_, at) => at < start && isConcluding(list, at))
  return list.slice(0, first).some(({ word }, at) => {
    if (at <= closed) return false
    if (word === "assuming" || word === "supposing") return at >= start
    if (word === "if") return !PROCEDURES.has(list[at + 1]?.word ?? "")
    const next = list[at + 1]?.word
    if (word === "show" || word === "given")
      return at >= start && (next === "that" || next === "us")
    if (word === "let" || word === "say") return at === 0 && list[at + 1]?.word !== "us"
    if ((word === "be" || word === "equal") && at + 1 === first)
      return MAYBES.has(list[at - 1]?.word ?? "")
    return SUPPOSING.has(word)
  })
}

/** "My friend says 36", "one might think that it is 36", "I first thought 36". */
function isAttributed(before: readonly string[]): boolean {
  return before.some((word, at) => {
    const helper = before[at - 1] ?? ""
    if (word === "say" || word === "think" || word === "believe" || word === "guess") {
      const isOwn = before
        .slice(Math.max(0, at - 2), at)
        .some((each) => each === "i" || each === "we")
      return !isOwn && (HELPERS.has(helper) || CROWDS.has(helper))
    }
    const isRelative = RELATIVES.has(helper) || before[at + 1] === "of"
    return SAYING_OF_OTHERS.has(word) && !isRelative
  })
}

function isDoubted(before: readonly string[], isPredicate: boolean): boolean {
  if (before.at(-1) === "no") return true
  return before.some((word, at) => {
    if (word.startsWith("differ") && before[at + 1] === "by") return false
    if (word === "either" && (before[at + 1] === "way" || before[at + 1] === "case")) return false
    if (DOUBTS.has(word)) return !isTurnedRound(before, at)
    const next = before[at + 1]
    const isOfClause = next === "that" || next === "to"
    if (word === "common" && UNTRUE.has(next ?? "")) return true
    if (UNTRUE.has(word)) return (isOfClause || !isPredicate) && !isTurnedRound(before, at)
    if (!NEGATORS.has(word)) return false
    const isHarmless = HARMLESS.has(next ?? "")
    if (!isPredicate) return !isHarmless && !before.slice(at).includes("but")
    return before.slice(at + 1, at + 4).some((each) => BELIEFS.has(each)) && !isHarmless
  })
}

/** "no doubt", "cannot deny", "nothing but": a denial of the doubt. */
function isTurnedRound(before: readonly string[], at: number): boolean {
  const near = before.slice(Math.max(0, at - 3), at)
  if (before[at] === "nothing" || before[at] === "none") return before[at + 1] === "but"
  return near.some((word) => NEGATORS.has(word) || word === "no" || word === "without")
}

/** What follows denies the value: "36 is close", "36, but this is a misprint", "36 (wrong)". */
export function isWithdrawn(list: readonly Token[], behind: number): boolean {
  const after = list.slice(behind, behind + WORDS_MAX).map(({ word }) => word)
  const turn = after.findIndex((word) => TURNS.has(word))
  const own = turn < 0 ? after : after.slice(0, turn)
  const comma = own.indexOf(",")
  const clause = comma < 0 ? own : own.slice(0, comma)
  if (isRecalled(after)) return true
  if (deniesIn(clause, list.slice(behind, behind + clause.length))) return true
  if (turn < 0) return false
  const turned = after.slice(turn + 1)
  if (list.slice(behind + turn + 1).some(({ role }) => role === "value")) return false
  if (turned.some((word) => UNTRUE.has(word) || DOUBTS.has(word))) return !turned.some(isNegator)
  return after[turn] !== "which" && turned.some((word) => isNegator(word)) && isOfAnswer(turned)
}

/** "36, sorry, 18", "36 - just kidding", "36, I mean 18", "36, a contradiction". */
function isRecalled(after: readonly string[]): boolean {
  return after.some((word, at) => {
    const next = after[at + 1] ?? ""
    if (word === "i" && next === "mean") return true
    if (word === "no" && at > 0) return next === "," || next === "" || next === "wait"
    if (RECALLING.has(word)) return true
    const isNear = at > 0 && at < 4 && (after[0] === "," || after[0] === ";")
    return isNear && REFUSING.has(word)
  })
}

/** Behind the value in its own clause: "does not satisfy", "is wrong", "is close", "(wrong)". */
function deniesIn(words: readonly string[], tokens: readonly Token[]): boolean {
  const until = tokens.findIndex(({ role }) => role === "value")
  const own = until < 0 ? words : words.slice(0, until)
  const [verb] = own.filter((word) => word !== "" && word !== "(")
  if ((verb !== undefined && UNTRUE.has(verb)) || hasCondition(own)) return true
  if (verb === "before" || verb === "until") return false
  const isVerb =
    verb !== undefined && (COPULAS.has(verb) || NEGATORS.has(verb) || FAILING.has(verb))
  if (!isVerb) return false
  if (FAILING.has(verb)) return true
  const isDenied = own.slice(0, 3).some((word) => isNegator(word))
  const isWrong = own.slice(1, 5).some((word) => UNTRUE.has(word) || REASONS.has(word))
  return isDenied !== isWrong
}

function isNegator(word: string): boolean {
  return NEGATORS.has(word) || word === "no"
}

function isOfAnswer(words: readonly string[]): boolean {
  return words.some((word) => BELIEFS.has(word) || ABOUT_ANSWERS.has(word))
}
