import type { AnyActorLogic } from "xstate"
import type { ModelCard } from "./model.ts"
import type { Answer } from "./record/attempt.ts"
import type { Call, CallOutcome, ToolOffer, ToolUse } from "./record/call.ts"
import type { Json } from "./record/canonical.ts"
import type { Tally } from "./record/event.ts"
import type { CallId, Hash } from "./record/id.ts"
import type { Move, Problem, Question } from "./record/problem.ts"
import type { Recipe } from "./record/recipe.ts"
import type { ModelSeat } from "./record/seat.ts"
import type { SolveRate } from "./record/solve-rate.ts"
import type { Skill } from "./verifier.ts"
import type { Random } from "./world.ts"

/** The door for players: what a run hands to a proposer and to a solver, and what it wants back. */

/** A skill with the judge it belongs to; all that a proposer knows of verifiers. */
export interface SkillOffer {
  readonly verifier: string
  readonly skill: Skill
  /** A closed JSON Schema of the skill's specs, for a model that writes them. */
  schema(): Json
}

/** A spec that a proposer commits to, before anything has checked it. */
export interface Draft {
  readonly skill: string
  readonly spec: Json
  readonly wording: number
  readonly move: Move
  readonly axis?: string
  readonly parent?: Problem["id"]
  /** The problem in a model's own words; without it the verifier words it. */
  readonly statement?: string
  /** The call it came from, its place in there, and the answer that the model believes in. */
  readonly proposal?: { readonly call: CallId; readonly seat: number; readonly claimed: string }
}

/** A model in a role, with what names it. Each call is performed at most once ever. */
export interface Player {
  readonly seat: ModelSeat
  readonly card: ModelCard
  readonly checkpoint: Hash
  /** Outcomes come in call order. */
  complete(calls: readonly Call[]): Promise<readonly CallOutcome[]>
}

/** In the solver's seat, no checkpoint means that the run trains the weights: calls name them. */
export type SolverPlayer = Omit<Player, "checkpoint"> & Partial<Pick<Player, "checkpoint">>

export interface Ask {
  readonly round: number
  readonly count: number
  readonly recipe: Recipe
  readonly policy: Json
  readonly offers: readonly SkillOffer[]
  /** Solve rates by skill and level, as far as they are known. */
  readonly frontier: readonly Cell[]
  readonly random: Random
  /** The model that proposes; absent where the proposer has none. */
  readonly player?: Player
  /** Turns drafts into problems, in order, or says why not. */
  screen(drafts: readonly Draft[], missing: number): Promise<Screened>
}

export interface Screened {
  readonly admitted: readonly Problem[]
  readonly refused: Tally
  /** What became of each draft, in their order; shorter where enough was admitted before. */
  readonly fates: readonly Fate[]
}

export type Fate =
  | { readonly admitted: Problem["id"] }
  /** `detail`: the verifier's own words about what is wrong. */
  | { readonly refused: string; readonly detail?: string }

export interface Posed {
  readonly admitted: readonly Problem[]
  readonly refused: Tally
  readonly drafted: number
  /** What became of everything that a model proposed; absent where the proposer has none. */
  readonly proposals?: readonly Proposed[]
}

/** One proposal of a call, by its place in the reply. */
export interface Proposed {
  readonly call: CallId
  readonly seat: number
  readonly fate: Fate
}

/** Reads a statement back to a spec, having seen nothing but the statement. */
export interface FormaliserAgent {
  /** `offers` are all that a run poses: the statement's own skill is not told. */
  call(statement: string, offers: readonly SkillOffer[], player: Player): Call
  /** The spec that a reply names; undefined where it names none. */
  spec(outcome: CallOutcome): Json | undefined
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
  readonly family: string
  readonly format: Problem["statement"]["format"]
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
  /** For a solver that is a model: which seats of a question are to be filled, and with what. */
  readonly table?: Table
  /** Performs the calls, each at most once ever, in any order; outcomes come in call order. */
  complete(calls: readonly Call[]): Promise<readonly CallOutcome[]>
}

/** A model's place at a sitting. Each seat of a question is an attempt with calls of its own. */
export interface Table {
  readonly seat: ModelSeat
  readonly card: ModelCard
  seats(question: Question): readonly number[]
  readonly tools: readonly ToolOffer[]
  /** Performs what a reply asked for; journalled, at most once ever. */
  use(call: CallId, use: ToolUse): Promise<Used>
}

export interface Used {
  readonly text: string
  readonly failed: boolean
}

export interface Sat {
  /** In question order. */
  readonly replies: readonly SolverReply[]
}

export interface SolverReply {
  readonly call: Call["id"]
  readonly answers: readonly Answer[]
  readonly tokens: number
  /** The call that each answer came from, where each has one of its own. */
  readonly calls?: readonly CallId[]
  /** Executed tool uses of each answer, where tools were offered. */
  readonly uses?: readonly number[]
}

export interface SolverAgent {
  /** An xstate machine: input Sitting, output Sat. */
  readonly machine: AnyActorLogic
  /** The words put to the model; training data uses the same. */
  prompt(question: Question): string
  /** What is said before every prompt; a solver that says nothing before has none. */
  system?(hasTools: boolean): string
  /** An answer in the words that the prompt asks for; without it, the bare answer. */
  completion?(answer: string): string
}
