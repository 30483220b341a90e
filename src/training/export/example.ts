import { z } from "zod"
import { Attempt } from "../../record/attempt.ts"
import { CallId, type PairId, type ProblemId } from "../../record/id.ts"
import { Pair } from "../../record/pair.ts"
import { Problem } from "../../record/problem.ts"
import { SolveRate } from "../../record/solve-rate.ts"
import { Verdict } from "../../record/verdict.ts"

export const Split = z.enum(["train", "validation"])
export type Split = z.infer<typeof Split>

export const Message = z.strictObject({
  role: z.enum(["system", "user", "assistant"]),
  content: z.string(),
})
export type Message = z.infer<typeof Message>

/** A kept pair with all that its rows are made of: nothing else is looked up. */
export const Lesson = z.strictObject({
  problem: Problem,
  pair: Pair,
  split: Split,
  prompt: z.array(Message).min(1),
  /** The pair's words in the form that the prompt asks for. */
  completion: z.string(),
  /** The solve rate of the journal, where a recall has the attempts judged otherwise. */
  recorded: SolveRate.optional(),
})
export type Lesson = z.infer<typeof Lesson>

/** An attempt with the words that it was read from, judged. */
export const Said = z.strictObject({
  ...Attempt.shape,
  /** The whole reply; the answer stands in it. */
  text: z.string(),
  verdict: Verdict,
  /** Tool uses went before: the words alone are not how the answer came about. */
  usedTools: z.boolean(),
  /** What its last call was charged at, where that is known. */
  microdollars: z.int().min(0).optional(),
})
export type Said = z.infer<typeof Said>

/** What a proposer wrote in one seat of a call, and what it earned. */
export const Offered = z.strictObject({
  call: CallId,
  seat: z.int().min(0),
  split: Split,
  prompt: z.array(Message).min(1),
  text: z.string(),
  reward: z.number(),
  /** The problem it became, judged by its verifier; absent where the screen refused it. */
  problem: Problem.optional(),
  refused: z.string().optional(),
  /** Whether it is the one of its call that earned most, or least. */
  rank: z.enum(["best", "worst"]).optional(),
})
export type Offered = z.infer<typeof Offered>

/** All that a bundle's rows are made of. Rows are a pure function of it. */
export interface Evidence {
  readonly lessons: readonly Lesson[]
  readonly attempts: readonly Said[]
  readonly offers: readonly Offered[]
}

/** Where a row came from; it is kept beside the data and never in it. */
export interface Origin {
  readonly problem?: ProblemId
  readonly pair?: PairId
  readonly attempts?: readonly Said[]
  readonly offers?: readonly Offered[]
}

interface Common {
  readonly split: Split
  readonly prompt: readonly Message[]
  readonly origin: Origin
}

/** What a trainer can learn from, before any trainer's own spelling of it. */
export type Example =
  | (Common & {
      readonly kind: "demonstration"
      readonly completion: string
      readonly problem: Problem
    })
  | (Common & { readonly kind: "preference"; readonly chosen: string; readonly rejected: string })
  | (Common & { readonly kind: "label"; readonly completion: string; readonly isGood: boolean })
  | (Common & { readonly kind: "task"; readonly problem: Problem })

export type ExampleOf<Kind extends Example["kind"]> = Extract<Example, { readonly kind: Kind }>
