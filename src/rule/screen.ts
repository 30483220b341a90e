import type { Statement } from "../record/problem.ts"

/** Why a draft did not become a problem. */
export interface Refusal {
  readonly refused: string
}

export function isRefusal(value: object): value is Refusal {
  return "refused" in value
}

const STATEMENT_CHARS_MAX = 512 // longest honest statement of a built-in skill: about 60

/** What is wrong with a statement as a question, or undefined. */
export function statementFault(statement: Statement, answer: string): string | undefined {
  if (statement.text.length > STATEMENT_CHARS_MAX) return "too-long"
  const mathematics = statement.text.replace(/[^0-9a-z+\-*/=()]|[a-z]{2,}/gi, "")
  if (mathematics === answer) return "answer-shown"
  return undefined
}
