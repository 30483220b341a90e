import type { z } from "zod"
import type { Rung, Statement } from "../../src/record/problem.ts"
import { correct, incorrect, PROVED, undecided, type Verdict } from "../../src/record/verdict.ts"
import type { Derived, Identity, Skill, SkillSpec, Verifier } from "../../src/verifier.ts"
import type { Random } from "../../src/world.ts"
import { covers, topOf } from "./axes.ts"
import type { Notation } from "./expression.ts"
import { equal, print, type Rational } from "./rational.ts"
import { type Reading, readAnswer, readKey } from "./read-answer.ts"

/** A skill whose key is one exact number: what a file under verifiers/<domain>/ exports. */
export interface ExactSkill<Spec extends SkillSpec> extends Skill<Spec> {
  readonly format: Statement["format"]
  /** The key, or why the spec is refused. */
  solve(spec: Spec): Rational | Refusal
  /** Proves the key by steps that `solve` does not take. */
  prove(spec: Spec, key: Rational): Check
  /** What the answer's form must be, besides having the key's value. */
  form(key: Rational): Form
  /** The one spelling of a key, `print`'s where it is left out; it must read as the same number. */
  readonly write?: (key: Rational) => string
  /** The parts of the statement: the whole question first, then its operands. */
  say(spec: Spec, notation: Notation): readonly string[]
  readonly phrases: readonly Phrase[]
  identify(spec: Spec): Identity
  /** Answers of a person who slipped. Those that happen to be right are dropped. */
  slips(spec: Spec, key: Rational): readonly string[]
}

export interface Refusal {
  readonly refused: string
}

/** The method, and what it found wrong with the key; null where the key is proved. */
export interface Check {
  readonly method: string
  readonly fault: string | null
}

/**
 * `value`: any spelling of the number. `integer`: no division left undone; `6/2` is not `3`.
 * `lowest-terms`: an integer, or a fraction that cannot be reduced.
 */
export type Form = "value" | "integer" | "lowest-terms"

/** A wording: takes the parts that `say` returns. */
export type Phrase = (...parts: string[]) => string

/** Composes a domain's skills into its verifier. Keys are canonical texts: `-4`, `19/12`. */
export function exactVerifier<Spec extends SkillSpec>(domain: {
  readonly name: string
  readonly version: string
  readonly spec: z.ZodType<Spec>
  readonly skills: readonly ExactSkill<Spec>[]
}): Verifier<Spec, string> {
  const { name, version, spec: schema, skills } = domain
  const byName = new Map(skills.map((skill) => [skill.name, skill]))

  function skillOf(spec: Spec): ExactSkill<Spec> {
    const skill = byName.get(spec.skill)
    if (skill === undefined) throw new TypeError(`verifier ${name} has no such skill`)
    return skill
  }

  function judge(spec: Spec, key: string, answer: string): Verdict {
    const { form, write } = skillOf(spec)
    const value = readKey(key, write)
    if (value === null) return undecided("exact", "unreadable-key")
    return compareWithKey(value, form(value), readAnswer(answer))
  }

  return {
    name,
    version,
    spec: schema,
    skills,
    judge,
    derive: (spec) => deriveKey(skillOf(spec), spec),
    recheck: (spec, key) => recheckKey(skillOf(spec), spec, key),
    state: (spec, wording) => stateSpec(skillOf(spec), spec, wording),
    present: (key) => key,
    identify: (spec) => skillOf(spec).identify(spec),
    mistakes(spec, key) {
      const value = readKey(key, skillOf(spec).write)
      if (value === null) return []
      const slips = new Set(skillOf(spec).slips(spec, value))
      return [...slips].filter((slip) => judge(spec, key, slip).outcome === "incorrect")
    },
  }
}

function deriveKey<Spec extends SkillSpec>(skill: ExactSkill<Spec>, spec: Spec): Derived<string> {
  const solution = skill.solve(spec)
  if ("refused" in solution) return { ok: false, reason: solution.refused }
  return { ok: true, key: (skill.write ?? print)(solution), proof: PROVED }
}

function recheckKey<Spec extends SkillSpec>(
  skill: ExactSkill<Spec>,
  spec: Spec,
  key: string,
): Verdict {
  const value = readKey(key, skill.write)
  if (value === null) return incorrect("canonical-text", "not-canonical", {})
  const { method, fault } = skill.prove(spec, value)
  if (fault === null) return correct(method, { key })
  return incorrect(method, "key-refuted", { key, fault })
}

function compareWithKey(key: Rational, form: Form, reading: Reading): Verdict {
  const expected = print(key)
  if (reading.kind === "limit") return undecided("exact", "limit", { limit: reading.reason })
  if (reading.kind === "fault") return incorrect("exact", reading.reason, { expected })
  const evidence = { expected, read: print(reading.value), rule: RULES[form] }
  if (!equal(reading.value, key)) return incorrect("exact", "different-value", evidence)
  if (!hasForm(reading, form)) return incorrect("exact", "form", evidence)
  return correct("exact", evidence)
}

const RULES = {
  value: "equal as exact numbers",
  integer: "equal, and written as an integer",
  "lowest-terms": "equal, and written in lowest terms",
} as const satisfies Record<Form, string>

function hasForm(reading: Extract<Reading, { kind: "number" }>, form: Form): boolean {
  const { value, written } = reading
  switch (form) {
    case "value":
      return true
    case "integer":
      return written.form === "integer" || written.form === "decimal"
    case "lowest-terms":
      if (written.form === "fraction") {
        return value.denominator !== 1n && written.denominator === value.denominator
      }
      return written.form === "integer"
  }
}

function stateSpec<Spec extends SkillSpec>(
  skill: ExactSkill<Spec>,
  spec: Spec,
  wording: number,
): Statement {
  const phrase = skill.phrases[wording % skill.phrases.length]!
  return {
    text: phrase(...skill.say(spec, "plain")),
    latex: phrase(...skill.say(spec, "latex").map((part) => `$${part}$`)),
    format: skill.format,
  }
}

/**
 * A near relative of a spec: the first proposal that has a key, lies within the axes and asks
 * something else. Where a few tries find none, a fresh sample of the hardest setting.
 */
export function relativeOf<Spec extends SkillSpec>(
  skill: ExactSkill<Spec>,
  spec: Spec,
  random: Random,
  propose: () => Spec,
): Spec {
  const top: Rung = topOf(skill.axes)
  const { canonical } = skill.identify(spec)
  for (let i = 0; i < PROPOSALS_MAX; i++) {
    const next = propose()
    if ("refused" in skill.solve(next) || !covers(top, skill.measure(next))) continue
    if (skill.identify(next).canonical !== canonical) return next
  }
  return skill.sample(top, random)
}

const PROPOSALS_MAX = 16
