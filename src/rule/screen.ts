import type { Statement } from "../record/problem.ts"

/** Why a draft did not become a problem. */
export interface Refusal {
  readonly refused: string
  /** What exactly, in words for whoever proposed it. */
  readonly detail?: string
}

export function isRefusal(value: object): value is Refusal {
  return "refused" in value
}

const STATEMENT_CHARS_MAX = 512 // longest honest statement of a built-in skill: about 60

const WRITTEN_CHARS_MAX = 2_048 // a long word problem has 600

/**
 * What is wrong with words that a model wrote, before anybody reads them: they are shown to people
 * and put into prompts, so they are plain text without tags, controls or hidden characters.
 */
export function writtenFault(text: string): Refusal | undefined {
  if (text.trim() === "") return { refused: "no-statement" }
  if (text.length > WRITTEN_CHARS_MAX) {
    return { refused: "too-long", detail: `at most ${WRITTEN_CHARS_MAX} characters` }
  }
  if (!isOpenText(text)) return { refused: "hidden-characters" }
  if (/<\/?[a-z!]/i.test(text)) return { refused: "markup", detail: "write it without tags" }
  return undefined
}

/** Whether all of a text is to be seen: nothing in it steers a terminal or turns a line round. */
export function isOpenText(text: string): boolean {
  return text.isWellFormed() && !HIDDEN.test(text)
}

// Controls but the line end, marks that turn or join text, and what is drawn as nothing.
const HIDDEN = /(?!\n)\p{Cc}|\p{Cf}|\p{Co}|\p{Cn}|[\u2028\u2029\u3164\uffa0]/u

/** What is wrong with a statement as a question, or undefined. */
export function statementFault(statement: Statement, answer: string): string | undefined {
  if (statement.text.length > STATEMENT_CHARS_MAX) return "too-long"
  const mathematics = statement.text.replace(/[^0-9a-z+\-*/=()]|[a-z]{2,}/gi, "")
  if (mathematics === answer) return "answer-shown"
  return undefined
}
