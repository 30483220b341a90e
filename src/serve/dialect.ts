import type { z } from "zod"
import type { Item, Judged } from "./core.ts"
import type { ProblemIndex } from "./problems.ts"

/** What a route makes of a verdict that is undecided, where it has to give a number. */
export const UNDECIDED_POLICIES = {
  skip: "no number: null, for trainers that leave such a row out",
  zero: "0, as for an incorrect answer",
  error: "the request is refused with status 422",
} as const
export type UndecidedPolicy = keyof typeof UNDECIDED_POLICIES

/** A reward: 1 for a correct answer, 0 for an incorrect one; null says nothing. */
export type Reward = number | null

/** One trainer's way to ask for verdicts. All of them end at the same judge. */
export interface Dialect<Asked> {
  readonly path: string
  /** The same at a path of its client's own, which knows a host and a port alone. */
  readonly alias?: string
  readonly about: string
  readonly request: z.ZodType<Asked>
  readonly reply: z.ZodType
  /** What becomes of an undecided verdict unless the command line says otherwise. */
  readonly undecided: UndecidedPolicy
  /**
   * Whether the reply has words for a question that makes no sense. A dialect of bare numbers has
   * none: there the whole request is refused, whatever the policy, because training would go wrong.
   */
  readonly hasReasons: boolean
  items(asked: Asked, problems: ProblemIndex): readonly Item[]
  answer(asked: Asked, judged: readonly Judged[], rewards: readonly Reward[]): object
}

/** A dialect whose request type is checked where it is defined and forgotten after. */
export type AnyDialect = Dialect<unknown>

export function defineDialect<Asked>(dialect: Dialect<Asked>): AnyDialect {
  return dialect as unknown as AnyDialect
}

/** What a trainer asks beside verdicts: nothing is judged for it. */
export interface Courtesy<Asked> {
  readonly path: string
  readonly alias?: string
  readonly about: string
  readonly request: z.ZodType<Asked>
  readonly reply: z.ZodType
  answer(asked: Asked): object
}

export type AnyCourtesy = Courtesy<unknown>

export function defineCourtesy<Asked>(courtesy: Courtesy<Asked>): AnyCourtesy {
  return courtesy as unknown as AnyCourtesy
}

export function rewardOf({ outcome }: Judged, policy: UndecidedPolicy): Reward {
  if (outcome === "undecided") return policy === "zero" ? 0 : null
  return outcome === "correct" ? 1 : 0
}
