import { describe, expect, it } from "vitest"
import { openBudget, settle } from "../../src/rule/budget.ts"
import { openArchived } from "../../src/rule/distance.ts"
import { idleAfter, idleAlarms, workings } from "../../src/rule/idle.ts"
import { backReason, haltReason, type Signs, type Step, stopReason } from "../../src/rule/stop.ts"
import { RECIPE, recipeWith } from "../run/table-world.ts"

const EVEN = { skills: [16, 16, 16, 16], families: Array.from({ length: 64 }, () => 1) }
const VITALS = {
  skillEntropy: 1,
  familyEntropy: 3,
  nearestDistance: 0.5,
  levelMean: 2,
  solveRate: 0.5,
  undecidedShare: 0,
  abstainedShare: 0,
  answerChars: 3,
  refusedShare: 0.2,
  yieldShare: 1,
  meanReward: 0.5,
}
const SIGNS: Signs = {
  audit: { errors: 0 },
  vitals: VITALS,
  spread: EVEN,
  firstSpread: EVEN,
  course: [],
  heldRounds: 0,
}
const RULES = recipeWith({ stop: {} }).stop
const SPEND = { budget: openBudget(1_000), lastRound: 10 }

function courseOf(rewards: readonly number[], promoted: readonly number[] = []): Step[] {
  return rewards.map((meanReward, at) => {
    return { meanReward, isPromoted: promoted.includes(at), isRolledBack: false }
  })
}

describe("a run is halted", () => {
  it("at the first label error and below the floor on yield, and not at it", () => {
    const yielding = (yieldShare: number) => ({ ...SIGNS, vitals: { ...VITALS, yieldShare } })
    expect(haltReason(SIGNS, RULES)).toBeUndefined()
    expect(haltReason({ ...SIGNS, audit: { errors: 1 } }, RULES)).toMatch(/^label-audit: 1 /)
    expect(haltReason(yielding(0.02), RULES)).toBeUndefined()
    expect(haltReason(yielding(0.019), RULES)).toMatch(/^yield: 1\.9 %/)
  })
})

describe("a run is taken back", () => {
  it("when the spread over skills or over families has fallen by a fifth, for sure", () => {
    expect(backReason(SIGNS, RULES)).toBeUndefined()
    const narrow = { ...SIGNS, spread: { ...EVEN, skills: [64] } }
    expect(backReason(narrow, RULES)).toMatchObject({
      rounds: 1,
      reason: expect.stringMatching(/^entropy: the spread over skills has lost 100\.0 %/),
    })
    const related = { ...SIGNS, spread: { ...EVEN, families: [32, 16, 8, 8] } }
    expect(backReason(related, RULES)?.reason).toMatch(/^entropy: the spread over families/)
    const lucky = { ...SIGNS, spread: { ...EVEN, skills: [26, 20, 12, 6] } }
    expect(backReason(lucky, RULES)).toBeUndefined()
  })

  it("when the proposer earns ever more and no challenger is better", () => {
    const back = (rewards: readonly number[], promoted?: readonly number[]) =>
      backReason({ ...SIGNS, course: courseOf(rewards, promoted) }, RULES)
    expect(back([0.3, 0.4, 0.5])).toMatchObject({ rounds: 2 })
    expect(back([0.3, 0.4, 0.5])?.reason).toMatch(/^gaming: .* rose by 0\.200 in 2 rounds/)
    expect(back([0.3, 0.4, 0.5], [1])).toBeUndefined()
    expect(back([0.3, 0.4, 0.5], [2])).toBeUndefined()
    expect(back([0.3, 0.34, 0.39])).toBeUndefined() // a rise that is borne
    expect(back([0.3, 0.5, 0.45])).toBeUndefined()
    expect(back([0.3, 0.5])).toBeUndefined() // one round of it
    expect(back([0.9, 0.3, 0.4, 0.5])).toMatchObject({ rounds: 2 })
  })
})

