import { describe, expect, it } from "vitest"
import { randomStream } from "../../src/rule/random.ts"
import type { SkillSpec, Verifier } from "../../src/verifier.ts"
import { algebra } from "../../verifiers/algebra/verifier.ts"
import type { Tree } from "../../verifiers/arithmetic/integer-expression.ts"
import { skillNamed, VERIFIERS } from "../../verifiers/index.ts"

describe("the starter verifiers", () => {
  it("own each skill once", () => {
    const names = VERIFIERS.flatMap(({ skills }) => skills.map(({ name }) => name))
    expect(new Set(names).size).toBe(names.length)
    for (const name of names) expect(skillNamed(name)?.skill.name).toBe(name)
    expect(skillNamed("toString")).toBeUndefined()
  })

  it("share no canonical text between skills", () => {
    const owner = new Map<string, string>()
    for (const { identify, skills } of VERIFIERS) {
      for (const skill of skills) {
        const random = randomStream(9, skill.name)
        for (let i = 0; i < 500; i++) {
          const { canonical } = identify(skill.sample(skill.levels[0]!, random))
          expect(owner.get(canonical) ?? skill.name, canonical).toBe(skill.name)
          owner.set(canonical, skill.name)
        }
      }
    }
  })

  const KEYS: readonly (readonly [text: string, spec: SkillSpec, key: string])[] = [
    ["What is 37 + 48?", addition(37, 48), "85"],
    ["What is 52 - 37?", subtraction(52, 37), "15"],
    ["What is 5 - 312?", subtraction(5, 312), "-307"],
    ["What is 84 × 12?", multiplication(84, 12), "1008"],
    ["What is 143 mod 7?", remainder(143, 7), "3"],
    ["What is 7 - (9 + 4)?", expression({ op: "sub", left: 7, right: plus(9, 4) }), "-6"],
    ["What is 2 + 3 × 4?", expression({ op: "add", left: 2, right: times(3, 4) }), "14"],
    ["Simplify 12/18.", simplification("12/18"), "2/3"],
    ["What is 1/2 + 1/3?", fractions("add", "1/2", "1/3"), "5/6"],
    ["What is 3/4 - 1/6?", fractions("sub", "3/4", "1/6"), "7/12"],
    ["What is 2/3 × 9/4?", fractions("mul", "2/3", "9/4"), "3/2"],
    ["Solve 3x + 5 = 20 for x.", equation(3, 5, 0, 20), "5"],
    ["Solve -x - 4 = 3x for x.", equation(-1, -4, 3, 0), "-1"],
    ["Solve 2x = 3 for x.", equation(2, 0, 0, 3), "3/2"],
  ]

  for (const [text, spec, key] of KEYS) {
    it(`answer "${text}" with ${key}`, () => {
      const verifier = ownerOf(spec)
      expect(verifier.spec.parse(spec)).toEqual(spec)
      expect(verifier.state(spec, 0).text).toBe(text)
      expect(verifier.derive(spec)).toMatchObject({ ok: true, key })
    })
  }

  it("write LaTeX between dollars", () => {
    const latex = (spec: SkillSpec) => ownerOf(spec).state(spec, 0).latex
    expect(latex(multiplication(84, 12))).toBe("What is $84 \\times 12$?")
    expect(latex(fractions("add", "1/2", "1/3"))).toBe("What is $\\frac{1}{2} + \\frac{1}{3}$?")
    expect(latex(remainder(143, 7))).toBe("What is $143 \\bmod 7$?")
  })

  const REFUSED: readonly (readonly [spec: SkillSpec, reason: string])[] = [
    [equation(3, 5, 3, 20), "no-unique-solution"],
    [equation(3, 5, 3, 5), "no-unique-solution"],
    [equation(1, 0, 0, 5), "already-solved"],
    [equation(0, 5, 1, 0), "already-solved"],
    [simplification("2/3"), "already-in-lowest-terms"],
    [expression(5), "nothing-to-compute"],
  ]

  it("refuse what has no answer, many, or gives it away", () => {
    for (const [spec, reason] of REFUSED) {
      expect(ownerOf(spec).derive(spec)).toEqual({ ok: false, reason })
    }
  })
})

