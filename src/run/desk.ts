import type {
  FormaliserAgent,
  Player,
  ProposerAgent,
  SkillOffer,
  SolverAgent,
  SolverPlayer,
} from "../agent.ts"
import type { Model } from "../model.ts"
import type { Role } from "../record/call.ts"
import type { Json } from "../record/canonical.ts"
import type { RunEvent, SuiteName } from "../record/event.ts"
import type { Hash } from "../record/id.ts"
import type { Job } from "../record/job.ts"
import type { Problem } from "../record/problem.ts"
import type { Recipe } from "../record/recipe.ts"
import { onLadder } from "../rule/ladder.ts"
import type { Tool } from "../tool.ts"
import type { Trainer, TrainingProgress } from "../trainer.ts"
import type { Skill, Verifier } from "../verifier.ts"
import type { Defences } from "./defences.ts"
import type { Effects } from "./effect.ts"
import { RunFailure } from "./failure.ts"
import type { Journal } from "./journal.ts"
import { specSchema } from "./wire.ts"

/** Everything a run works with. Each is a door; the command line decides what stands behind it. */
export interface Desk {
  readonly recipe: Recipe
  /** The recipes of a fork's ancestors, each with the last round that it governed. */
  readonly history: readonly { readonly recipe: Recipe; readonly until: number }[]
  readonly parentHead: Hash | undefined
  readonly journal: Journal
  readonly effects: Effects
  readonly verifiers: readonly Verifier[]
  readonly proposer: ProposerAgent
  readonly solver: SolverAgent
  readonly formaliser: FormaliserAgent
  /** What answers where no model has the solver's seat: the champion's weights. */
  readonly model: Model
  /** The models that have a seat, by role. */
  readonly seats: Seats
  /** What a solver may use; its seat names them. */
  readonly tools: readonly Tool[]
  readonly trainer: Trainer
  readonly bundles: BundleShelf
  readonly suites: ReadonlyMap<SuiteName, Suite>
  readonly defences: Defences
  readonly watch: Watch
}

export type Seats = { readonly [Name in Exclude<Role, "solver">]?: Player } & {
  readonly solver?: SolverPlayer
}

/** A sealed set: fixed by hash before round 0. */
export interface Suite {
  readonly name: SuiteName
  readonly hash: Hash
  readonly problems: readonly Problem[]
}

/** A row of training data with the way back to its evidence: a pair, or one attempt of a call. */
export interface BundleRow {
  readonly prompt: string
  readonly completion: string
  /** 1 when left out. A policy-gradient row has its advantage here. */
  readonly weight?: number
  readonly problem: string
  readonly pair?: string
  readonly call?: string
  readonly seat?: number
}

/** Where bundles are written. Writing one that is there already changes nothing. */
export interface BundleShelf {
  write(rows: readonly BundleRow[], about: { run: string; round: number }): Promise<Hash>
}

export type Stage =
  | "opening"
  | "posing"
  | "solving"
  | "judging"
  | "probing"
  | "curating"
  | "teaching"
  | "training"
  | "evaluating"
  | "promoting"
  | "closing"

/** What a live view hears. None of it is read by a decision. */
export interface Watch {
  stage(stage: Stage, round: number): void
  training(round: number, progress: TrainingProgress, job: Job["id"]): void
  /** Every event once it is durable; `isNew` is false while a resumed run goes through its past. */
  event(event: RunEvent, isNew: boolean): void
}

/** The recipe that governs a round: a fork's ancestors rule the rounds before its cut. */
export function recipeFor(desk: Desk, round: number): Recipe {
  return desk.history.find(({ until }) => round <= until)?.recipe ?? desk.recipe
}

/** What a proposer may pose under a recipe; a fork's past is posed under its ancestors'. */
export function offersOf(
  desk: Pick<Desk, "recipe" | "verifiers">,
  recipe = desk.recipe,
): SkillOffer[] {
  const offers = desk.verifiers.flatMap((verifier) =>
    verifier.skills.map((skill) => offerOf(verifier, skill)),
  )
  return recipe.skills.map((name) => {
    const offer = offers.find(({ skill }) => skill.name === name)
    if (offer === undefined) throw unknownSkill(name, offers)
    const { scope } = recipe.proposer
    return scope === "ladder" ? { ...offer, skill: onLadder(offer.skill) } : offer
  })
}

/** A skill with its judge's name, and the JSON Schema of its specs alone. */
export function offerOf(verifier: Verifier, skill: Skill): SkillOffer {
  let written: Json | undefined // once: a long one takes as long as some hundred verdicts
  function schema(): Json {
    written ??= specSchema(verifier, skill.name)
    return written
  }
  return { verifier: verifier.name, skill, schema }
}

export function verifierNamed(desk: Pick<Desk, "verifiers">, name: string): Verifier {
  const verifier = desk.verifiers.find((known) => known.name === name)
  if (verifier === undefined) throw new Error(`no verifier is named ${name}`)
  return verifier
}

function unknownSkill(name: string, offers: readonly SkillOffer[]): RunFailure {
  const known = offers.map(({ skill }) => skill.name).join(", ")
  return new RunFailure(
    "recipe",
    "unknown-skill",
    `no verifier has a skill ${name}`,
    `known: ${known}`,
  )
}
