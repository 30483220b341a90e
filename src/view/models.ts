import type { Role } from "../record/call.ts"
import type { Tally } from "../record/event.ts"
import type { ModelSeat } from "../record/seat.ts"
import type { SolveRate } from "../record/solve-rate.ts"
import { priceOf } from "../rule/price.ts"
import type { History } from "../run/history.ts"
import type { Store } from "../store.ts"
import { addTokens, NO_TOKENS, type Tokens } from "./calls.ts"
import { dollarsOf, type Ledger, type RoleLedger, readLedger } from "./ledger.ts"

/** What models did in a run, and what that cost. */
export interface Models {
  /** In the order of the loop; those that read nothing yet have an empty ledger. */
  readonly players: readonly ModelPlayer[]
  readonly ledger: Ledger
  readonly total: Totals
  /** Answers that the proposer believed in, against the keys, of the problems that were posed. */
  readonly claims: SolveRate & { readonly undecided: number }
  /** Drafts that became no problem, by reason, over all rounds. */
  readonly refused: Tally
  /** Posed problems with a statement of the model's own, and those that the verifier worded. */
  readonly written: number
  readonly rendered: number
  readonly pairs: number
}

export interface ModelPlayer {
  readonly role: Role
  readonly seat: ModelSeat
  readonly own: RoleLedger | undefined
}

export interface Totals {
  readonly replies: number
  readonly tries: number
  readonly failedTries: Tally
  readonly failures: Tally
  readonly lost: number
  readonly tokens: Tokens
  /** In micro-dollars; `worst` is charged because nobody said what it cost. */
  readonly measured: number
  readonly worst: number
  readonly savedByCache: number
  readonly savedByBatch: number
  readonly batched: number
}

export type ModelSeats = { readonly [Name in Role]?: ModelSeat }

/** Undefined where no model has a seat. */
export async function readModels(
  store: Store,
  history: History,
  seats: ModelSeats,
): Promise<Models | undefined> {
  const taken = Object.entries(seats) as [Role, ModelSeat][]
  if (taken.length === 0) return undefined
  const prices = taken.map(([role, { provider, model, price }]) => {
    return [role, priceOf(provider, model, price as never)] as const
  })
  const ledger = await readLedger(store, new Map(prices))
  const problems = history.rounds.flatMap(({ posed }) => posed.problems)
  const proposals = problems.flatMap(({ lineage }) => lineage.proposal ?? [])
  const claimed = (what: string) => proposals.filter(({ claim }) => claim === what).length
  const written = proposals.filter(({ isWritten }) => isWritten).length
  return {
    players: taken.map(([role, seat]) => {
      return { role, seat, own: ledger.roles.find((one) => one.role === role) }
    }),
    ledger,
    total: totalOf(ledger.roles),
    claims: {
      correct: claimed("correct"),
      tried: claimed("correct") + claimed("incorrect"),
      undecided: claimed("undecided"),
    },
    refused: addTallies(history.rounds.map(({ posed }) => posed.refused)),
    written,
    rendered: problems.length - written,
    pairs: history.rounds.reduce((sum, { curated }) => sum + (curated?.pairs.length ?? 0), 0),
  }
}

/** Measured and charged together, in micro-dollars. */
export function costOfAll({ measured, worst }: Pick<Totals, "measured" | "worst">): number {
  return measured + worst
}

/** In micro-dollars; undefined before the first pair. */
export function costOfPair({ total, pairs }: Models): number | undefined {
  return pairs === 0 ? undefined : costOfAll(total) / pairs
}

export function addTallies(tallies: readonly Tally[]): Tally {
  const sum: Record<string, number> = {}
  for (const [name, times] of tallies.flatMap((tally) => Object.entries(tally))) {
    sum[name] = (sum[name] ?? 0) + times
  }
  return sum
}

export function sumOf(tally: Tally): number {
  return Object.values(tally).reduce((sum, times) => sum + times, 0)
}

function totalOf(roles: readonly RoleLedger[]): Totals {
  const sum = (pick: (role: RoleLedger) => number) =>
    roles.reduce((total, role) => total + pick(role), 0)
  return {
    replies: sum(({ replies }) => replies),
    tries: sum(({ tries }) => tries),
    failedTries: addTallies(roles.map(({ failedTries }) => failedTries)),
    failures: addTallies(roles.map(({ failures }) => failures)),
    lost: sum(({ lost }) => lost),
    tokens: roles.reduce((total, { tokens }) => addTokens(total, tokens), NO_TOKENS),
    measured: sum(({ measured }) => measured),
    worst: sum((role) => dollarsOf(role) - role.measured),
    savedByCache: sum(({ savedByCache }) => savedByCache),
    savedByBatch: sum(({ savedByBatch }) => savedByBatch),
    batched: sum(({ batched }) => batched),
  }
}
