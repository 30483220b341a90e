import { describe, expect, it } from "vitest"
import type { SkillSpec } from "../../src/verifier.ts"
import { lnOf, piFixed } from "../../verifiers/calculus/fixed.ts"
import type { Piece } from "../../verifiers/calculus/pieces.ts"
import { valueOfKey } from "../../verifiers/calculus/series.ts"
import { calculus } from "../../verifiers/calculus/verifier.ts"
import { rational } from "../../verifiers/kernel/rational.ts"

type Terms = [number, number][]

describe("the keys of calculus", () => {
  const KEYS: readonly (readonly [text: string, spec: SkillSpec, key: string])[] = [
    [
      "Find the derivative of 4x^5 - 3x^2 + 7 with respect to x.",
      slope(power(4, 5), power(-3, 2), power(7, 0)),
      "20x^4 - 6x",
    ],
    [
      "Find the derivative of x^2 sin(3x) with respect to x.",
      slope(applied(1, 2, "sin", [[3, 1]])),
      "2x*sin(3x) + 3x^2*cos(3x)",
    ],
    [
      "Find the derivative of (x^2 + 1)^5 with respect to x.",
      slope(
        applied(
          1,
          0,
          "power",
          [
            [1, 2],
            [1, 0],
          ],
          5,
        ),
      ),
      "10x*(x^2 + 1)^4",
    ],
    [
      "Find the derivative of 2ln(x^2 + 3) with respect to x.",
      slope(
        applied(2, 0, "ln", [
          [1, 2],
          [3, 0],
        ]),
      ),
      "4x/(x^2 + 3)",
    ],
    [
      "Evaluate the integral of 3x^2 - 2x with respect to x from 1 to 4.",
      integral([power(3, 2), power(-2, 1)], [1, 1, false], [4, 1, false]),
      "48",
    ],
    [
      "Evaluate the integral of 6/x with respect to x from 2 to 3.",
      integral([power(6, -1)], [2, 1, false], [3, 1, false]),
      "6*ln(3) - 6*ln(2)",
    ],
    [
      "Evaluate the integral of 2e^(3x) with respect to x from 0 to 1.",
      integral([applied(2, 0, "exp", [[3, 1]])], [0, 1, false], [1, 1, false]),
      "2*e^3/3 - 2/3",
    ],
    [
      "Evaluate the integral of 4cos(2x) with respect to x from 0 to π/4.",
      integral([applied(4, 0, "cos", [[2, 1]])], [0, 1, true], [1, 4, true]),
      "2",
    ],
    [
      "Find the limit of (x^2 - 4)/(x - 2) as x approaches 2.",
      limit(
        [
          [1, 2],
          [-4, 0],
        ],
        [
          [1, 1],
          [-2, 0],
        ],
        2,
      ),
      "4",
    ],
    [
      "Find the limit of (3x^2 - x)/(2x^2 + 5) as x approaches minus infinity.",
      limit(
        [
          [3, 2],
          [-1, 1],
        ],
        [
          [2, 2],
          [5, 0],
        ],
        "-infinity",
      ),
      "3/2",
    ],
    [
      "Find the limit of (1 - cos(6x))/(4x^2) as x approaches 0.",
      { ...limit([[0, 0]], [[4, 2]], 0), special: { name: "one-minus-cos", by: 1, rate: 6 } },
      "9/2",
    ],
    [
      "Find the sum of 3k + 2 over the whole numbers k from 1 to 20.",
      {
        skill: "finite-sum",
        from: 1,
        to: 20,
        terms: [
          [3, 1],
          [2, 0],
        ],
        base: 1,
      },
      "670",
    ],
    [
      "Find the sum of 5 · 2^k over the whole numbers k from 0 to 9.",
      { skill: "finite-sum", from: 0, to: 9, terms: [[5, 0]], base: 2 },
      "5115",
    ],
    [
      "Find the sum of the series with the terms 3 · (2/5)^k for k = 0 and up.",
      { skill: "infinite-sum", by: 3, from: 0, series: { kind: "geometric", top: 2, bottom: 5 } },
      "5",
    ],
    [
      "Find the sum of the series with the terms 6/((k + 1)(k + 3)) for k = 1 and up.",
      {
        skill: "infinite-sum",
        by: 6,
        from: 1,
        series: { kind: "telescoping", first: 1, second: 3 },
      },
      "5/2",
    ],
  ]
  for (const [text, spec, key] of KEYS) {
    it(`answer "${text}" with ${key}`, () => {
      expect(calculus.spec.parse(spec)).toEqual(spec)
      expect(calculus.state(spec, 0).text).toBe(text)
      expect(calculus.derive(spec)).toMatchObject({ ok: true, key })
      expect(calculus.recheck(spec, key)).toMatchObject({ outcome: "correct" })
    })
  }

  const REFUSED: readonly (readonly [reason: string, spec: SkillSpec])[] = [
    ["a-pole-between", integral([power(1, -1)], [-1, 1, false], [1, 1, false])],
    ["empty-interval", integral([power(1, 1)], [1, 1, false], [1, 1, false])],
    ["no-exact-value", integral([applied(1, 0, "sin", [[1, 1]])], [0, 1, true], [1, 3, true])],
    [
      "no-finite-limit",
      limit(
        [
          [1, 1],
          [1, 0],
        ],
        [[1, 1]],
        0,
      ),
    ],
    [
      "nothing-to-cancel",
      limit(
        [[1, 1]],
        [
          [1, 1],
          [3, 0],
        ],
        2,
      ),
    ],
    ["like-terms", slope(power(1, 2), power(3, 2))],
    [
      "no-sum",
      { skill: "infinite-sum", by: 1, from: 0, series: { kind: "geometric", top: 3, bottom: 2 } },
    ],
    ["not-in-the-table", { skill: "antiderivative", pieces: [applied(1, 0, "ln", [[1, 1]])] }],
  ]
  for (const [reason, spec] of REFUSED) {
    it(`are refused for ${JSON.stringify(spec)}: ${reason}`, () => {
      expect(calculus.derive(spec)).toEqual({ ok: false, reason })
    })
  }
})

