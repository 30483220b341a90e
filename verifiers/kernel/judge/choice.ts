import type { Verdict } from "../../../src/record/verdict.ts"
import { extractAnswer } from "../extract/extract.ts"
import { isOneChoice } from "../read/choice.ts"
import { strip } from "../read/strip.ts"
import type { Key } from "./key.ts"
import { unsettled } from "./outcome.ts"
import { verdict } from "./verdict.ts"

/** A choice with what it stands for: (C) 12. */
export interface Choice {
  readonly letter: string
  readonly rest: string
}

/** The keys that a choice is made of: its letter, and what the letter stands for. */
export interface ChoiceKeys {
  readonly letter: Key
  readonly rest: Key
}

/**
 * The letter or what it stands for is an answer to (C) 12; where an answer has both, as (C) 13 or
 * (A) 12, both have to be right, and one alone proves nothing.
 */
export function judgeChoice(
  { letter, rest }: ChoiceKeys,
  answer: string,
  judge: (key: Key, answer: string) => Verdict,
): Verdict {
  const found = extractAnswer(answer)
  const text = found.kind === "found" ? found.text : answer
  const given = choiceIn(text) ?? (found.kind === "found" ? found.choice : undefined) ?? null
  if (given !== null && given.rest !== "") {
    const [named, told] = [judge(letter, given.letter), judge(rest, given.rest)]
    if (named.outcome === "correct") return told.outcome === "incorrect" ? doubt(told) : named
    return told.outcome === "correct" ? doubt(named) : named
  }
  const named = judge(letter, answer)
  if (named.outcome === "correct" || LETTER.test(text)) return named
  const told = judge(rest, answer)
  return told.outcome === "incorrect" ? named : told
}

function doubt({ span }: Verdict): Verdict {
  return verdict(unsettled("choice", "contradiction"), span)
}

const LETTER = /^[^A-Za-z0-9\\]*(?:\\(?:text|textbf|mathrm|mathbf)\{)?\(?[A-Ja-j][).}]*$/

/** The choice that a text spells out, with its letter set apart as choices are; else null. */
export function choiceIn(text: string): Choice | null {
  if (text.length > CHARS_MAX) return null
  const plain = strip(text)
  for (const label of LABELS) {
    const [, letter, rest] = label.exec(plain) ?? []
    if (letter === undefined || rest === undefined) continue
    const bare = strip(rest)
    if (bare === "" || JOINED.test(bare) || CAPITALS.test(bare)) continue
    if (!isOneChoice(bare.replaceAll("\\", " "))) continue
    return { letter, rest: bare }
  }
  return null
}

const CHARS_MAX = 400 // a choice spells out one value, and a longer text is a reply
/** (A) + 1 and (A) \\cdot B are products and sums, and no choices. */
const JOINED = /^(?:[-+*/^=<>_!,;|∪∩&.)]|\\(?:cdot|times|cup|cap|le|ge|ne|in|to)\b)/
const CAPITALS = /^[A-Z]+$/
const GAP = String.raw`(?:\s|~|\\[ ,;:!]|\\q?quad|\{\})`
const STYLE = String.raw`\\(?:text|textbf|textrm|textup|textsf|mathrm|mathbf|mathsf|mbox)\s*`

/** \textbf{(C)}\ 12, \text{(C) 12}, (\text{C})\ 12, and (C) 12, C. 12 or C) 12 in plain text. */
const LABELS = [
  String.raw`${STYLE}\{\s*\(?([A-J])\s*[).:]\s*\}${GAP}*(.+)`,
  String.raw`${STYLE}\{\s*\(?([A-J])\s*[).:]\s+([^{}]+)\}`,
  String.raw`\(\s*${STYLE}\{\s*([A-J])\s*\}\s*\)${GAP}*(.+)`,
  String.raw`\(([A-J])\)${GAP}+(.+)`,
  `([A-J])[.)]${GAP}+(.+)`,
].map((form) => new RegExp(String.raw`^\s*\$?${form}$`, "s"))
