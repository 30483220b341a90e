import type { Hash } from "../record/id.ts"
import type { Sampled } from "./study-pass.ts"

/** Who decided what in a run, counted in its journal. */
export interface Decisions {
  readonly drafted: number
  readonly posed: number
  readonly refused: number
  readonly verdicts: number
  readonly undecided: number
  readonly kept: number
  readonly held: number
  readonly policySteps: number
  readonly jobs: number
  readonly promoted: number
  readonly notPromoted: number
  readonly rolledBack: number
  /** Answers of a person to what the run asked. */
  readonly approvals: number
}

/** What a run spent: equal for all arms, or the report says by how much it is not. */
export interface Spent {
  readonly problems: number
  readonly attempts: number
  readonly solverTokens: number
  /** Rows that optimiser steps read, in all rounds. */
  readonly examples: number
  readonly trainingTokens: number
}

/** One round of a run, as it is drawn and listed. */
export interface RoundFacts {
  readonly round: number
  /** Over the ids of what was posed, in order. */
  readonly posed: Hash
  /** Shares of the sealed sets: the champion on test, whoever was trained on development. */
  readonly test: number
  readonly development?: number
  readonly solveRate: number
  /** Rows that optimiser steps read: steps × batch; 0 where nothing was trained. */
  readonly examples: number
  readonly labels: number
  readonly labelErrors: number
  readonly decision: string
}

/** All that a study needs of one run, read from its journal; the head says which. */
export interface RunFacts {
  readonly id: string
  readonly space: string
  readonly arm: string
  readonly seed: number
  readonly head: Hash
  readonly events: number
  readonly outcome: string
  readonly reason: string
  /** The round after which the arm has a future of its own; 0 where nothing is shared. */
  readonly start: { readonly round: number; readonly checkpoint: Hash; readonly test: string }
  readonly end: { readonly checkpoint: Hash; readonly test: string; readonly beyond: string }
  readonly suites: Readonly<Record<string, { readonly hash: Hash; readonly problems: number }>>
  readonly rounds: readonly RoundFacts[]
  readonly spent: Spent
  readonly decisions: Decisions
  /** Posed problems that have a form or a family of a sealed one. */
  readonly leaks: { readonly checked: number; readonly forms: number; readonly families: number }
  readonly canaries: { readonly planted: number; readonly accepted: number }
  /** Largest fall of each skill on the development set from its best to its last round. */
  readonly forgetting: Readonly<Record<string, number>>
  readonly drift: { readonly first: Vitals; readonly last: Vitals }
  /** Alarms by name, each with the rounds in which it was raised. */
  readonly alarms: Readonly<Record<string, number>>
}

type Vitals = Readonly<Record<string, number>>

/** What a checkpoint was found to know when a study examined it, item by item. */
export interface ExamFacts {
  readonly checkpoint: Hash
  /** Over the ids of the problems. */
  readonly set: Hash
  readonly sampled: readonly Sampled[]
  readonly tokens: number
}

/** Samples on the sealed test set, and one answer to each fresh problem. */
export interface Exams {
  readonly startTest: ExamFacts
  readonly endTest: ExamFacts
  readonly startFresh: ExamFacts
  readonly endFresh: ExamFacts
}

/** A run with the exams that its first and its last champion sat. */
export interface ArmRun {
  readonly facts: RunFacts
  readonly exams?: Exams
}
