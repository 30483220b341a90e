import type { Call, CallOutcome, Role, Usage } from "../record/call.ts"
import { type CallId, contentId } from "../record/id.ts"
import { costOf, type Price, worstCost, worstTokens } from "../rule/price.ts"
import {
  type Amount,
  isOverdrawn,
  NOTHING,
  type Overdrawn,
  openPurse,
  type Pressure,
  type Purse,
  type PurseLimits,
  plus,
  pressure,
  reserve,
  settle,
} from "../rule/purse.ts"
import type { Store } from "../store.ts"
import { RunFailure } from "./failure.ts"

export type { Amount }

/** A reservation: made before a try is sent, durable before it, and given back when it is over. */
export interface Reserved {
  /** A call, or a batch under the id of its effect. */
  readonly call: { readonly id: string; readonly role: Role }
  readonly try: number
  readonly worst: Amount
}

/** How a run's tries are kept: `note` is durable when it resolves. */
export interface TryBook {
  note(id: string, kind: "try" | "try-ended", body: unknown): Promise<void>
}

/**
 * Where a run pays. Every try is reserved at its worst case, written down, sent, and settled at
 * what it cost; a try whose bill nobody knows is charged at the worst case, and so is one that a
 * kill cut off: the next process finds it written down without an end.
 */
export class Till {
  private purse: Purse
  private readonly book: TryBook
  private readonly tries: Map<string, number>
  private readonly waiting: (() => void)[] = []
  private out = 0

  constructor(limits: PurseLimits, book: TryBook, past: Past = NO_PAST) {
    this.purse = openPurse(limits, past.spent)
    this.tries = new Map(past.tries)
    this.book = book
  }

  /**
   * Waits for money that is only set aside; rejects when what is left will never do. What was asked
   * is written down with the first try: before it is sent, and once.
   */
  reserve(call: Call, price: Price | undefined): Promise<Reserved> {
    return this.begin(call, worstOf(call, price), call)
  }

  /**
   * For the handing in of a batch at the worst case of its calls. Where it gets its name this
   * reservation stands until the batch is paid; where nobody knows whether it was made it is lost.
   */
  handIn(batch: string, role: Role, worst: Amount): Promise<Reserved> {
    return this.begin({ id: batch, role }, worst, undefined)
  }

  private async begin(
    { id, role }: Reserved["call"],
    worst: Amount,
    asked: Call | undefined,
  ): Promise<Reserved> {
    await this.makeRoom(role, worst)
    const number = this.tries.get(id) ?? 0
    this.tries.set(id, number + 1)
    const reserved = { call: { id, role }, try: number, worst }
    const body = { call: id, role, worst, ...(number === 0 && asked && { asked }) }
    try {
      await this.book.note(tryId("try", reserved), "try", body)
    } catch (error) {
      this.settle(reserved, NOTHING) // nothing was sent, and others may be waiting for the money
      throw error
    }
    return reserved
  }

  private async makeRoom(role: Role, worst: Amount): Promise<void> {
    for (;;) {
      const refusal = this.take(role, worst)
      if (refusal === undefined) return
      if (this.out === 0) throw exhausted(refusal, worst)
      await new Promise<void>((resolve) => this.waiting.push(resolve))
    }
  }

  /** What a try cost; undefined where nobody knows. Returns what was charged. */
  settle({ call, worst }: Pick<Reserved, "call" | "worst">, cost: Amount | undefined): Amount {
    this.purse = settle(this.purse, call.role, worst, cost)
    this.out--
    for (const wake of this.waiting.splice(0)) wake()
    return cost ?? worst
  }

  /**
   * For a batch that a former process handed in: it is known by its name in the journal, and while
   * it is waited for the money is set aside again.
   */
  setAside(role: Role, worst: Amount): void {
    const refusal = this.take(role, worst)
    if (refusal !== undefined) throw exhausted(refusal, worst)
  }

  /** Reserves an amount, or says which limit refuses it. */
  private take(role: Role, worst: Amount): Overdrawn | undefined {
    const purse = reserve(this.purse, role, worst)
    if (isOverdrawn(purse)) return purse
    this.purse = purse
    this.out++
    return undefined
  }

  /** Settles a try that brought no reply; one that did is settled by the reply's own record. */
  async fail(reserved: Reserved, cost: Amount | undefined, code: string): Promise<void> {
    const charged = this.settle(reserved, cost)
    const { call } = reserved
    const body = { call: call.id, role: call.role, charged, code }
    await this.book.note(tryId("try-ended", reserved), "try-ended", body)
  }

  /** What was spent in all, by role, and how near each limit is. */
  get spent(): Amount {
    return this.purse.run.spent
  }

  spentBy(role: Role): Amount {
    return this.purse.roles[role]?.spent ?? NOTHING
  }

  pressure(): readonly Pressure[] {
    return pressure(this.purse)
  }
}

