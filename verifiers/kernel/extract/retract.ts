import { lastBefore, type Page } from "./page.ts"
import { isAllValue } from "./runs.ts"
import { lastSentences, sentenceStart } from "./sentence.ts"
import { type Token, tokensOf } from "./tokens.ts"
import { sentenceValue } from "./value.ts"
import { RECALLS, RETRACTIONS } from "./words.ts"

const TAIL_CHARACTERS_MAX = 4000 // what is said after the answer; it is short in honest replies

/**
 * Where, behind `from`, the answer is taken back: "Wait, that is wrong", "Actually, it is 6". Null
 * where it stands. Second thoughts that name no other value take nothing back.
 */
export function retraction(page: Page, from: number): number | null {
  const tail = { ...page, start: from, end: Math.min(page.end, from + TAIL_CHARACTERS_MAX) }
  const said = page.low.slice(tail.start, tail.end)
  page.fuel.spend(said.length / 100)
  if (said.length < 4) return null
  let last = -1
  if (HINTS.test(said)) {
    for (const phrase of RETRACTIONS) {
      const at = lastBefore(tail, phrase, tail.end)
      if (at > last && !isHypothetical(tail, at)) last = at
    }
  }
  if (last >= 0) return Math.max(from, sentenceStart(page, last))
  if (!SECOND_THOUGHTS.test(said)) return null
  return replaced(tail, true)
}

const HINTS = new RegExp(
  [
    ...[
      "disagree",
      "misprint",
      "typo",
      "cannot",
      "can't",
      "certain",
      "contradict",
      "such x",
      "wrong",
    ],
    ...[
      "incorrect",
      "right",
      "correct",
      "scratch",
      "take ",
      "disregard",
      "ignore",
      "mistake",
      "error",
    ],
    ...["not the", "false", "kidding", "nonsense"],
  ].join("|"),
)
const SECOND_THOUGHTS =
  /wait|actually|no[,:. ]|oops|sorry|hmm|hold|oh|correction|edit|rather|i mean/

/** "If it were 37, there would be a contradiction" supports the answer. */
function isHypothetical(tail: Page, at: number): boolean {
  const { list } = tokensOf(tail, Math.max(tail.start, sentenceStart(tail, at)), at)
  return list.some(({ word }) => HYPOTHETICAL.has(word))
}

const HYPOTHETICAL: ReadonlySet<string> = new Set(
  `if were suppose assume assuming otherwise any other another would unless common many students
  people often`.split(/\s+/),
)

/** Where, behind an answer that was denied, another is given: "It is not 5. It is 6." */
export function restatement(page: Page, from: number): number | null {
  return replaced(
    { ...page, start: from, end: Math.min(page.end, from + TAIL_CHARACTERS_MAX) },
    false,
  )
}

/** "Wait, it should be 6": the sentence names what the answer is instead. */
function replaced(tail: Page, isRecall: boolean): number | null {
  for (const [start, end] of lastSentences(tail, TAIL_CHARACTERS_MAX) ?? []) {
    if (tail.text[end] === "?") continue
    const { list } = tokensOf(tail, start, end)
    const first = list.find(({ word }) => word !== "" && /^[a-z]/.test(word))
    if (first === undefined) continue
    const other = isRecall ? otherValue(list) : null
    if (other !== null) return other
    if (isRecall && !RECALLS.has(first.word)) continue
    const names = list.some(({ word }, at) => NAMING.has(`${word} ${list[at + 1]?.word ?? ""}`))
    const isShort = list.some(({ word }) => word === "it's" || word === "it’s" || word === "that's")
    if ((names || isShort) && sentenceValue(tail, start, end)?.kind === "value") return start
  }
  return null
}

/** "No, 18", "Correction: 18", "I mean 18": where the other value begins. */
function otherValue(list: readonly Token[]): number | null {
  const isMean = list[0]?.word === "i" && list[1]?.word === "mean"
  let at = isMean ? 2 : 0
  while (at < list.length && (RECALLS.has(list[at]!.word) || ",:".includes(list[at]!.word))) {
    if (list[at]!.word === "") break
    at += 1
  }
  return at > 0 && isAllValue(list.slice(at)) ? list[at]!.start : null
}

const NAMING: ReadonlySet<string> = new Set([
  ...["it is", "should be", "must be", "answer is", "that is", "it must", "answer should"],
])
