import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { Exploits } from "../../src/kit/exploits.ts"
import { Ground, type Settings } from "../../src/kit/ground.ts"
import { subjectOf } from "../../src/kit/subject.ts"
import { checkClaim, SHAPE_CLAIMS, SKILL_CLAIMS, testShape } from "../../src/kit/suite.ts"
import type { Verifier } from "../../src/verifier.ts"

const SAMPLES = 1_000 // a skill, over all its settings

/**
 * What every verifier promises, a test for each claim of the author's kit: the same code that
 * `agon verifier test` runs. `exploits` is where its exploits.json lies.
 */
export function verifierContract(verifier: Verifier, exploits: URL): void {
  const subject = subjectOf(verifier)
  const settings: Settings = {
    samples: SAMPLES,
    seed: 1,
    attacks: Exploits.parse(JSON.parse(readFileSync(exploits, "utf8"))).attacks,
    heavy: true,
    stopwatch: () => performance.now(),
  }

  describe(`the contract of the verifier "${verifier.name}"`, () => {
    it(`${SHAPE_CLAIMS[0]}, and ${SHAPE_CLAIMS[1]}`, async () => {
      expect(await testShape(subject)).toEqual([])
    })
    for (const skill of subject.skills) {
      describe(skill.name, () => {
        const ground = new Ground(subject, skill, settings)
        for (const claim of SKILL_CLAIMS) {
          it(claim.name, async () => {
            expect(await checkClaim(ground, claim)).toEqual([])
          })
        }
        it("asked its judge enough, and it was wrong never", () => {
          const { mustAccept, mustRefuse } = ground
          expect(mustAccept.wrong + mustRefuse.wrong).toBe(0)
          expect(Math.min(mustAccept.tried, mustRefuse.tried)).toBeGreaterThan(SAMPLES / 2)
        })
      })
    }
  })
}
