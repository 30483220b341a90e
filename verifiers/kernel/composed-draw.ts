import type { Rung } from "../../src/record/problem.ts"
import { randomStream } from "../../src/rule/random.ts"
import type { Skill, SkillSpec } from "../../src/verifier.ts"
import type { Random } from "../../src/world.ts"
import { at, between, covers, pick } from "./axes.ts"
import type { Parts } from "./composed-parts.ts"
import { type ComposedSpec, NAME } from "./composed-spec.ts"

/** Skills that go well together: any answer of the inner one makes sense in the outer one. */
export interface Pair {
  readonly inner: string
  readonly outer: string
  readonly at: string
}

/** What drawing needs to know of composed problems. */
export interface Composer {
  readonly parts: Parts
  readonly pairs: readonly Pair[]
  /** The hardest rung that a mutation may reach. */
  readonly top: Rung
  isPosable(spec: ComposedSpec): boolean
  canonical(spec: ComposedSpec): string
  measure(spec: ComposedSpec): Rung
}

/**
 * The inner problem first, then an outer one with the inner answer put into it. Mostly one whose
 * parts are as hard as the rung allows; an easy one where many draws find none.
 */
export function drawComposed(composer: Composer, rung: Rung, random: Random): ComposedSpec {
  const mayBeLower = random.int(4) === 0
  let fallback: ComposedSpec | undefined
  for (let draw = 0; draw < DRAWS_MAX; draw++) {
    const spec = draftOf(composer, rung, random)
    if (spec === undefined) continue
    const measured = composer.measure(spec)
    if (!covers(rung, measured) || !composer.isPosable(spec)) continue
    if (mayBeLower || covers(measured, rung)) return spec
    fallback ??= spec
    if (draw > WISHED_MAX) break
  }
  return fallback ?? easiestOf(composer)
}

const DRAWS_MAX = 400 // one draft in three fits
const WISHED_MAX = 48 // one in ten is as hard as wished on both axes

/** Within the easiest rung, the same always. */
function easiestOf(composer: Composer): ComposedSpec {
  const easiest: Rung = { inner: 1, outer: 1 }
  for (let seed = 0; seed < DRAWS_MAX; seed++) {
    const spec = draftOf(composer, easiest, randomStream(seed, "easiest composed"))
    if (spec === undefined || !covers(easiest, composer.measure(spec))) continue
    if (composer.isPosable(spec)) return spec
  }
  throw new TypeError("no pair of skills makes an easy problem")
}

/** An inner problem and an outer one that holds its answer, whatever they measure. */
function draftOf({ parts, pairs }: Composer, rung: Rung, random: Random): ComposedSpec | undefined {
  const pair = pick(pairs, random)
  const [first, second] = [parts.named(pair.inner), parts.named(pair.outer)]
  const inner = first.skill.sample(rungOf(first.skill, at(rung, "inner"), random), random)
  const draft = second.skill.sample(rungOf(second.skill, at(rung, "outer"), random), random)
  return joined(parts, inner, draft, pair.at)
}

/** The rung of a level; beyond the ladder for a level that is above it. */
function rungOf({ levels, beyond }: Skill, level: number, random: Random): Rung {
  if (level > levels.length && beyond.length > 0) return pick(beyond, random)
  return levels[Math.min(level, levels.length) - 1]!
}

/**
 * A relative: another inner problem with its answer in the same outer one, or the same inner
 * problem in another outer one.
 */
export function mutateComposed(
  composer: Composer,
  spec: ComposedSpec,
  random: Random,
): ComposedSpec {
  const { parts, top } = composer
  const canonical = composer.canonical(spec)
  for (let i = 0; i < MUTATIONS_MAX; i++) {
    const isInner = between(0, 1, random) === 0
    const moved = (part: SkillSpec) => parts.named(part.skill).skill.mutate(part, random)
    const next = isInner
      ? joined(parts, moved(spec.inner), spec.outer, spec.at)
      : joined(parts, spec.inner, moved(spec.outer), spec.at)
    if (next === undefined || !covers(top, composer.measure(next))) continue
    if (composer.canonical(next) !== canonical && composer.isPosable(next)) return next
  }
  return drawComposed(composer, top, random)
}

const MUTATIONS_MAX = 48 // one in three fits

/** The inner answer put into the outer spec, where it is a number that the field can hold. */
function joined(
  parts: Parts,
  inner: SkillSpec,
  draft: SkillSpec,
  field: string,
): ComposedSpec | undefined {
  const derived = parts.named(inner.skill).verifier.derive(inner)
  if (!derived.ok || typeof derived.key !== "string" || !/^\d{1,15}$/.test(derived.key))
    return undefined
  const outer = { ...draft, [field]: Number(derived.key) }
  if (!parts.named(draft.skill).schema.safeParse(outer).success) return undefined
  return { skill: NAME, inner, outer, at: field }
}
