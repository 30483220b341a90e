import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { SkillSpec } from "../../src/verifier.ts"
import { factored, writeFactored } from "../../verifiers/algebra/factored.ts"
import { type Polynomial, product, valueAt, write } from "../../verifiers/algebra/polynomial.ts"
import { rootsOf } from "../../verifiers/algebra/roots.ts"
import {
  areCoprime,
  countRoots,
  readPolynomial,
  throughValues,
  vanishesAt,
} from "../../verifiers/algebra/second-method.ts"
import { readSurd, writeSurd } from "../../verifiers/algebra/surd.ts"
import { algebra } from "../../verifiers/algebra/verifier.ts"
import { rational } from "../../verifiers/kernel/rational.ts"

type Terms = [number, number][]
const ZERO: Terms = [[0, 0]]

describe("the keys of algebra", () => {
  const KEYS: readonly (readonly [text: string, spec: SkillSpec, key: string])[] = [
    [
      "Expand (x + 2)(x - 3) and collect like terms.",
      expand([terms(1, 2), 1], [terms(1, -3), 1]),
      "x^2 - x - 6",
    ],
    [
      "Expand (2x - 1)^3 and collect like terms.",
      expand([terms(2, -1), 3]),
      "8x^3 - 12x^2 + 6x - 1",
    ],
    ["Factor 2x^2 - 8 completely over the rational numbers.", factor(2, 0, -8), "2(x + 2)(x - 2)"],
    [
      "Factor x^4 - 16 completely over the rational numbers.",
      factor(1, 0, 0, 0, -16),
      "(x + 2)(x - 2)(x^2 + 4)",
    ],
    [
      "Factor x^3 - 6x^2 + 9x completely over the rational numbers.",
      factor(1, -6, 9, 0),
      "x(x - 3)^2",
    ],
    [
      "Simplify (x^2 - 9)/(x^2 + 5x + 6) to lowest terms.",
      quotient(terms(1, 0, -9), terms(1, 5, 6)),
      "(x - 3)/(x + 2)",
    ],
    [
      "Solve x^2 - 2x = 1 for x. Give all real solutions.",
      quadratic(terms(1, -2, 0), [[1, 0]]),
      "{1 - sqrt(2), 1 + sqrt(2)}",
    ],
    ["Solve x^2 = 0 for x. Give all real solutions.", quadratic([[1, 2]], ZERO), "{0}"],
    [
      "Solve 4x^2 - 3x = 1 for x. Give all real solutions.",
      quadratic(terms(4, -3, 0), [[1, 0]]),
      "{-1/4, 1}",
    ],
    [
      "Solve √(x + 7) = x - 5 for x. Give all solutions, or say that there is no solution.",
      { skill: "radical-equation", inside: terms(1, 7), right: terms(1, -5) },
      "{9}",
    ],
    [
      "Solve |2x - 1| = 3x + 4 for x. Give all solutions, or say that there is no solution.",
      absolute(terms(2, -1), terms(3, 4)),
      "{-3/5}",
    ],
    [
      "Solve |x + 1| = -3 for x. Give all solutions, or say that there is no solution.",
      absolute(terms(1, 1), [[-3, 0]]),
      "no solution",
    ],
    [
      "Solve the inequality -3x + 5 < 20 for x.",
      { skill: "linear-inequality", left: terms(-3, 5), sign: "<", right: [[20, 0]] },
      "x > -5",
    ],
    [
      "Solve the inequality -x^2 + 5x - 6 ≤ 0 for x.",
      { skill: "quadratic-inequality", left: terms(-1, 5, -6), sign: "≤", right: ZERO },
      "x ≤ 2 or x ≥ 3",
    ],
    [
      "Divide x^3 - 2x + 5 by x - 1. Give the answer as a pair (quotient, remainder).",
      { skill: "polynomial-division", dividend: terms(1, 0, -2, 5), divisor: terms(1, -1) },
      "(x^2 + x - 1, 4)",
    ],
    [
      "Solve the system 2x + y = 7, x - 3y = -7. Give the answer as (x, y).",
      system([2, 1, 7], [1, -3, -7]),
      "(2, 3)",
    ],
  ]
  for (const [text, spec, key] of KEYS) {
    it(`answer "${text}" with ${key}`, () => {
      expect(algebra.spec.parse(spec)).toEqual(spec)
      expect(algebra.state(spec, 0).text).toBe(text)
      expect(algebra.derive(spec)).toMatchObject({ ok: true, key })
      expect(algebra.recheck(spec, key)).toMatchObject({ outcome: "correct" })
    })
  }
})

