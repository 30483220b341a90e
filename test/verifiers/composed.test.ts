import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { randomStream } from "../../src/rule/random.ts"
import type { SkillSpec, Verifier } from "../../src/verifier.ts"
import { composed } from "../../verifiers/composed/verifier.ts"
import { DOMAINS } from "../../verifiers/domains.ts"
import { composedOf } from "../../verifiers/kernel/composed.ts"
import { partsOf } from "../../verifiers/kernel/composed-parts.ts"
import { defineSkill, defineVerifier, z } from "../../verifiers/kernel/define.ts"

const SKILL = composed.skills[0]!
const PARTS = partsOf(DOMAINS)

const sum = (first: number, second: number) => ({ skill: "integer-addition", first, second })
const product = (first: number, second: number) => ({
  skill: "integer-multiplication",
  first,
  second,
})
const divisors = (number: number) => ({ skill: "divisor-count", number })
const made = (inner: SkillSpec, outer: SkillSpec, at: string) => ({
  ...{ skill: "composed", inner, outer, at },
})
const textOf = (spec: SkillSpec, wording = 0) => composed.state(spec, wording).text

describe("a composed problem", () => {
  const spec = made(sum(46, 30), divisors(76), "number")

  it("asks for the inner answer by a letter, and is decided by its parts", () => {
    expect(composed.spec.parse(spec)).toEqual(spec)
    expect(textOf(spec)).toBe(
      "Let N be the answer to this: What is 46 + 30? How many positive divisors does N have?",
    )
    expect(composed.state(spec, 1).latex).toContain("First find $N$")
    expect(composed.state(spec, 1 + SKILL.wordings)).toEqual(composed.state(spec, 1))
    expect(composed.derive(spec)).toMatchObject({ ok: true, key: "6" })
    expect(composed.recheck(spec, "6").outcome).toBe("correct")
    expect(composed.recheck(spec, "5")).toMatchObject({ outcome: "incorrect" })
    expect(composed.judge(spec, "6", "\\boxed{6}").outcome).toBe("correct")
    expect(SKILL.measure(spec)).toEqual({ inner: 1, outer: 1 })
  })

  it("names the inner answer and inner slips that are carried on as mistakes", () => {
    const mistakes = composed.mistakes(spec, "6")
    expect(mistakes).toContain("76") // stopped after the inner part
    const slip = PARTS.named("integer-addition").verifier.mistakes(spec.inner, "76")
    const carried = slip.map((wrong) =>
      composed
        .mistakes(made(sum(46, 30), product(76, 2), "first"), "152")
        .includes(`${Number(wrong) * 2}`),
    )
    expect(carried).toContain(true)
  })

  it("takes another letter where a statement has its own N", () => {
    const rows = { skill: "letter-arrangements", word: "ENNE", letter: "N", rule: "not-begins" }
    const twice = made(rows, product(3, 12), "first")
    expect(composed.derive(twice)).toMatchObject({ ok: true, key: "36" })
    expect(textOf(twice)).toMatch(/^Let M be the answer .* begin with N\? What is M × 12\?$/)
  })

  it("is the same problem on either side of a sum, and another one with other parts", () => {
    const canonicalOf = (spec: SkillSpec) => composed.identify(spec).canonical
    const one = made(sum(2, 3), sum(5, 30), "first")
    expect(canonicalOf(made(sum(3, 2), sum(30, 5), "second"))).toBe(canonicalOf(one))
    expect(canonicalOf(made(sum(1, 4), sum(5, 30), "first"))).not.toBe(canonicalOf(one))
    expect(canonicalOf(made(sum(2, 3), sum(5, 31), "first"))).not.toBe(canonicalOf(one))
  })

  it("is refuted by the second method where the outer spec holds another number", () => {
    const forged = made(sum(46, 30), divisors(77), "number")
    expect(composed.derive(forged)).toEqual({ ok: false, reason: "inner-key-differs" })
    expect(composed.recheck(forged, "4")).toMatchObject({
      outcome: "incorrect",
      reason: "inner-key-refuted",
    })
  })
})

