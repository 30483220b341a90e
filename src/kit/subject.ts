import { canonicalJson, type Json } from "../record/canonical.ts"
import type { Rung, Statement } from "../record/problem.ts"
import type { Verdict } from "../record/verdict.ts"
import { randomStream } from "../rule/random.ts"
import type { Axis, Derived, Identity, Skill, SkillSpec, Verifier } from "../verifier.ts"

export type Awaitable<Value> = Value | Promise<Value>

/**
 * A verifier as the kit sees it: the same questions whether it runs in this process or answers
 * lines of JSON from another. Randomness is a seed, which a pipe can carry.
 */
export interface Subject {
  readonly name: string
  readonly version: string
  readonly skills: readonly SubjectSkill[]
  /** Whether the schema takes the value as a spec, unchanged. */
  admits(spec: Json): Awaitable<boolean>
  derive(spec: SkillSpec): Awaitable<Derived<Json>>
  recheck(spec: SkillSpec, key: Json): Awaitable<Verdict>
  judge(spec: SkillSpec, key: Json, answer: string): Awaitable<Verdict>
  state(spec: SkillSpec, wording: number): Awaitable<Statement>
  present(key: Json): Awaitable<string>
  identify(spec: SkillSpec): Awaitable<Identity>
  mistakes(spec: SkillSpec, key: Json): Awaitable<readonly string[]>
}

export interface SubjectSkill {
  readonly name: string
  readonly title: string
  readonly wordings: number
  readonly axes: readonly Axis[]
  readonly levels: readonly Rung[]
  readonly beyond: readonly Rung[]
  readonly space?: number | undefined
  sample(rung: Rung, seed: number): Awaitable<SkillSpec>
  mutate(spec: SkillSpec, seed: number): Awaitable<SkillSpec>
  measure(spec: SkillSpec): Awaitable<Rung>
}

/** A verifier of this process as a subject. */
export function subjectOf(verifier: Verifier): Subject {
  return {
    name: verifier.name,
    version: verifier.version,
    skills: verifier.skills.map(skillOf),
    admits(spec) {
      const read = verifier.spec.safeParse(spec)
      return read.success && canonicalJson(read.data) === canonicalJson(spec)
    },
    derive: (spec) => verifier.derive(spec),
    recheck: (spec, key) => verifier.recheck(spec, key),
    judge: (spec, key, answer) => verifier.judge(spec, key, answer),
    state: (spec, wording) => verifier.state(spec, wording),
    present: (key) => verifier.present(key),
    identify: (spec) => verifier.identify(spec),
    mistakes: (spec, key) => verifier.mistakes(spec, key),
  }
}

function skillOf(skill: Skill): SubjectSkill {
  const { name, title, wordings, axes, levels, beyond, space } = skill
  return {
    ...{ name, title, wordings, axes, levels, beyond, space },
    sample: (rung, seed) => skill.sample(rung, randomStream(seed, name)),
    mutate: (spec, seed) => skill.mutate(spec, randomStream(seed, name, "mutate")),
    measure: (spec) => skill.measure(spec),
  }
}
