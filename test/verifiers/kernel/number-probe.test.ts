import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Fuel } from "../../../verifiers/kernel/fuel.ts"
import { enclose } from "../../../verifiers/kernel/number/enclose.ts"
import { type Probe, probe } from "../../../verifiers/kernel/number/probe.ts"
import { provedZero } from "../../../verifiers/kernel/number/zero-bound.ts"
import { rational } from "../../../verifiers/kernel/rational.ts"
import { readMath } from "../../../verifiers/kernel/read/read.ts"
import type { ScalarSetting } from "../../../verifiers/kernel/scalar/setting.ts"
import type { Expr } from "../../../verifiers/kernel/tree.ts"
import { partsOf } from "../../../verifiers/kernel/walk.ts"

function expression(text: string): Expr {
  const read = readMath(text, { notation: "latex", names: new Set() }, new Fuel(100_000))
  if (!read.ok) throw new Error(`${text}: ${read.reason}`)
  return read.readings[0]!
}

function setting(change: Partial<ScalarSetting> = {}): ScalarSetting {
  const policies = { zeroPower: true, realRoots: true, removablePoints: true, smallerDomain: true }
  return { assume: new Map(), fuel: new Fuel(200_000), complex: false, ...policies, ...change }
}

function namesIn(...exprs: readonly Expr[]): string[] {
  const names = exprs.flatMap((expr) =>
    expr.kind === "symbol" ? [expr.name] : namesIn(...partsOf(expr)),
  )
  return [...new Set(names)].sort()
}

function probed(left: string, right: string, change: Partial<ScalarSetting> = {}): Probe {
  const [a, b] = [expression(left), expression(right)]
  return probe(a, b, namesIn(a, b), setting(change))
}

const IDENTITIES = [
  ["\\sin^2 x+\\cos^2 x", "1"],
  ["\\cos 4x", "8\\cos^4 x-8\\cos^2 x+1"],
  ["\\sin(a+b)", "\\sin a\\cos b+\\cos a\\sin b"],
  ["\\frac{\\tan x}{\\sin x}", "\\sec x"],
  ["\\cosh^2 x-\\sinh^2 x", "1"],
  ["2^{x+1}", "2\\cdot 2^x"],
  ["\\log_2 x", "\\frac{\\ln x}{\\ln 2}"],
  ["x^{1/3}", "\\sqrt[3]{x}"],
  ["\\sqrt{x^2}", "|x|"],
  ["n!(n+1)", "(n+1)!"],
  ["\\binom{n}{2}", "\\frac{n(n-1)}{2}"],
  ["\\sqrt{1-x^2}", "\\sin(\\arccos x)"],
  ["\\arctan 2+\\arctan 3", "\\frac{3\\pi}{4}"],
  ["e^{2\\ln 3}", "9"],
  ["\\lfloor x+1\\rfloor", "\\lfloor x\\rfloor+1"],
] as const

