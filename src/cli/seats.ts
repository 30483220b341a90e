import type { Player, SolverPlayer } from "../agent.ts"
import { cardOf } from "../model/card.ts"
import { findTrouble, openModel } from "../model/open.ts"
import type { ServedModel } from "../model/served/model.ts"
import type { Batches, Model } from "../model.ts"
import type { Call, CallOutcome, ModelFailure, Role } from "../record/call.ts"
import type { Budget, Recipe } from "../record/recipe.ts"
import {
  type FixedSeat,
  isFixedSeat,
  type ModelSeat,
  type NamedTrainedSeat,
  type Seat,
  seatCheckpoint,
} from "../record/seat.ts"
import { type Price, type PriceGiven, priceOf } from "../rule/price.ts"
import type { Limit, PurseLimits } from "../rule/purse.ts"
import { completeInBatches } from "../run/batch.ts"
import type { Seats } from "../run/desk.ts"
import type { Effects } from "../run/effect.ts"
import { RunFailure } from "../run/failure.ts"
import { interrupted, metered } from "../run/meter.ts"
import { Queue } from "../run/queue.ts"
import { readPast, Till } from "../run/till.ts"
import type { Store } from "../store.ts"
import { readLedger } from "../view/ledger.ts"
import type { World } from "../world.ts"
import { patienceFrom } from "./patience.ts"
import { Traffic } from "./traffic.ts"

/** The models of a recipe that have a seat, by role; the embedded learner has none. */
export function seatsOf({ seats, proposer, training }: Recipe): TakenSeats {
  const posing = fixedSeat(seats?.proposer)
  const solving = solvingSeat(seats?.solver, training?.by?.model)
  const isWritten = proposer.wording === "written"
  const reading = isWritten ? (fixedSeat(seats?.formaliser) ?? posing) : undefined
  return {
    ...(posing && { proposer: posing }),
    ...(solving && { solver: solving }),
    ...(reading && { formaliser: reading }),
  }
}

export interface TakenSeats {
  readonly proposer?: FixedSeat
  readonly solver?: ModelSeat
  readonly formaliser?: FixedSeat
}

function solvingSeat(seat: Seat | undefined, model = "weights"): ModelSeat | undefined {
  return seat?.provider === "trained" ? { ...seat, model, price: "free" } : fixedSeat(seat)
}

function fixedSeat(seat: Seat | undefined): FixedSeat | undefined {
  return isFixedSeat(seat) ? seat : undefined
}

export interface SeatParts {
  readonly recipe: Recipe
  readonly budget: Budget | undefined
  readonly store: Store
  readonly world: World
  readonly drain: AbortSignal
  readonly environment: Readonly<Record<string, string | undefined>>
  /** What serves the checkpoints of a seat whose weights the run trains. */
  readonly serving: (seat: NamedTrainedSeat, tryMs: number) => ServedModel
}

/** What a live view reads of the calls and of the money. */
export interface Counter {
  readonly till: Till
  readonly queues: ReadonlyMap<string, Queue>
  readonly traffic: Traffic
  /** Whether calls are out, or their outcomes on the way to the disk. */
  isOut(): boolean
}

/** Opens every seat's model once, with one queue for each provider's model and one till for all. */
export async function openSeats(
  { recipe, budget, store, world, drain, environment, serving }: SeatParts,
  effects: Effects,
  counted: (counter: Counter) => void,
): Promise<{ readonly seats: Seats; close(): Promise<void> }> {
  const wanted = Object.entries(seatsOf(recipe)) as [Role, ModelSeat][]
  if (wanted.length === 0) return { seats: {}, close: async () => {} }
  for (const [role, seat] of wanted) {
    if (seat.provider !== "trained") await refuseTrouble(role, seat, environment)
  }
  const prices = new Map(wanted.map(([role, seat]) => [role, priceFor(seat, budget)]))
  const till = new Till(limitsOf(budget), effects, await readPast(store))
  const queues = new Map<string, Queue>()
  const traffic = new Traffic(till, queues, await readLedger(store, prices))
  const models: Model[] = []
  const patience = patienceFrom(environment)
  const out = new Outside(drain)
  const seats = wanted.map(([role, seat]): [Role, SolverPlayer] => {
    const card = cardOf(seat)
    const queue = queues.get(card.name) ?? new Queue(world, card.concurrency)
    queues.set(card.name, queue)
    out.stopped.addEventListener("abort", () => queue.close(interrupted()))
    const price = prices.get(role)
    const served = seat.provider === "trained" ? serving(seat, patience.tryMs) : undefined
    const bare = served ?? openModel(seat as FixedSeat, environment, patience.tryMs)
    models.push(bare)
    const heard = (outcome: CallOutcome) => traffic.came(role, outcome)
    const failed = (failure: ModelFailure) => traffic.failed(failure)
    const paying = { world, till, price, drain: out.stopped, ...patience }
    const model = told(metered({ ...paying, model: bare, queue, heard: failed }), heard)
    const { batches } = bare
    const isBatched = role === "solver" && seat.provider === "anthropic" && seat.batch
    const buy = async (calls: readonly Call[], from: Batches) => {
      const missing = calls.length - (await effects.known(calls)).size
      const work = () => completeInBatches({ ...paying, batches: from, effects, heard }, calls)
      return traffic.whileBatched(missing, work)
    }
    const complete = async (calls: readonly Call[]) => {
      if (served !== undefined) await untilServed(served, calls, effects)
      return isBatched && batches ? buy(calls, batches) : effects.complete(model, calls)
    }
    return [
      role,
      { ...{ seat, card }, ...namedBy(seat), complete: (calls) => out.follow(complete(calls)) },
    ]
  })
  counted({ till, queues, traffic, isOut: () => out.isAny })
  return {
    seats: Object.fromEntries(seats) as Seats,
    close: async () => {
      await out.comeHome()
      for (const model of models) await model.close()
    },
  }
}