describe("a solution set", () => {
  const spec = quadratic(terms(1, -5, 6), ZERO)
  const outcome = (answer: string) => algebra.judge(spec, "{2, 3}", answer).outcome

  it("is right however it is written", () => {
    for (const answer of [
      "{3, 2}",
      "x = 2 or x = 3",
      "2, 3",
      "x = 2, 3",
      "\\{2, 3\\}",
      "2 and 3",
    ]) {
      expect(outcome(answer), answer).toBe("correct")
    }
  })

  it("is wrong when a root is lost, made up or turned", () => {
    for (const answer of ["{2}", "x = 3", "{2, 3, 5}", "{-2, -3}", "no solution", "[2, 3]"]) {
      expect(outcome(answer), answer).not.toBe("correct")
    }
  })

  it("is proved only when it is complete", () => {
    expect(algebra.recheck(spec, "{2, 3}").outcome).toBe("correct")
    for (const key of ["{2}", "{3}", "no solution", "{2, 3, 4}", "{2, 4}"]) {
      expect(algebra.recheck(spec, key).outcome, key).toBe("incorrect")
    }
  })

  it("holds no number that makes a denominator zero", () => {
    const over = (top: Terms) => [{ top, bottom: terms(1, -3) }]
    const equation = {
      skill: "rational-equation",
      left: over([[1, 2]]),
      right: over([[9, 0]]),
    } as const
    expect(algebra.derive(equation)).toMatchObject({ ok: true, key: "{-3}" })
    expect(algebra.recheck(equation, "{-3, 3}").outcome).toBe("incorrect")
    expect(algebra.recheck(equation, "{-3}").outcome).toBe("correct")
    const none = { ...equation, left: over([[1, 1]]), right: over([[3, 0]]) }
    expect(algebra.derive(none)).toMatchObject({ ok: true, key: "no solution" })
    expect(algebra.recheck(none, "{3}").outcome).toBe("incorrect")
    expect(algebra.recheck(none, "no solution").outcome).toBe("correct")
  })
})

describe("an inequality", () => {
  it("may be answered with an interval, its ends as they must be", () => {
    const spec: SkillSpec = {
      skill: "quadratic-inequality",
      left: terms(1, -5, 6),
      sign: "≤",
      right: ZERO,
    }
    const outcome = (answer: string) => algebra.judge(spec, "2 ≤ x ≤ 3", answer).outcome
    expect(outcome("[2, 3]")).toBe("correct")
    expect(outcome("2 <= x <= 3")).toBe("correct")
    for (const wrong of ["(2, 3)", "(2, 3]", "2 < x < 3", "{2, 3}", "x ≤ 2 or x ≥ 3"]) {
      expect(outcome(wrong), wrong).not.toBe("correct")
    }
  })
})

describe("the form that algebra asks for", () => {
  it("is a product where factors are asked for, and a sum where brackets are to go", () => {
    const outcome = (spec: SkillSpec, answer: string) => {
      const derived = algebra.derive(spec)
      return algebra.judge(spec, derived.ok ? derived.key : "", answer).outcome
    }
    expect(outcome(factor(1, -5, 6), "(x - 3)(x - 2)")).toBe("correct")
    expect(outcome(factor(1, -5, 6), "x^2 - 5x + 6")).toBe("incorrect")
    expect(outcome(factor(2, 0, -8), "2(x^2 - 4)")).toBe("incorrect")
    const brackets = expand([terms(1, 2), 1], [terms(1, 3), 1])
    expect(outcome(brackets, "6 + 5x + x^2")).toBe("correct")
    expect(outcome(brackets, "(x + 2)(x + 3)")).toBe("incorrect")
  })

  it("is a number with no work left undone for a linear equation", () => {
    const spec: SkillSpec = { skill: "linear-equation", a: 3, b: 5, c: 0, d: 20 }
    expect(algebra.judge(spec, "5", "x = 5").outcome).toBe("correct")
    for (const answer of ["5/1", "5 + 0", "1 × 5", "5^1", "5e0", "y = 5", "5%", "5 m", "±5"]) {
      expect(algebra.judge(spec, "5", answer).outcome, answer).not.toBe("correct")
    }
  })
})

