import type { Token } from "./tokens.ts"
import { NEGATORS } from "./words.ts"

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
  const start = clauseStart(list, first)
  const before = list.slice(start, first).map(({ word }) => word)
  if (isSupposed(list, start, first) || isAttributed(before)) return false
  if (isDoubted(before, run.isPredicate) || isOfOther(list, first)) return false
  return !isWithdrawn(list, behind)
}

/** "36 if all of them play, otherwise 18" is one answer of several cases, and not 36. */
export function makesCondition(list: readonly Token[], run: Stated): boolean {
  return list.slice(run.tokens[1]).some(({ word }) => IFS.has(word))
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
function isOfOther(list: readonly Token[], first: number): boolean {
  const answer = list.findLastIndex(({ word }, at) => at < first && word.startsWith("answer"))
  if (answer < 0) return false
  if (isOwned(list, answer)) return true
  const between = list.slice(answer + 1, first)
  if (between.some(({ word }) => SUBJECT_CHANGES.has(word))) return true
  const verb = between.findLast(({ role, word }) => role === "prose" && !FILLERS_BEHIND.has(word))
  return verb !== undefined && !EQUALS.has(verb.word)
}

/** "the square of the answer", "a bound for the answer"; "the value of the answer" is the answer. */
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
  return list.slice(0, first).some(({ word }, at) => {
    const isInClause =
      at >= start || !list.slice(at, start).some((_, i) => isConcluding(list, at + i))
    if (!isInClause) return false
    if (word === "if") return !PROCEDURES.has(list[at + 1]?.word ?? "")
    if (word === "let" || word === "say") return at === 0 && list[at + 1]?.word !== "us"
    if (word === "be" && at + 1 === first) return MAYBES.has(list[at - 1]?.word ?? "")
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
  return before.some((word, at) => {
    if (DOUBTS.has(word)) return !isTurnedRound(before, at)
    const next = before[at + 1]
    const isOfClause = next === "that" || next === "to"
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
function isWithdrawn(list: readonly Token[], behind: number): boolean {
  const after = list.slice(behind).map(({ word }) => word)
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
  if (verb !== undefined && (UNTRUE.has(verb) || IFS.has(verb))) return true
  if (own.some((word) => IFS.has(word))) return true
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

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/))

/** What follows one of these is a conclusion from what stands before. */
const CONCLUDING = words(
  "so therefore thus hence consequently whence accordingly thereby implying ∴ ⇒ → => i.e.",
)
const SO_TAILS = words("that far many much on long")
/** A part that opens with one of these leads up to a statement, and its "not" is its own. */
const OPENINGS = words(
  "since because as when although though while given without after once by for whereas despite",
)
/** One of these makes what follows a supposition. */
const SUPPOSING = words(
  `suppose supposing assume assuming assumed imagine pretend unless otherwise whether hypothetically
  were had`,
)
const IFS = words("if unless otherwise assuming provided supposing")
/** "If we add these" tells how, and supposes nothing. */
const PROCEDURES = words("we you one")
const MAYBES = words("could might may")
const HELPERS = words("would might could may will")
const CROWDS = words("some people others many they students friends you")
/** "The number of students who claimed a prize", "the number that he thought of". */
const RELATIVES = words("who that which whom he she they")
const SAYING_OF_OTHERS = words(
  `says said claims claimed thinks thought guesses guessed suggests suggested mentions mentioned
  argues argued insists insisted asserts asserted believes believed according allegedly supposedly
  estimated reportedly misread`,
)
/** One of these anywhere before a value leaves it open, or denies it. */
const DOUBTS = words(
  `doubt doubts doubtful deny denies denied refuse refuses refused reject rejects rejected disagree
  disagrees dispute disputes refute refutes exclude excludes excluded discard discards discarded
  eliminate eliminates nobody nothing none hardly scarcely barely unlikely anything unlike misprint
  contradict contradicts contradicting avoid avoids naive naively mistakenly wrongly incorrectly
  erroneously falsely dismiss dismisses depends suspicious unsure uncertain differ differs`,
)
/** These deny a value where they are said of it; before it they may belong to the subject. */
const UNTRUE = words(
  `wrong false incorrect untrue mistaken invalid impossible misprint typo mistake error contradiction
  absurd extraneous spurious nonsense inadmissible unacceptable rejected discarded excluded
  fake misleading erroneous unlikely doubtful correction inconsistent contradictory`,
)
/** Answers that were given up for the answer: "the naive answer is 36". */
const TENTATIVE = words(
  "naive initial original previous earlier old tempting possible apparent former intuitive rejected",
)
const ARTICLES = words("the a an this that my our final correct required desired whole actual")
const OWNERS = words(
  "of than twice thrice half double triple times minus plus from below above over",
)
const SAME = words("value form version statement")
const SUBJECT_CHANGES = words(
  `squared cubed minus plus times divided multiplied doubled tripled halved increased decreased
  reduced modulo mod rounded truncated raised`,
)
const FILLERS_BEHIND = words(
  `the a an about approximately roughly exactly precisely just only simply therefore thus hence then
  also now indeed clearly always still actually again finally probably likely definitely certainly
  almost around nearly option choice letter number value surely maybe perhaps possibly given by
  here equal`,
)
const EQUALS = words(
  `is are was were be been being equals becomes become comes come to as out get gets obtain obtains
  find gives give yields yield it's that's isn't answer have should must would will`,
)
const HARMLESS = words(
  "hard difficult surprising surprisingly only just affected merely necessary to matter",
)
const BELIEFS = words(
  `think believe true case correct say claim clear sure certain possible follow mean imply conclude
  expect convinced guarantee right`,
)
/** "36 is too large", "36 is only a bound": the sentence says why it is not the answer. */
const REASONS = words("close too bound guess estimate insufficient")
const ABOUT_ANSWERS = words(
  "this that it answer found know determined satisfy satisfies work works valid known agree accept",
)
/** Here a sentence may turn against what it has said. */
const TURNS = words("but however though although yet which —")
const COPULAS = words("is are was were does do did would seems looks can it that")
const RECALLING = words("sorry oops kidding scratch")
const REFUSING = words(
  "contradiction contradicting impossible absurd reject rejected discard wrong",
)
const FAILING = words(
  "fails fail isn't isn’t doesn't doesn’t cannot can't can’t won't contradicts violates",
)
