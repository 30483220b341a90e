import type { CallOutcome, ModelFailure, Role } from "../record/call.ts"
import type { Tally } from "../record/event.ts"
import type { Queue } from "../run/queue.ts"
import type { Amount, Till } from "../run/till.ts"
import { addTokens, type CallsNow, NO_TOKENS } from "../view/calls.ts"
import type { Ledger } from "../view/ledger.ts"
import { addTallies } from "../view/models.ts"

const ROLES: readonly Role[] = ["proposer", "solver", "formaliser"]

/** Counts what passes between a run and its models while it passes. No decision reads it. */
export class Traffic {
  private readonly till: Till
  private readonly queues: ReadonlyMap<string, Queue>
  private readonly replies: { [Name in Role]?: number } = {}
  private failures: Tally = {}
  private tokens = NO_TOKENS
  private batched = 0

  /** `past`: what earlier processes of the run were told. */
  constructor(till: Till, queues: ReadonlyMap<string, Queue>, past: Ledger) {
    this.till = till
    this.queues = queues
    for (const { role, replies, failedTries, tokens } of past.roles) {
      if (replies > 0) this.replies[role] = replies
      this.failures = addTallies([this.failures, failedTries])
      this.tokens = addTokens(this.tokens, tokens)
    }
  }

  failed({ code }: Pick<ModelFailure, "code">): void {
    this.failures = addTallies([this.failures, { [code]: 1 }])
  }

  came(role: Role, outcome: CallOutcome): void {
    if (outcome.kind === "failure") return
    this.replies[role] = (this.replies[role] ?? 0) + 1
    if (outcome.usage) this.tokens = addTokens(this.tokens, outcome.usage)
  }

  /** Counts calls as handed in until the work on their batches is over. */
  async whileBatched<Value>(calls: number, work: () => Promise<Value>): Promise<Value> {
    this.batched += calls
    try {
      return await work()
    } finally {
      this.batched -= calls
    }
  }

  now(): CallsNow {
    const { till, replies, failures, tokens, batched } = this
    const lanes = [...this.queues].map(([model, { inFlight, limit }]) => {
      return { model, inFlight, limit }
    })
    const paid = ROLES.map((role): [Role, Amount] => [role, till.spentBy(role)])
    return {
      lanes,
      batched,
      replies: { ...replies },
      failures,
      tokens,
      spent: till.spent,
      spentBy: Object.fromEntries(paid.filter(([, { tokens }]) => tokens > 0)),
      limits: till.pressure(),
    }
  }
}
