import { endOf, startOf } from "./extent.ts"
import type { Page, Span } from "./page.ts"
import type { Token } from "./tokens.ts"
import { trimmed } from "./trim.ts"
import {
  FILLERS,
  HEAD_NOUNS,
  HEDGES,
  NEGATOR_PAIRS,
  NEGATORS,
  SUBORDINATORS,
  VALUE_VERBS,
  WRONG_WORDS,
} from "./words.ts"

/** A value in running text: `12`, `x = 3 or x = -2`, `$5$ km`. */
export interface Run {
  readonly span: Span
  /** Its tokens, by index: from the first to behind the last. */
  readonly tokens: readonly [first: number, behind: number]
  /** "not 42", "42 is wrong". */
  readonly isNegated: boolean
  /** It follows "is", "are", "equals", "gives" at once. */
  readonly isPredicate: boolean
}

/** The values of a stretch of running text, in order. */
export function runsOf(page: Page, list: readonly Token[]): Run[] {
  const runs: Run[] = []
  for (let at = 0; at < list.length; ) {
    const start = at
    while (at < list.length && list[at]!.role !== "prose" && list[at]!.role !== "break") at += 1
    const run = runAt(page, list, start, at)
    if (run !== null) runs.push(run)
    at += 1
  }
  return runs
}

/** The value that the stretch gives: what its verb says, else its first or its last one. */
export function chosenRun(
  list: readonly Token[],
  runs: readonly Run[],
  prefer: "first" | "last",
): Run | null {
  const standing = runs.filter((run) => !run.isNegated)
  const solid = standing.filter((run) => run.isPredicate || !isLoneLetter(list, run))
  const kept = solid.length > 0 ? solid : standing
  let said: Run | null = null
  for (const run of kept) {
    const behind: number = said === null ? 0 : said.tokens[1]
    const between = list.slice(behind, run.tokens[0])
    if (said !== null && between.some(({ word }) => SUBORDINATORS.has(word))) break
    if (run.isPredicate) said = run
  }
  if (prefer === "first" && kept[0] !== undefined && kept[0].tokens[0] === 0) {
    return said !== null && followsVerbOf(list, kept[0], said) ? said : kept[0]
  }
  return said ?? (prefer === "first" ? kept[0] : kept.at(-1)) ?? null
}

/** "f(x) = 2x + 1 for all x" and "5 points on a line l": the letter is not what is said. */
function isLoneLetter(list: readonly Token[], { tokens }: Run): boolean {
  return tokens[1] - tokens[0] === 1 && list[tokens[0]]!.word.length === 1
}

/** "What is 2+2 is 4": the first value is only the subject of the second. */
function followsVerbOf(list: readonly Token[], first: Run, said: Run): boolean {
  if (said === first) return false
  const between = list.slice(first.tokens[1], said.tokens[0])
  return between.every(({ word }) => word !== "of" && (VALUE_VERBS.has(word) || FILLERS.has(word)))
}

/** The parts of "3 or 5" and "3 or maybe 4", where nobody commits to one. */
export function alternativesOf(page: Page, list: readonly Token[]): Span[] | null {
  const hedges = list.some(
    ({ word }, at) => HEDGES.has(word) || (word === "not" && list[at + 1]?.word === "sure"),
  )
  const either = list.some(({ word }) => word === "or")
  if (!hedges || !either) return null
  const parts: Span[] = []
  let start = 0
  for (let at = 0; at <= list.length; at += 1) {
    if (at < list.length && list[at]!.word !== "or") continue
    const run = runsOf(page, list.slice(start, at)).at(-1)
    if (run !== undefined) parts.push(run.span)
    start = at + 1
  }
  return parts.length > 1 ? parts : null
}

function runAt(page: Page, list: readonly Token[], start: number, end: number): Run | null {
  let [from, to] = [start, end]
  while (from < to && !mayStart(list[from]!)) from += 1
  while (to > from && !mayEnd(list[to - 1]!)) to -= 1
  if (!list.slice(from, to).some(({ role }) => role === "value")) return null
  if (isLabelled(list, from, to)) return null
  const first = startOf(list, withoutName(list, from, to), to)
  const span = trimmed(page, list[first]!.start, list[endOf(list, to) - 1]!.end)
  if (span[0] === span[1]) return null
  const before = beforeRun(list, first)
  return {
    span,
    tokens: [from, to],
    isNegated: isDenied(before, list, from) || isWrong(list, to),
    isPredicate: (before !== undefined && VALUE_VERBS.has(before.word)) || isSubject(list, to),
  }
}

/** "Total cost = 20 + 16": a name of several words stands for no unknown. */
function withoutName(list: readonly Token[], from: number, to: number): number {
  const [name, sign] = [list[from]!, list[from + 1]]
  const isName = name.word.length > 3 && sign?.word === "=" && from + 2 < to
  return isName && list[from - 1]?.role === "prose" ? from + 2 : from
}

