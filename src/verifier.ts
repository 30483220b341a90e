import type { z } from "zod"
import type { Json } from "./record/canonical.ts"
import type { Hash } from "./record/id.ts"
import type { Rung, Statement } from "./record/problem.ts"
import type { Proof, Verdict } from "./record/verdict.ts"
import type { Random } from "./world.ts"

/**
 * The door for people who write a judge.
 *
 * A verifier owns a few skills. For each it can make a formal spec, derive the key from the spec,
 * prove the key again by another method, put the spec into words, and judge any text as an answer.
 * All of it is pure: no clock, no disk, no network, and randomness only from the argument.
 */
export interface Verifier<Spec extends SkillSpec = SkillSpec, Key extends Json = Json> {
  readonly name: string
  /** MAJOR: a verdict may change. MINOR: undecided may become decided. PATCH: words only. */
  readonly version: string
  /** Of one that is no part of Agon: the hash of all that it is made of. */
  readonly plugin?: Hash
  readonly spec: z.ZodType<Spec>
  readonly skills: readonly Skill<Spec>[]
  derive(spec: Spec): Derived<Key>
  /** Checks a key by a method that shares no step with `derive`; the verdict says how surely. */
  recheck(spec: Spec, key: Key): Verdict
  /** Never throws, never loops on hostile text; what it cannot read is `incorrect`, `undecided`. */
  judge(spec: Spec, key: Key, answer: string): Verdict
  /** The spec in words. `wording` chooses among the skill's phrasings, from 0. */
  state(spec: Spec, wording: number): Statement
  /** The key as a solver would write it; `judge(spec, key, present(key))` is `correct`. */
  present(key: Key): string
  identify(spec: Spec): Identity
  /** What no statement of it may show besides its answer; where it is left out, nothing. */
  hidden?(spec: Spec): readonly string[]
  /** Answers that a person might give and that are wrong. */
  mistakes(spec: Spec, key: Key): readonly string[]
}

/** Every spec names the skill that it exercises. */
export type SkillSpec = { readonly skill: string } & { readonly [field: string]: Json }

export type Derived<Key> =
  | { readonly ok: true; readonly key: Key; readonly proof: Proof }
  | { readonly ok: false; readonly reason: string }

export interface Identity {
  /** Equal for specs that ask the same thing, whatever the wording or the order of operands. */
  readonly canonical: string
  /** Equal for relatives that must stay on one side of a split: a sum and its subtraction. */
  readonly family: string
}

export interface Skill<Spec extends SkillSpec = SkillSpec> {
  readonly name: string
  readonly title: string
  readonly wordings: number
  /** What makes a problem harder. Every combination of values within the bounds can be sampled. */
  readonly axes: readonly Axis[]
  /** The ladder: level n is `levels[n - 1]`. Each holds at least 500 distinct problems. */
  readonly levels: readonly Rung[]
  /** How many distinct problems the smallest level holds, where they are fewer than 500. */
  readonly space?: number | undefined
  /** Settings harder than the ladder: measured, never trained on. */
  readonly beyond: readonly Rung[]
  /** The skills that its problems are made of, by the axis that says how hard the part is. */
  readonly parts?: { readonly [axis: string]: readonly string[] }
  sample(rung: Rung, random: Random): Spec
  /** A near relative of a problem of this skill, still within the axes' bounds. */
  mutate(spec: Spec, random: Random): Spec
  /** Specs like this one that have no answer: nothing may be posed of them. Canaries try it. */
  unsolvable?(spec: Spec): readonly SkillSpec[]
  /** The axis setting that this spec has. Never above the rung that it was sampled at. */
  measure(spec: Spec): Rung
}

export interface Axis {
  readonly name: string
  /** What a proposer may ask for, from easy to hard; `beyond` may exceed the last. */
  readonly values: readonly number[]
  readonly meaning: string
}
