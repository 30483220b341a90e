import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { canonicalJson, type Json } from "../../src/record/canonical.ts"
import { Rung, Statement } from "../../src/record/problem.ts"
import { Verdict } from "../../src/record/verdict.ts"
import { randomStream } from "../../src/rule/random.ts"
import type { Skill, Verifier } from "../../src/verifier.ts"
import { covers, topOf } from "../../verifiers/kernel/axes.ts"
import { type Attack, attacksIn, plainValue, spellings, wrongKeys } from "./answers.ts"
import { HOSTILE_ANSWERS } from "./hostile.ts"
import { combinations, frozen, numbersIn, problems, shown } from "./problems.ts"

const SAMPLES = 2_000 // a skill, over all its settings
const DISTINCT_MIN = 500 // problems a level must hold
const DISTINCT_DRAWS_MAX = 60_000
const HOSTILE_MS_MAX = 250 // the slowest honest verdict takes 0.01 ms

/** What every verifier promises; `exploits` is where its exploits.json lies. */
export function verifierContract(verifier: Verifier, exploits: URL): void {
  describe(`the contract of the verifier "${verifier.name}"`, () => {
    it("names itself and its skills once", () => {
      expect(verifier.version).toMatch(/^\d+\.\d+\.\d+$/)
      const names = verifier.skills.map((skill) => skill.name)
      expect(new Set(names).size).toBe(names.length)
    })
    it("refuses a spec of another shape", () => {
      for (const junk of [null, 1, "", [], {}, { skill: "toString" }, { skill: "__proto__" }]) {
        expect(verifier.spec.safeParse(junk).success).toBe(false)
      }
    })
    for (const skill of verifier.skills) {
      describe(skill.name, () => {
        keyClaims(verifier, skill)
        judgeClaims(verifier, skill, attacksIn(exploits))
        statementClaims(verifier, skill)
        ladderClaims(verifier, skill)
      })
    }
  })
}

function keyClaims(verifier: Verifier, skill: Skill): void {
  it("derives a proved key that its second method confirms and its judge accepts", () => {
    for (const { spec, key } of problems(verifier, skill, SAMPLES)) {
      const derived = verifier.derive(spec)
      expect(derived).toMatchObject({ ok: true, proof: { level: "proved" } })
      expect(verifier.recheck(spec, key), shown(spec, key)).toMatchObject({ outcome: "correct" })
      const verdict = verifier.judge(spec, key, verifier.present(key))
      expect(verdict, shown(spec, key)).toMatchObject({
        outcome: "correct",
        proof: { level: "proved" },
      })
    }
  })

  it("has specs that JSON carries and that its schema admits unchanged", () => {
    const random = randomStream(2, skill.name)
    for (const { spec } of problems(verifier, skill, SAMPLES)) {
      for (const held of [spec, skill.mutate(spec, random)]) {
        expect(verifier.spec.parse(JSON.parse(canonicalJson(held)))).toEqual(held)
        expect(Rung.parse(JSON.parse(canonicalJson(skill.measure(held))))).toBeTruthy()
      }
    }
  })

  it("gives the same answers to the same questions, and changes nothing it is given", () => {
    const run = () =>
      problems(verifier, skill, 100).map(({ spec, key }) => [
        frozen(spec),
        key,
        verifier.recheck(spec, key),
        verifier.judge(spec, key, "7"),
        verifier.state(spec, 1),
        verifier.identify(spec),
        verifier.mistakes(spec, key),
        skill.mutate(spec, randomStream(3, "same")),
      ])
    expect(run()).toEqual(run())
  })

  it("refutes every wrong key, however near", () => {
    for (const { spec, key } of problems(verifier, skill, 200)) {
      for (const wrong of wrongKeys(key)) {
        expect(verifier.recheck(spec, wrong).outcome, shown(spec, wrong)).toBe("incorrect")
      }
    }
  })

  it("confirms no key that is not in canonical text, and judges nothing by it", () => {
    for (const { spec, key } of problems(verifier, skill, 20)) {
      const odd = [
        `${key} `,
        `+${key}`,
        `0${key}`,
        `${key}.0`,
        "",
        "NaN",
        "1/0",
        "2/4",
        "x",
        5,
        null,
        {},
      ]
      for (const bad of odd as Json[]) {
        expect(verifier.recheck(spec, bad).outcome, shown(spec, bad)).not.toBe("correct")
        expect(verifier.judge(spec, bad, String(bad)).outcome).toBe("undecided")
      }
    }
  })
}