/** "Step 2", "equation (36)": the number is a name. */
function isLabelled(list: readonly Token[], from: number, to: number): boolean {
  const numbers = list.slice(from, to).filter(({ role }) => role === "value")
  const before = list[from - 1]
  return numbers.length === 1 && numbers[0]!.word === "" && LABELS.has(before?.word ?? "")
}

const LABELS: ReadonlySet<string> = new Set(
  `step equation eq page theorem lemma problem exercise question figure fig table section chapter
  line part example note footnote reference ref corollary proposition algorithm item case`.split(
    /\s+/,
  ),
)

const STARTS: ReadonlySet<string> = new Set([..."([{+-−±√<>≥≤≈~$|∛⌊⌈€£¥₹¬∠°∓∫∑∏≠!'", "\\$"])
const ENDS: ReadonlySet<string> = new Set([..."%!)]}|°'′″⌋⌉€£¥₹$…²³*_`", "\\%", "\\$"])

function mayStart({ role, word }: Token): boolean {
  if (role === "value") return true
  return role === "glue" && (STARTS.has(word) || STARTING_WORDS.has(word) || word.startsWith("\\"))
}

function mayEnd({ role, word }: Token): boolean {
  if (role === "value" || role === "unit") return true
  return role === "glue" && (ENDS.has(word) || ENDING_WORDS.has(word) || word.startsWith("\\"))
}

const STARTING_WORDS: ReadonlySet<string> = new Set(
  `sin cos tan cot sec csc sinh cosh tanh arcsin arccos arctan log ln exp sqrt cbrt abs floor ceil
  gcd lcm min max pi infinity inf minus alpha beta theta lambda phi det f g`.split(/\s+/),
)

const ENDING_WORDS: ReadonlySet<string> = new Set(
  `pi infinity inf percent million billion trillion thousand hundred squared cubed pm am p.m. a.m.
  noon o'clock degrees factorial theta alpha beta phi lambda th st nd rd`.split(/\s+/),
)

/** The word before the value that decides: fillers and marks between them are passed over. */
function beforeRun(list: readonly Token[], from: number): Token | undefined {
  let at = from - 1
  for (; at >= 0; at -= 1) {
    const { word, role } = list[at]!
    if (role === "glue" || word === "," || word === ":") continue
    if (word === "of" && (at === 0 || list[at - 1]!.word === ",")) return undefined // of the 36, …
    if (VALUE_VERBS.has(word)) return isDeniedVerb(list, at) ?? list[at]
    if (!FILLERS.has(word) && !HEAD_NOUNS.has(word) && word !== "the" && word !== "a") break
    if (word === "only" && list[at - 1]?.word === "not") return undefined
  }
  return list[at]
}

/** "is not" and "cannot be": the word that denies the verb, or that stands before it. */
function isDeniedVerb(list: readonly Token[], at: number): Token | undefined {
  const before = list[at - 1]
  const isOfSubject = before?.word === "neither" // "who play neither is 25"
  return before !== undefined && NEGATORS.has(before.word) && !isOfSubject ? before : undefined
}

function isDenied(before: Token | undefined, list: readonly Token[], from: number): boolean {
  if (before === undefined) return false
  if (NEGATORS.has(before.word)) return true
  const first = NEGATOR_PAIRS.get(before.word)
  const at = list.indexOf(before, Math.max(0, from - 8))
  return first !== undefined && at > 0 && list[at - 1]!.word === first
}

function isWrong(list: readonly Token[], to: number): boolean {
  const [verb, next, after] = [list[to]?.word, list[to + 1]?.word, list[to + 2]?.word]
  if (verb === undefined || next === undefined) return false
  if (verb === "isn't" || verb === "isn’t" || verb === "wasn't") return isRight(next, after)
  if (verb === "does" || verb === "do") return next === "not"
  if (verb === "doesn't" || verb === "doesn’t" || verb === "don't") return true
  if (verb === "would" && next === "be") return WRONG_WORDS.has(after ?? "")
  if (verb === "cannot" && next === "be") return isRight(after)
  if (verb !== "is" && verb !== "was") return false
  return next === "not" ? isRight(after, list[to + 3]?.word) : WRONG_WORDS.has(next)
}

/** "B is correct", "5 is the answer". */
function isSubject(list: readonly Token[], to: number): boolean {
  if (list[to]?.word !== "is" && list[to]?.word !== "are") return false
  return isRight(list[to + 1]?.word, list[to + 2]?.word)
}

function isRight(word: string | undefined, after?: string): boolean {
  if (word === "correct" || word === "right" || word === "true" || word === "valid") return true
  return word === "the" && (after === "answer" || after === "correct" || after === "right")
}

/** Whether the stretch has nothing but values, units and what joins them. */
export function isAllValue(list: readonly Token[]): boolean {
  return (
    list.some(({ role }) => role === "value") &&
    list.every(({ role }) => role !== "prose" && role !== "break")
  )
}