describe("what floats cannot tell apart", () => {
  it("is told apart when a key is rechecked", () => {
    const specs = [simplification("12/18"), fractions("add", "1/3", "1/3"), equation(3, 0, 0, 2)]
    for (const spec of [...specs, fractions("mul", "1/3", "4/2")]) {
      expect(ownerOf(spec).recheck(spec, "2/3").outcome).toBe("correct")
      for (let i = 0n; i < 64n; i++) {
        const long = 2_900_000_000_000_000n + i // both parts below 2^53, their products above it
        const near = `${2n * long + 1n}/${3n * long + 1n}`
        expect(ownerOf(spec).recheck(spec, near).outcome, near).toBe("incorrect")
      }
    }
  })
})

describe("an answer over a limit", () => {
  it("is undecided when it is too long to look at", () => {
    const verdict = ownerOf(addition(4, 4)).judge(addition(4, 4), "8", "8".repeat(5_000))
    expect(verdict).toMatchObject({ outcome: "undecided", reason: "limit" })
  })

  it("is incorrect when it has more digits than any key: undecided is not for sale", () => {
    const verdict = ownerOf(addition(4, 4)).judge(addition(4, 4), "8", "8".repeat(101))
    expect(verdict).toMatchObject({ outcome: "incorrect", reason: "too-many-digits" })
  })
})

describe("the form of an answer", () => {
  const outcome = (spec: SkillSpec, answer: string) => {
    const derived = ownerOf(spec).derive(spec)
    const verdict = ownerOf(spec).judge(spec, derived.ok ? derived.key : "", answer)
    return verdict.outcome === "incorrect" ? verdict.reason : verdict.outcome
  }

  it("is lowest terms where the skill asks for them", () => {
    const spec = simplification("12/18")
    expect(outcome(spec, "2/3")).toBe("correct")
    expect(outcome(spec, "\\frac{2}{3}")).toBe("correct")
    for (const answer of ["12/18", "4/6", "-2/-3"]) expect(outcome(spec, answer)).toBe("form")
    expect(outcome(simplification("12/8"), "1 1/2")).toBe("form")
    expect(outcome(simplification("12/8"), "1.5")).toBe("form")
    expect(outcome(simplification("12/4"), "3")).toBe("correct")
    expect(outcome(simplification("12/4"), "3/1")).toBe("form")
  })

  it("is free for sums and products of fractions", () => {
    for (const answer of ["5/6", "10/12", "\\frac{10}{12}"]) {
      expect(outcome(fractions("add", "1/2", "1/3"), answer)).toBe("correct")
    }
    for (const answer of ["3/2", "1.5", "1 1/2", "18/12"]) {
      expect(outcome(fractions("mul", "2/3", "9/4"), answer)).toBe("correct")
    }
  })

  it("leaves no division undone where the answer is an integer", () => {
    expect(outcome(addition(37, 48), "85.0")).toBe("correct")
    expect(outcome(addition(37, 48), "170/2")).toBe("form")
    expect(outcome(equation(3, 0, 0, 12), "12/3")).toBe("form")
    expect(outcome(equation(3, 0, 0, 12), "x = 4")).toBe("correct")
    expect(outcome(equation(4, 0, 0, 6), "6/4")).toBe("correct")
    expect(outcome(equation(4, 0, 0, 6), "1.5")).toBe("correct")
  })
})

