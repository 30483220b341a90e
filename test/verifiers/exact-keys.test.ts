import { describe, expect, it } from "vitest"
import { Ground } from "../../src/kit/ground.ts"
import { subjectOf } from "../../src/kit/subject.ts"
import type { Json } from "../../src/record/canonical.ts"
import { VERIFIERS } from "../../verifiers/index.ts"

const settings = { samples: 20, seed: 4, attacks: [], heavy: false, stopwatch: () => 0 }

/** Skills of exact numbers have one spelling of a key; every other one is a fault of the data. */
describe("a key of one exact number", () => {
  for (const verifier of VERIFIERS) {
    for (const [i, skill] of verifier.skills.entries()) {
      if (!("form" in skill)) continue
      it(`has one spelling only: ${skill.name}`, async () => {
        const subject = subjectOf(verifier)
        const ground = new Ground(subject, subject.skills[i]!, settings)
        for (const { spec, key } of await ground.problems(20)) {
          const odd: Json[] = [`${key} `, `+${key}`, `0${key}`, `${key}.0`, "2/4", "x", "NaN"]
          for (const bad of odd) {
            expect(verifier.recheck(spec, bad).outcome).not.toBe("correct")
            expect(verifier.judge(spec, bad, String(bad)).outcome).toBe("undecided")
          }
        }
      })
    }
  }

  it("is what most skills have, so that this is worth asking", () => {
    const skills = VERIFIERS.flatMap(({ skills }) => skills)
    expect(skills.filter((skill) => "form" in skill).length).toBeGreaterThan(5)
  })
})
