import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Fuel } from "../../../verifiers/kernel/fuel.ts"
import { type ReadSettings, readMath } from "../../../verifiers/kernel/read/read.ts"

const AUTO: ReadSettings = { notation: "auto", names: new Set() }
const FUEL = 20_000

describe("whatever the text, the reader", () => {
  const PIECES = [
    ..."0123456789xyzdeiCπ∞½²₁°$%!'|,;:.()[]{}^_+-*/=<>≤∈∪√∑∫±ℝ⌊⟨¬∧→ ",
    ...["\\frac", "\\sqrt", "\\left", "\\right", "\\text{", "\\begin{pmatrix}", "\\end{pmatrix}"],
    ...[
      "\\begin{cases}",
      "\\end{cases}",
      "&",
      "\\\\",
      "\\int",
      "\\sum_",
      "\\lim_{",
      "\\log_",
      "\\{",
    ],
    ...["\\}", "\\pmod", "\\overline", "\\operatorname{", "\\mathbb{R}", " and ", " or ", " mod "],
    ...["sin ", "km", " if ", " not ", "\\hat", "\\binom", "\\cdot ", "\\pm ", "\u0305", "\\$"],
  ]
  const noise = fc.array(fc.constantFrom(...PIECES), { maxLength: 25 }).map((p) => p.join(""))
  const anyText = fc.oneof(noise, fc.string({ unit: "binary", maxLength: 40 }))

  it("gives 1 to 4 readings or a reason, and never throws", () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom("auto", "latex", "plain"), (text, notation) => {
        const settings = { notation, names: new Set(["AB"]) }
        const result = readMath(text, settings, new Fuel(FUEL))
        if (!result.ok) {
          expect(result.at).toBeGreaterThanOrEqual(0)
          return
        }
        expect(result.readings.length).toBeGreaterThanOrEqual(1)
        expect(result.readings.length).toBeLessThanOrEqual(4)
        expect(result.ambiguous === null).toBe(result.readings.length === 1)
      }),
      { seed: 3, numRuns: 4_000 },
    )
  })

  it("spends fuel in proportion to its length", () => {
    for (const text of ["1", "x+".repeat(200), "\\frac{1}{2}".repeat(100), "y ".repeat(9_000)]) {
      const fuel = new Fuel(FUEL)
      readMath(text, AUTO, fuel)
      expect(fuel.spent).toBeGreaterThanOrEqual(text.length / 16)
      expect(fuel.spent).toBeLessThan(10 + 4 * text.length)
    }
  })
})
