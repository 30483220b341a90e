import type { CanaryClass } from "../record/canary.ts"
import type { EventOf, Tally } from "../record/event.ts"
import type { Hash } from "../record/id.ts"
import { NO_RATE, type SolveRate } from "../record/solve-rate.ts"
import type { History, RoundHistory } from "../run/history.ts"

/** What the journal says of a run's drift, put together for people and for programs. */
export interface Drift {
  readonly rounds: readonly DriftRound[]
  /** The checkpoints of the matrix in the order in which they came to play. */
  readonly players: readonly Player[]
  readonly canaries: readonly CanaryTotal[]
}

export interface DriftRound {
  readonly round: number
  /** The scalars of `round.closed`. */
  readonly vitals: { readonly [name: string]: number }
  readonly formats: Tally
  readonly labels: EventOf<"round.measured">["labels"]
  /** The fixed reference solver, the first champion that was promoted, on this round's sample. */
  readonly reference: SolveRate
  readonly alarms: readonly string[]
  readonly rolledBack: EventOf<"round.rolled-back"> | undefined
}

export interface Player {
  readonly checkpoint: Hash
  /** The round in which it was promoted; 0: untrained. */
  readonly since: number
  /** By round, on a sample of that round's problems. */
  readonly rates: ReadonlyMap<number, SolveRate>
}

export interface CanaryTotal {
  readonly kind: CanaryClass
  readonly planted: number
  readonly passed: number
  readonly blocked: Tally
}

export function driftOf(history: History): Drift {
  const players = playersOf(history)
  const reference = players.find(({ since }) => since > 0) ?? players[0]
  const rounds = history.rounds.map(({ round, closed, measured, rolledBack }) => ({
    round,
    vitals: closed?.drift ?? {},
    formats: measured?.formats ?? {},
    labels: measured?.labels ?? [],
    reference: reference?.rates.get(round) ?? NO_RATE,
    alarms: closed?.alarms ?? [],
    rolledBack,
  }))
  return { rounds, players, canaries: canaryTotals(history.rounds) }
}

function playersOf({ rounds, champions }: History): Player[] {
  const cells = rounds.flatMap(({ measured }) => measured?.crossPlay ?? [])
  return champions
    .map(({ checkpoint, round: since }) => {
      const own = cells.filter((cell) => cell.checkpoint === checkpoint)
      return { checkpoint, since, rates: new Map(own.map(({ round, rate }) => [round, rate])) }
    })
    .filter(({ rates }) => rates.size > 0)
}

/** Canaries by class over a whole run. */
export function canaryTotals(rounds: readonly RoundHistory[]): CanaryTotal[] {
  const totals = new Map<CanaryClass, CanaryTotal>()
  for (const trial of rounds.flatMap(({ canaries }) => canaries?.trials ?? [])) {
    const before = totals.get(trial.class)
    const blocked: Record<string, number> = { ...before?.blocked }
    for (const [name, times] of Object.entries(trial.blocked)) {
      blocked[name] = (blocked[name] ?? 0) + times
    }
    totals.set(trial.class, {
      kind: trial.class,
      planted: (before?.planted ?? 0) + trial.planted,
      passed: (before?.passed ?? 0) + trial.accepted.length,
      blocked,
    })
  }
  return [...totals.values()]
}