function judgeClaims(verifier: Verifier, skill: Skill, attacks: readonly Attack[]): void {
  it("lists mistakes that a person makes, none of them right", () => {
    for (const { spec, key } of problems(verifier, skill, 200)) {
      const mistakes = verifier.mistakes(spec, key)
      expect(new Set(mistakes).size).toBe(mistakes.length)
      expect(mistakes.length, shown(spec, key)).toBeGreaterThanOrEqual(3)
      for (const mistake of mistakes) {
        expect(verifier.judge(spec, key, mistake).outcome).toBe("incorrect")
      }
    }
  })

  it("accepts the right answer as people and models write it", () => {
    for (const { spec, key } of problems(verifier, skill, 100)) {
      for (const spelling of spellings(verifier.present(key))) {
        const verdict = verifier.judge(spec, key, spelling)
        expect(verdict.outcome, shown(spec, spelling)).toBe("correct")
      }
    }
  })

  it("accepts no answer with another value, whatever edit made it", () => {
    const draw = problems(verifier, skill, 50)
    const edit = fc.record({
      problem: fc.nat(draw.length - 1),
      at: fc.nat(8),
      drop: fc.nat(2),
      insert: fc.constantFrom(..."0123456789-+/., x=e(){}$\\", ""),
    })
    const claim = fc.property(edit, ({ problem, at, drop, insert }) => {
      const { spec, key } = draw[problem]!
      const right = verifier.present(key)
      const edited = right.slice(0, at) + insert + right.slice(at + drop)
      const verdict = verifier.judge(spec, key, edited)
      if (verdict.outcome === "correct") expect(plainValue(edited)).toBe(plainValue(right))
    })
    fc.assert(claim, { numRuns: 2_000, seed: 1 })
  })

  it("pays for no known attack", () => {
    for (const { spec, key } of problems(verifier, skill, 30)) {
      const other = verifier.mistakes(spec, key)[0]!
      for (const { trick, answer } of attacks) {
        const text = answer.replaceAll("{key}", verifier.present(key)).replaceAll("{other}", other)
        const verdict = verifier.judge(spec, key, text)
        expect(verdict.outcome, `${trick}: ${text}`).not.toBe("correct")
      }
    }
  })

  it("answers hostile text within limits, never with correct, and echoes none of it", () => {
    const { spec, key } = problems(verifier, skill, 1)[0]!
    for (const [trick, text] of HOSTILE_ANSWERS) {
      const start = performance.now()
      const verdict = Verdict.parse(verifier.judge(spec, key, text))
      expect(performance.now() - start, trick).toBeLessThan(HOSTILE_MS_MAX)
      expect(verdict.outcome, trick).not.toBe("correct")
      expect(JSON.stringify(verdict)).not.toContain("<script")
    }
  })

  it("returns a verdict of the record's shape for any text at all", () => {
    const { spec, key } = problems(verifier, skill, 1)[0]!
    const claim = fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
      Verdict.parse(verifier.judge(spec, key, text))
    })
    fc.assert(claim, { numRuns: 500, seed: 1 })
  })
}

