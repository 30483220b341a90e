import { describe, expect, it } from "vitest"
import { randomStream } from "../../src/rule/random.ts"
import { isRefusal } from "../../src/rule/screen.ts"
import { problemFrom } from "../../src/run/screen.ts"
import type { Skill, SkillSpec } from "../../src/verifier.ts"
import { VERIFIERS } from "../../verifiers/index.ts"

const DRAWS = 40
const LINEAGE = { round: 1, seat: 0, move: "fresh" } as const

/** What a skill says has no answer, over problems of all its levels. */
function unsolvableOf(skill: Skill): readonly SkillSpec[] {
  const random = randomStream(1, "unsolvable", skill.name)
  return Array.from({ length: DRAWS }, () => {
    const level = skill.levels[random.int(skill.levels.length)]!
    return skill.unsolvable?.(skill.sample(level, random)) ?? []
  }).flat()
}

describe("what a skill says has no answer", () => {
  const named = VERIFIERS.flatMap((verifier) =>
    verifier.skills.flatMap((skill) => {
      const specs = unsolvableOf(skill)
      return specs.length === 0 ? [] : [{ verifier, skill, specs }]
    }),
  )

  it("is said by skills of five domains", () => {
    expect(named.map(({ skill }) => skill.name)).toEqual([
      "integer-remainder",
      "fraction-simplification",
      "modular-inverse",
      "chinese-remainder",
      "linear-equation",
      "linear-system",
      "infinite-sum",
      "matrix-inverse",
    ])
    expect(new Set(named.map(({ verifier }) => verifier.name)).size).toBe(5)
  })

  it.each(named)("is refused by the screen: $skill.name", ({ verifier, skill, specs }) => {
    for (const spec of specs) {
      const problem = problemFrom(verifier, skill, spec, 0, LINEAGE)
      expect(isRefusal(problem), JSON.stringify(spec)).toBe(true)
    }
  })
})