/**
 * The calls that are out. When a run ends early, for whatever reason, what was sent is paid for, so
 * it is waited for and kept; nothing new begins.
 */
class Outside {
  private readonly stop = new AbortController()
  private readonly out = new Set<Promise<unknown>>()

  constructor(drain: AbortSignal) {
    if (drain.aborted) this.stop.abort()
    drain.addEventListener("abort", () => this.stop.abort(), { once: true })
  }

  get stopped(): AbortSignal {
    return this.stop.signal
  }

  get isAny(): boolean {
    return this.out.size > 0
  }

  follow<Value>(work: Promise<Value>): Promise<Value> {
    const home = () => this.out.delete(work)
    this.out.add(work)
    work.then(home, home)
    return work
  }

  async comeHome(): Promise<void> {
    this.stop.abort()
    while (this.out.size > 0) await Promise.allSettled(this.out)
  }
}

/** What a model that nobody trains plays under; a trained one goes by each checkpoint's hash. */
function namedBy(seat: ModelSeat): Partial<Pick<Player, "checkpoint">> {
  return seat.provider === "trained" ? {} : { checkpoint: seatCheckpoint(seat) }
}

/** A server takes its time to start: no call's patience is spent on it, and none is sent before. */
async function untilServed(
  served: ServedModel,
  calls: readonly Call[],
  effects: Effects,
): Promise<void> {
  const known = await effects.known(calls)
  const first = calls.find(({ id }) => !known.has(id))
  const trouble = first && (await served.prepare(first.checkpoint))
  if (trouble === undefined) return
  const advice = "see serve.log in the run's folder; then `agon resume` goes on"
  throw new RunFailure("model", "not-served", trouble.message, advice)
}

/** The same model; every outcome is also told. */
function told(model: Model, heard: (outcome: CallOutcome) => void): Model {
  return {
    ...model,
    async complete(call, signal) {
      const outcome = await model.complete(call, signal)
      heard(outcome)
      return outcome
    },
  }
}

const TROUBLES: readonly string[] = ["auth", "not-found", "unreachable"]

/** What no retry would mend is said before anything is begun: no key, no server, no such model. */
async function refuseTrouble(
  role: Role,
  seat: FixedSeat,
  environment: SeatParts["environment"],
): Promise<void> {
  const failure = await findTrouble(seat, environment)
  if (failure === undefined || !TROUBLES.includes(failure.code)) return
  const whose = `the ${role} of this recipe is ${seat.provider} ${seat.model}; nothing was asked`
  const variable = seat.provider === "anthropic" ? "ANTHROPIC_BASE_URL" : "OPENAI_BASE_URL"
  const advice =
    failure.code === "unreachable" ? `${whose}: start the server, or set ${variable}` : whose
  throw new RunFailure("model", failure.code, failure.message, advice)
}

/** The same seats where nothing may act: what was said is looked up, and no secret is needed. */
export function openReplayedSeats(recipe: Recipe, effects: Effects): Seats {
  const seats = Object.entries(seatsOf(recipe)).map(([role, seat]) => {
    const card = cardOf(seat)
    const silent: Model = {
      describe: () => card,
      complete: () => Promise.reject(new Error("a replay asks nobody")),
      close: async () => {},
    }
    const player: SolverPlayer = {
      ...{ seat, card },
      ...namedBy(seat),
      complete: (calls) => effects.complete(silent, calls),
    }
    return [role, player]
  })
  return Object.fromEntries(seats) as Seats
}

/** A budget in dollars needs a price: without one nobody could say when it is spent. */
function priceFor(seat: ModelSeat, budget: Budget | undefined): Price | undefined {
  const price = priceOf(seat.provider, seat.model, givenPrice(seat))
  if (price !== undefined || !hasDollars(budget)) return price
  throw new RunFailure(
    "budget",
    "no-price",
    `nobody has checked a price of ${seat.provider} ${seat.model}, and the budget is in dollars`,
    'give the seat a `price: { input, output }` in dollars for a million tokens, or `price: "free"` for a server of your own',
  )
}

/** A recipe names one price for what is written to a cache, however long it is to be kept. */
function givenPrice({ price }: ModelSeat): PriceGiven | undefined {
  if (price === undefined || price === "free") return price
  const { cacheWrite, ...rest } = price
  if (cacheWrite === undefined) return rest
  return { ...rest, cacheWrite5m: cacheWrite, cacheWrite1h: cacheWrite }
}

export function hasDollars(budget: Budget | undefined): boolean {
  const limits = [budget, ...Object.values(budget?.roles ?? {})]
  return limits.some((limit) => limit?.dollars !== undefined)
}

const MICRO = 1_000_000

function limitsOf(budget: Budget | undefined): PurseLimits {
  const roles = Object.entries(budget?.roles ?? {})
  return {
    run: limitOf(budget),
    roles: Object.fromEntries(roles.map(([role, limit]) => [role, limitOf(limit)])),
  }
}

function limitOf(
  limit: { dollars?: number | undefined; tokens?: number | undefined } | undefined,
): Limit {
  return {
    ...(limit?.dollars !== undefined && { microdollars: Math.floor(limit.dollars * MICRO) }),
    ...(limit?.tokens !== undefined && { tokens: limit.tokens }),
  }
}
