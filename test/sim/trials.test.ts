import { describe, expect, it } from "vitest"
import { playStudy } from "./studies.ts"
import { TRIALS } from "./trials.ts"

/** A few of the trials of `npm run bench:simulation`, by the same bounds. */
const SEEDS = Array.from({ length: 8 }, (_, at) => at + 1)
const STUDIES = [1, 2]

describe(`over ${SEEDS.length} simulated trials`, () => {
  for (const { name, counts, atLeast, atMost, play } of TRIALS) {
    if (atLeast === undefined && atMost === undefined) continue
    const bound = atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`
    it(`${name}: ${counts}, ${bound} of all`, async () => {
      let happened = 0
      for (const seed of SEEDS) if ((await play(seed)).happened) happened++
      expect(happened / SEEDS.length).toBeGreaterThanOrEqual(atLeast ?? 0)
      expect(happened / SEEDS.length).toBeLessThanOrEqual(atMost ?? 1)
    })
  }
})

describe("in a simulated study", () => {
  for (const study of STUDIES) {
    it(`${study}: three planted points are found, and none where none are`, async () => {
      const { planted, none, lead } = await playStudy(study)
      expect(Math.abs(lead - 3)).toBeLessThan(2)
      expect(planted).toBe("beats")
      expect(["alike", "cannot-tell"]).toContain(none)
    })
  }
})
