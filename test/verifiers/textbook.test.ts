import { describe, expect, it } from "vitest"
import type { SkillSpec, Verifier } from "../../src/verifier.ts"
import { arithmetic } from "../../verifiers/arithmetic/verifier.ts"
import { combinatorics } from "../../verifiers/combinatorics/verifier.ts"
import { numberTheory } from "../../verifiers/number-theory/verifier.ts"

type Fields = Omit<SkillSpec, "skill">
type Known = readonly [skill: string, fields: Fields, key: string]

/** Answers that stand in textbooks, so that a slip shared by both methods would be seen. */
describe("keys are the ones that textbooks have", () => {
  const group = (size: number, chosen: number) => ({ size, chosen })
  const remainder = (rest: number, modulus: number) => ({ remainder: rest, modulus })
  const power = (base: number, exponent: number) => ({ base, exponent })
  const div = (left: number, right: number) => ({ op: "div", left, right })
  const least = (low: number, most: number | null = null) => ({ least: low, most })
  const part = (symbols: number, places: number) => ({ symbols, places })
  const point = (x: number, y: number) => ({ x, y })

  const NUMBERS: readonly Known[] = [
    ["decimal-addition", { op: "add", first: "2.6", second: "1.25" }, "3.85"],
    ["decimal-addition", { op: "sub", first: "10.1", second: "0.25" }, "9.85"],
    ["decimal-multiplication", { first: "1.2", second: "0.5" }, "0.6"],
    ["percentage", { percent: 35, amount: 240 }, "84"],
    ["percentage", { percent: 7, amount: 50 }, "3.5"],
    ["powers", { op: "mul", first: power(2, 3), second: power(3, -2) }, "8/9"],
    ["powers", { op: "sub", first: power(-2, 3), second: power(3, 2) }, "-17"],
    ["order-of-operations", { expression: { op: "mul", left: div(12, 3), right: 2 } }, "8"],
    ["order-of-operations", { expression: { op: "sub", left: 10, right: div(6, 4) } }, "17/2"],
    ["greatest-common-divisor", { numbers: [84, 36] }, "12"],
    ["least-common-multiple", { numbers: [4, 6, 10] }, "60"],
    ["prime-factorization", { number: 360 }, "2^3*3^2*5"],
    ["divisor-count", { number: 360 }, "24"],
    ["divisor-sum", { number: 28 }, "56"],
    ["totient", { number: 36 }, "12"],
    ["modular-inverse", { number: 3, modulus: 7 }, "5"],
    ["linear-congruence", { a: 14, b: 30, modulus: 100 }, "45, 95"],
    [
      "chinese-remainder",
      { conditions: [remainder(2, 3), remainder(3, 5), remainder(2, 7)] },
      "23",
    ],
    ["power-remainder", { base: 7, exponent: 100, modulus: 13 }, "9"],
    ["base-conversion", { digits: "FF", base: 16 }, "255"],
    ["digit-sum", { number: 255, base: 2 }, "8"],
    ["factorial-exponent", { number: 100, prime: 5 }, "24"],
  ]

  const COUNTS: readonly Known[] = [
    ["letter-arrangements", { word: "MISSISSIPPI", letter: "M", rule: "begins" }, "3150"],
    ["letter-arrangements", { word: "BANANA", letter: "A", rule: "together" }, "12"],
    ["letter-arrangements", { word: "BANANA", letter: "A", rule: "not-together" }, "48"],
    ["letter-arrangements", { word: "BANANA", letter: "N", rule: "ends" }, "4"],
    ["selections", { groups: [group(5, 3), group(4, 2)] }, "60"],
    ["committees", { women: 6, men: 4, seats: 5, limit: "at least", bound: 3 }, "186"],
    ["codes", { letters: part(5, 2), digits: part(10, 2), again: false }, "1800"],
    ["codes", { letters: part(5, 2), digits: part(10, 2), again: true }, "2500"],
    ["lattice-paths", { goal: point(4, 4), blocked: [point(2, 2)] }, "34"],
    ["integer-solutions", { total: 10, bounds: [least(0), least(0), least(0)] }, "66"],
    ["integer-solutions", { total: 10, bounds: [least(0, 4), least(0), least(0)] }, "45"],
    ["divisible-count", { limit: 1000, divisors: [3, 5, 7], asked: "none" }, "457"],
    ["divisible-count", { limit: 100, divisors: [4, 6], asked: "at least one" }, "33"],
    ["dice-sums", { faces: [6, 6], total: 7, asked: "equal to" }, "1/6"],
    ["dice-sums", { faces: [6, 6, 6], total: 10, asked: "equal to" }, "1/8"],
    ["dice-sums", { faces: [6, 6], total: 10, asked: "at least" }, "1/6"],
    ["urn-draws", { red: 5, blue: 4, drawn: 3, asked: "exactly", wanted: 2 }, "10/21"],
  ]

  for (const [skill, fields, key] of [...NUMBERS, ...COUNTS]) {
    it(`${skill} ${JSON.stringify(fields)} is ${key}`, () => {
      const spec = { skill, ...fields } as SkillSpec
      const verifier = ownerOf(skill)
      expect(verifier.spec.parse(spec)).toEqual(spec)
      expect(verifier.derive(spec)).toMatchObject({ ok: true, key })
      expect(verifier.recheck(spec, key).outcome).toBe("correct")
      expect(verifier.judge(spec, key, key).outcome).toBe("correct")
    })
  }
})

