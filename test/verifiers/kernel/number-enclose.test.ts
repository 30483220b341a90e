import { describe, expect, it } from "vitest"
import { Fuel } from "../../../verifiers/kernel/fuel.ts"
import { approximate, decimalOf } from "../../../verifiers/kernel/number/approximate.ts"
import { ends } from "../../../verifiers/kernel/number/ball.ts"
import { enclose } from "../../../verifiers/kernel/number/enclose.ts"
import { compare, type Rational, rational, subtract } from "../../../verifiers/kernel/rational.ts"
import { readMath } from "../../../verifiers/kernel/read/read.ts"
import type { ScalarSetting } from "../../../verifiers/kernel/scalar/setting.ts"
import type { Expr } from "../../../verifiers/kernel/tree.ts"

function expression(text: string): Expr {
  const read = readMath(text, { notation: "latex", names: new Set() }, new Fuel(100_000))
  if (!read.ok) throw new Error(`${text}: ${read.reason}`)
  return read.readings[0]!
}

function setting(change: Partial<ScalarSetting> = {}): ScalarSetting {
  const policies = { zeroPower: true, realRoots: true, removablePoints: true, smallerDomain: true }
  return { assume: new Map(), fuel: new Fuel(200_000), complex: false, ...policies, ...change }
}

const at = (text: string, bits = 128, change: Partial<ScalarSetting> = {}) =>
  enclose(expression(text), new Map(), bits, setting(change))

function exactly(text: string, change: Partial<ScalarSetting> = {}): string {
  const found = at(text, 128, change)
  if (found.is !== "real" || found.exact === null) return found.is
  const { numerator, denominator } = found.exact
  return denominator === 1n ? `${numerator}` : `${numerator}/${denominator}`
}

