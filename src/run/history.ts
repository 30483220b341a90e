import type { Cell } from "../agent.ts"
import type { EventOf, RunEvent, SuiteName } from "../record/event.ts"
import type { Hash, ProblemId } from "../record/id.ts"
import type { Problem } from "../record/problem.ts"
import type { SolveRate } from "../record/solve-rate.ts"
import type { Store } from "../store.ts"
import { readEvents } from "./journal.ts"
import { type Pause, pausedIn, pausesIn } from "./pause.ts"

/** A sealed set's result for one checkpoint. */
export interface Result {
  readonly checkpoint: Hash
  readonly rate: SolveRate
  readonly marks: string
}

/** One round as the journal tells it; a round that was interrupted lacks its later parts. */
export interface RoundHistory {
  readonly round: number
  readonly posed: EventOf<"round.posed">
  attempted?: EventOf<"round.attempted">
  judged?: EventOf<"round.judged">
  canaries?: EventOf<"canaries.tried">
  curated?: EventOf<"round.curated">
  taught?: EventOf<"proposer.taught">
  trained?: EventOf<"round.trained">
  decided?: EventOf<"round.decided">
  measured?: EventOf<"round.measured">
  rolledBack?: EventOf<"round.rolled-back">
  closed?: EventOf<"round.closed">
  /** The challenger on the development set. */
  challenger?: Result
  /** Wall milliseconds of each stage, pauses left out: labels, not facts. */
  readonly stageMs: Partial<Record<RunEvent["kind"], number>>
}

/** A run read back from its journal, everything verified against the chain of hashes. */
export interface History {
  readonly opened: EventOf<"run.opened">
  readonly suites: ReadonlyMap<SuiteName, EventOf<"suite.sealed">>
  readonly rounds: readonly RoundHistory[]
  /** What the champion scored on each suite, by the round from which it played (0: untrained). */
  readonly champions: readonly ChampionHistory[]
  readonly closed?: EventOf<"run.closed">
  /** Last hash and number of events: the exact position that all of this was read at. */
  readonly head: Hash
  readonly events: number
  readonly startedAt: number
  readonly lastAt: number
  /** Of the time between the two, in which no process played. */
  readonly pausedMs: number
}

export interface ChampionHistory {
  readonly round: number
  readonly checkpoint: Hash
  readonly results: Partial<Record<SuiteName, Result>>
}

/** Reads and verifies a whole journal. Throws RunFailure for a damaged one; undefined if empty. */
export async function readHistory(store: Store): Promise<History | undefined> {
  const fold = new Fold(await pausesIn(store))
  for await (const chained of readEvents(store)) fold.take(chained)
  return fold.finish()
}

/** The events that are a part of a round and no more, by the name of that part. */
const PARTS = {
  "round.attempted": "attempted",
  "round.judged": "judged",
  "canaries.tried": "canaries",
  "round.curated": "curated",
  "proposer.taught": "taught",
  "round.trained": "trained",
  "round.measured": "measured",
  "round.rolled-back": "rolledBack",
  "round.closed": "closed",
} as const satisfies Partial<Record<RunEvent["kind"], keyof RoundHistory>>

type Timed = { event: RunEvent; hash: Hash; seq: number; at: number }

class Fold {
  private opened: EventOf<"run.opened"> | undefined
  private closed: EventOf<"run.closed"> | undefined
  private readonly suites = new Map<SuiteName, EventOf<"suite.sealed">>()
  private readonly rounds: RoundHistory[] = []
  private readonly results = new Map<Hash, Partial<Record<SuiteName, Result>>>()
  private readonly promotions: { round: number; checkpoint: Hash }[] = []
  private last: Timed | undefined
  private startedAt = 0
  private readonly pauses: readonly Pause[]

  constructor(pauses: readonly Pause[]) {
    this.pauses = pauses
  }

  take(timed: Timed): void {
    const { event, at } = timed
    const round = this.rounds.at(-1)
    const lastAt = this.last?.at ?? at
    const sinceLast = at - lastAt - pausedIn(this.pauses, lastAt, at)
    if (this.last === undefined) this.startedAt = at
    else if (round && event.kind !== "round.posed") {
      round.stageMs[event.kind] = (round.stageMs[event.kind] ?? 0) + sinceLast
    }
    this.last = timed
    switch (event.kind) {
      case "run.opened":
        this.opened = event
        return
      case "suite.sealed":
        this.suites.set(event.name, event)
        return
      case "base.created":
        this.promotions.push({ round: 0, checkpoint: event.checkpoint })
        return
      case "round.posed":
        this.rounds.push({
          round: event.round,
          posed: event,
          stageMs: { "round.posed": sinceLast },
        })
        return
      case "round.attempted":
      case "round.judged":
      case "canaries.tried":
      case "round.curated":
      case "proposer.taught":
      case "round.trained":
      case "round.measured":
      case "round.rolled-back":
      case "round.closed":
        Object.assign(round!, { [PARTS[event.kind]]: event })
        return
      case "evaluated": {
        const result = this.takeResult(event)
        if (event.suite === "development" && round) round.challenger = result
        return
      }
      case "round.decided":
        round!.decided = event
        if (event.decision === "promoted") {
          this.promotions.push({ round: event.round, checkpoint: event.challenger })
        }
        return
      case "run.closed":
        this.closed = event
        return
    }
  }

  private takeResult({ suite, checkpoint, rate, marks }: EventOf<"evaluated">): Result {
    const result = { checkpoint, rate, marks }
    this.results.set(checkpoint, { ...this.results.get(checkpoint), [suite]: result })
    return result
  }

  finish(): History | undefined {
    if (this.opened === undefined || this.last === undefined) return undefined
    return {
      opened: this.opened,
      suites: this.suites,
      rounds: this.rounds,
      champions: this.promotions.map((one) => ({
        ...one,
        results: this.results.get(one.checkpoint) ?? {},
      })),
      ...(this.closed && { closed: this.closed }),
      head: this.last.hash,
      events: this.last.seq + 1,
      startedAt: this.startedAt,
      lastAt: this.last.at,
      pausedMs: pausedIn(this.pauses, this.startedAt, this.last.at),
    }
  }
}

/** Wall milliseconds in which somebody played, of all between the first event and the last. */
export function playedMs(history: Pick<History, "startedAt" | "lastAt" | "pausedMs">): number {
  return history.lastAt - history.startedAt - history.pausedMs
}

/** The champion that played at the end of a round, and what it scored. */
export function championAt(history: History, round: number): ChampionHistory {
  return history.champions.findLast((champion) => champion.round <= round)!
}

/** Solve rates of a sealed set by skill and level. */
export function cellsOf(problems: readonly Problem[], marks: string): Cell[] {
  const cells = new Map<string, { skill: string; level: number; rate: SolveRate }>()
  problems.forEach(({ skill, level }, index) => {
    const name = `${skill} ${level}`
    const before = cells.get(name)?.rate ?? { correct: 0, tried: 0 }
    if (marks[index] === "u") return
    const correct = before.correct + (marks[index] === "c" ? 1 : 0)
    cells.set(name, { skill, level, rate: { correct, tried: before.tried + 1 } })
  })
  return [...cells.values()]
}

/** Every problem that was posed, by id. */
export function problemsOf(history: History): Map<ProblemId, Problem> {
  const problems = history.rounds.flatMap(({ posed }) => posed.problems)
  return new Map(problems.map((problem) => [problem.id, problem]))
}
