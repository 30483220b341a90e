import fc from "fast-check"
import { evaluate } from "mathjs"
import { describe, expect, it } from "vitest"
import { calculatorTool } from "../../src/tools/calculator.ts"
import { toolContract } from "../contract/tool.ts"

const calculator = calculatorTool()

async function said(expression: string): Promise<string> {
  const result = await calculator.run({ expression })
  expect(result, `${expression}: ${result.text}`).toMatchObject({ kind: "output" })
  return result.text
}

async function refused(expression: string): Promise<string> {
  const result = await calculator.run({ expression })
  expect(result, `${expression}: ${result.text}`).toMatchObject({ kind: "failed", code: "error" })
  return result.text
}

toolContract(calculator, {
  answers: [
    [{ expression: "1/3 + 1/4" }, /= 7\/12 ≈ 0\.583333333333333$/],
    [{ expression: "\\frac{\\sqrt{8}}{2}" }, /= sqrt\(2\) ≈ 1\.414213562373/],
    [{ expression: "50!" }, /= 30414093201713378043612608166064768844377641568960512000000000000$/],
  ],
  runs: 200,
})

describe("the calculator", () => {
  it("gives rational values exactly, with a decimal where that says more", async () => {
    const cases: Readonly<Record<string, string>> = {
      "0.1 + 0.2": "0.1 + 0.2 = 3/10 = 0.3",
      "7/8": "7 / 8 = 7/8 = 0.875",
      "2^100": "2^100 = 1267650600228229401496703205376",
      "-2^2": "-2^2 = -4",
      "17 % 5": "17 mod 5 = 2",
      "50%": "50% = 1/2 = 0.5",
      "0.(3)": "0.(3) = 1/3 ≈ 0.333333333333333",
      "\\binom{50}{25}": "C(50, 25) = 126410606437752",
      "\\sum_{k=1}^{10} k^2": "∑_{k = 1}^{10} (k^2) = 385",
      "gcd(84, 36) * lcm(4, 6)": "gcd(84, 36) * lcm(4, 6) = 144",
    }
    for (const [expression, text] of Object.entries(cases))
      expect(await said(expression)).toBe(text)
  })

  it("finds closed forms, and shows a decimal beside them", async () => {
    const cases: Readonly<Record<string, string>> = {
      "sqrt(8) + sqrt(2)": "= 3 * sqrt(2) ≈ 4.24264068711929",
      "(1 + sqrt(2))^5": "= 41 + 29 * sqrt(2) ≈ 82.0121933088198",
      "1/(1 + sqrt(2))": "= sqrt(2) - 1 ≈ 0.414213562373095",
      "cos(36°)": "= 1 / 4 + sqrt(5) / 4 ≈ 0.809016994374947",
      "arctan(1/2) + arctan(1/3)": "= pi / 4 ≈ 0.785398163397448",
      "sqrt(3 + 2*sqrt(2)) - sqrt(2)": "= 1",
      "cosh(ln(2))": "= 5/4 = 1.25",
      "(3 + 4i)/(1 - 2i)": "= -1 + 2 * i ≈ -1 + 2i",
      "e^(i*pi)": "= -1",
      "ln(8)": "= 3 * ln(2) ≈ 2.07944154167984",
    }
    for (const [expression, text] of Object.entries(cases)) {
      expect((await said(expression)).slice(-text.length)).toBe(text)
    }
  })

  it("says that it has only a decimal where it finds no simpler form", async () => {
    expect(await said("sin(1)")).toBe("sin(1) ≈ 0.841470984807897")
    expect(await said("sqrt(2)^sqrt(2)")).toBe("sqrt(2)^sqrt(2) ≈ 1.63252691943815")
    expect(await said("pi")).toBe("pi ≈ 3.14159265358979")
  })

  it("takes nothing for a closed form that only looks like one", async () => {
    // Each agrees with the simple number beside it in more digits than are shown.
    expect(await said("1/3 + 10^(-22)")).toMatch(/ = 10000000000000000000003\/3\d+ ≈/)
    const heegner = await said("ln(640320^3 + 744) / sqrt(163)") // pi in thirty digits
    expect(heegner).toBe("ln(640320^3 + 744) / sqrt(163) ≈ 3.14159265358979")
    expect(await said("sqrt(2) + e^(-60)")).toBe("sqrt(2) + e^(-60) ≈ 1.4142135623731")
    expect(await said("e^(-80) + 1")).toBe("e^(-80) + 1 = 1 + e^(-80) ≈ 1")
  })

  it("shows how it read the text, and what else that can mean", async () => {
    expect(await said("sin pi/4")).toBe("sin(pi) / 4 = 0 (if you mean sin(pi / 4), write it so)")
    expect(await said("1,000 * 3")).toBe("1000 * 3 = 3000")
  })

  it("says what it cannot do, and does not guess", async () => {
    expect(await refused("x + 1")).toContain("unknown (x)")
    expect(await refused("2 + 2 = 4")).toContain("equation")
    expect(await refused("1, 2")).toContain("a list")
    expect(await refused("1/0")).toBe("1 / 0 has no value")
    expect(await refused("sqrt(-4)")).toBe("sqrt(-4) has no value")
    expect(await refused("ln 0")).toBe("ln(0) has no value")
    expect(await refused("((1 + 2)")).toContain("(at character")
    expect(await refused("process.exit(1)")).toContain("looks like a program")
    expect(await refused('require("fs").readFileSync("/etc/passwd")')).not.toContain("root")
  })

  it("stays small whatever it is asked: work is counted, and the text is cut", async () => {
    expect(await said("9^9^9")).toBe("9^(9^9) ≈ 4.28124773175747e+369693099")
    expect(await said("5000!")).toMatch(
      /a whole number of 16326 digits ≈ 4\.2285779266\d*e\+16325$/,
    )
    const large = ["9^9^9^9", "10^(10^10)!", "\\sum_{k=1}^{10^9} 1/k", "2^(2^(2^(2^(2^2))))"]
    const nested = `${"(".repeat(3_000)}1${")".repeat(1_000)}`
    const roots = `${"sqrt(1+".repeat(60)}2${")".repeat(60)}`
    for (const expression of [...large, nested, roots, "1+".repeat(2_000), "!".repeat(4_000)]) {
      const { text } = await calculator.run({ expression })
      expect(text.length).toBeLessThan(4_200)
    }
  })

  it("agrees with fractions that are added and multiplied by hand", async () => {
    const part = fc.tuple(fc.bigInt({ min: -999n, max: 999n }), fc.bigInt({ min: 1n, max: 99n }))
    const property = fc.asyncProperty(part, part, part, async ([a, b], [c, d], [e, f]) => {
      const text = await said(`(${a}/${b}) * (${c}/${d}) - (${e}/${f})`)
      const [top, bottom] = [a * c * f - e * b * d, b * d * f]
      const [, sign, shown, under = "1"] = / = (-?)(\d+)(?:\/(\d+))?/.exec(text)!
      expect(BigInt(`${sign}${shown}`) * bottom).toBe(top * BigInt(under))
    })
    await fc.assert(property, { seed: 11, numRuns: 100 })
  })

  it("finds closed forms that have the value of the expression", async () => {
    const small = fc.integer({ min: 1, max: 30 })
    const property = fc.asyncProperty(small, small, small, small, async (a, b, c, d) => {
      const text = await said(`(${a} + sqrt(${b})) / (${c} + sqrt(${d}))`)
      const value = (a + Math.sqrt(b)) / (c + Math.sqrt(d))
      const closed = / = ([^=≈]*?)(?: ≈| =|$)/.exec(text)?.[1]
      if (closed !== undefined) expect(evaluate(closed)).toBeCloseTo(value, 9)
      const decimal = /[≈=] (-?[\d.]+)$/.exec(text)?.[1]
      expect(Number(decimal)).toBeCloseTo(value, 9)
    })
    await fc.assert(property, { seed: 12, numRuns: 100 })
  })
})