describe("an antiderivative", () => {
  const spec: SkillSpec = { skill: "antiderivative", pieces: [power(6, 2), power(4, -1)] }
  const outcome = (answer: string) => calculus.judge(spec, "2x^3 + 4*ln|x| + C", answer).outcome

  it("is right up to a constant, whatever the constant is called", () => {
    expect(calculus.derive(spec)).toMatchObject({ ok: true, key: "2x^3 + 4*ln|x| + C" })
    expect(outcome("2x^3 + 4\\ln|x| + C")).toBe("correct")
    expect(outcome("4 ln|x| + 2x^3 - 5 + C")).toBe("correct")
    expect(outcome("2x^3 + 4 ln|x| + K")).toBe("correct")
  })

  it("is wrong without its constant, or with another slope", () => {
    expect(outcome("2x^3 + 4 ln|x|")).toBe("incorrect")
    expect(outcome("2x^3 + 5 ln|x| + C")).toBe("incorrect")
    expect(outcome("12x - 4/x^2 + C")).toBe("incorrect")
  })

  it("is proved by its slope, and only with a constant that is a term of its own", () => {
    expect(calculus.recheck(spec, "2x^3 + 4*ln|x| + C").outcome).toBe("correct")
    for (const key of ["2x^3 + 4*ln|x|", "2x^3 + 4*ln|x| + C*x", "2x^3 + 4*ln(x) + C", "C"]) {
      expect(calculus.recheck(spec, key).outcome, key).toBe("incorrect")
    }
  })
})

describe("the second methods of calculus", () => {
  it("tell a slope from one that is nearly right", () => {
    const spec = slope(applied(1, 2, "exp", [[3, 1]]))
    expect(calculus.recheck(spec, "2x*e^(3x) + 3x^2*e^(3x)").outcome).toBe("correct")
    expect(calculus.recheck(spec, "(3x^2 + 2x)*e^(3x)").outcome).toBe("correct")
    for (const key of ["2x*e^(3x) + x^2*e^(3x)", "6x*e^(3x)", "2x*e^(3x) + 3x^2*e^(3x) + 1/10^9"]) {
      expect(calculus.recheck(spec, key).outcome, key).toBe("incorrect")
    }
  })

  it("know the constants to more digits than they need", () => {
    const digits = (value: bigint) => `${(value * 10n ** 40n) >> 320n}`
    expect(digits(piFixed())).toBe("31415926535897932384626433832795028841971")
    expect(digits(lnOf(rational(2)))).toBe("6931471805599453094172321214581765680755")
    expect(digits(lnOf(rational(1, 10)))).toBe("-23025850929940456840179914546843642076012")
    expect(digits(valueOfKey("e^2/2 - 1")!)).toBe("26945280494653251136152137302875039065901")
  })

  it("refuse a fraction that is nearer to the sum than any true key", () => {
    const spec: SkillSpec = {
      skill: "infinite-sum",
      by: 6,
      from: 1,
      series: { kind: "telescoping", first: 1, second: 3 },
    }
    const huge = 10n ** 60n
    expect(calculus.recheck(spec, `${5n * huge + 1n}/${2n * huge}`).outcome).toBe("incorrect")
    for (const key of ["5/3", "7/2", "-5/2", "5", "2499999/1000000"]) {
      expect(calculus.recheck(spec, key).outcome, key).toBe("incorrect")
    }
  })
})

function power(by: number, exponent: number): Piece {
  return { by, power: exponent, of: null }
}

function applied(
  by: number,
  exponent: number,
  name: NonNullable<Piece["of"]>["name"],
  inner: Terms,
  raised = 1,
): Piece {
  return { by, power: exponent, of: { name, inner, exponent: raised } }
}

function slope(...pieces: Piece[]): SkillSpec {
  return { skill: "derivative", pieces }
}

type BoundParts = readonly [top: number, bottom: number, pi: boolean]

function integral(pieces: Piece[], low: BoundParts, high: BoundParts): SkillSpec {
  const bound = ([top, bottom, pi]: BoundParts) => ({ top, bottom, pi })
  return { skill: "definite-integral", pieces, low: bound(low), high: bound(high) }
}

function limit(top: Terms, bottom: Terms, toward: number | "-infinity"): SkillSpec {
  return { skill: "limit", top, special: null, bottom, toward }
}
