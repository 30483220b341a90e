import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { OutOfFuel } from "../../../verifiers/kernel/fuel.ts"
import { type Probe, probe } from "../../../verifiers/kernel/number/probe.ts"
import { compareForms } from "../../../verifiers/kernel/scalar/compare-forms.ts"
import { plain, settingOf } from "./scalar/plain.ts"

/** Canonical forms and balls know nothing of each other: neither may contradict the other. */
describe("forms and balls", () => {
  for (const complex of [false, true]) {
    it(`never contradict each other among ${complex ? "complex" : "real"} numbers`, () => {
      let equal = 0
      let different = 0
      fc.assert(
        fc.property(textsWith(complex), fc.nat({ max: CHANGES.length - 1 }), (text, how) => {
          const changed = CHANGES[how]!(text)
          const found = both(text, changed, complex)
          if (found === null) return
          const { forms, points } = found
          const what = `${text} against ${changed}`
          if (forms === "equal") {
            equal += 1
            expect(points, what).not.toBe("different")
          }
          if (forms === "different") {
            different += 1
            expect(points, what).not.toBe("agree")
          }
          if (forms === "undefined") expect(points, what).not.toBe("agree")
        }),
        { seed: 31, numRuns: 1200 },
      )
      expect(equal).toBeGreaterThan(100)
      expect(different).toBeGreaterThan(20)
    })
  }
})

const CHANGES: readonly ((text: string) => string)[] = [
  (text) => text.replace("sqrt(", "-sqrt("),
  (text) => text.replace("^(1/2)", "^(3/2)"),
  (text) => `sqrt((${text})^2)`,
  (text) => `ln(exp(${text}))`,
  (text) => `((${text})^(1/3))^3`,
  (text) => `(${text})*(x+1)/(x+1)`,
]

const NAMES = ["sqrt", "ln", "exp", "sin", "cos", "abs", "conjugate", "re", "im"]
const POWERS = ["2", "(1/2)", "(1/3)", "(-1)", "(3/2)", "(2/3)", "(-1/2)"]

function textsWith(complex: boolean): fc.Arbitrary<string> {
  const leaves = ["x", "y", "2", "3", "(-1)", "pi", "e", "(1/2)", "(-8)", ...(complex ? ["i"] : [])]
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(...leaves),
      fc
        .tuple(tie("tree"), fc.constantFrom("+", "+", "-", "*", "*", "/"), tie("tree"))
        .map(([a, sign, b]) => `(${a}${sign}${b})`),
      fc.tuple(tie("tree"), fc.constantFrom(...POWERS)).map(([a, power]) => `(${a})^${power}`),
      fc.tuple(fc.constantFrom(...NAMES), tie("tree")).map(([name, a]) => `${name}(${a})`),
    ),
  }))
  return tree
}

/** What each says, or null where the forms say nothing or the fuel ran out. */
function both(left: string, right: string, complex: boolean) {
  const [one, two] = [plain(left), plain(right)]
  const names = ["x", "y"]
  try {
    const forms = compareForms(one, two, names, settingOf({ complex }))
    if (forms === null) return null
    const points: Probe = probe(one, two, names, settingOf({ complex }))
    return { forms: forms === "apart" ? "different" : forms.is, points: points.is }
  } catch (error) {
    if (error instanceof OutOfFuel) return null
    throw error
  }
}
