import { describe, expect, it } from "vitest"
import { randomStream } from "../../src/rule/random.ts"
import type { SkillSpec } from "../../src/verifier.ts"
import { drawFormula } from "../../verifiers/logic/draw.ts"
import { NAMES, namesIn, rowsOf, truthOf, write } from "../../verifiers/logic/formula.ts"
import { FALLACIES, LAWS, rewritesOf } from "../../verifiers/logic/laws.ts"
import { countOf, isSame, polynomialOf, valueAt } from "../../verifiers/logic/polynomial.ts"
import { logic } from "../../verifiers/logic/verifier.ts"

const FORMULAS = Array.from({ length: 300 }, (_, seed) => {
  const random = randomStream(seed, "formulas")
  return drawFormula(1 + random.int(6), 2 + random.int(4), random)
})

describe("a proposition", () => {
  it("has a polynomial with the values of its truth table", () => {
    for (const formula of FORMULAS) {
      const names = namesIn(formula)
      const polynomial = polynomialOf(formula, names)
      let held = 0
      for (const row of rowsOf(names)) {
        const bits = names.reduce((sum, name, i) => sum + (row.get(name) ? 2 ** i : 0), 0)
        const truth = truthOf(formula, row)
        if (truth) held++
        expect(valueAt(polynomial, bits), write(formula)).toBe(truth ? 1 : 0)
      }
      expect(countOf(polynomial, names.length)).toBe(held)
    }
  })

  it("keeps its polynomial under every law, and every fallacy changes some", () => {
    const broken = new Set<number>()
    for (const formula of FORMULAS) {
      const polynomial = polynomialOf(formula, NAMES)
      for (const other of rewritesOf(formula, LAWS)) {
        expect(isSame(polynomialOf(other, NAMES), polynomial), write(other)).toBe(true)
      }
      for (const [i, fallacy] of FALLACIES.entries()) {
        for (const other of rewritesOf(formula, [fallacy])) {
          if (!isSame(polynomialOf(other, NAMES), polynomial)) broken.add(i)
        }
      }
    }
    expect(broken.size).toBe(FALLACIES.length)
  })
})

describe("logic has the answers that textbooks give", () => {
  const implies = (left: string, right: string) => ({ op: "implies", left, right })
  const not = (of: string) => ({ op: "not", of })
  const KNOWN: readonly (readonly [title: string, spec: SkillSpec, key: string])[] = [
    [
      "the contrapositive is equivalent",
      pair(implies("p", "q"), { ...implies("", ""), left: not("q"), right: not("p") }),
      "true",
    ],
    ["the converse is not", pair(implies("p", "q"), implies("q", "p")), "false"],
    ["modus tollens is valid", argument([implies("p", "q"), not("q")], not("p")), "true"],
    ["denying the antecedent is not", argument([implies("p", "q"), not("p")], not("q")), "false"],
    [
      "a chain of implications is valid",
      argument([implies("p", "q"), implies("q", "r")], implies("p", "r")),
      "true",
    ],
    [
      "an implication has three models",
      { skill: "satisfying-assignments", formula: implies("p", "q") },
      "3",
    ],
    [
      "a false premise implies anything",
      { skill: "truth-value", formula: implies("p", "q"), held: ["q"] },
      "true",
    ],
    [
      "one says that the other is a knave, and he that both are knaves",
      {
        skill: "knights-and-knaves",
        claims: [
          { claim: "knave", of: [1] },
          { claim: "both-knaves", of: [0, 1] },
        ],
      },
      "{A}",
    ],
  ]

  for (const [title, spec, key] of KNOWN) {
    it(title, () => {
      expect(logic.spec.parse(spec)).toEqual(spec)
      expect(logic.derive(spec)).toMatchObject({ ok: true, key })
      expect(logic.recheck(spec, key).outcome).toBe("correct")
      expect(logic.judge(spec, key, `The final answer is ${key}.`).outcome).toBe("correct")
    })
  }

  it("refuses a puzzle with two solutions, and premises that contradict each other", () => {
    const claims = [
      { claim: "knave", of: [1] },
      { claim: "knave", of: [0] },
    ]
    const puzzle: SkillSpec = { skill: "knights-and-knaves", claims }
    expect(logic.derive(puzzle)).toEqual({ ok: false, reason: "not-one-solution" })
    expect(logic.derive(argument(["p", not("p")], "q"))).toMatchObject({ ok: false })
  })
})

function pair(first: object, second: object): SkillSpec {
  return { skill: "logical-equivalence", first, second } as SkillSpec
}

function argument(premises: readonly (object | string)[], conclusion: object | string): SkillSpec {
  return { skill: "argument-validity", premises, conclusion } as SkillSpec
}
