import type { Cell } from "../agent.ts"
import type { Json } from "../record/canonical.ts"
import { type Hash, hashOf, type PairId, type ProblemId } from "../record/id.ts"
import type { Pair } from "../record/pair.ts"
import type { Problem } from "../record/problem.ts"
import type { Budget } from "../rule/budget.ts"
import type { Archived } from "../rule/distance.ts"
import type { Spread, Vitals } from "../rule/drift.ts"
import type { Step } from "../rule/stop.ts"

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
  readonly firstSpread: Spread | undefined
  /** The rounds so far, as the rules that stop a run look back on them. */
  readonly course: readonly Step[]
  /** The policy that posed the last round that was not taken back. */
  readonly soundPolicy: Json
  /** The policy that posed this round. */
  readonly posedBy: Json
  /** Pairs of rounds that were taken back, until they are posed again: trained on no more. */
  readonly aside: ReadonlySet<PairId>
  /** Every canonical form that was posed, for distances. It only grows. */
  readonly archived: Archived
  /** Checkpoints that have played, in their order, each once. */
  readonly champions: readonly Hash[]
  /** A few problems of every round, for checkpoints of other rounds. */
  readonly samples: ReadonlyMap<number, readonly Problem[]>
  /** For how many rounds in a row a configured mechanism had no effect. */
  readonly idle: { readonly [mechanism: string]: number }
  /** Set when the run is to end after this round. */
  readonly ending: { readonly outcome: "stopped" | "halted"; readonly reason: string } | undefined
}

export const EMPTY_CURRICULUM = hashOf("agon curriculum 1")

/** The curriculum's name after more pairs: order and content both count. */
export function extendCurriculum(curriculum: Hash, pairs: readonly Pair[]): Hash {
  return pairs.reduce((hash, pair) => hashOf(`${hash}\n${pair.id}`), curriculum)
}
