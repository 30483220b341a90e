import { describe, expect, it } from "vitest"
import { Fuel } from "../../../verifiers/kernel/fuel.ts"
import { toMathjs } from "../../../verifiers/kernel/mathjs.ts"
import { readMath } from "../../../verifiers/kernel/read/read.ts"

async function mathjsValue(text: string, scope: Record<string, number> = {}): Promise<number> {
  const read = readMath(text, { notation: "auto", names: new Set() }, new Fuel(1_000))
  if (!read.ok) throw new Error(read.reason)
  const node = await toMathjs(read.readings[0]!)
  if (node === null) throw new Error("no node")
  return Number(node.evaluate(scope))
}

describe("values as trees of mathjs", () => {
  it.each([
    ["\\frac{1}{3}+\\frac16", {}, 0.5],
    ["\\sqrt[3]{27}-2^3", {}, -5],
    ["\\log_2 8 + \\ln e + \\log 100", {}, 6],
    ["\\binom{5}{2} + 4!", {}, 34],
    ["x^2 - 2x + 1", { x: 4 }, 9],
    ["\\sin^2 x + \\cos^2 x", { x: 0.7 }, 1],
    ["\\begin{vmatrix}1&2\\\\3&4\\end{vmatrix}", {}, -2],
    ["|-3| + \\lfloor 2.7 \\rfloor + \\gcd(12, 18)", {}, 11],
  ])("evaluates %s", async (text, scope, value) => {
    expect(await mathjsValue(text, scope)).toBeCloseTo(value, 12)
  })

  it("prints as LaTeX", async () => {
    const read = readMath("(x+1)/2", { notation: "auto", names: new Set() }, new Fuel(100))
    const node = read.ok ? await toMathjs(read.readings[0]!) : null
    expect(node?.toTex()).toContain("\\frac")
  })

  it("gives no node for what mathjs does not know", async () => {
    const read = readMath("\\{1, 2\\}", { notation: "auto", names: new Set() }, new Fuel(100))
    expect(read.ok && (await toMathjs(read.readings[0]!))).toBeNull()
  })
})