describe("a composed spec is refused", () => {
  const reasonOf = (spec: SkillSpec) => {
    const derived = composed.derive(composed.spec.parse(spec))
    return derived.ok ? "has a key" : derived.reason
  }

  it("where the number has no place of its own", () => {
    const totient = { skill: "totient", number: 76 } // which one wording names twice
    expect(reasonOf(made(sum(46, 30), totient, "number"))).toBe("no-place")
    const equation = (a: number, b: number) => ({ skill: "linear-equation", a, b, c: 0, d: 100 })
    expect(reasonOf(made(sum(2, 3), equation(5, 15), "a"))).toBe("no-place") // 5x is no Nx
    expect(reasonOf(made(sum(2, 3), equation(4, 5), "b"))).toBe("has a key")
    const below = made({ skill: "integer-subtraction", first: 3, second: 8 }, equation(4, -5), "b")
    expect(reasonOf(below)).toBe("no-place") // 4x - 5
  })

  it("where the words would show the number, or it does not matter", () => {
    expect(reasonOf(made(sum(46, 30), sum(76, 76), "first"))).toBe("inner-key-shown")
    expect(reasonOf(made(sum(46, 30), product(76, 0), "first"))).not.toBe("has a key")
  })

  it("where a part is no question of its own", () => {
    const bare = { skill: "integer-expression", expression: 46 }
    expect(reasonOf(made(bare, sum(46, 30), "first"))).toBe("inner-nothing-to-compute")
    const sumOf = { skill: "integer-expression", expression: { op: "add", left: 40, right: 6 } }
    expect(reasonOf(made(sumOf, sum(46, 30), "first"))).toBe("has a key")
  })

  it("where a part has no key, is composed itself, or has no such field", () => {
    const prime = made(sum(40, 31), divisors(71), "number")
    expect(reasonOf(prime)).toBe("outer-a-prime")
    const fits = made(sum(46, 30), divisors(76), "number")
    for (const bad of [
      made(fits, divisors(6), "number"),
      made(sum(46, 30), fits, "number"),
      made(sum(46, 30), divisors(76), "skill"),
      made(sum(46, 30), divisors(76), "constructor"),
      made(sum(46, 30), { ...divisors(76), more: 1 }, "number"),
      made(
        { skill: "fraction-simplification", fraction: { top: 4, bottom: 8 } },
        divisors(76),
        "number",
      ),
      { ...fits, skill: "integer-addition" },
    ]) {
      expect(composed.spec.safeParse(bad).success).toBe(false)
    }
  })
})

describe("any JSON as a composed spec", () => {
  it("is parsed or refused, and what is parsed has a key or a reason", () => {
    const skills = fc.constantFrom("integer-addition", "integer-multiplication", "divisor-count")
    let parsedSome = 0
    const number = fc.integer({ min: -3, max: 120 })
    const sums = fc.record({ skill: skills, first: number, second: number })
    const numbers = fc.record({ skill: skills, number })
    const part = fc.oneof({ arbitrary: sums, weight: 4 }, numbers, fc.jsonValue())
    const names = fc.constantFrom("first", "first", "number", "__proto__")
    const at = fc.oneof({ arbitrary: names, weight: 9 }, fc.jsonValue())
    const fields = fc.record({ skill: fc.constant("composed"), inner: part, outer: part, at })
    fc.assert(
      fc.property(fc.oneof({ arbitrary: fields, weight: 9 }, fc.jsonValue()), (json) => {
        const parsed = composed.spec.safeParse(json)
        if (!parsed.success) return
        parsedSome++
        const derived = composed.derive(parsed.data)
        if (!derived.ok) expect(derived.reason).toMatch(/^[a-z-]+$/)
        expect(composed.identify(parsed.data).canonical).toMatch(/^composed:/)
        expect(composed.recheck(parsed.data, "7").outcome).toBeDefined()
      }),
      { seed: 5, numRuns: 2_000 },
    )
    expect(parsedSome).toBeGreaterThan(100)
  })
})