describe("probe", () => {
  it("finds no difference where there is none", () => {
    for (const [left, right] of IDENTITIES) {
      const found = probed(left, right)
      expect(found, left).toMatchObject({ is: "agree" })
      if (found.is === "agree") expect(found.digits, left).toBeGreaterThanOrEqual(45)
    }
  })

  it("proves a difference, and shows it", () => {
    for (const [left, right, witness] of [
      ["\\sqrt{x^2}", "x", /^at x = -\d+\/127: (0\.\d+) against -\1$/],
      ["(x^2)^{3/2}", "x^3", /^at x = -/],
      ["n!+1", "n!", /against/],
      ["\\lceil x\\rceil", "\\lfloor x\\rfloor+1", /^at x = -?\d+: /],
      ["\\frac{1}{2004!}", "\\frac{1}{2006!}", /^1\.87525e-5749 against 4\.66245e-5756$/],
      ["0.333", "\\frac13", /^0\.333 against 0\.333333$/],
      ["\\sin 1", "0.8414709848", /^0\.841470984808 against 0\.8414709848$/],
      ["\\binom{n}{2}x^n", "\\binom{n}{2}x^n+x(x-1)(x-2)", /^at n = \d+, x = /],
      ["\\infty", "-\\infty", /^Infinity against -Infinity$/],
    ] as const) {
      const found = probed(left, right)
      expect(found, left).toMatchObject({ is: "different" })
      if (found.is === "different") expect(found.witness).toMatch(witness)
    }
  })

  it("sees differences far below 45 digits", () => {
    for (const [left, right] of [
      ["1+e^{-200}", "1"],
      ["\\tanh 200", "1"],
      ["\\cos(10^{-50})", "1"],
      ["\\arctan(10^{60})", "\\frac{\\pi}{2}"],
      ["\\sqrt{10^{100}+1}", "10^{50}"],
      ["e^{\\pi\\sqrt{163}}", "262537412640768744"],
      ["\\frac{1}{2^{99}}", "\\frac{1}{2^{98}}"],
      ["e^{-800}", "e^{-801}"],
      ["x+10^{-60}", "x"],
      ["x+e^{-700}", "x"],
      ["x+\\sin(255!\\pi x)", "x"],
    ] as const) {
      expect(probed(left, right), left).toMatchObject({ is: "different" })
    }
  })

  it("does not say that two numbers agree whose difference is out of reach", () => {
    expect(probed("9^{9^9}+1", "9^{9^9}")).toEqual({ is: "unclear", reason: "precision" })
  })

  it("finds the side with the smaller domain, and whether it is a point or more", () => {
    expect(probed("e^{\\ln x}", "x")).toMatchObject({ is: "domain", smaller: "left", open: true })
    expect(probed("\\ln(xy)", "\\ln x+\\ln y")).toMatchObject({
      is: "domain",
      smaller: "right",
      open: true,
      points: 18,
    })
    const poles = "\\frac{x(x-1)(x+1)(x-2)}{x(x-1)(x+1)}"
    expect(probed(poles, "x-2")).toMatchObject({ is: "agree", removable: /division by zero/ })
    const policies = { removablePoints: false }
    const [hole, line] = ["\\frac{x^2+x}{x}", "x+1"]
    expect(probed(hole, line, policies)).toMatchObject({
      is: "domain",
      smaller: "left",
      open: false,
    })
    expect(probed(hole, line)).toMatchObject({
      is: "agree",
      removable: "at x = 0: division by zero, against 1",
    })
    expect(probed("\\frac{(x-7)(y+2)}{x-7}", "y+2")).toMatchObject({ removable: /^at x = 7, / })
    expect(probed("\\frac{x^2-y^2}{x-y}", "x+y")).toMatchObject({ removable: /division by zero/ })
  })

  it("keeps to what is assumed of a name", () => {
    const positive = new Map([["x", "positive"]] as const)
    expect(probed("e^{\\ln x}", "x", { assume: positive })).toMatchObject({ is: "agree" })
    expect(probed("\\sqrt{x^2}", "x", { assume: positive })).toMatchObject({ is: "agree" })
    const whole = new Map([["n", "integer"]] as const)
    expect(probed("\\cos(2\\pi n)", "1", { assume: whole })).toMatchObject({ is: "agree" })
    expect(probed("\\cos(\\pi n)", "(-1)^n", { assume: whole })).toMatchObject({ is: "agree" })
    expect(probed("\\cos(2\\pi n)", "1")).toMatchObject({ is: "different" })
  })

  it("looks at complex points where unknowns are complex", () => {
    const complex = { complex: true }
    expect(probed("|z|^2", "z^2", complex)).toMatchObject({ is: "different" })
    expect(probed("(z+i)(z-i)", "z^2+1", complex)).toMatchObject({ is: "agree" })
    expect(probed("e^{iz}", "\\cos z+i\\sin z", complex)).toMatchObject({ is: "agree" })
  })

  it("says which side has no value at all", () => {
    expect(probed("\\frac{1}{x-x}", "5")).toEqual({ is: "undefined", side: "left" })
    expect(probed("1", "\\tan\\frac{\\pi}{2}")).toEqual({ is: "undefined", side: "right" })
    expect(probed("0^0", "\\ln 0")).toEqual({ is: "undefined", side: "both" })
  })

  it("says the same whichever side comes first, and every time", () => {
    for (const [left, right] of IDENTITIES) {
      expect(probed(left, right)).toEqual(probed(left, right))
      expect(probed(right, left).is).toBe(probed(left, right).is)
    }
  })

  it("has a witness that holds when it is checked", () => {
    const whole = fc.integer({ min: -9, max: 9 })
    const property = fc.property(whole, whole, whole, (a, b, c) => {
      const left = expression(`${a}x^2+${b}x+\\sin(${c}x)`)
      const right = expression(`${b}x^2+${a}x+\\sin(${c}x)`)
      const found = probe(left, right, ["x"], setting())
      expect(found.is).toBe(a === b ? "agree" : "different")
      if (found.is !== "different") return
      const x = found.point.get("x")!
      const [p, q] = [left, right].map((side) => enclose(side, new Map([["x", x]]), 200, setting()))
      expect(p).not.toEqual(q)
      expect(rational(x.numerator, x.denominator).numerator).not.toBe(0n)
    })
    fc.assert(property, { seed: 7, numRuns: 60 })
  })
})

