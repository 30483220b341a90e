import type { Json } from "../../src/record/canonical.ts"
import type { Rung } from "../../src/record/problem.ts"
import { randomStream } from "../../src/rule/random.ts"
import type { Axis, Skill, SkillSpec, Verifier } from "../../src/verifier.ts"

export interface Posed {
  readonly spec: SkillSpec
  readonly key: Json
}

/** Problems over all the levels of a skill and what lies beyond, always the same ones. */
export function problems(verifier: Verifier, skill: Skill, count: number): Posed[] {
  const random = randomStream(1, verifier.name, skill.name)
  const rungs = [...skill.levels, ...skill.beyond]
  return Array.from({ length: count }, (_, i) => {
    const spec = skill.sample(rungs[i % rungs.length]!, random)
    const derived = verifier.derive(spec)
    if (!derived.ok) throw new Error(`sampled a refused spec: ${shown(spec, derived.reason)}`)
    return { spec, key: derived.key }
  })
}

export function combinations(axes: readonly Axis[]): Rung[] {
  return axes.reduce<Rung[]>(
    (rungs, { name, values }) =>
      rungs.flatMap((rung) => values.map((value) => ({ ...rung, [name]: value }))),
    [{}],
  )
}

export function numbersIn(text: string): string[] {
  return text.match(/\d+/g) ?? []
}

export function frozen<Value extends object>(value: Value): Value {
  for (const member of Object.values(value)) if (typeof member === "object") frozen(member)
  return Object.freeze(value)
}

export function shown(spec: unknown, detail: unknown): string {
  return `${JSON.stringify(spec)} ${JSON.stringify(detail)}`
}
