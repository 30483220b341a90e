import { z } from "zod"
import { canonicalJson } from "../../src/record/canonical.ts"
import type { AnswerFormat, Rung, Statement } from "../../src/record/problem.ts"
import {
  correct,
  incorrect,
  PROVED,
  type Proof,
  undecided,
  type Verdict,
} from "../../src/record/verdict.ts"
import type { Axis, Identity, Skill, SkillSpec, Verifier } from "../../src/verifier.ts"
import type { Random } from "../../src/world.ts"
import { covers, settingOf, topOf } from "./axes.ts"
import { judgeBy, type Key, readKey } from "./judge/judge.ts"
import type { JudgeOptionsInput } from "./judge/options.ts"

// An author's one import beside the axes.
export { z }

/** What the author of a skill writes; `defineVerifier` makes the rest of the door from it. */
export interface SkillDefinition<Shape extends z.ZodRawShape> {
  readonly name: string
  readonly title: string
  /** The fields of the spec, bounded; the skill's name is added. */
  readonly fields: Shape
  readonly axes: readonly Axis[]
  readonly levels: readonly Rung[]
  readonly beyond: readonly Rung[]
  /** How many distinct problems the smallest level holds, where they are fewer than 500. */
  readonly space?: number
  readonly format: AnswerFormat
  /** What the judge has to know about the answers: the form, dummies, a tolerance. */
  readonly answer?: JudgeOptionsInput | ((spec: Fields<Shape>) => JudgeOptionsInput)
  sample(rung: Rung, random: Random): Fields<Shape>
  /** Small changes of a spec, whether or not they have a key; without it, relatives are sampled. */
  change?(spec: Fields<Shape>, random: Random): Fields<Shape>
  /** Specs like this one that have no answer; the screen of a run is tried with them. */
  unsolvable?(spec: Fields<Shape>): readonly object[]
  /** One amount for each axis, in their order. */
  measure(spec: Fields<Shape>): readonly number[]
  /** The key in the kernel's plain notation, or why the spec is refused. */
  solve(spec: Fields<Shape>): string | Refused
  /** Confirms the key by steps that `solve` does not take, and says how surely. */
  prove(spec: Fields<Shape>, key: string): Proven
  /** The parts of the statement, handed to each phrase. */
  say(spec: Fields<Shape>, notation: "plain" | "latex"): readonly string[]
  /** Three or more, each with words of its own. */
  readonly phrases: readonly Phrase[]
  /** What the spec asks, for one to be told from another; by default, the spec itself. */
  identify?(spec: Fields<Shape>): Identity
  /** Answers of a person who slipped. Those that happen to be right are dropped. */
  slips(spec: Fields<Shape>, key: string): readonly string[]
}

export type Fields<Shape extends z.ZodRawShape> = z.infer<z.ZodObject<Shape>>
export type Phrase = (...parts: string[]) => string

export interface Refused {
  readonly refused: string
}

/** The method, and what it found wrong with the key; null where it confirms the key. */
export interface Proven {
  readonly method: string
  readonly fault: string | null
  /** How sure a confirmation is, where the method leaves a doubt; without it, proved. */
  readonly proof?: Proof
}

/** A skill whose field types are checked where it is defined and forgotten after. */
export type DefinedSkill = SkillDefinition<z.ZodRawShape>

/** Checks a definition against its own fields; hand the result to `defineVerifier`. */
export function defineSkill<Shape extends z.ZodRawShape>(
  definition: SkillDefinition<Shape>,
): DefinedSkill {
  return definition as unknown as DefinedSkill
}