describe("the letter stands where the number stood", () => {
  const problem = fc
    .tuple(
      fc.constantFrom(...PARTS.inner),
      fc.constantFrom(...PARTS.outer.flatMap((part) => part.integers.map((at) => ({ part, at })))),
      fc.nat({ max: 9_999 }),
    )
    .map(([inner, { part, at }, seed]) => {
      const random = randomStream(seed, "composed", inner.skill.name, part.skill.name, at)
      const levelOf = (levels: number) => random.int(levels)
      const first = inner.skill.sample(inner.skill.levels[levelOf(2)]!, random)
      const derived = inner.verifier.derive(first)
      const number = derived.ok ? Number(derived.key) : Number.NaN
      const draft = part.skill.sample(part.skill.levels[levelOf(2)]!, random)
      return { spec: made(first, { ...draft, [at]: number }, at), part, number }
    })

  it("whatever parts a proposer puts together: put back, it is the outer statement", () => {
    let posed = 0
    fc.assert(
      fc.property(problem, ({ spec, part, number }) => {
        if (!composed.spec.safeParse(spec).success) return
        const derived = composed.derive(spec)
        if (!derived.ok) return
        posed++
        for (let wording = 0; wording < SKILL.wordings; wording++) {
          const own = part.verifier.state(spec.outer, wording % part.skill.wordings)
          const said = composed.state(spec, wording)
          const letter = /(?<!\p{L})[NMKQ](?!\p{L})/u.exec(said.text)![0]
          for (const notation of ["text", "latex"] as const) {
            const filled = said[notation].replaceAll(alone(letter), `${number}`)
            expect(filled.endsWith(own[notation])).toBe(true)
            const outer = said[notation].slice(-own[notation].length)
            expect(outer.match(/\d+/g) ?? []).not.toContain(`${number}`)
          }
        }
        expect(part.verifier.derive(spec.outer)).toMatchObject({ ok: true, key: derived.key })
        expect(composed.recheck(spec, derived.key).outcome).toBe("correct")
      }),
      { seed: 11, numRuns: 1_500 },
    )
    expect(posed).toBeGreaterThan(300)
  })

  const alone = (letter: string) => new RegExp(`(?<!\\p{L})${letter}(?!\\p{L})`, "gu")
})

describe("words that say more of a number than its digits", () => {
  const about = (say: (n: number) => string, power = 2): Verifier => {
    const skill = defineSkill({
      name: "squares",
      title: "Squares",
      format: "integer",
      fields: { number: z.int().min(2).max(999) },
      axes: [{ name: "size", values: [99, 999], meaning: "the number" }],
      levels: [{ size: 99 }],
      beyond: [{ size: 999 }],
      sample: (_rung, random) => ({ number: 2 + random.int(90) }),
      measure: ({ number }) => [number],
      solve: ({ number }) => `${number ** power}`,
      prove: () => ({ method: "trust", fault: null }),
      say: ({ number }) => [say(number)],
      phrases: [(said) => `What is ${said}?`, (said) => `What does ${said} give?`],
      slips: () => [],
    })
    return defineVerifier({ name: "squares", version: "1.0.0", skills: [skill] }) as never
  }
  const reasonFor = (say: (n: number) => string, power?: number) => {
    const verifier = composedOf([DOMAINS[0]!, about(say, power)], [])
    const derived = verifier.derive(made(sum(20, 16), { skill: "squares", number: 36 }, "number"))
    return derived.ok ? "has a key" : derived.reason
  }

  it("are never composed", () => {
    expect(reasonFor((n) => `${n}`)).toBe("has a key")
    expect(reasonFor((n) => `the ${n % 2 === 0 ? "even" : "odd"} number ${n}`)).toBe("no-place")
    expect(reasonFor((n) => `${n}, which is ${2 * n} halves`)).toBe("no-place")
    expect(reasonFor((n) => `${n}, between ${n} and 1000`)).toBe("no-place")
    expect(reasonFor((n) => `the ${n < 50 ? "small" : "large"} number ${n}`)).toBe("no-place")
    expect(reasonFor((n) => `${n}, not 36`)).toBe("inner-key-shown")
    expect(reasonFor((n) => `${n + 1}`)).toBe("no-place")
    expect(reasonFor((n) => `${n}(x + 1) at x = 0`)).toBe("no-place")
    expect(reasonFor((n) => `0.${n}`)).toBe("no-place")
    expect(reasonFor(() => "something")).toBe("no-place")
    expect(reasonFor((n) => `${n}`, 1)).toBe("outer-answer-shown")
    expect(reasonFor((n) => `${n}`, 0)).toBe("inner-idle")
  })
})
