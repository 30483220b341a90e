import { existsSync } from "node:fs"
import type { RunEvent } from "../record/event.ts"
import type { SolveRate } from "../record/solve-rate.ts"
import { RunFailure } from "../run/failure.ts"
import { eventOf } from "../run/journal.ts"
import type { Store } from "../store.ts"
import { isSimulatedRun } from "../view/progress.ts"
import { withStore } from "./compose.ts"
import { withdrawnIn } from "./recall-left-out.ts"
import type { RunHome } from "./runs.ts"
import { seatsOf } from "./seats.ts"

/** A run at a glance. Read without checking the chain: `agon audit` is for that. */
export interface Overview {
  readonly outcome: "finished" | "stopped" | "halted" | "unfinished" | "damaged"
  readonly recipe?: string
  readonly seed?: number
  /** The model that solves, or `simulated`; absent where it is the embedded learner. */
  readonly solver?: string
  readonly rounds: number
  readonly roundsMax?: number
  readonly pairs: number
  /** Keys and labels that a recall has withdrawn; absent where there are none. */
  readonly withdrawn?: { readonly keys: number; readonly labels: number }
  /** The champion on the sealed test. */
  readonly test?: SolveRate
  readonly startedAt: number
  readonly lastAt: number
}

type Small = { -readonly [Name in keyof Overview]: Overview[Name] }

const SMALL_KINDS = new Set(["run.opened", "evaluated", "round.closed", "run.closed"])

/** Looks only into the small events, so a list of many long runs stays quick. */
export async function overviewOf(store: Store): Promise<Overview> {
  const seen: Small = { outcome: "unfinished", rounds: 0, pairs: 0, startedAt: 0, lastAt: 0 }
  for await (const stored of store.read(0)) {
    seen.lastAt = stored.at
    if (SMALL_KINDS.has(stored.kind)) take(seen, eventOf(stored), stored.at)
  }
  return seen
}

function take(seen: Small, event: RunEvent, at: number): void {
  if (event.kind === "run.opened") {
    const { name, seed, rounds } = event.recipe
    const solver = isSimulatedRun(event.recipe) ? "simulated" : seatsOf(event.recipe).solver?.model
    const known = { recipe: name, seed, roundsMax: rounds, startedAt: at }
    Object.assign(seen, { ...known, ...(solver !== undefined && { solver }) })
  }
  if (event.kind === "evaluated" && event.suite === "test") seen.test = event.rate
  if (event.kind === "round.closed")
    Object.assign(seen, { rounds: event.round, pairs: event.pairs })
  if (event.kind === "run.closed") seen.outcome = event.outcome
}

/** The same for a run's folder; one that cannot be read is called damaged, whatever the reason. */
export async function overviewAt(home: RunHome): Promise<Overview> {
  const nothing = { rounds: 0, pairs: 0, startedAt: 0, lastAt: 0 }
  if (!existsSync(home.journal)) return { ...nothing, outcome: "unfinished" }
  try {
    const withdrawn = withdrawnIn(home)
    return { ...(await withStore(home, "read", overviewOf)), ...(withdrawn && { withdrawn }) }
  } catch (error) {
    const isExpected = error instanceof RunFailure || error instanceof SyntaxError
    if (isExpected || (error as Error).name === "ZodError")
      return { ...nothing, outcome: "damaged" }
    throw error
  }
}