describe("specs that ask nothing are refused", () => {
  const REFUSED: readonly (readonly [skill: string, fields: Fields])[] = [
    ["greatest-common-divisor", { numbers: [12, 36] }],
    ["least-common-multiple", { numbers: [12, 36] }],
    ["prime-factorization", { number: 97 }],
    ["modular-inverse", { number: 6, modulus: 9 }],
    ["linear-congruence", { a: 6, b: 4, modulus: 9 }],
    ["base-conversion", { digits: "29", base: 8 }],
    ["order-of-operations", { expression: { op: "add", left: 3, right: 4 } }],
    [
      "lattice-paths",
      {
        goal: { x: 1, y: 1 },
        blocked: [
          { x: 1, y: 0 },
          { x: 0, y: 1 },
        ],
      },
    ],
    ["dice-sums", { faces: [6, 6], total: 2, asked: "at least" }],
    ["letter-arrangements", { word: "ABCD", letter: "A", rule: "together" }],
  ]

  for (const [skill, fields] of REFUSED) {
    it(`${skill} ${JSON.stringify(fields)}`, () => {
      const spec = { skill, ...fields } as SkillSpec
      expect(ownerOf(skill).derive(spec).ok).toBe(false)
    })
  }
})

describe("the form of an answer counts where it is the question", () => {
  const outcome = (spec: SkillSpec, answer: string) => {
    const verifier = ownerOf(spec.skill)
    const derived = verifier.derive(spec)
    return derived.ok ? verifier.judge(spec, derived.key, answer).outcome : derived.reason
  }

  it("takes a factorization in any order and notation, but only into primes", () => {
    const spec = { skill: "prime-factorization", number: 360 }
    for (const answer of ["5·3²·2³", "2 \\cdot 2 \\cdot 2 \\cdot 3 \\cdot 3 \\cdot 5"]) {
      expect(outcome(spec, answer), answer).toBe("correct")
    }
    expect(outcome(spec, "360 = 2^3 \\times 3^2 \\times 5")).toBe("correct")
    for (const answer of ["360", "8*45", "2^3*45", "6^2*10", "2^3*3^2", "2^3*3^2*5*1"]) {
      expect(outcome(spec, answer), answer).toBe("incorrect")
    }
  })

  it("takes the solutions of a congruence as a list, a set or equations, if all are there", () => {
    const spec = { skill: "linear-congruence", a: 14, b: 30, modulus: 100 }
    for (const answer of ["95, 45", "{45, 95}", "x = 45 or x = 95", "x = 45, 95"]) {
      expect(outcome(spec, answer), answer).toBe("correct")
    }
    for (const answer of ["45", "45, 95, 145", "x = 45 or x = 94"]) {
      expect(outcome(spec, answer), answer).toBe("incorrect")
    }
  })

  it("takes no count that is not worked out, and no probability that is not reduced", () => {
    const paths = { skill: "lattice-paths", goal: { x: 4, y: 4 }, blocked: [{ x: 2, y: 2 }] }
    expect(outcome(paths, "70 - 36")).toBe("incorrect")
    const dice = { skill: "dice-sums", faces: [6, 6], total: 7, asked: "equal to" }
    expect(outcome(dice, "\\frac{1}{6}")).toBe("correct")
    expect(outcome(dice, "6/36")).toBe("incorrect")
  })
})

describe("relatives stay in one family", () => {
  const familyOf = (skill: string, fields: Fields) =>
    ownerOf(skill).identify({ skill, ...fields } as SkillSpec).family
  const oneFamily = (skill: string, ...all: readonly Fields[]) =>
    new Set(all.map((fields) => familyOf(skill, fields))).size === 1

  it("as numbers in another order, an inverse of an inverse, a mirrored path", () => {
    expect(oneFamily("greatest-common-divisor", { numbers: [84, 36] }, { numbers: [36, 84] })).toBe(
      true,
    )
    const inverse = (number: number) => ({ number, modulus: 7 })
    expect(oneFamily("modular-inverse", inverse(3), inverse(5), inverse(4), inverse(2))).toBe(true)
    const path = (gx: number, gy: number, x: number, y: number) => ({
      goal: { x: gx, y: gy },
      blocked: [{ x, y }],
    })
    const paths = [path(5, 3, 2, 1), path(3, 5, 1, 2), path(5, 3, 3, 2), path(3, 5, 2, 3)]
    expect(oneFamily("lattice-paths", ...paths)).toBe(true)
  })

  it("as an event and its opposite, or as what is counted and what is left", () => {
    const urn = (red: number, blue: number, wanted: number) => ({
      ...{ red, blue, drawn: 3, asked: "at least", wanted },
    })
    expect(oneFamily("urn-draws", urn(5, 4, 2), urn(4, 5, 2))).toBe(true)
    const word = (rule: string) => ({ word: "BANANA", letter: "A", rule })
    expect(oneFamily("letter-arrangements", word("together"), word("not-together"))).toBe(true)
    const decimal = (op: string, first: string, second: string) => ({ op, first, second })
    const facts = [decimal("add", "2.5", "1.2"), decimal("sub", "3.7", "1.2")]
    expect(oneFamily("decimal-addition", ...facts)).toBe(true)
  })
})

const VERIFIERS = [arithmetic, numberTheory, combinatorics] as unknown as readonly Verifier[]

function ownerOf(name: string): Verifier {
  const owner = VERIFIERS.find(({ skills }) => skills.some((skill) => skill.name === name))
  if (owner === undefined) throw new Error(`no verifier owns ${name}`)
  return owner
}
