import type { Cell } from "../agent.ts"
import type { Json } from "../record/canonical.ts"
import { type Hash, hashOf, type PairId, type ProblemId } from "../record/id.ts"
import type { Pair } from "../record/pair.ts"
import type { Problem } from "../record/problem.ts"
import type { Budget } from "../rule/budget.ts"
import type { Vitals } from "../rule/drift.ts"

/** What a run carries from round to round: a fold over its journal, never a truth of its own. */
export interface Memory {
  readonly round: number
  /** The weights that play. */
  readonly champion: Hash
  /** The weights that the next training job starts from: the champion, or a challenger on hold. */
  readonly line: Hash
  readonly championMarks: string
  readonly policy: Json
  readonly frontier: readonly Cell[]
  readonly heldRounds: number
  /** The last round in which each canonical form was posed. */
  readonly posed: ReadonlyMap<string, number>
  /** How many problems of each family were posed. */
  readonly families: ReadonlyMap<string, number>
  /** The curriculum, in order; no id twice. */
  readonly pairs: ReadonlyMap<PairId, Pair>
  /** The problems that the pairs are about. */
  readonly problems: ReadonlyMap<ProblemId, Problem>
  readonly curriculum: Hash
  readonly budget: Budget
  /** What had been spent when the last round closed. */
  readonly spentBefore: number
  readonly firstVitals: Vitals | undefined
  /** Set when the run is to end after this round. */
  readonly ending: { readonly outcome: "stopped" | "halted"; readonly reason: string } | undefined
}

export const EMPTY_CURRICULUM = hashOf("agon curriculum 1")

/** The curriculum's name after more pairs: order and content both count. */
export function extendCurriculum(curriculum: Hash, pairs: readonly Pair[]): Hash {
  return pairs.reduce((hash, pair) => hashOf(`${hash}\n${pair.id}`), curriculum)
}
