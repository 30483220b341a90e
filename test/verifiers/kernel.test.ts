import fc from "fast-check"
import { evaluate as oracle } from "mathjs"
import { describe, expect, it } from "vitest"
import {
  commutativeForm,
  type Expression,
  evaluate,
  flatForm,
  write,
} from "../../verifiers/kernel/expression.ts"
import { print, rational } from "../../verifiers/kernel/rational.ts"
import {
  addColumns,
  agreesByResidues,
  binaryGcd,
  carriesOf,
  remainderByColumns,
} from "../../verifiers/kernel/second-method.ts"

const RUNS = { numRuns: 500, seed: 1 }

const { tree } = fc.letrec<{ tree: Expression }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.integer({ min: -9, max: 9 }).map((n) => n + 0),
    fc.record({ op: fc.constant("neg" as const), of: tie("tree") }),
    fc.record({
      op: fc.constantFrom("add" as const, "sub" as const, "mul" as const),
      left: tie("tree"),
      right: tie("tree"),
    }),
  ),
}))

describe("an expression", () => {
  it("is written so that another reader computes the same value", () => {
    const claim = fc.property(tree, (expression) => {
      const text = write(expression).replaceAll("×", "*")
      expect(BigInt(oracle(text) as number)).toBe(evaluate(expression)!.numerator)
      expect(write(expression, "latex").replaceAll("\\times", "×")).toBe(write(expression))
    })
    fc.assert(claim, RUNS)
  })

  it("is written in the fewest parentheses that keep its tree", () => {
    const sum = { op: "add", left: 2, right: 3 } as const
    expect(write({ op: "mul", left: sum, right: 4 })).toBe("(2 + 3) × 4")
    expect(write({ op: "add", left: sum, right: 4 })).toBe("2 + 3 + 4")
    expect(write({ op: "add", left: 4, right: sum })).toBe("4 + (2 + 3)")
    expect(write({ op: "sub", left: 4, right: -3 })).toBe("4 - (-3)")
    expect(write({ op: "add", left: { op: "mul", left: 2, right: 3 }, right: 4 })).toBe("2 × 3 + 4")
    expect(write({ op: "div", left: sum, right: 4 })).toBe("(2 + 3) / 4")
    expect(write({ op: "div", left: sum, right: 4 }, "latex")).toBe("\\frac{2 + 3}{4}")
    expect(write({ op: "neg", of: sum })).toBe("-(2 + 3)")
  })

  it("has an exact value, or none where it divides by zero", () => {
    const third: Expression = { op: "div", left: 1, right: 3 }
    expect(print(evaluate({ op: "add", left: third, right: third })!)).toBe("2/3")
    expect(evaluate({ op: "div", left: 1, right: { op: "sub", left: 2, right: 2 } })).toBeNull()
  })

  it("has one commutative form whatever the order of operands, and keeps differences apart", () => {
    const claim = fc.property(tree, tree, (a, b) => {
      for (const op of ["add", "mul"] as const) {
        const one = commutativeForm({ op, left: a, right: b })
        expect(commutativeForm({ op, left: b, right: a })).toBe(one)
      }
    })
    fc.assert(claim, RUNS)
    expect(commutativeForm({ op: "sub", left: 1, right: 2 })).not.toBe(
      commutativeForm({ op: "sub", left: 2, right: 1 }),
    )
  })

  it("has one flat form however its terms are grouped", () => {
    const claim = fc.property(tree, tree, tree, (a, b, c) => {
      const grouped = flatForm({ op: "sub", left: a, right: { op: "sub", left: b, right: c } })
      const inRow = flatForm({ op: "sub", left: { op: "add", left: c, right: a }, right: b })
      expect(inRow).toBe(grouped)
    })
    fc.assert(claim, RUNS)
  })
})

describe("the second methods agree with bigint arithmetic", () => {
  const whole = fc.nat(9_999_999)

  it("in adding columns and counting carries", () => {
    const claim = fc.property(whole, whole, (a, b) => {
      expect(addColumns(`${a}`, `${b}`)).toBe(`${a + b}`)
      const digitSum = (n: number) => [...`${n}`].reduce((sum, digit) => sum + Number(digit), 0)
      expect(9 * carriesOf(a, b)).toBe(digitSum(a) + digitSum(b) - digitSum(a + b)) // Legendre
    })
    fc.assert(claim, RUNS)
  })

  it("in dividing by columns", () => {
    const claim = fc.property(whole, fc.integer({ min: 2, max: 9_999 }), (a, b) => {
      expect(remainderByColumns(`${a}`, b)).toBe(a % b)
    })
    fc.assert(claim, RUNS)
  })

  it("in finding what divides both", () => {
    const from1 = fc.integer({ min: 1, max: 99_999 })
    const claim = fc.property(from1, from1, (a, b) => {
      const shared = binaryGcd(a, b)
      expect([a % shared, b % shared]).toEqual([0, 0])
      expect(rational(a, b).denominator * BigInt(shared)).toBe(BigInt(b))
    })
    fc.assert(claim, RUNS)
  })

  it("in comparing residues, and they say so where numbers are too large to tell", () => {
    const claim = fc.property(tree, fc.bigInt({ min: 1n, max: 10n ** 12n }), (expression, off) => {
      const value = evaluate(expression)!.numerator
      expect(agreesByResidues(expression, value)).toBe(true)
      expect(agreesByResidues(expression, value + off)).toBe(false)
      expect(agreesByResidues(expression, value + 33_554_393n * 33_554_383n * off)).toBe(false)
    })
    fc.assert(claim, RUNS)
    const product = 33_554_393n * 33_554_383n * 33_554_371n * 33_554_347n
    expect(agreesByResidues(5, 5n + product)).toBeNull()
  })

  it("in residues modulo four primes", () => {
    for (const prime of [33_554_393, 33_554_383, 33_554_371, 33_554_347]) {
      for (let n = 2; n * n <= prime; n++) expect(prime % n === 0).toBe(false)
    }
  })
})