function statementClaims(verifier: Verifier, skill: Skill): void {
  it("has three wordings or more, each of its own, in words and in LaTeX", () => {
    expect(skill.wordings).toBeGreaterThanOrEqual(3)
    for (const { spec } of problems(verifier, skill, 50)) {
      const statements = Array.from({ length: skill.wordings }, (_, i) => verifier.state(spec, i))
      for (const statement of statements) Statement.parse(statement)
      expect(new Set(statements.map(({ text }) => text)).size).toBe(skill.wordings)
      expect(new Set(statements.map(({ latex }) => latex)).size).toBe(skill.wordings)
    }
  })

  it("states no number that the spec does not hold", () => {
    for (const { spec } of problems(verifier, skill, 300)) {
      const held = new Set(numbersIn(JSON.stringify(spec)))
      for (let wording = 0; wording < skill.wordings; wording++) {
        const { text, latex } = verifier.state(spec, wording)
        for (const number of numbersIn(`${text} ${latex}`)) expect(held).toContain(number)
      }
    }
  })

  it("gives one canonical text to problems with one key and one family only", () => {
    const byCanonical = new Map<string, string>()
    for (const { spec, key } of problems(verifier, skill, SAMPLES)) {
      const { canonical, family } = verifier.identify(spec)
      const seen = byCanonical.get(canonical) ?? `${key} ${family}`
      expect(`${key} ${family}`, shown(spec, canonical)).toBe(seen)
      byCanonical.set(canonical, seen)
    }
  })
}

function ladderClaims(verifier: Verifier, skill: Skill): void {
  it("has a ladder made of its axes' values, and settings beyond it that no level covers", () => {
    for (const level of skill.levels) {
      expect(Object.keys(level).sort()).toEqual(skill.axes.map((axis) => axis.name).sort())
      for (const axis of skill.axes) expect(axis.values).toContain(level[axis.name])
    }
    for (const [i, level] of skill.levels.entries()) {
      expect(skill.levels.slice(0, i).some((lower) => covers(lower, level))).toBe(false)
    }
    expect(skill.beyond.length).toBeGreaterThan(0)
    for (const setting of skill.beyond) {
      expect(skill.levels.some((level) => covers(level, setting))).toBe(false)
    }
  })

  it("samples every combination of its axes' values, and never above it", () => {
    for (const rung of combinations(skill.axes)) {
      const random = randomStream(5, skill.name, ...Object.values(rung))
      for (let i = 0; i < 20; i++) {
        const spec = skill.sample(rung, random)
        expect(verifier.spec.safeParse(spec).success, shown(spec, rung)).toBe(true)
        expect(verifier.derive(spec).ok, shown(spec, rung)).toBe(true)
        expect(covers(rung, skill.measure(spec)), shown(spec, rung)).toBe(true)
      }
    }
  })

  it("samples mostly near the level, not only below it", () => {
    for (const [i, level] of skill.levels.entries()) {
      const random = randomStream(6, skill.name, i)
      let near = 0
      for (let n = 0; n < 400; n++) {
        const setting = skill.measure(skill.sample(level, random))
        if (!skill.levels.slice(0, i).some((lower) => covers(lower, setting))) near++
      }
      expect(near / 400, `level ${i + 1}`).toBeGreaterThan(0.4)
    }
  })

  it(`holds ${DISTINCT_MIN} distinct problems or more on each level`, () => {
    for (const [i, level] of skill.levels.entries()) {
      const random = randomStream(7, skill.name, i)
      const seen = new Set<string>()
      for (let n = 0; n < DISTINCT_DRAWS_MAX && seen.size < DISTINCT_MIN; n++) {
        seen.add(verifier.identify(skill.sample(level, random)).canonical)
      }
      expect(seen.size, `level ${i + 1}`).toBeGreaterThanOrEqual(DISTINCT_MIN)
    }
  })

  it("mutates a problem into another one that is valid and within its axes", () => {
    const random = randomStream(8, skill.name)
    const top = topOf(skill.axes)
    for (const { spec } of problems(verifier, skill, 300)) {
      const next = skill.mutate(spec, random)
      expect(next.skill).toBe(skill.name)
      expect(verifier.spec.safeParse(next).success, shown(spec, next)).toBe(true)
      expect(verifier.derive(next).ok, shown(spec, next)).toBe(true)
      expect(covers(top, skill.measure(next)), shown(spec, next)).toBe(true)
      expect(verifier.identify(next).canonical).not.toBe(verifier.identify(spec).canonical)
    }
  })
}
