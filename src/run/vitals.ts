import type { Posed, SolverReply } from "../agent.ts"
import type { Paid, Tally } from "../record/event.ts"
import type { Pair } from "../record/pair.ts"
import { addRates, NO_RATE, type SolveRate, shareOf } from "../record/solve-rate.ts"
import type { Archived } from "../rule/distance.ts"
import { entropy, type Spread, type Vitals } from "../rule/drift.ts"
import type { Judged } from "../rule/gate.ts"
import type { Workings } from "../rule/idle.ts"
import { familiesIn } from "../rule/partition.ts"
import { mean } from "../rule/statistics.ts"

/** What the stages of a round have made, as far as vitals are taken of it. */
export interface Taken {
  readonly posed: Posed
  readonly replies: readonly SolverReply[]
  readonly judged: readonly (readonly Judged[])[]
  readonly rates: readonly SolveRate[]
  readonly paid: readonly Paid[]
  readonly lessons: readonly Pair[]
  readonly held: Tally
}

export function vitalsOf(taken: Taken, spread: Spread, archived: Archived): Vitals {
  const { posed, judged, rates, paid, lessons } = taken
  const { admitted, drafted } = posed
  const attempts = judged.flat()
  const undecided = attempts.filter(({ verdict }) => verdict.outcome === "undecided").length
  const lengths = attempts.flatMap(({ answer }) =>
    answer.kind === "answered" ? [answer.text.length] : [],
  )
  return {
    skillEntropy: entropy(spread.skills),
    familyEntropy: entropy(spread.families),
    nearestDistance: mean(admitted.map((problem) => archived.admit(problem))),
    levelMean: mean(admitted.map(({ level }) => level)),
    solveRate: shareOf(rates.reduce(addRates, NO_RATE), 0),
    undecidedShare: undecided / Math.max(1, attempts.length),
    abstainedShare: 1 - lengths.length / Math.max(1, attempts.length),
    answerChars: mean(lengths),
    refusedShare: 1 - admitted.length / Math.max(1, drafted),
    yieldShare: lessons.length / admitted.length,
    meanReward: mean(paid.map(({ reward }) => reward)),
  }
}

export function spreadOf({ admitted }: Posed): Spread {
  return {
    skills: countsOf(admitted.map(({ skill }) => skill)),
    families: countsOf(admitted.flatMap(({ family }) => familiesIn(family))),
  }
}

/** What the round shows of the mechanisms that its recipe configures. */
export function workingsOf({ posed, replies, judged, held }: Taken, policy: unknown): Workings {
  const moves: Record<string, number> = {}
  for (const { lineage } of posed.admitted) {
    moves[lineage.move] = (moves[lineage.move] ?? 0) + 1
  }
  return {
    drafted: posed.drafted,
    refused: posed.refused,
    held,
    moves,
    archived: archivedIn(policy),
    attemptsMost: Math.max(...replies.map(({ answers }) => answers.length)),
    toolUses: replies.flatMap(({ uses = [] }) => uses).reduce((sum, uses) => sum + uses, 0),
    split: judged.filter(fareDifferently).length,
    isUneven: unevenIn(policy),
  }
}

function fareDifferently(attempts: readonly Judged[]): boolean {
  const outcomes = new Set(attempts.map(({ verdict }) => verdict.outcome))
  return outcomes.has("correct") && outcomes.has("incorrect")
}

/** Policies are their proposer's own; these two fields are what those that have them call so. */
function archivedIn(policy: unknown): number | undefined {
  const archives = fieldsNamed(policy, "archive").filter(Array.isArray)
  if (archives.length === 0) return undefined
  return archives.reduce((sum, { length }) => sum + length, 0)
}

function unevenIn(policy: unknown): boolean | undefined {
  const logits = fieldsNamed(policy, "logit").filter((value) => typeof value === "number")
  return logits.length < 2 ? undefined : logits.some((value) => value !== logits[0])
}

function fieldsNamed(value: unknown, name: string): unknown[] {
  if (typeof value !== "object" || value === null) return []
  if (Array.isArray(value)) return value.flatMap((item) => fieldsNamed(item, name))
  const own = name in value ? [(value as Record<string, unknown>)[name]] : []
  const below = Object.entries(value).filter(([key]) => key !== name && key !== "archive")
  return [...own, ...below.flatMap(([, item]) => fieldsNamed(item, name))]
}

function countsOf(names: readonly string[]): number[] {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts.values()]
}