describe("the second methods of algebra", () => {
  const runs = { seed: 3, numRuns: 300 }
  const small = fc.integer({ min: -12, max: 12 })
  const line = fc
    .tuple(small, fc.integer({ min: 1, max: 6 }))
    .map(([constant, slope]): Polynomial => [BigInt(constant), BigInt(slope)])

  it("count the distinct real roots that a product of lines has", () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), (lines) => {
        const roots = lines.map(([b, a]) => Number(-b!) / Number(a!))
        const p = product(lines.reduce(product), [1n, 0n, 1n]) // x^2 + 1 adds none
        expect(countRoots(p)).toBe(new Set(roots).size)
        const above = rational(1, 7) // no root: every root is k/n with n up to 6
        const higher = roots.filter((root) => root > 1 / 7)
        expect(countRoots(p, above)).toBe(new Set(higher).size)
      }),
      runs,
    )
  })

  it("find a polynomial again from its values, and read it from its text", () => {
    fc.assert(
      fc.property(fc.array(small, { minLength: 1, maxLength: 6 }), small, (lower, leading) => {
        const p = [...lower, leading === 0 ? 1 : leading].map(BigInt)
        expect(throughValues((x) => valueAt(p, x), 7)).toEqual(p)
        expect(readPolynomial(write(p))).toEqual(p)
      }),
      runs,
    )
  })

  it("agree with the quadratic formula that its roots are roots, and all of them", () => {
    fc.assert(
      fc.property(small, small, fc.integer({ min: 1, max: 9 }), (c, b, a) => {
        const p = [c, b, a].map(BigInt)
        const roots = rootsOf(p)
        expect(roots.every((root) => vanishesAt(p, root))).toBe(true)
        expect(countRoots(p)).toBe(roots.length)
        for (const root of roots) {
          expect(readSurd(writeSurd(root))).toEqual(root)
          expect(vanishesAt(p, { ...root, plain: root.plain + 1n }) && roots.length < 2).toBe(false)
        }
      }),
      runs,
    )
  })

  it("see a common factor, and none where there is none", () => {
    fc.assert(
      fc.property(line, line, line, (one, other, shared) => {
        const same = one[0]! * other[1]! === other[0]! * one[1]!
        expect(areCoprime(one, other)).toBe(!same)
        expect(areCoprime(product(one, shared), product(other, shared))).toBe(false)
      }),
      runs,
    )
  })

  it("write a product of brackets that multiplies out to the polynomial", () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 3 }), (lines) => {
        const p = lines.reduce(product)
        const parts = factored(p)!
        const powers = parts.brackets.flatMap(({ of, times }) =>
          Array.from({ length: times }, () => of),
        )
        const x: Polynomial[] = Array.from({ length: parts.power }, () => [0n, 1n])
        expect([...powers, ...x].reduce(product, [parts.number])).toEqual(p)
        expect(writeFactored(parts)).not.toContain("((")
      }),
      runs,
    )
  })
})

/** Coefficients from the highest power down, zeros left out. */
function terms(...coefficients: number[]): Terms {
  const all = coefficients.map((by, i): [number, number] => [by, coefficients.length - 1 - i])
  return all.filter(([by]) => by !== 0)
}

function expand(...factors: [terms: Terms, times: number][]): SkillSpec {
  return { skill: "expand", factors: factors.map(([row, times]) => ({ terms: row, times })) }
}

function factor(...coefficients: number[]): SkillSpec {
  return { skill: "factor", terms: terms(...coefficients) }
}

function quotient(top: Terms, bottom: Terms): SkillSpec {
  return { skill: "simplify-rational", top, bottom }
}

function quadratic(left: Terms, right: Terms): SkillSpec {
  return { skill: "quadratic-equation", left, right }
}

function absolute(inside: Terms, right: Terms): SkillSpec {
  return { skill: "absolute-value-equation", times: 1, inside, plus: 0, right, both: false }
}

function system(...rows: [number, number, number][]): SkillSpec {
  return {
    skill: "linear-system",
    rows: rows.map(([x, y, right]) => ({ coefficients: [x, y], right })),
  }
}
