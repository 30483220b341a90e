import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { draftFixed } from "../../agents/proposer/fixed.ts"
import { beginPolicy, draftLearned, learnPolicy, Policy } from "../../agents/proposer/policy.ts"
import type { Ask, Cell, Draft, Lesson, SkillOffer } from "../../src/agent.ts"
import { canonicalJson } from "../../src/record/canonical.ts"
import { randomStream } from "../../src/rule/random.ts"
import { arithmetic } from "../../verifiers/arithmetic/verifier.ts"
import { problemOf, recipeWith } from "../run/table-world.ts"

const OFFERS: SkillOffer[] = arithmetic.skills
  .filter(({ name }) => /^integer-(addition|subtraction)$/.test(name))
  .map((skill) => ({
    verifier: arithmetic.name,
    skill: skill as unknown as SkillOffer["skill"],
    schema: () => ({}),
  }))
const CELLS = OFFERS.flatMap(({ skill }) =>
  skill.levels.map((_, at) => ({ skill: skill.name, level: at + 1 })),
)
const recipe = recipeWith({ proposer: { policy: "learned" } })

function askWith(seed: number, frontier: readonly Cell[] = []): Ask {
  const screen = async () => ({ admitted: [], refused: {}, fates: [] })
  const random = randomStream(seed, "test")
  return { round: 1, count: 1, recipe, policy: null, offers: OFFERS, frontier, random, screen }
}

function lesson(at: number, reward: number, change: Partial<Lesson> = {}): Lesson {
  const { skill, level } = CELLS[at % CELLS.length]!
  const { id: problem, spec, family, statement } = problemOf(`1+${at}`)
  const { format } = statement
  const rate = { correct: 4, tried: 4 } // always solved: no elite
  return {
    problem,
    skill,
    level,
    spec,
    move: "fresh",
    rate,
    reward,
    family,
    format,
    ...change,
  }
}

function shares(drafts: readonly Draft[], of: (draft: Draft) => string): Record<string, number> {
  const found: Record<string, number> = {}
  for (const draft of drafts) found[of(draft)] = (found[of(draft)] ?? 0) + 1 / drafts.length
  return found
}

/** The cell that a draft's problem falls into when it is sampled at a level of its own skill. */
function drawn(policy: Parameters<typeof draftFixed>[1], frontier: readonly Cell[], count = 4_000) {
  const asked: string[] = []
  const spying = OFFERS.map((offer) => ({
    ...offer,
    skill: {
      ...offer.skill,
      sample: (rung: never, random: never) => {
        asked.push(`${offer.skill.name} ${offer.skill.levels.indexOf(rung) + 1}`)
        return offer.skill.sample(rung, random)
      },
    },
  }))
  draftFixed({ ...askWith(5, frontier), offers: spying as SkillOffer[] }, policy, count)
  const found: Record<string, number> = {}
  for (const name of asked) found[name] = (found[name] ?? 0) + 1 / count
  return CELLS.map(({ skill, level }) => found[`${skill} ${level}`] ?? 0)
}

