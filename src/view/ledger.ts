import { type Call, CallOutcome, type Reply, type Role, type Usage } from "../record/call.ts"
import type { Tally } from "../record/event.ts"
import { type CallId, contentId } from "../record/id.ts"
import { ToolResult, toolInputFrom } from "../record/tool.ts"
import { costOf, type Price } from "../rule/price.ts"
import { type Amount, NOTHING, plus } from "../rule/purse.ts"
import type { Store } from "../store.ts"
import { addTokens, NO_TOKENS, type Tokens } from "./calls.ts"

/** All that a run's models were asked and charged, read back from the recorded outcomes. */
export interface Ledger {
  readonly roles: readonly RoleLedger[]
  readonly tools: readonly ToolLedger[]
  /** Batches that were handed in. */
  readonly batches: number
}

export interface RoleLedger {
  readonly role: Role
  /** Calls that were answered, and those whose lasting failure stands in the journal, by code. */
  readonly replies: number
  readonly failures: Tally
  /** Requests, each for a call or for a batch, and those that brought nothing, by code. */
  readonly tries: number
  readonly failedTries: Tally
  /** Tries that a kill cut off. */
  readonly lost: number
  readonly tokens: Tokens
  /** Why replies ended, where it was not of themselves: cut off, refused. */
  readonly stops: Tally
  /** By the provider's count, in micro-dollars. */
  readonly measured: number
  /** Charged at the worst case because nobody said what it cost; it may have cost less. */
  readonly worst: Amount
  /** What the same tokens would have cost more: without caches, and one by one. */
  readonly savedByCache: number
  readonly savedByBatch: number
  readonly batched: number
}

export interface ToolLedger {
  readonly name: string
  readonly done: number
  readonly failed: Tally
}

/** The roles that a model has, with its price; undefined where nobody has checked one. */
export type Prices = ReadonlyMap<Role, Price | undefined>

export async function readLedger(store: Store, prices: Prices): Promise<Ledger> {
  const fold = new Fold(prices)
  for await (const { id, kind, body } of store.outcomes()) fold.take(id, kind, JSON.parse(body))
  return fold.finish()
}

export function dollarsOf({ measured, worst }: Pick<RoleLedger, "measured" | "worst">): number {
  return measured + worst.microdollars
}

type Small = { -readonly [Name in keyof RoleLedger]: RoleLedger[Name] }

interface Tried {
  readonly role: Role
  readonly worst: Amount
  tries: number
  ended: number
}

const ROLES: readonly Role[] = ["proposer", "solver", "formaliser"]

class Fold {
  private readonly prices: Prices
  private readonly roles = new Map<Role, Small>()
  private readonly tried = new Map<string, Tried>()
  private readonly outcomes = new Map<string, SmallOutcome>()
  private readonly results = new Map<string, ToolResult>()
  private readonly batches = new Set<string>()

  constructor(prices: Prices) {
    this.prices = prices
  }

  take(id: string, kind: string, body: unknown): void {
    if (kind === "try") this.takeTry(body as TryBody)
    else if (kind === "try-ended") this.takeEnd(body as EndBody)
    else if (kind === "call") this.outcomes.set(id, smallOutcome(id, CallOutcome.parse(body)))
    else if (kind === "tool") this.results.set(id, ToolResult.parse(body))
    else if (kind === "batch") this.batches.add(id)
  }

  finish(): Ledger {
    const tools = new Map<string, { done: number; failed: Record<string, number> }>()
    for (const [id, outcome] of this.outcomes) {
      // Of a batch only the whole is tried, and only a solver's calls come in one.
      const role = this.tried.get(id)?.role ?? "solver"
      if (!this.prices.has(role)) continue
      this.takeOutcome(this.roleOf(role), outcome)
      if (outcome.kind === "reply") this.countTools(tools, outcome)
    }
    for (const [id, { role, worst, tries, ended }] of this.tried) {
      const isDone = this.outcomes.get(id)?.kind === "reply" || this.batches.has(id)
      const lost = tries - ended - (isDone ? 1 : 0)
      const own = this.roleOf(role)
      own.lost += Math.max(0, lost)
      for (let at = 0; at < lost; at++) own.worst = plus(own.worst, worst)
    }
    return {
      roles: ROLES.flatMap((role) => this.roles.get(role) ?? []),
      tools: [...tools].map(([name, counts]) => ({ name, ...counts })),
      batches: this.batches.size,
    }
  }

  private takeTry({ call, role, worst }: TryBody): void {
    const known = this.tried.get(call) ?? { role, worst, tries: 0, ended: 0 }
    known.tries++
    this.tried.set(call, known)
    this.roleOf(role).tries++
  }

