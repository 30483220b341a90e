import { z } from "zod"
import type { Json } from "../../src/record/canonical.ts"
import type { SkillSpec, Verifier } from "../../src/verifier.ts"

/**
 * Makes one verifier of several whose skills are differently made: each question goes to the part
 * that owns the spec's skill. The parts' own names and versions are not seen.
 */
export function composeVerifiers<Key extends Json>(domain: {
  readonly name: string
  readonly version: string
  readonly parts: readonly [Verifier<SkillSpec, Key>, ...Verifier<SkillSpec, Key>[]]
}): Verifier<SkillSpec, Key> {
  const { name, version, parts } = domain
  const owners = new Map(parts.flatMap((part) => part.skills.map((skill) => [skill.name, part])))

  function ownerOf(spec: SkillSpec): Verifier<SkillSpec, Key> {
    const owner = owners.get(spec.skill)
    if (owner === undefined) throw new TypeError(`verifier ${name} has no such skill`)
    return owner
  }

  return {
    name,
    version,
    spec: z.union(parts.map((part) => part.spec)) as z.ZodType<SkillSpec>,
    skills: parts.flatMap((part) => part.skills),
    derive: (spec) => ownerOf(spec).derive(spec),
    recheck: (spec, key) => ownerOf(spec).recheck(spec, key),
    judge: (spec, key, answer) => ownerOf(spec).judge(spec, key, answer),
    state: (spec, wording) => ownerOf(spec).state(spec, wording),
    present: (key) => presentBy(parts, key),
    identify: (spec) => ownerOf(spec).identify(spec),
    mistakes: (spec, key) => ownerOf(spec).mistakes(spec, key),
  }
}

/** A key does not tell its skill; the parts must write keys alike, and texts as they are. */
function presentBy<Key extends Json>(parts: readonly Verifier<SkillSpec, Key>[], key: Key): string {
  const texts = new Set(parts.map((part) => part.present(key)))
  if (texts.size !== 1) throw new TypeError("the parts of a verifier write one key in two ways")
  return [...texts][0]!
}