describe("the learning proposer", () => {
  const begun = beginPolicy(OFFERS)

  it("begins by drawing every skill alike", () => {
    const found = shares(draftLearned(askWith(1), begun, 2_000), ({ skill }) => skill)
    for (const share of Object.values(found)) expect(Math.abs(share - 0.5)).toBeLessThan(0.05)
  })

  it("moves towards the skill, the level and the move that paid more", () => {
    const paying = Array.from({ length: 60 }, (_, at) => {
      const { skill, level } = CELLS[at % CELLS.length]!
      const move = at % 2 === 0 ? ("mutate" as const) : ("fresh" as const)
      const pay = (skill === OFFERS[0]!.skill.name ? 1 : 0) + (level === 3 ? 1 : 0)
      return lesson(at, pay + (move === "mutate" ? 1 : 0), { move })
    })
    const [first, second] = learnPolicy(begun, paying, OFFERS, recipe).skills
    expect(first!.logit).toBeGreaterThan(second!.logit)
    expect(Math.max(...first!.levels)).toBe(first!.levels[2])
    expect(first!.moves[2]).toBeGreaterThan(first!.moves[0]!)
    const after = { skills: [first!, second!] }
    const found = shares(draftLearned(askWith(1), after, 2_000), ({ skill }) => skill)
    expect(found[OFFERS[0]!.skill.name]).toBeGreaterThan(0.6)
  })

  it("forgets towards uniform where nothing sets its choices apart", () => {
    const tilted: Policy = { skills: begun.skills.map((own, at) => ({ ...own, logit: at })) }
    const alike = CELLS.map((_, at) => lesson(at, 0.5))
    const [first, second] = learnPolicy(tilted, alike, OFFERS, recipe).skills
    expect(second!.logit - first!.logit).toBeCloseTo(1 - recipe.proposer.forgetting, 12)
  })

  it("learns the same from the same, and leaves what it was given alone", () => {
    const some = fc.array(
      fc.record({ at: fc.nat(50), pay: fc.double({ min: -1, max: 2, noNaN: true }) }),
    )
    fc.assert(
      fc.property(some, (given) => {
        const lessons = given.map(({ at, pay }) => lesson(at, pay))
        const before = JSON.stringify([begun, lessons])
        const once = learnPolicy(begun, lessons, OFFERS, recipe)
        const again = learnPolicy(begun, lessons, OFFERS, recipe)
        expect(JSON.stringify(again)).toBe(JSON.stringify(once))
        expect(JSON.stringify([begun, lessons])).toBe(before)
        expect(Policy.parse(JSON.parse(JSON.stringify(once)))).toEqual(once)
        const logits = once.skills.flatMap((own) => [own.logit, ...own.moves, ...own.levels])
        expect(logits.every(Number.isFinite)).toBe(true)
      }),
    )
  })

  it("keeps as elites what is solved sometimes, at most so many, hardest to call first", () => {
    const rates = [0, 1, 2, 3, 4].map((correct) => ({ correct, tried: 4 }))
    const lessons = Array.from({ length: 200 }, (_, at) =>
      lesson(at, 0, { skill: OFFERS[0]!.skill.name, rate: rates[at % 5]! }),
    )
    const { archive } = learnPolicy(begun, lessons, OFFERS, recipe).skills[0]!
    expect(archive.length).toBe(24)
    expect(archive.every(({ uncertainty }) => uncertainty === 1)).toBe(true)
    const nothing = lessons.filter(({ rate }) => rate.correct % 4 === 0)
    expect(learnPolicy(begun, nothing, OFFERS, recipe).skills[0]!.archive).toEqual([])
  })

  it("drafts specs that its verifier reads", () => {
    for (const { skill, spec, wording } of draftLearned(askWith(3), begun, 200)) {
      expect(arithmetic.spec.safeParse(spec).success).toBe(true)
      expect((spec as { skill: string }).skill).toBe(skill)
      expect(wording).toBeLessThan(4)
      expect(() => canonicalJson(spec)).not.toThrow()
    }
  })
})

describe("a fixed policy", () => {
  const frontier = CELLS.map((cell, at) => ({
    ...cell,
    rate: { correct: at, tried: CELLS.length },
  }))

  it("is uniform over skills and levels when it says so", () => {
    for (const share of drawn("uniform", frontier)) {
      expect(Math.abs(share - 1 / CELLS.length)).toBeLessThan(0.025)
    }
  })

  it("asks for the five hardest cells, and for those it has not tried", () => {
    const found = drawn("hardest", frontier)
    expect(found.map((share) => share > 0)).toEqual(CELLS.map((_, at) => at < 5))
    const untried = drawn("hardest", frontier.slice(0, -5))
    expect(untried.slice(-5).every((share) => share > 0)).toBe(true)
  })

  it("asks for failures in proportion, and for the frontier by 4p(1−p)", () => {
    for (const [policy, weigh] of [
      ["failure", (p: number) => 1.03 - p],
      ["frontier", (p: number) => 4 * p * (1 - p) + 0.05],
    ] as const) {
      const weights = frontier.map(({ rate }) => weigh(rate.correct / rate.tried))
      const total = weights.reduce((sum, weight) => sum + weight, 0)
      drawn(policy, frontier).forEach((share, at) => {
        expect(Math.abs(share - weights[at]! / total)).toBeLessThan(0.025)
      })
    }
  })
})
