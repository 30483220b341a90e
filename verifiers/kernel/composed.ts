import type { Skill, Verifier } from "../../src/verifier.ts"
import { type Composer, drawComposed, mutateComposed, type Pair } from "./composed-draw.ts"
import {
  deriveComposed,
  identifyComposed,
  mistakesComposed,
  recheckComposed,
  stateComposed,
} from "./composed-key.ts"
import { type Part, type Parts, partsOf, TOP, trialOf } from "./composed-parts.ts"
import { type ComposedSpec, composedSchema, filledOf, NAME } from "./composed-spec.ts"
import { PHRASES } from "./composed-words.ts"

/**
 * A verifier whose problems are made of two of others': the answer of the inner one goes into the
 * outer one, where a letter stands for it. The verifiers of the parts decide everything. The outer
 * spec holds the number itself, so that it is a problem as it stands, and the inner key has to be
 * that number. `pairs` are those that are drawn; a proposer may put any parts together.
 */
export function composedOf(verifiers: readonly Verifier[], pairs: readonly Pair[]): Verifier {
  let known: Parts | undefined
  // Knowing the parts costs a sample of each skill, so that it waits until somebody asks.
  function parts(): Parts {
    known ??= partsOf(verifiers)
    return known
  }
  const composed: Verifier<ComposedSpec, string> = {
    name: NAME,
    version: versionOf(verifiers),
    spec: composedSchema(parts),
    skills: [composedSkill(parts, pairs)],
    derive: (spec) => deriveComposed(parts(), spec),
    recheck: (spec, key) => recheckComposed(parts(), spec, key),
    judge(spec, key, answer) {
      return parts().named(spec.outer.skill).verifier.judge(spec.outer, key, answer)
    },
    state(spec, wording) {
      const words = stateComposed(parts(), spec, wording)
      if ("unsaid" in words) throw new TypeError(`a refused spec has no words: ${words.unsaid}`)
      return words
    },
    present: (key) => key,
    identify: (spec) => identifyComposed(parts(), spec),
    hidden: (spec) => [`${filledOf(spec).value}`],
    mistakes: (spec, key) => mistakesComposed(parts(), spec, key),
  }
  return composed as unknown as Verifier
}

/** Verdicts may change with those of any part: each number is the sum of the parts'. */
function versionOf(verifiers: readonly Verifier[]): string {
  const versions = verifiers.map(({ version }) => version.split(".").map((n) => parseInt(n, 10)))
  const sums = [0, 1, 2].map((at) => versions.reduce((sum, numbers) => sum + numbers[at]!, 0))
  return sums.join(".")
}

function composedSkill(parts: () => Parts, pairs: readonly Pair[]): Skill<ComposedSpec> {
  const composer = (): Composer => ({
    ...{ parts: parts(), pairs, top: { inner: LADDER, outer: LADDER } },
    isPosable: (spec) => deriveComposed(parts(), spec).ok,
    canonical: (spec) => identifyComposed(parts(), spec).canonical,
    measure,
  })
  function measure({ inner, outer }: ComposedSpec) {
    return { inner: trialOf(parts(), inner), outer: trialOf(parts(), outer) }
  }
  return {
    name: NAME,
    title: "Problems whose answer is needed for another",
    wordings: PHRASES.length,
    axes: ["inner", "outer"].map((name) => ({
      name,
      values: RUNGS,
      meaning: `the level of the ${name} problem on its own skill's ladder`,
    })),
    levels: RUNGS.map((level) => ({ inner: level, outer: level })),
    beyond: [
      { inner: TOP, outer: LADDER },
      { inner: LADDER, outer: TOP },
    ],
    // A getter, since it is known only once somebody asks.
    get parts() {
      const { inner, outer } = parts()
      return { inner: namesOf(inner), outer: namesOf(outer) }
    },
    sample: (rung, random) => drawComposed(composer(), rung, random),
    mutate: (spec, random) => mutateComposed(composer(), spec, random),
    measure,
  }
}

const RUNGS = [1, 2, 3, 4] // no skill's ladder is longer
const LADDER = 4

function namesOf(parts: readonly Part[]): string[] {
  return parts.map(({ skill }) => skill.name)
}
