import { describe, expect, it } from "vitest"
import type { SkillOffer } from "../../src/agent.ts"
import { sealSuites } from "../../src/evaluation/suite.ts"
import type { Verifier } from "../../src/verifier.ts"
import { arithmetic } from "../../verifiers/arithmetic/verifier.ts"
import { combinatorics } from "../../verifiers/combinatorics/verifier.ts"
import { numberTheory } from "../../verifiers/number-theory/verifier.ts"
import { recipeWith } from "../run/table-world.ts"

const VERIFIERS = [arithmetic, numberTheory, combinatorics] as unknown as readonly Verifier[]
const recipe = recipeWith({ suites: { developmentPerLevel: 12, testPerLevel: 12 } })

/** A skill of few families would leave a run without sealed problems on some level. */
describe("families are many enough to seal sets on every level", () => {
  for (const verifier of VERIFIERS) {
    for (const skill of verifier.skills) {
      it(`${verifier.name}: ${skill.name}`, () => {
        const offer = { verifier: verifier.name, skill } as unknown as SkillOffer
        const suites = sealSuites(recipe, [offer], [verifier])
        const families = [...suites.values()].map(
          ({ problems }) => new Set(problems.map(({ family }) => family)).size,
        )
        expect(Math.min(...families)).toBeGreaterThan(4)
      })
    }
  }
})
