import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Fuel } from "../../../verifiers/kernel/fuel.ts"
import { printLatex } from "../../../verifiers/kernel/print.ts"
import { readMath } from "../../../verifiers/kernel/read/read.ts"
import type { Expr } from "../../../verifiers/kernel/tree.ts"

function readings(text: string): readonly Expr[] {
  const read = readMath(text, { notation: "auto", names: new Set() }, new Fuel(20_000))
  return read.ok ? read.readings : []
}

const symbol = (name: string) => [{ kind: "symbol", name }]

describe("a letter with a mark or in a font of its own", () => {
  const named: readonly (readonly [name: string, ...texts: readonly string[]])[] = [
    ["hat p", "\\hat p", "\\hat{p}", "\\widehat{p}", "p\u0302"],
    ["hat p_1", "\\hat{p}_1", "\\hat{p_1}", "\\hat p_{1}", "p\u03021"],
    ["hat theta", "\\hat\\theta", "\\hat{\\theta}", "θ\u0302"],
    ["hat y", "\\hat y", "ŷ", "y\u0302"],
    ["bar x", "\\bar x", "\\overline{x}", "x\u0304", "x\u0305"],
    ["bar AB", "\\overline{AB}", "\\overline{\\mathrm{AB}}", "A\u0305B\u0305", "AB\u0305"],
    ["bar A_1B_1", "\\overline{A_1B_1}"],
    ["tilde x", "\\tilde x", "\\widetilde{x}", "x\u0303"],
    ["dot x", "\\dot x", "ẋ"],
    [
      "vec v",
      "\\vec v",
      "\\mathbf{v}",
      "\\boldsymbol v",
      "\\bm{v}",
      "\\vec{\\mathbf v}",
      "v\u20d7",
    ],
    ["vec AB", "\\vec{AB}", "\\overrightarrow{AB}", "AB\u20d7"],
    ["vec 0", "\\vec 0", "\\vec{0}"],
    ["cal F", "\\mathcal F", "\\mathscr{F}", "ℱ", "𝓕"],
    ["frak g", "\\mathfrak g", "𝔤"],
    ["bb F_2", "\\mathbb{F}_2", "𝔽_2"],
    ["bb P", "\\mathbb P", "ℙ"],
    ["î", "\\hat i", "\\mathbf{i}", "\\vec{\\imath}", "î"],
  ]
  for (const [name, ...texts] of named) {
    it(`is the symbol ${name}, however the mark is set`, () => {
      for (const text of texts) expect(readings(text), text).toEqual(symbol(name))
    })
  }

  it("stays the letter in fonts that only say how it is set", () => {
    for (const text of ["\\mathrm{v}", "\\text{v}", "\\mathit{v}", "\\mathsf{v}", "𝑣"]) {
      expect(readings(text), text).toEqual(symbol("v"))
    }
    expect(readings("\\mathbf{B}")).toEqual(symbol("B"))
  })

  it("stays what it was where it is more than a letter, a set or a conjugate", () => {
    const same = [
      ["\\mathbf{5}", "5"],
      ["\\mathbf{2x+3}", "2x+3"],
      ["\\mathbf{(B)}", "(B)"],
      ["\\mathbf{Z}", "\\mathbb{Z}"],
      ["\\mathbb{R}", "ℝ"],
      ["\\bar{z}_1", "\\overline{z_1}"],
      ["\\mathbb{P}(X \\le 3)", "P(X \\le 3)"],
      ["\\mathcal{O}(n^2)", "O(n^2)"],
    ] as const
    for (const [one, other] of same) {
      expect(readings(one), one).toEqual(readings(other))
      expect(readings(one), one).not.toEqual([])
    }
  })

  it("is not read where the mark stands over an expression", () => {
    const texts = ["\\overline{x+y}", "\\hat{2x}", "\\vec{a+b}", "\\vec a \\times \\mathbf b"]
    for (const text of texts) expect(readings(text), text).toEqual([])
  })

  it("reads back from what is printed of it", () => {
    const marks = ["hat", "bar", "vec", "tilde", "dot", "ddot", "cal", "frak", "check", "breve"]
    const letters = ["p", "x", "A", "theta", "F", "AB", "XYZ"]
    const names = fc
      .record({
        mark: fc.constantFrom(...marks),
        letter: fc.constantFrom(...letters),
        index: fc.constantFrom("", "_1", "_12", "_n", "_n-1"),
        primes: fc.constantFrom("", "'", "''"),
      })
      .map(({ mark, letter, index, primes }) => {
        const sign = mark === "hat" && letter.length === 2 ? "bar" : mark
        return `${sign === "hat" && letter === "XYZ" ? "widehat" : sign} ${letter}${index}${primes}`
      })
    fc.assert(
      fc.property(names, (name) => {
        const text = printLatex({ kind: "symbol", name })
        expect(readings(text), text).toEqual(symbol(name))
      }),
      { seed: 5, numRuns: 300 },
    )
  })
})
