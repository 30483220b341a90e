import type { Role, Usage } from "../record/call.ts"
import type { Tally } from "../record/event.ts"
import type { Amount, Pressure } from "../rule/purse.ts"

/** What is known of a run's calls at one moment; a live view asks for it whenever it draws. */
export interface CallsNow {
  /** One for each provider's model: calls that are out, of how many that may be. */
  readonly lanes: readonly {
    readonly model: string
    readonly inFlight: number
    readonly limit: number
  }[]
  /** Calls that were handed in as batches and have not come back. */
  readonly batched: number
  /** Replies of the whole run, by role; so are the figures below. */
  readonly replies: { readonly [Name in Role]?: number }
  /** Tries that brought no reply, by the code of the failure; most were tried again. */
  readonly failures: Tally
  /** Tokens of the replies as their providers counted them. */
  readonly tokens: Tokens
  /** What nobody knows the cost of is in here at its worst case. */
  readonly spent: Amount
  readonly spentBy: { readonly [Name in Role]?: Amount }
  /** Every limit of the budget, with what is spent and what is set aside for calls that are out. */
  readonly limits: readonly Pressure[]
}

export interface Tokens {
  /** Without what a cache served or kept. */
  readonly input: number
  readonly output: number
  readonly cacheRead: number
  readonly cacheWrite: number
}

export const NO_TOKENS: Tokens = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }

export function addTokens(sum: Tokens, usage: Tokens | Usage): Tokens {
  return {
    input: sum.input + usage.input,
    output: sum.output + usage.output,
    cacheRead: sum.cacheRead + usage.cacheRead,
    cacheWrite: sum.cacheWrite + usage.cacheWrite,
  }
}

/** Tokens of prompts, wherever they were read from. */
export function promptTokens({ input, cacheRead, cacheWrite }: Tokens): number {
  return input + cacheRead + cacheWrite
}

export function repliesOf({ replies }: CallsNow): number {
  return Object.values(replies).reduce((sum, times) => sum + times, 0)
}

export function failuresOf({ failures }: CallsNow): number {
  return Object.values(failures).reduce((sum, times) => sum + times, 0)
}
