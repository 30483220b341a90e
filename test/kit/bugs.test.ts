import { describe, expect, it } from "vitest"
import { Ground, type Settings } from "../../src/kit/ground.ts"
import { BUGS, scoreMutations } from "../../src/kit/mutation-score.ts"
import { type Subject, subjectOf } from "../../src/kit/subject.ts"
import { testFresh, testShape, testSkill } from "../../src/kit/suite.ts"
import { arithmetic } from "../../verifiers/arithmetic/verifier.ts"

const settings: Settings = {
  ...{ samples: 60, seed: 1, attacks: [], heavy: false },
  stopwatch: () => performance.now(),
}
const whole = subjectOf(arithmetic)
const addition: Subject = { ...whole, skills: [whole.skills[0]!] }

describe("bugs planted in a verifier", () => {
  it("are all noticed, and each by name once", async () => {
    const score = await scoreMutations(addition, settings)
    expect(score?.survivors).toEqual([])
    expect(score?.caught).toBe(score?.planted)
    expect(score?.planted).toBeGreaterThan(45)
    expect(new Set(BUGS.map(({ name }) => name)).size).toBe(BUGS.length)
  })

  it("are noticed by many claims, not by one that sees everything", async () => {
    const score = await scoreMutations(addition, settings)
    expect(new Set(score?.by.map(({ claim }) => claim)).size).toBeGreaterThan(12)
  })

  it("survive where they change nothing, and are told by name", async () => {
    const harmless = { name: "nothing is different", plant: (subject: Subject) => subject }
    const score = await scoreMutations(addition, settings, [harmless])
    const [skill] = addition.skills
    expect(score).toMatchObject({ planted: 1, caught: 0 })
    expect(score?.survivors).toEqual([`${skill!.name}: nothing is different`])
  })

  it("are not counted in a verifier that has bugs of its own", async () => {
    const broken = { ...addition, mistakes: () => [] }
    expect(await scoreMutations(broken, settings)).toBeNull()
  })
})

describe("a report on a skill", () => {
  it("counts what was asked, and bounds the errors that were not seen", async () => {
    const report = await testSkill(addition, addition.skills[0]!, settings)
    expect(report.findings).toEqual([])
    for (const { tried, wrong, bound } of [report.falseAccepts, report.falseRejects]) {
      expect(wrong).toBe(0)
      expect(tried).toBeGreaterThan(100)
      expect(bound).toBeCloseTo(3 / tried, 3)
    }
  })

  it("counts false accepts and shows the answers that got away", async () => {
    const generous = BUGS.find(({ name }) => name.includes("begins with the key"))!
    const planted = generous.plant(addition)
    const report = await testSkill(planted, planted.skills[0]!, settings)
    expect(report.falseAccepts.wrong).toBeGreaterThan(0)
    expect(report.falseAccepts.bound).toBeGreaterThan(3 / report.falseAccepts.tried)
    const told = report.findings.map(({ detail }) => detail).join("\n")
    expect(told).toContain("false accept")
    expect(report.findings.length).toBeLessThan(60)
  })

  it("counts a verifier that throws as broken, and goes on with the other claims", async () => {
    const throwing: Subject = {
      ...addition,
      identify() {
        throw new RangeError("no identity")
      },
    }
    const report = await testSkill(throwing, throwing.skills[0]!, settings)
    const broken = new Set(report.findings.map(({ claim }) => claim))
    expect(broken.size).toBeGreaterThan(2)
    expect(broken.size).toBeLessThan(report.claims)
    expect(report.findings[0]?.detail).toContain("no identity")
  })

  it("is the same twice, and other with another seed", async () => {
    const specs = async (seed: number) => {
      const ground = new Ground(addition, addition.skills[0]!, { ...settings, seed })
      return (await ground.problems(20)).map(({ spec }) => spec)
    }
    expect(await specs(1)).toEqual(await specs(1))
    expect(await specs(2)).not.toEqual(await specs(1))
  })
})

describe("a verifier as a whole", () => {
  it("has a version and skills of different names", async () => {
    expect(await testShape(addition)).toEqual([])
    const twice = { ...addition, version: "1", skills: [...addition.skills, ...addition.skills] }
    expect((await testShape(twice)).length).toBe(2)
    expect((await testShape({ ...addition, admits: () => true })).length).toBeGreaterThan(5)
  })

  it("must say in another process what it says here", async () => {
    expect(await testFresh(addition, addition, settings)).toEqual([])
    const other = BUGS.find(({ name }) => name === "the key is one off")!.plant(addition)
    expect((await testFresh(addition, other, settings)).length).toBe(1)
    expect((await testFresh(addition, { ...addition, skills: [] }, settings)).length).toBe(1)
  })
})
