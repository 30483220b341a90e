import type { Page, Span } from "./page.ts"
import { oneOf } from "./patterns.ts"

/**
 * Whether a value is one of several that are put up for choice: "maybe 41, maybe 61", "option 1:
 * 41, option 2: 61", "61, if not 41". Who leaves the choice to the reader has not answered.
 */
export function isOneGuessOfMany(page: Page, span: Span): boolean {
  const before = page.low.slice(page.start, span[0])
  if (CALLED_A_GUESS.test(before) && VALUE.test(before.replace(CALLED_A_GUESS, ""))) return true
  return ANOTHER_BEHIND.test(page.low.slice(span[1], Math.min(page.end, span[1] + BEHIND_CHARS)))
}

const BEHIND_CHARS = 80 // one clause; what comes later is read by itself

const COUNTED = "(?:\\d{1,2}|[a-d]|one|two|three)"
const CALLED_A_GUESS = new RegExp(
  [
    `\\b${oneOf("maybe|perhaps|possibly|alternatively|failing that|or else|otherwise")}`,
    `\\b${oneOf("guess|candidate|possibility")}(?: ${COUNTED})?`,
    `\\b${oneOf("option|attempt|try|choice")} ${COUNTED}`,
  ]
    .map((said) => `(?:${said})[\\s,:=$*(]*$`)
    .join("|"),
)

/** Something that could have been an answer, too: not the number of an option. */
const VALUE = new RegExp(`(?<!${oneOf("guess|option|candidate|attempt|try|choice|step")} )\\b\\d`)

const ANOTHER_BEHIND =
  /^[\s$*)\]]*[,;(]?\s*(?:if not|or else|or the|failing (?:that|which|this)|alternatively)\b/
