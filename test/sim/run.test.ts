import { describe, expect, it } from "vitest"
import { exactInterval } from "../../src/rule/exact-binomial.ts"
import type { Verifier } from "../../src/verifier.ts"
import { ORACLE, only, RECIPE, recipeWith, simulate } from "./world.ts"

const SHORT = recipeWith({ rounds: 4 })

describe("a simulated run", () => {
  it("is the same run for the same seed, and another one for another", async () => {
    const [once, again, other] = await Promise.all([
      simulate({ recipe: SHORT }),
      simulate({ recipe: SHORT }),
      simulate({ recipe: recipeWith({ rounds: 4, seed: 2 }) }),
    ])
    expect(again.head).toBe(once.head)
    expect(other.head).not.toBe(once.head)
  })

  it("scores on a sealed set what its known ability says, by the real judge", async () => {
    const results = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((seed) => simulate({ recipe: recipeWith({ rounds: 4, seed }) })),
    )
    // Items are steady, so luck is shared by all checkpoints: each seed's last one counts once.
    const scores = results.map((run) => {
      const { rate, checkpoint } = only(run.events, "evaluated").findLast(
        ({ suite }) => suite === "test",
      )!
      return { rate, truth: run.truth("test", checkpoint) }
    })
    for (const { rate, truth } of scores) {
      const deviation = Math.sqrt((truth * (1 - truth)) / rate.tried)
      expect(Math.abs(rate.correct / rate.tried - truth)).toBeLessThan(4 * deviation)
    }
  })

  it("learns, and is promoted for it, when nothing is wrong", async () => {
    const run = await simulate({ recipe: RECIPE })
    const { champion } = only(run.events, "run.closed")[0]!
    const { checkpoint: base } = only(run.events, "base.created")[0]!
    expect(run.truth("test", champion)).toBeGreaterThan(run.truth("test", base) + 0.2)
    expect(only(run.events, "round.decided").map(({ decision }) => decision)).toContain("promoted")
  })

  it("gives every checkpoint the solve rates of its ability when it samples", async () => {
    const recipe = recipeWith({ rounds: 1, problemsPerRound: 200, attempts: 16 })
    const settings = { ability: 1, levelStep: 0, itemSpread: 0, slip: 0 }
    const run = await simulate({ recipe, settings })
    const marks = only(run.events, "round.judged")[0]!.marks.join("")
    const correct = marks.replace(/[^c]/g, "").length
    // logistic(1), and the whole interval of 3,200 answers is about three points wide.
    const { low, high } = exactInterval({ correct, tried: marks.length })
    expect(low).toBeLessThan(0.7311)
    expect(high).toBeGreaterThan(0.7311)
    expect(high - low).toBeLessThan(0.04)
  })
})

describe("a fault in a simulated run does what it says", () => {
  const healthy = simulate({ recipe: RECIPE })

  for (const [name, faults] of [
    ["label noise", { labelNoise: { from: 4, share: 0.6 } }],
    ["forgetting", { forgetting: { from: 4, share: 0.6 } }],
  ] as const) {
    it(`${name} takes from later challengers what a healthy one is given`, async () => {
      const [well, ill] = await Promise.all([healthy, simulate({ settings: { faults } })])
      const challengers = (run: typeof well) =>
        only(run.events, "round.decided").map(({ challenger }) =>
          run.truth("development", challenger),
        )
      expect(challengers(ill).slice(0, 3)).toEqual(challengers(well).slice(0, 3))
      for (const [at, truth] of challengers(ill).entries()) {
        if (at >= 3) expect(truth).toBeLessThan(challengers(well)[at]! - 0.02)
      }
      const last = (run: typeof well) =>
        run.truth("test", only(run.events, "run.closed")[0]!.champion)
      expect(last(ill)).toBeLessThan(last(well) - 0.1)
    })
  }

  it("mode collapse leaves one skill, from its round on", async () => {
    const { events } = await simulate({
      settings: { faults: { modeCollapse: { from: 3, skills: 1 } } },
    })
    for (const { round, problems } of only(events, "round.posed")) {
      const skills = new Set(problems.map(({ skill }) => skill))
      expect(skills.size).toBe(round < 3 ? 4 : 1)
    }
  })

  it("an exploit that the judge refuses costs what it is used for", async () => {
    const exploit = { from: 3, share: 0.5, answer: "see above" }
    const run = await simulate({ settings: { faults: { exploit } } })
    const reasons = only(run.events, "round.decided").map(({ round, gain }) => ({ round, gain }))
    expect(reasons.find(({ round }) => round === 3)!.gain).toBeLessThan(0)
    const third = only(run.events, "round.decided").find(({ round }) => round === 3)!
    expect(run.abilities.read(third.challenger).exploit?.share).toBe(0.5)
  })
})

describe("an exploit that the judge accepts", () => {
  const weakened = (lure: string) =>
    ORACLE.verifiers.map(
      (verifier): Verifier => ({
        ...verifier,
        judge: (spec, key, answer) =>
          verifier.judge(spec, key, answer === lure ? verifier.present(key) : answer),
      }),
    )
  const exploiting = (answer: string) => ({
    settings: { faults: { exploit: { from: 2, share: 0.5, answer } } },
    recipe: recipeWith({ rounds: 4, label: "accepted", warmupRounds: 1 }),
    parts: { verifiers: weakened(answer) },
  })

  it("halts the run by its canary before anything is kept", async () => {
    const { events } = await simulate(exploiting("x = x"))
    expect(only(events, "run.closed")).toMatchObject([{ outcome: "halted", rounds: 1 }])
    expect(only(events, "run.closed")[0]!.reason).toMatch(/^canary: equality/)
    expect(only(events, "round.curated")).toEqual([])
  })

  it("raises the score and lowers the truth where no canary knows it", async () => {
    const run = await simulate(exploiting("see above"))
    const scores = only(run.events, "evaluated").filter(({ suite }) => suite === "development")
    const last = scores.at(-1)!
    const truth = run.truth("development", last.checkpoint)
    expect(last.rate.correct / last.rate.tried).toBeGreaterThan(truth + 0.3)
    // Rows that were accepted for it spread it beyond the share with which it was found.
    expect(run.abilities.read(last.checkpoint).exploit?.share).toBeGreaterThan(0.6)
  })
})