describe("a run is stopped", () => {
  it("after so many rounds in a row that were rolled back, or brought no champion", () => {
    const rolled = (...marks: readonly boolean[]) => ({
      ...SIGNS,
      course: marks.map((isRolledBack) => ({ meanReward: 0, isPromoted: false, isRolledBack })),
    })
    expect(stopReason(rolled(true, true), RULES, SPEND)).toBeUndefined()
    expect(stopReason(rolled(true, true, true), RULES, SPEND)).toMatch(/3 rounds in a row/)
    expect(stopReason(rolled(true, true, false), RULES, SPEND)).toBeUndefined()
    expect(stopReason({ ...SIGNS, heldRounds: 12 }, RULES, SPEND)).toMatch(/in 12 rounds/)
    expect(stopReason({ ...SIGNS, heldRounds: 11 }, RULES, SPEND)).toBeUndefined()
  })

  it("before a round that would pass its tokens", () => {
    const spend = { budget: settle(openBudget(100), 0, 95), lastRound: 10 }
    expect(stopReason(SIGNS, RULES, spend)).toMatch(/^5 of 100 tokens are left/)
    expect(stopReason(SIGNS, RULES, { ...spend, lastRound: 5 })).toBeUndefined()
  })
})

describe("the distance to everything posed before", () => {
  it("is what has to be forgotten of a form until one of them reads the same", () => {
    const archived = openArchived()
    const admit = (canonical: string, skill = "sum") => archived.admit({ skill, canonical })
    expect(admit("12+345")).toBe(1)
    expect(admit("12+345")).toBe(0)
    expect(admit("19+300")).toBe(0.25) // the same first digits and lengths
    expect(admit("22+345")).toBe(0.5) // the same lengths
    expect(admit("1+2")).toBe(0.75) // the same form
    expect(admit("1-2")).toBe(1)
    expect(admit("12+345", "other")).toBe(1)
  })
})

describe("a mechanism without effect", () => {
  const SEEN = {
    drafted: 24,
    refused: {},
    held: {},
    moves: { fresh: 24 },
    archived: undefined,
    attemptsMost: 4,
    toolUses: 0,
    split: 0,
    isUneven: undefined,
  }

  it("is told once it has done nothing for two rounds, and no more when it works", () => {
    const once = idleAfter({}, new Map([["band", false]]))
    const twice = idleAfter(once, new Map([["band", false]]))
    expect(idleAlarms(once)).toEqual([])
    expect(idleAlarms(twice)).toEqual(["without-effect:band"])
    expect(idleAlarms(idleAfter(twice, new Map([["band", true]])))).toEqual([])
  })

  it("is one that the recipe configures", () => {
    expect([...workings(RECIPE, SEEN, 1).keys()]).toEqual([])
    const configured = recipeWith({
      gate: { solveRateMin: 0.1, familyQuota: 3 },
      sampling: { attemptsMax: 8 },
    })
    expect([...workings(configured, SEEN, 1)]).toEqual([
      ["band", false],
      ["family-quota", false],
      ["sampling", false],
    ])
    const working = {
      ...SEEN,
      refused: { "family-quota": 1, duplicate: 1 },
      held: { "below-band": 2 },
      attemptsMost: 6,
    }
    expect([...workings(configured, working, 1).values()]).toEqual([true, true, true])
  })

  it("may be an empty archive, mutation, the policy's weights, novelty or the gradient", () => {
    const training = { ...RECIPE.training!, objective: "policy-gradient" } as const
    const recipe = recipeWith({ training, warmupRounds: 1 })
    const seen = { ...SEEN, drafted: 900, archived: 0, isUneven: false }
    expect([...workings(recipe, seen, 1).keys()]).not.toContain("advantages")
    expect(Object.fromEntries(workings(recipe, seen, 2))).toEqual({
      novelty: false,
      archive: false,
      "policy-weights": false,
      advantages: false,
    })
    const well = { ...seen, archived: 3, isUneven: true, split: 1, refused: { duplicate: 9 } }
    const moves = { fresh: 20, mutate: 4 }
    expect([...workings(recipe, { ...well, moves }, 2).values()]).not.toContain(false)
    expect(workings(recipe, well, 2).get("mutation")).toBe(false)
  })

  it("is not mutation where no proposer mutates: a fixed rule draws from the ladder alone", () => {
    const seen = { ...SEEN, archived: 3 }
    const fixed = recipeWith({ proposer: { ...RECIPE.proposer, policy: "uniform" } })
    const seat = { provider: "anthropic", model: "claude-haiku-4-5" } as const
    const asked = recipeWith({ proposer: fixed.proposer, seats: { proposer: seat } })
    expect([...workings(fixed, seen, 3).keys()]).not.toContain("mutation")
    expect(workings(asked, seen, 3).get("mutation")).toBe(false)
  })
})
