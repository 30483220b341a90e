import type { AnyActorLogic } from "xstate"
import type { Answer } from "./record/attempt.ts"
import type { Call, CallOutcome } from "./record/call.ts"
import type { Json } from "./record/canonical.ts"
import type { Tally } from "./record/event.ts"
import type { Hash } from "./record/id.ts"
import type { Move, Problem, Question } from "./record/problem.ts"
import type { Recipe } from "./record/recipe.ts"
import type { SolveRate } from "./record/solve-rate.ts"
import type { Skill } from "./verifier.ts"
import type { Random } from "./world.ts"

/** The door for players: what a run hands to a proposer and to a solver, and what it wants back. */

/** A skill with the judge it belongs to; all that a proposer knows of verifiers. */
export interface SkillOffer {
  readonly verifier: string
  readonly skill: Skill
}

/** A spec that a proposer commits to, before anything has checked it. */
export interface Draft {
  readonly skill: string
  readonly spec: Json
  readonly wording: number
  readonly move: Move
  readonly axis?: string
  readonly parent?: Problem["id"]
}

export interface Ask {
  readonly round: number
  readonly count: number
  readonly recipe: Recipe
  readonly policy: Json
  readonly offers: readonly SkillOffer[]
  /** Solve rates by skill and level, as far as they are known. */
  readonly frontier: readonly Cell[]
  readonly random: Random
  /** Turns drafts into problems, in order, or says why not. */
  screen(drafts: readonly Draft[], missing: number): Screened
}

export interface Screened {
  readonly admitted: readonly Problem[]
  readonly refused: Tally
}

export interface Posed extends Screened {
  readonly drafted: number
}

/** One box of the grid that reports show. */
export interface Cell {
  readonly skill: string
  readonly level: number
  readonly rate: SolveRate
}

/** What became of a posed problem: all that a proposer learns from. */
export interface Lesson {
  readonly problem: Problem["id"]
  readonly skill: string
  readonly level: number
  readonly spec: Json
  readonly move: Move
  readonly axis?: string
  readonly rate: SolveRate
  readonly reward: number
}

export interface ProposerAgent {
  /** An xstate machine: input Ask, output Posed. */
  readonly machine: AnyActorLogic
  /** The policy before the first round. */
  begin(recipe: Recipe, offers: readonly SkillOffer[]): Json
  learn(
    policy: Json,
    lessons: readonly Lesson[],
    offers: readonly SkillOffer[],
    recipe: Recipe,
  ): Json
}

export interface Sitting {
  readonly questions: readonly Question[]
  readonly checkpoint: Hash
  readonly samples: number
  readonly temperature: number
  readonly maxTokens: number
  /** A seed for each question, so that its replies do not depend on its neighbours. */
  seed(question: Question): number
  /** Performs the calls, each at most once ever, in any order; outcomes come in call order. */
  complete(calls: readonly Call[]): Promise<readonly CallOutcome[]>
}

export interface Sat {
  /** In question order. */
  readonly replies: readonly SolverReply[]
}

export interface SolverReply {
  readonly call: Call["id"]
  readonly answers: readonly Answer[]
  readonly tokens: number
}

export interface SolverAgent {
  /** An xstate machine: input Sitting, output Sat. */
  readonly machine: AnyActorLogic
  /** The words put to the model; training data uses the same. */
  prompt(question: Question): string
}
