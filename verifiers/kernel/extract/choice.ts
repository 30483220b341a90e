import type { Page, Span } from "./page.ts"
import { trimmed } from "./trim.ts"

/** A choice that is the whole of an answer; `choice` is null where the letter stands alone. */
export interface Chosen {
  readonly span: Span
  readonly choice: Choice | null
}

/** "(B) 12": the letter of a choice, and what was written behind it. */
export interface Choice {
  readonly letter: string
  readonly rest: string
}

/** `(B) 12`, `B. 12`, `B) 12`, `B: 12` and `\textbf{(B)}\ 12`. */
export function choiceAt(page: Page, start: number, end: number): Chosen | null {
  const { text } = page
  if (text[start] === "\\" || text[start] === "$") return wrappedChoice(page, start, end)
  const isBracketed = text[start] === "("
  const at = isBracketed ? start + 1 : start
  const letter = text[at] ?? ""
  if (letter < "A" || letter > "J" || letter.length !== 1) return null
  const after = text[at + 1] ?? ""
  if (isBracketed ? after !== ")" : !").:".includes(after) || text[at + 2] !== " ") return null
  const rest = trimmed(page, at + 2, end)
  if (rest[0] >= rest[1]) return isBracketed ? null : { span: [at, at + 1], choice: null }
  if (isBracketed && !" \n*".includes(text[at + 2]!)) return null
  return choiceOf(page, [at, at + 1], rest)
}

const WRAPPED = /^\$?\\(?:text|textbf|textrm|mathrm|mathbf|mbox)\{\s*\(?([A-J])(?:\)|[.:])[\s~]*\}/

function wrappedChoice(page: Page, start: number, end: number): Chosen | null {
  const found = WRAPPED.exec(page.text.slice(start, Math.min(end, start + 40)))
  if (found === null) return null
  const at = start + found[0].indexOf(found[1]!, found[0].indexOf("{"))
  const close = page.text[start] === "$" && page.text[end - 1] === "$" ? end - 1 : end
  let from = start + found[0].length
  while (from < close && " ~\n".includes(page.text[from]!)) from += 1
  while (from < close && page.text[from] === "\\" && " ,;:!".includes(page.text[from + 1]!))
    from += 2
  const rest = trimmed(page, from, close)
  return rest[0] >= rest[1] ? null : choiceOf(page, [at, at + 1], rest)
}

function choiceOf(page: Page, letter: Span, rest: Span): Chosen | null {
  if ("+-−*/=^<>,;".includes(page.text[rest[0]]!)) return null
  if (/^(?:is|are|and|or) /.test(page.low.slice(...rest))) return null
  return {
    span: letter,
    choice: { letter: page.text.slice(...letter), rest: page.text.slice(...rest) },
  }
}
