import { PROVED } from "../../../src/record/proved.ts"
import type { Evidence, Verdict } from "../../../src/record/verdict.ts"
import { printPlain } from "../print.ts"
import type { Expr } from "../tree.ts"
import type { JudgeOptions } from "./options.ts"
import { type Outcome, RANKS, rank, unsettled } from "./outcome.ts"

/** `correct` with less proof than the task asks for is not decided. */
export function asSure(outcome: Outcome, { level }: JudgeOptions): Outcome {
  if (outcome.is !== "correct" || rank(outcome.proof) >= RANKS[level]) return outcome
  return unsettled(outcome.method, "below-level")
}

export function verdict(
  outcome: Outcome,
  span?: readonly [number, number],
  evidence: Evidence = {},
): Verdict {
  const findings = {
    ...(outcome.policy && { policy: outcome.policy }),
    ...(span && { span: [span[0], span[1]] as [number, number] }),
  }
  switch (outcome.is) {
    case "correct": {
      const noted = outcome.note === undefined ? evidence : { ...evidence, note: outcome.note }
      const { method, proof } = outcome
      return { outcome: "correct", method, proof, evidence: noted, ...findings }
    }
    case "incorrect": {
      const { method, reason, witness } = outcome
      const seen = witness === undefined ? findings : { ...findings, witness: clip(witness) }
      return { outcome: "incorrect", method, proof: PROVED, reason, evidence, ...seen }
    }
    case "undecided":
      return {
        outcome: "undecided",
        method: outcome.method,
        reason: outcome.reason,
        evidence,
        ...findings,
      }
  }
}

const EVIDENCE_CHARS_MAX = 512

function clip(text: string): string {
  return text.length <= EVIDENCE_CHARS_MAX ? text : `${text.slice(0, EVIDENCE_CHARS_MAX - 1)}…`
}

/** A tree as text: what was understood, never the raw text. */
export function brief(expr: Expr): string {
  return clip(printPlain(expr))
}