/** Makes a whole verifier of skills whose answers the kernel's judge can compare with a key. */
export function defineVerifier(domain: {
  readonly name: string
  readonly version: string
  readonly skills: readonly [DefinedSkill, ...DefinedSkill[]]
}): Verifier<SkillSpec, string> {
  const { name, version, skills } = domain
  const byName = new Map(skills.map((skill) => [skill.name, skill]))

  function skillOf(spec: SkillSpec): DefinedSkill {
    const skill = byName.get(spec.skill)
    if (skill === undefined) throw new TypeError(`verifier ${name} has no such skill`)
    return skill
  }

  let last: { readonly skill: DefinedSkill; readonly text: string; readonly key: Key } | undefined

  /** A key is mostly judged by many times in a row, and read once where its options are fixed. */
  function keyOf(spec: SkillSpec, text: string): Key {
    const skill = skillOf(spec)
    const { answer: says = {} } = skill
    if (typeof says === "function") return readKey(text, { ...UNREADABLE, ...says(spec) })
    if (last?.skill !== skill || last.text !== text) {
      last = { skill, text, key: readKey(text, { ...UNREADABLE, ...says }) }
    }
    return last.key
  }

  function judgeAnswer(spec: SkillSpec, key: string, answer: string): Verdict {
    if (typeof key !== "string") return undecided("judge", "bad-key")
    return judgeBy(keyOf(spec, key), answer)
  }

  return {
    name,
    version,
    spec: specSchema(skills),
    skills: skills.map(skillDoor),
    judge: judgeAnswer,
    derive(spec) {
      const solution = skillOf(spec).solve(spec)
      if (typeof solution !== "string") return { ok: false, reason: solution.refused }
      return { ok: true, key: solution, proof: PROVED }
    },
    recheck(spec, key) {
      if (typeof key !== "string") return incorrect("key-text", "no-text", {})
      const { method, fault, proof = PROVED } = proofOf(skillOf(spec), spec, key)
      if (fault === null) return correct(method, { key: brief(key) }, proof)
      return incorrect(method, "key-refuted", { key: brief(key), fault: brief(fault) })
    },
    state: (spec, wording) => stateSpec(skillOf(spec), spec, wording),
    present: (key) => key,
    identify: (spec) => identityOf(skillOf(spec), spec),
    mistakes(spec, key) {
      const slips = new Set(skillOf(spec).slips(spec, key))
      return [...slips].filter((slip) => judgeAnswer(spec, key, slip).outcome === "incorrect")
    },
  }
}

/** A proof that trips over what is no key at all has refuted it. */
function proofOf(skill: DefinedSkill, spec: SkillSpec, key: string): Proven {
  try {
    return skill.prove(spec, key)
  } catch (error) {
    return { method: "key-text", fault: String(error) }
  }
}

function specSchema(skills: readonly [DefinedSkill, ...DefinedSkill[]]): z.ZodType<SkillSpec> {
  const [first, ...others] = skills.map(({ name, fields }) =>
    z.strictObject({ skill: z.literal(name), ...fields }),
  )
  return z.discriminatedUnion("skill", [first!, ...others]) as unknown as z.ZodType<SkillSpec>
}

function skillDoor(skill: DefinedSkill): Skill {
  const { name, title, axes, levels, beyond, space } = skill
  const named = (fields: object) => ({ skill: name, ...fields }) as SkillSpec
  const door: Skill = {
    ...{ name, title, axes, levels, beyond, space },
    wordings: skill.phrases.length,
    sample: (rung, random) => named(skill.sample(rung, random)),
    measure: (spec) => settingOf(axes, skill.measure(spec)),
    unsolvable: (spec) => skill.unsolvable?.(spec).map(named) ?? [],
    mutate(spec, random) {
      const { canonical } = identityOf(skill, spec)
      for (let i = 0; i < PROPOSALS_MAX; i++) {
        const next = named(skill.change?.(spec, random) ?? skill.sample(door.measure(spec), random))
        if (typeof skill.solve(next) !== "string") continue
        if (!covers(topOf(axes), door.measure(next))) continue
        if (identityOf(skill, next).canonical !== canonical) return next
      }
      return named(skill.sample(topOf(axes), random))
    },
  }
  return door
}

/** A solver cannot buy an undecided verdict with a text that nobody can read. */
const UNREADABLE: JudgeOptionsInput = { unreadable: "incorrect" }
const PROPOSALS_MAX = 16
const EVIDENCE_CHARS_MAX = 512

function identityOf(skill: DefinedSkill, spec: SkillSpec): Identity {
  if (skill.identify !== undefined) return skill.identify(spec)
  const canonical = canonicalJson(spec)
  return { canonical, family: canonical }
}

function stateSpec(skill: DefinedSkill, spec: SkillSpec, wording: number): Statement {
  const phrase = skill.phrases[wording % skill.phrases.length]!
  return {
    text: phrase(...skill.say(spec, "plain")),
    latex: phrase(...skill.say(spec, "latex").map((part) => `$${part}$`)),
    format: skill.format,
  }
}

function brief(text: string): string {
  return text.length <= EVIDENCE_CHARS_MAX ? text : `${text.slice(0, EVIDENCE_CHARS_MAX - 1)}…`
}
