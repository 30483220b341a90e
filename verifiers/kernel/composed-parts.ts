import { z } from "zod"
import type { Rung } from "../../src/record/problem.ts"
import { aboveLadder, levelOf } from "../../src/rule/ladder.ts"
import { randomStream } from "../../src/rule/random.ts"
import type { Skill, SkillSpec, Verifier } from "../../src/verifier.ts"

/** A skill whose problems may be made into one with another's, and what is known of it. */
export interface Part {
  readonly verifier: Verifier
  readonly skill: Skill
  /** The skill's own arm of its verifier's schema. */
  readonly schema: z.ZodType<SkillSpec>
  /** Fields of the spec that hold one integer each. */
  readonly integers: readonly string[]
  /** Whether its answers are whole numbers, by the format that its statements declare. */
  readonly isWhole: boolean
}

/** The skills of some verifiers that can be parts of a composed problem. */
export interface Parts {
  /** A skill that is no part is a bug: the schema admits none. */
  named(skill: string): Part
  /** Those whose answer can be put into another problem. */
  readonly inner: readonly Part[]
  /** Those that have a place for it. */
  readonly outer: readonly Part[]
}

/** Reads off the verifiers what their skills can be; costs a sample of each skill. */
export function partsOf(verifiers: readonly Verifier[]): Parts {
  const parts = verifiers.flatMap((verifier) => {
    const arms = armsOf(verifier.spec)
    return verifier.skills.flatMap((skill) => partOf(verifier, skill, arms) ?? [])
  })
  const byName = new Map(parts.map((part) => [part.skill.name, part]))
  return {
    named(skill) {
      const part = byName.get(skill)
      if (part === undefined) throw new TypeError(`no problem of ${skill} can be a part`)
      return part
    },
    inner: parts.filter(({ isWhole }) => isWhole),
    outer: parts.filter(({ integers }) => integers.length > 0),
  }
}

/** The level of a part on the ladder of its skill, and one above all ladders where it has none. */
export function trialOf(parts: Parts, spec: SkillSpec): number {
  const { skill } = parts.named(spec.skill)
  const rung = skill.measure(spec)
  return aboveLadder(skill, rung) ? TOP : levelOf(skill, rung)
}

export const TOP = 5 // one more than the longest ladder has levels

type Arm = z.ZodObject<{ readonly skill: z.ZodLiteral<string> }>

/** The schemas of single skills that a verifier's schema is the union of. */
function armsOf(schema: z.core.$ZodType): Arm[] {
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(armsOf)
  const isArm = schema instanceof z.ZodObject && schema.shape.skill instanceof z.ZodLiteral
  return isArm ? [schema as unknown as Arm] : []
}

/** A skill whose schema cannot be told from its siblings' takes no part. */
function partOf(verifier: Verifier, skill: Skill, arms: readonly Arm[]): Part | undefined {
  const arm = arms.find(({ shape }) => shape.skill.value === skill.name)
  if (arm === undefined) return undefined
  const integers = Object.entries(arm.shape).filter(([, field]) => isInteger(field))
  return {
    ...{ verifier, skill },
    schema: arm as unknown as z.ZodType<SkillSpec>,
    integers: integers.map(([name]) => name),
    isWhole: skill.levels.every((level) => isWholeAt(level, verifier, skill)),
  }
}

/** By one sample; a skill whose formats differ from spec to spec is looked at again with each. */
function isWholeAt(level: Rung, verifier: Verifier, skill: Skill): boolean {
  const spec = skill.sample(level, randomStream(0, "part", skill.name))
  return verifier.state(spec, 0).format === "integer"
}

function isInteger(field: z.ZodType): boolean {
  return field instanceof z.ZodNumber && field.isInt
}
