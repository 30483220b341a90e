import type { Verdict } from "../../src/record/verdict.ts"
import { extractAnswer } from "../../verifiers/kernel/extract/extract.ts"
import { judge } from "../../verifiers/kernel/judge/judge.ts"
import type { Row } from "./row.ts"

/** What may be wrong with a verdict, worst first. */
export const FAULTS = [
  "false-accept", // correct, although the answer is not
  "crash", // undecided because of a bug
  "false-reject", // incorrect, although the answer is correct
  "missed", // undecided, although the answer is correct
  "other-outcome", // incorrect where undecided was asked for, or the other way round
  "swapped", // another outcome with the sides swapped, and no rule that says why
] as const
export type Fault = (typeof FAULTS)[number]

export interface Examined {
  readonly row: Row
  readonly verdict: Verdict
  readonly fault: Fault | null
}

/** Judges a row, and again with its sides swapped where neither side is a reply. */
export function examine(row: Row): Examined {
  const verdict = judge(row.key, row.answer, row.options)
  return { row, verdict, fault: faultOf(row, verdict) ?? swapFault(row, verdict) }
}

function faultOf(row: Row, verdict: Verdict): Fault | null {
  const { outcome } = verdict
  if (outcome === "correct") return row.expect === "correct" ? null : "false-accept"
  if (verdict.reason === "crash") return "crash"
  if (row.expect === "correct") return outcome === "incorrect" ? "false-reject" : "missed"
  return row.expect === "not-correct" || row.expect === outcome ? null : "other-outcome"
}

function swapFault(row: Row, verdict: Verdict): Fault | null {
  if (row.asymmetric === true || !isBare(row.key, row) || !isBare(row.answer, row)) return null
  const swapped = judge(row.answer, row.key, row.options)
  if (swapped.outcome === verdict.outcome) return null
  return swapped.policy === undefined && verdict.policy === undefined ? "swapped" : null
}

/** A text that is an answer as a whole; of a reply, only a part is. */
function isBare(text: string, { options }: Row): boolean {
  if (options?.answer === "bare") return true
  const found = extractAnswer(text)
  return found.kind === "found" && found.rule === "whole"
}