  private takeEnd({ call, role, charged, code = "unknown" }: EndBody): void {
    const known = this.tried.get(call) ?? { role, worst: charged, tries: 0, ended: 0 }
    known.ended++
    this.tried.set(call, known)
    const own = this.roleOf(role)
    own.failedTries = counting(own.failedTries, code)
    own.worst = plus(own.worst, charged)
  }

  private takeOutcome(own: Small, outcome: SmallOutcome): void {
    if (outcome.kind === "failure") {
      own.failures = counting(own.failures, outcome.code)
      return
    }
    own.replies++
    const { stops, usage, charged } = outcome
    for (const stop of stops) if (stop !== "end") own.stops = counting(own.stops, stop)
    if (usage === undefined) {
      own.worst = plus(own.worst, charged ?? NOTHING)
      return
    }
    own.tokens = addTokens(own.tokens, usage)
    own.measured += charged?.microdollars ?? 0
    if (usage.isBatch) own.batched++
    const price = this.prices.get(own.role)
    if (price === undefined) return
    own.savedByCache += savedByCache(usage, price)
    own.savedByBatch += savedByBatch(usage, price)
  }

  private countTools(
    tools: Map<string, { done: number; failed: Record<string, number> }>,
    { uses }: Extract<SmallOutcome, { kind: "reply" }>,
  ): void {
    for (const use of uses) {
      const result = this.results.get(use.id)
      const name = result === undefined ? "none of that name" : use.name
      const counts = tools.get(name) ?? { done: 0, failed: {} }
      if (result?.kind === "output") counts.done++
      else counts.failed = counting(counts.failed, result?.code ?? "not-run")
      tools.set(name, counts)
    }
  }

  private roleOf(role: Role): Small {
    const known = this.roles.get(role) ?? emptyRole(role)
    this.roles.set(role, known)
    return known
  }
}

/** An outcome without its words, which may be long. */
type SmallOutcome =
  | { readonly kind: "failure"; readonly code: string }
  | (Pick<Reply, "usage" | "charged"> & {
      readonly kind: "reply"
      readonly stops: readonly string[]
      /** Each under the name by which a run keeps what came of it. */
      readonly uses: readonly { readonly id: string; readonly name: string }[]
    })

function smallOutcome(call: string, outcome: CallOutcome): SmallOutcome {
  if (outcome.kind === "failure") return { kind: "failure", code: outcome.code }
  const { samples, usage, charged } = outcome
  return {
    kind: "reply",
    usage,
    charged,
    stops: samples.map(({ stop }) => stop),
    uses: samples.flatMap(({ uses = [] }) =>
      uses.map((use) => ({ id: useId(call as CallId, use), name: use.name })),
    ),
  }
}

interface TryBody {
  readonly call: string
  readonly role: Role
  readonly worst: Amount
  readonly asked?: Call
}

interface EndBody {
  readonly call: string
  readonly role: Role
  readonly charged: Amount
  /** Absent in journals that were written before it was kept. */
  readonly code?: string
}

function emptyRole(role: Role): Small {
  return {
    role,
    replies: 0,
    failures: {},
    tries: 0,
    failedTries: {},
    lost: 0,
    tokens: NO_TOKENS,
    stops: {},
    measured: 0,
    worst: NOTHING,
    savedByCache: 0,
    savedByBatch: 0,
    batched: 0,
  }
}

/** The name under which a run keeps what came of a tool's use; src/run/sit.ts makes it. */
function useId(call: CallId, { id, name, input }: { id: string; name: string; input: unknown }) {
  const use = { id, name, input: toolInputFrom(input) ?? null }
  return contentId("effect", { kind: "tool", input: { call, use } })
}

/** Negative where what was written to a cache was never read. */
function savedByCache(usage: Usage, price: Price): number {
  const { input, output, cacheRead, cacheWrite, isBatch } = usage
  const plain = { input: input + cacheRead + cacheWrite, output }
  const paid = { input, output, cacheRead, cacheWrite5m: cacheWrite }
  return costOf(plain, price, { batch: isBatch }) - costOf(paid, price, { batch: isBatch })
}

function savedByBatch(usage: Usage, price: Price): number {
  if (!usage.isBatch) return 0
  const { input, output, cacheRead, cacheWrite } = usage
  const paid = { input, output, cacheRead, cacheWrite5m: cacheWrite }
  return costOf(paid, price, { batch: false }) - costOf(paid, price, { batch: true })
}

function counting(tally: Tally, name: string): Record<string, number> {
  return { ...tally, [name]: (tally[name] ?? 0) + 1 }
}