describe("the zero bound", () => {
  const proved = (text: string, complex = false) =>
    provedZero(expression(text), setting({ complex }))

  it("proves that sums of radicals are zero", () => {
    for (const text of [
      "\\sqrt2+\\sqrt3-\\sqrt{5+2\\sqrt6}",
      "\\sqrt[3]{2+\\sqrt5}+\\sqrt[3]{2-\\sqrt5}-1",
      "\\frac{1}{\\sqrt2-1}-\\sqrt2-1",
      "2^{1/2}\\cdot 2^{1/3}-2^{5/6}",
      "\\sqrt{16-2\\sqrt{29}+2\\sqrt{55-10\\sqrt{29}}}+\\sqrt{11+2\\sqrt{29}}-\\sqrt{22+2\\sqrt5}-\\sqrt5",
      "\\sin\\frac{\\pi}{5}-\\frac{\\sqrt{10-2\\sqrt5}}{4}",
      "\\tan\\frac{3\\pi}{11}+4\\sin\\frac{2\\pi}{11}-\\sqrt{11}",
      "\\cos\\frac{2\\pi}{7}+\\cos\\frac{4\\pi}{7}+\\cos\\frac{6\\pi}{7}+\\frac12",
      "e^{2\\pi i/5}+e^{4\\pi i/5}+e^{6\\pi i/5}+e^{8\\pi i/5}+1",
      "|1-\\sqrt2|-\\sqrt2+1",
    ]) {
      expect(proved(text), text).toBe("zero")
    }
    expect(proved("(1+i)^8-16", true)).toBe("zero")
  })

  it("proves that near misses are not", () => {
    for (const text of [
      "\\sqrt2+\\sqrt3-3.14626436994197234232913506571557044551",
      "\\sqrt[3]{2+\\sqrt5}+\\sqrt[3]{2-\\sqrt5}-1-10^{-80}",
      "\\sqrt{10^{40}+1}-10^{20}",
      "\\sqrt{11}+\\sqrt{12}-\\sqrt{10}-\\sqrt{13}",
    ]) {
      expect(proved(text), text).toBe("nonzero")
    }
    expect(proved("\\sqrt[3]{2+\\sqrt5}+\\sqrt[3]{2-\\sqrt5}-1", true)).toBe("nonzero")
  })

  it("proves relations between arctangents, whole turns included", () => {
    for (const text of [
      "4\\arctan\\frac15-\\arctan\\frac{1}{239}-\\frac{\\pi}{4}",
      "\\arctan 1+\\arctan 2+\\arctan 3-\\pi",
      "\\frac{\\arctan 2+\\arctan 3}{3}-\\frac{\\pi}{4}",
      "\\arcsin\\frac35+\\arccos\\frac35-\\frac{\\pi}{2}",
      "\\arcsin\\frac35+\\arcsin\\frac45-\\frac{\\pi}{2}",
    ]) {
      expect(proved(text), text).toBe("zero")
    }
    for (const text of [
      "4\\arctan\\frac15-\\arctan\\frac{1}{239}+\\frac{7\\pi}{4}",
      "\\arctan 1+\\arctan 2+\\arctan 3",
      "\\arctan\\frac{1}{10^{60}+1}-\\arctan\\frac{1}{10^{60}}",
    ]) {
      expect(proved(text), text).toBe("nonzero")
    }
  })

  it("says nothing of what is not algebraic", () => {
    expect(proved("e^{\\ln 2}-2")).toBe(null)
    expect(proved("\\sin 1-\\sin 1")).toBe(null)
    expect(proved("\\frac{1}{0}")).toBe(null)
  })
})
