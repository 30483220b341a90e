import { lastBefore, type Page } from "./page.ts"
import { lastSentences, sentenceStart } from "./sentence.ts"
import { tokensOf } from "./tokens.ts"
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
    for (const phrase of RETRACTIONS) last = Math.max(last, lastBefore(tail, phrase, tail.end))
  }
  if (last >= 0) return Math.max(from, sentenceStart(page, last))
  if (!SECOND_THOUGHTS.test(said)) return null
  return replaced(tail, true)
}

const HINTS =
  /disagree|misprint|cannot|can't|certain|contradiction|such x|wrong|incorrect|right|correct|scratch|take |disregard|ignore|mistake|error|not the/
const SECOND_THOUGHTS = /wait|actually|no[,:. ]|oops|sorry|hmm|hold|oh/

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
    if (first === undefined || (isRecall && !RECALLS.has(first.word))) continue
    const names = list.some(({ word }, at) => NAMING.has(`${word} ${list[at + 1]?.word ?? ""}`))
    const isShort = list.some(({ word }) => word === "it's" || word === "it’s" || word === "that's")
    if ((names || isShort) && sentenceValue(tail, start, end)?.kind === "value") return start
  }
  return null
}

const NAMING: ReadonlySet<string> = new Set([
  ...["it is", "should be", "must be", "answer is", "that is", "it must", "answer should"],
])