describe("enclose", () => {
  it("keeps fractions exact", () => {
    for (const [text, value] of [
      ["\\frac{1}{3}+\\frac16", "1/2"],
      ["(\\frac23)^{-2}", "9/4"],
      ["(\\frac{8}{27})^{2/3}", "4/9"],
      ["\\sqrt[3]{-8}", "-2"],
      ["\\lfloor -\\frac72\\rfloor", "-4"],
      ["\\lceil \\sqrt{10}\\rceil", "4"],
      ["17 \\bmod 5", "2"],
      ["\\binom{10}{3}", "120"],
      ["\\frac{7!}{5!}", "42"],
      ["\\gcd(12, 18)", "6"],
      ["\\sum_{k=1}^{10} k^2", "385"],
      ["\\prod_{k=1}^{4} \\frac{k}{k+1}", "1/5"],
      ["|3+4i|", "5"],
      ["i^2", "-1"],
      ["12\\%", "3/25"],
      ["\\log_2 8", "3"],
      ["\\log_4 8", "3/2"],
    ] as const) {
      expect(exactly(text), text).toBe(value)
    }
  })

  it("knows the rational values of angles", () => {
    for (const [text, value] of [
      ["\\sin\\frac{\\pi}{6}", "1/2"],
      ["\\cos\\frac{2\\pi}{3}", "-1/2"],
      ["\\tan\\frac{3\\pi}{4}", "-1"],
      ["\\sin(100\\pi)", "0"],
      ["\\frac{\\arcsin\\frac12}{\\pi}", "1/6"],
      ["\\frac{\\arctan 1}{\\arccos 0}", "1/2"],
      ["e^{i\\pi}", "-1"],
    ] as const) {
      expect(exactly(text), text).toBe(value)
    }
  })

  it("proves what is undefined, and says why", () => {
    for (const text of [
      "\\frac{1}{1-1}",
      "\\frac{1}{\\sqrt2\\sqrt3-\\sqrt6}",
      "\\frac{0}{\\sin\\pi}",
      "\\tan\\frac{\\pi}{2}",
      "\\ln 0",
      "\\ln(-2)",
      "\\sqrt{-4}",
      "(-8)^{1/4}",
      "0^0",
      "0^{-1}",
      "\\infty-\\infty",
      "0\\cdot\\frac{1}{0}",
      "\\arcsin 2",
      "(-3)!",
    ]) {
      expect(at(text), text).toMatchObject({ is: "undefined" })
    }
    expect(at("\\infty+5")).toEqual({ is: "infinite", sign: 1 })
  })

  it("takes principal values in complex settings", () => {
    const complex = { complex: true }
    expect(approximate(expression("\\sqrt[3]{-8}"), setting(complex), 6)).toBe("1 + 1.73205i")
    expect(approximate(expression("\\sqrt{-4}"), setting(complex), 6)).toBe("2i")
    expect(approximate(expression("\\ln(-1)"), setting(complex), 6)).toBe("3.14159i")
    expect(approximate(expression("i^i"), setting(complex), 10)).toBe("0.2078795764")
    expect(approximate(expression("\\sin i"), setting(complex), 6)).toBe("1.1752i")
  })

  it("follows the policies on roots and on 0^0", () => {
    expect(at("(-8)^{1/3}", 64, { realRoots: false }).is).toBe("undefined")
    expect(exactly("0^0", { zeroPower: false })).toBe("1")
  })

  it("leaves undecided what its balls do not settle, and what is too large", () => {
    for (const text of ["9^{9^{9^9}}", "\\frac{1}{\\ln 8-3\\ln 2}", "\\int_0^1 x\\,dx", "f(2)"]) {
      expect(at(text).is, text).toBe("unclear")
    }
    expect(at("9^{9^9}").is).toBe("real")
  })

  it("proves that a floor's argument is whole before it takes it", () => {
    expect(exactly("\\lfloor\\sqrt2\\cdot\\sqrt2\\rfloor")).toBe("2")
    expect(at("\\lfloor e^{\\ln 2}\\rfloor").is).toBe("unclear")
  })

  it("gives balls that hold known digits", () => {
    for (const [text, digits] of [
      ["\\Gamma(\\frac13)", "2.67893853470774763365569294097467764412868937795730"],
      ["\\Gamma(-\\frac12)", "-3.54490770181103205459633496668229036559509891224477"],
      ["\\pi^e", "22.4591577183610454734271522045437350275893151339966"],
      ["\\tan 1", "1.55740772465490223050697480745836017308725077238152"],
      ["\\coth 2", "1.03731472072754809587780976476782071166239126924919"],
      ["\\operatorname{erf}(1)", "0.84270079294971486934122063508260925929606699796630"],
    ] as const) {
      const found = at(text, 140)
      if (found.is !== "real") throw new Error(text)
      const [low, high] = ends(found.ball, 10_000)!
      expect(compare(low, decimal(digits, 1n)) < 0, text).toBe(true)
      expect(compare(decimal(digits, -1n), high) < 0, text).toBe(true)
      expect(
        compare(subtract(high, low), decimal("0.0000000000000000000000000000000000001", 0n)),
      ).toBe(-1)
    }
  })

  it("evaluates at points, and decides cases there", () => {
    const cases = expression("\\begin{cases} x^2 & x < 0 \\\\ \\sqrt{x} & x \\ge 0 \\end{cases}")
    const value = (x: Rational) => enclose(cases, new Map([["x", x]]), 64, setting())
    expect(value(rational(-3))).toMatchObject({ exact: rational(9) })
    expect(value(rational(4))).toMatchObject({ exact: rational(2) })
  })

  it("spends fuel, and stops when it is out of it", () => {
    const poor = setting({ fuel: new Fuel(50) })
    const long = expression("\\sum_{k=1}^{1000}\\sin k")
    expect(() => enclose(long, new Map(), 200, poor)).toThrow("more than 50 steps")
  })
})

/** A decimal moved by so many units of its last digit, away from zero for positive ones. */
function decimal(text: string, by: bigint): Rational {
  const places = text.length - text.indexOf(".") - 1
  return rational(BigInt(text.replace(".", "")) + by, 10n ** BigInt(places))
}

describe("decimals", () => {
  it("are correctly rounded, halves away from zero", () => {
    for (const [text, digits, rounded] of [
      ["\\frac13", 5, "0.33333"],
      ["\\frac23", 5, "0.66667"],
      ["0.125", 2, "0.13"],
      ["-0.125", 2, "-0.13"],
      ["0.99996", 4, "1.000"],
      ["\\pi", 30, "3.14159265358979323846264338328"],
      ["\\sqrt2\\cdot\\sqrt2", 4, "2.000"],
      ["123456", 3, "123000"],
      ["e^{-800}", 4, "3.668e-348"],
      ["2^{10^6}", 6, "9.90066e+301029"],
      ["\\frac{1}{0}", 4, null],
      ["i", 4, null],
      ["0", 4, "0"],
    ] as const) {
      expect(decimalOf(expression(text), digits, setting()), text).toBe(rounded)
    }
  })
})
