import type { Tally } from "../record/event.ts"
import type { Recipe } from "../record/recipe.ts"
import { isFixedSeat } from "../record/seat.ts"

/** What a round shows of the mechanisms that a recipe configures, counted from its records. */
export interface Workings {
  readonly drafted: number
  readonly refused: Tally
  /** Problems that made no pair, by reason. */
  readonly held: Tally
  /** Posed problems by how their specs were made. */
  readonly moves: Tally
  /** Elites that can be mutated; undefined where the policy keeps none. */
  readonly archived: number | undefined
  /** The most attempts that one problem was given, and executed tool uses of all. */
  readonly attemptsMost: number
  readonly toolUses: number
  /** Problems whose attempts fared differently: what a group-relative gradient is made of. */
  readonly split: number
  /** Whether the policy's weights differ at all; undefined where it has none. */
  readonly isUneven: boolean | undefined
}

const DRAFTS_MIN = 500 // fewer may be all different by themselves

/** The configured mechanisms by name, each with whether it had any effect in this round. */
export function workings(recipe: Recipe, seen: Workings, round: number): Map<string, boolean> {
  const { gate, sampling, seats, training, attempts, warmupRounds } = recipe
  const has = new Map<string, boolean>()
  const isBanded = gate.solveRateMin > 0 || gate.solveRateMax < 1
  if (isBanded) has.set("band", counted(seen.held, "below-band", "above-band"))
  if (gate.familyQuota !== undefined) has.set("family-quota", counted(seen.refused, "family-quota"))
  if (seen.drafted >= DRAFTS_MIN) has.set("novelty", counted(seen.refused, "duplicate"))
  if (sampling !== undefined) has.set("sampling", seen.attemptsMost > attempts)
  const { solver } = seats ?? {}
  const tools = solver !== undefined && "tools" in solver ? solver.tools.length : 0
  if (tools > 0) has.set("tools", seen.toolUses > 0)
  if (seen.archived !== undefined && mutates(recipe)) {
    has.set("archive", seen.archived > 0)
    const evolved = Object.entries(seen.moves).some(([move]) => !PLAIN.has(move))
    if (seen.archived > 0) has.set("mutation", evolved)
  }
  if (seen.isUneven !== undefined) has.set("policy-weights", seen.isUneven)
  const isGradient = training?.objective === "policy-gradient" && round > warmupRounds
  if (isGradient) has.set("advantages", seen.split > 0)
  return has
}

/** Fixed rules keep an archive and draw from the ladder alone; a model is asked to mutate. */
function mutates({ proposer, seats }: Recipe): boolean {
  return proposer.mutate && (proposer.policy === "learned" || isFixedSeat(seats?.proposer))
}

/** Moves that start from nothing but the ladder. */
const PLAIN: ReadonlySet<string> = new Set(["fresh", "ease"])

/** Rounds in a row without effect, by mechanism, after this round. */
export type Idle = { readonly [mechanism: string]: number }

export function idleAfter(before: Idle, has: ReadonlyMap<string, boolean>): Idle {
  const rounds = [...has].filter(([, worked]) => !worked)
  return Object.fromEntries(rounds.map(([name]) => [name, (before[name] ?? 0) + 1]))
}

const IDLE_ROUNDS_MAX = 2 // the first round has no archive, and an untrained solver no successes

/** The alarms of mechanisms that have done nothing for so long. */
export function idleAlarms(idle: Idle): string[] {
  const names = Object.keys(idle).filter((name) => idle[name]! >= IDLE_ROUNDS_MAX)
  return names.sort().map((name) => `without-effect:${name}`)
}

function counted(tally: Tally, ...names: readonly string[]): boolean {
  return names.some((name) => (tally[name] ?? 0) > 0)
}
