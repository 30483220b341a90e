import { ruleOfThree, wilson } from "../../src/rule/statistics.ts"
import type { Examined } from "./examine.ts"

/** Counts over examined rows. A missed answer was correct and stayed undecided. */
export interface Tally {
  cases: number
  correct: number
  falseAccepts: number
  falseRejects: number
  missed: number
  otherFaults: number
  proved: number
  probabilistic: number
  numeric: number
}

export function emptyTally(): Tally {
  return {
    ...{ cases: 0, correct: 0, falseAccepts: 0, falseRejects: 0, missed: 0, otherFaults: 0 },
    ...{ proved: 0, probabilistic: 0, numeric: 0 },
  }
}

export function count(tally: Tally, { row, verdict, fault }: Examined): void {
  tally.cases++
  if (row.expect === "correct") tally.correct++
  if (fault === "false-accept") tally.falseAccepts++
  else if (fault === "false-reject") tally.falseRejects++
  else if (fault === "missed" || (fault === "crash" && row.expect === "correct")) tally.missed++
  else if (fault !== null) tally.otherFaults++
  if (verdict.outcome === "correct") tally[verdict.proof.level]++
}

/** The share of correct answers that were accepted; 1 where there was none to accept. */
export function recallOf({ correct, falseRejects, missed }: Tally): number {
  return correct === 0 ? 1 : (correct - falseRejects - missed) / correct
}

/** The share of accepted answers that were proved, or nearly so; 1 where none was accepted. */
export function sureShareOf({ proved, probabilistic, numeric }: Tally): number {
  const accepted = proved + probabilistic + numeric
  return accepted === 0 ? 1 : (proved + probabilistic) / accepted
}

/**
 * Upper 95 % bounds of the rates of false accepts and of correct answers not accepted; 1, which
 * says nothing, where nothing was tried.
 */
export function boundsOf(tally: Tally): { falseAccepts: number; notAccepted: number } {
  return {
    falseAccepts: upperBound(tally.falseAccepts, tally.cases - tally.correct),
    notAccepted: upperBound(tally.falseRejects + tally.missed, tally.correct),
  }
}

/** What the corpus has to show of the judge, each with what was seen. */
export function claimsOn(parts: ReadonlyMap<string, Tally>, crashes: number): CorpusClaim[] {
  const held = [...parts].flatMap(([part, tally]): CorpusClaim[] => {
    const { falseAccepts, cases, correct } = tally
    const wrong = cases - correct
    const recall = recallOf(tally)
    return [
      ...(wrong === 0
        ? []
        : [
            {
              claim: `${part}: no wrong answer is accepted`,
              holds: falseAccepts === 0,
              seen: `${falseAccepts} of ${wrong}`,
            },
          ]),
      ...(correct === 0
        ? []
        : [
            {
              claim: `${part}: ${RECALL_MIN * 100} % of the right answers are accepted`,
              holds: recall >= RECALL_MIN,
              seen: `${(100 * recall).toFixed(2)} % of ${correct}`,
            },
          ]),
    ]
  })
  return [...held, { claim: "the judge never crashes", holds: crashes === 0, seen: `${crashes}` }]
}

export interface CorpusClaim {
  readonly claim: string
  readonly holds: boolean
  readonly seen: string
}

const RECALL_MIN = 0.99

function upperBound(seen: number, tried: number): number {
  return seen === 0 ? ruleOfThree(tried) : wilson({ correct: seen, tried }).high
}