function tryId(kind: "try" | "try-ended", { call, try: number }: Reserved): string {
  return contentId("effect", { kind, call: call.id, try: number })
}

/** Where a call's own words are kept: in the record of its first try. */
export function askedId(call: CallId): string {
  return contentId("effect", { kind: "try", call, try: 0 })
}

function exhausted(
  { refused, unit, left }: { refused: string; unit: keyof Amount; left: number },
  worst: Amount,
): RunFailure {
  const whose = refused === "run" ? "the run" : `the role ${refused}`
  const figures =
    unit === "tokens"
      ? `${left} tokens are left for ${whose}, and the next call may take ${worst.tokens}`
      : `$${dollars(left)} are left for ${whose}, and the next call may cost $${dollars(worst.microdollars)}`
  return new RunFailure(
    "budget",
    "exhausted",
    figures,
    "nothing is lost: `agon resume --budget <dollars>` (or --token-budget) goes on with a larger one",
  )
}

function dollars(microdollars: number): string {
  return (microdollars / 1_000_000).toFixed(4)
}

/** What a call takes at most; it costs 0 where no price is known, as in runs without a limit. */
export function worstOf(call: Call, price: Price | undefined): Amount {
  const bytes = promptBytes(call)
  const output = call.maxTokens * call.samples
  return {
    microdollars: price === undefined ? 0 : worstCost(bytes, output, price),
    tokens: worstTokens(bytes, output),
  }
}

/** What a reply cost by its provider's count. */
export function costOfUsage(usage: Usage, price: Price | undefined): Amount {
  const { input, output, cacheRead, cacheWrite, isBatch } = usage
  const counted = { input, output, cacheRead, cacheWrite5m: cacheWrite }
  return {
    microdollars: price === undefined ? 0 : costOf(counted, price, { batch: isBatch }),
    tokens: input + output + cacheRead + cacheWrite,
  }
}

const UTF8_BYTES_MAX = 3 // of one UTF-16 code unit

function promptBytes({ system = "", prompt, turns = [], schema, tools = [] }: Call): number {
  const parts = [turns, schema ?? null, tools].map((part) => JSON.stringify(part))
  return [system, prompt, ...parts].reduce((sum, text) => sum + bytesAtMost(text), 0)
}

function bytesAtMost(text: string): number {
  return isAscii(text) ? text.length : text.length * UTF8_BYTES_MAX
}

function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text)
}

/** What a run had paid, and how often it had tried, when the last process ended. */
export interface Past {
  readonly spent: Readonly<Record<string, Amount>>
  readonly tries: ReadonlyMap<string, number>
}

const NO_PAST: Past = { spent: {}, tries: new Map() }

interface Open {
  readonly role: string
  readonly worst: Amount
  tried: number
  ended: number
}

/** Reads what was paid from the outcomes of a run. */
export async function readPast(store: Store): Promise<Past> {
  const calls = new Map<string, Open>()
  const spent: Record<string, Amount> = {}
  const pay = (role: string, amount: Amount) => {
    spent[role] = plus(spent[role] ?? NOTHING, amount)
  }
  const replies = new Map<string, Amount>()
  for await (const { id, kind, body } of store.outcomes()) {
    if (kind === "try") {
      const { call, role, worst } = JSON.parse(body) as Tried
      const open = calls.get(call) ?? { role, worst, tried: 0, ended: 0 }
      calls.set(call, { ...open, tried: open.tried + 1 })
    } else if (kind === "try-ended") {
      const { call, role, charged } = JSON.parse(body) as Ended
      pay(role, charged)
      const open = calls.get(call) ?? { role, worst: charged, tried: 0, ended: 0 }
      calls.set(call, { ...open, ended: open.ended + 1 })
    } else if (kind === "batch") {
      replies.set(id, NOTHING) // it has its name; what it cost stands in its calls' replies
    } else if (kind === "call") {
      const charged = chargedFor(JSON.parse(body) as CallOutcome)
      if (charged !== undefined) replies.set(id, charged)
    }
  }
  for (const [call, reply] of replies) {
    if (!calls.has(call)) pay("solver", reply) // it came in a batch: only a solver's calls do
  }
  for (const [call, { role, worst, tried, ended }] of calls) {
    const reply = replies.get(call)
    if (reply !== undefined) pay(role, reply)
    const lost = tried - ended - (reply === undefined ? 0 : 1)
    for (let at = 0; at < lost; at++) pay(role, worst)
  }
  return { spent, tries: new Map([...calls].map(([call, { tried }]) => [call, tried])) }
}

type Tried = { readonly call: string; readonly role: string; readonly worst: Amount }
type Ended = { readonly call: string; readonly role: string; readonly charged: Amount }

function chargedFor(outcome: CallOutcome): Amount | undefined {
  if (outcome.kind !== "reply" || outcome.charged === undefined) return undefined
  return outcome.charged
}
