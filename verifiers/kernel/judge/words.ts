import { type Outcome, right, wrong } from "./outcome.ts"

/** Two texts as words: case, spaces and the marks around them do not matter. */
export function compareWords(key: string, answer: string): Outcome {
  const [wanted, given] = [plain(key), plain(answer)]
  const same = wanted === "" ? key.trim() === answer.trim() : wanted === given
  return same ? right("words") : wrong("words", "different-text")
}

const MARKS = new Set([..." \t\n.,;:!?\"'()[]{}*_`"])

const ARTICLES = new Set(["a", "an", "the"])

/** Lower case, one space between words, no marks at the ends. */
export function plain(text: string): string {
  const words: string[] = []
  for (const word of text.normalize("NFC").toLowerCase().split(/\s/)) {
    let [start, end] = [0, word.length]
    while (start < end && MARKS.has(word[start]!)) start++
    while (end > start && MARKS.has(word[end - 1]!)) end--
    if (end > start) words.push(word.slice(start, end))
  }
  return (ARTICLES.has(words[0] ?? "") && words.length > 1 ? words.slice(1) : words).join(" ")
}
