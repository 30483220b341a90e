import { isDigit, isLetter } from "./digits.ts"

/** Stands for whatever no phrase contains. */
export const UNKNOWN = "\\"

/** (B), B., B) 12: one of the first capitals, set apart as choices are. */
export function choiceLetter(words: string): string | null {
  const bracket = words[0] === "(" ? 1 : 0
  const named = NAMED.find((name) => words.startsWith(name))
  if (named !== undefined) {
    const rest = trimMarks(words.slice(named.length))
    return rest.length === 1 && isChoice(rest.charCodeAt(0)) ? rest : null
  }
  if (!isChoice(words.charCodeAt(bracket))) return null
  const letter = words[bracket]!
  const mark = words[bracket + 1]
  if (bracket === 1 ? mark !== ")" : mark !== ")" && mark !== ".") return null
  const rest = words.slice(bracket + 2)
  if (rest === "" || (bracket === 1 && rest === ".")) return letter
  const starts = rest[0] === " " && !"+-*/^=<>_!,;|∪∩".includes(rest[1]!)
  return starts && hasWordOrDigit(rest) && isOneChoice(rest) ? letter : null
}

const NAMED = ["Option ", "Choice ", "option ", "choice "]
const DOUBTS = new Set(["and", "or", "not", "no", "nor", "is", "wrong", "incorrect", "but"])

/** What follows a choice spells it out: it names no other choice and takes nothing back. */
export function isOneChoice(rest: string): boolean {
  if (rest.includes(UNKNOWN)) return false
  for (const word of rest.split(/[ ,.]/)) {
    if (DOUBTS.has(word.toLowerCase())) return false
    const mark = word.startsWith("(") ? word.slice(1) : word
    if (mark.length === 2 && mark[1] === ")" && isChoice(mark.charCodeAt(0))) return false
  }
  return true
}

function isChoice(code: number): boolean {
  return code >= 65 && code <= 74
}

function hasWordOrDigit(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (isDigit(text.charCodeAt(i)) || isLetter(text.charCodeAt(i))) return true
  }
  return false
}

/** Whether what begins like this may spell out a choice: (B) x = 2. */
export function mayBeChoice(start: string): boolean {
  const words = start.trimStart()
  const at = words[0] === "(" ? 1 : 0
  const marked = words[at + 1] === ")" || words[at + 1] === "."
  return (marked && isChoice(words.charCodeAt(at))) || NAMED.some((name) => words.startsWith(name))
}

/** The words without the marks around them. */
export function trimMarks(words: string): string {
  let start = 0
  let end = words.length
  while (start < end && " .,!?\"':()".includes(words[start]!)) start++
  while (end > start && " .,!?\"':()".includes(words[end - 1]!)) end--
  return words.slice(start, end)
}