describe("relatives stay in one family", () => {
  const familyOf = (spec: SkillSpec) => ownerOf(spec).identify(spec).family
  const oneFamily = (...specs: SkillSpec[]) => new Set(specs.map(familyOf)).size === 1

  it("as a sum, its differences, and the equations that ask the same fact", () => {
    const fact = [addition(3, 4), addition(4, 3), subtraction(7, 3), subtraction(7, 4)]
    const asked = [equation(1, 3, 0, 7), equation(1, 4, 0, 7), equation(0, 7, 1, 3)]
    const larger = [equation(2, 6, 0, 14), equation(3, 3, 2, 7), subtraction(3, 7)]
    expect(oneFamily(...fact, ...asked, ...larger, expression(plus(3, 4)))).toBe(true)
    expect(oneFamily(addition(3, 4), addition(2, 5))).toBe(false)
  })

  it("as a product and the equations that undo it", () => {
    const products = [multiplication(3, 4), multiplication(4, 3), expression(times(4, 3))]
    expect(oneFamily(...products, equation(3, 0, 0, 12), equation(4, 0, 0, 12))).toBe(true)
  })

  it("as expressions of the same terms, however grouped", () => {
    const row = expression({ op: "sub", left: plus(9, 4), right: 7 })
    const grouped = expression({ op: "add", left: 4, right: { op: "sub", left: 9, right: 7 } })
    expect(oneFamily(row, grouped)).toBe(true)
  })

  it("as fractions of the same values", () => {
    const sums = [fractions("add", "1/2", "1/3"), fractions("add", "2/6", "3/6")]
    expect(oneFamily(...sums, fractions("sub", "5/6", "1/3"))).toBe(true)
    expect(oneFamily(fractions("mul", "2/3", "3/4"), fractions("mul", "6/8", "2/3"))).toBe(true)
    expect(oneFamily(simplification("12/18"), simplification("18/12"))).toBe(true)
  })

  it("while only the same question has the same canonical text", () => {
    const canonical = (spec: SkillSpec) => ownerOf(spec).identify(spec).canonical
    expect(canonical(addition(3, 4))).toBe(canonical(addition(4, 3)))
    expect(canonical(subtraction(7, 3))).not.toBe(canonical(subtraction(7, 4)))
    expect(canonical(equation(3, 5, 0, 20))).toBe(canonical(equation(0, 20, 3, 5)))
    expect(canonical(equation(3, 5, 0, 20))).not.toBe(canonical(equation(6, 10, 0, 40)))
    expect(canonical(simplification("12/18"))).not.toBe(canonical(simplification("18/12")))
  })
})

function ownerOf(spec: SkillSpec): Verifier {
  return skillNamed(spec.skill)!.verifier
}

function addition(first: number, second: number): SkillSpec {
  return { skill: "integer-addition", first, second }
}

function subtraction(first: number, second: number): SkillSpec {
  return { skill: "integer-subtraction", first, second }
}

function multiplication(first: number, second: number): SkillSpec {
  return { skill: "integer-multiplication", first, second }
}

function remainder(dividend: number, divisor: number): SkillSpec {
  return { skill: "integer-remainder", dividend, divisor }
}

function expression(tree: Tree): SkillSpec {
  return { skill: "integer-expression", expression: tree }
}

function plus(left: Tree, right: Tree): Tree {
  return { op: "add", left, right }
}

function times(left: Tree, right: Tree): Tree {
  return { op: "mul", left, right }
}

function fraction(text: string) {
  const [top, bottom] = text.split("/").map(Number)
  return { top: top!, bottom: bottom! }
}

function simplification(text: string): SkillSpec {
  return { skill: "fraction-simplification", fraction: fraction(text) }
}

function fractions(op: "add" | "sub" | "mul", left: string, right: string): SkillSpec {
  const [first, second] = [fraction(left), fraction(right)]
  if (op === "mul") return { skill: "fraction-multiplication", first, second }
  return { skill: "fraction-addition", op, first, second }
}

function equation(a: number, b: number, c: number, d: number): SkillSpec {
  return { skill: "linear-equation", a, b, c, d }
}

describe("an equation and its mirror images", () => {
  it("belong to one family, whatever the signs and the sides", () => {
    const skill = algebra.skills[0]!
    const random = randomStream(3, "mirrors")
    for (const rung of [...skill.levels, ...skill.beyond]) {
      for (let i = 0; i < 300; i++) {
        const spec = skill.sample(rung, random) as unknown as {
          a: number
          b: number
          c: number
          d: number
        }
        const { a, b, c, d } = spec
        const mirrors = [
          { ...spec, a: 0 - a, b: 0 - b, c: 0 - c, d: 0 - d }, // both sides negated
          { ...spec, a: c, b: d, c: a, d: b }, // sides exchanged
          { ...spec, a: 0 - a, c: 0 - c }, // x for −x
          { ...spec, b: 0 - b, d: 0 - d }, // constants negated: again x for −x
        ]
        const { family } = algebra.identify(spec as never)
        for (const mirror of mirrors) {
          expect(algebra.identify(mirror as never).family, JSON.stringify(mirror)).toBe(family)
        }
      }
    }
  })
})
