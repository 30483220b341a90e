import { describe, expect, it } from "vitest"
import { sealSuites } from "../../src/evaluation/suite.ts"
import { hashJson } from "../../src/record/id.ts"
import { aboveLadder } from "../../src/rule/ladder.ts"
import { sideOf } from "../../src/rule/partition.ts"
import { arithmetic } from "../../verifiers/arithmetic/verifier.ts"
import { recipeWith, SUMS_AND_PRODUCTS } from "../run/table-world.ts"

const OFFERS = SUMS_AND_PRODUCTS.skills.map((skill) => ({ verifier: arithmetic.name, skill }))

function seal(change: Parameters<typeof recipeWith>[0] = {}) {
  return sealSuites(recipeWith(change), OFFERS as never, [arithmetic as never])
}

describe("the sealed sets", () => {
  const suites = seal({ suites: { developmentPerLevel: 8, testPerLevel: 8 } })
  const all = [...suites.values()].flatMap(({ problems }) => problems)

  it("lie, family by family, on sides that nothing trainable is on", () => {
    for (const { name, problems } of suites.values()) {
      const side = name === "development" ? "development" : "test"
      for (const { family } of problems) expect(sideOf(family, 60)).toBe(side)
    }
    const development = new Set(suites.get("development")!.problems.map(({ family }) => family))
    for (const { family } of suites.get("test")!.problems) {
      expect(development.has(family)).toBe(false)
    }
  })

  it("hold no problem twice, every level, and beyond the ladder only what is above it", () => {
    for (const { problems, hash } of suites.values()) {
      expect(new Set(problems.map(({ canonical }) => canonical)).size).toBe(problems.length)
      expect(hash).toBe(hashJson(problems.map(({ id }) => id)))
    }
    for (const { skill } of OFFERS) {
      const own = suites.get("test")!.problems.filter((problem) => problem.skill === skill.name)
      expect(new Set(own.map(({ level }) => level)).size).toBe(skill.levels.length)
    }
    const above = suites.get("beyond")!.problems
    expect(above).toHaveLength(8 * OFFERS.flatMap(({ skill }) => skill.beyond).length)
    for (const { skill, rung, statement } of above) {
      const offer = OFFERS.find((one) => one.skill.name === skill)!
      expect(aboveLadder(offer.skill as never, rung), statement.text).toBe(true)
    }
  })

  it("carry keys that the second method proves", () => {
    for (const { spec, key } of all) {
      expect(arithmetic.recheck(spec as never, key as never).outcome).toBe("correct")
    }
  })

  it("keep their names", () => {
    expect([...suites.values()].map(({ hash }) => hash.slice(0, 16))).toEqual(NAMES)
  })

  it("are the same for every seed of a run", () => {
    const hashes = (seed: number) =>
      [...seal({ seed, suites: { developmentPerLevel: 8, testPerLevel: 8 } }).values()].map(
        ({ hash }) => hash,
      )
    expect(hashes(2)).toEqual([...suites.values()].map(({ hash }) => hash))
  })

  it("are refused when a rung has too few sealed problems", () => {
    expect(() =>
      seal({ suites: { developmentPerLevel: 500, testPerLevel: 1, sealedPermille: 1 } }),
    ).toThrow(/the development set found \d+ of 500 problems/)
  })
})

// A change here is another exam: results before and after it cannot be compared.
const NAMES = ["1a3ed098846053bc", "8a02507c6f2fd035", "149ff1ea79631b6d"]
