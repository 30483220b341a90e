import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { number } from "../../../verifiers/kernel/build.ts"
import { Fuel, OutOfFuel } from "../../../verifiers/kernel/fuel.ts"
import { print, rational } from "../../../verifiers/kernel/rational.ts"
import {
  compareScalars,
  evaluateSmall,
  exactValue,
  freeNames,
  isConstant,
  sameTree,
  sameUpToFactor,
  substitute,
} from "../../../verifiers/kernel/scalar/compare.ts"
import { derivativeOf } from "../../../verifiers/kernel/scalar/derivative.ts"
import { factorsOf, wholeRoot } from "../../../verifiers/kernel/scalar/integers.ts"
import { compareOrder } from "../../../verifiers/kernel/scalar/order.ts"
import {
  polynomialIn,
  polynomialOf,
  primitivePart,
  printPolynomial,
} from "../../../verifiers/kernel/scalar/polynomial.ts"
import { printDecimal, printExact } from "../../../verifiers/kernel/scalar/print.ts"
import type { Expr } from "../../../verifiers/kernel/tree.ts"
import { plain, settingOf } from "./scalar/plain.ts"

const fuel = () => new Fuel(20_000)

describe("an exact value", () => {
  it("is found for rational constants alone", () => {
    for (const [text, value] of [
      ["2/3-1/6", "1/2"],
      ["(1/4)^(3/2)", "1/8"],
      ["cbrt(-27/8)", "-3/2"],
      ["log(81, 9)", "2"],
      ["5!/2!", "60"],
      ["sum(1/(k*(k+1)), k, 1, 100)", "100/101"],
    ] as const) {
      const found = exactValue(plain(text), fuel())
      expect(found && print(found), text).toBe(value)
    }
    for (const text of ["sqrt(2)", "pi", "x", "1/0", "2^(10^9)", "10^8!", "sin(1)", "log(10, 2)"]) {
      expect(exactValue(plain(text), fuel()), text).toBeNull()
    }
  })

  it("runs out of fuel before it runs long", () => {
    const text = "sum(k!, k, 1, 9999)"
    expect(() => exactValue(plain(text), new Fuel(5_000))).toThrow(OutOfFuel)
  })
})

describe("a polynomial", () => {
  it("is what an expression multiplies out to", () => {
    const shown = (text: string) => {
      const polynomial = polynomialOf(plain(text), fuel())
      return polynomial && printPolynomial(polynomial)
    }
    expect(shown("(x+y)^2-(x-y)^2")).toBe("4*x*y")
    expect(shown("(x-1)*(x+1)/2")).toBe("1/2*x^2 - 1/2")
    expect(shown("x-x")).toBe("0")
    expect(shown("x-x+y")).toBe("y")
    expect(shown("1/x")).toBeNull()
    expect(shown("sqrt(x)")).toBeNull()
    expect(shown("x^n")).toBeNull()
    expect(shown("(x+1)^1000")).toBeNull()
  })

  it("has coefficients from the constant up", () => {
    const found = polynomialIn(plain("(x-2)*(x+3)"), "x", fuel())
    expect(found?.map(print)).toEqual(["-6", "1", "1"])
    expect(polynomialIn(plain("x*y"), "x", fuel())).toBeNull()
  })

  it("has a primitive part with a positive first coefficient", () => {
    const part = primitivePart(polynomialOf(plain("-x/2+y/3"), fuel())!)
    expect(printPolynomial(part)).toBe("3*x - 2*y")
  })
})

describe("up to a factor", () => {
  it("equations are told from others", () => {
    const same = (left: string, right: string) => {
      return sameUpToFactor(plain(left), plain(right), settingOf()).is
    }
    for (const [left, right] of [
      ["2*x+4*y-6", "3-x-2*y"],
      ["x^2+y^2-1", "2*x^2+2*y^2-2"],
      ["sqrt(2)*x-2", "x-sqrt(2)"],
      ["sin(x)-1/2", "2*sin(x)-1"],
      ["pi*r^2-a", "r^2-a/pi"],
      ["x-x", "0"],
    ]) {
      expect(same(left!, right!), `${left} and ${right}`).toBe("equal")
      expect(same(right!, left!), `${right} and ${left}`).toBe("equal")
    }
    for (const [left, right] of [
      ["3*x-y+13", "3*x+4*y+14"],
      ["x-1", "x*(x-1)"],
      ["x-1", "(x-1)^2"],
      ["x-1", "0"],
      ["y-sin(x)", "y-cos(x)"],
    ]) {
      expect(same(left!, right!), `${left} and ${right}`).toBe("different")
      expect(same(right!, left!), `${right} and ${left}`).toBe("different")
    }
  })
})

describe("an order", () => {
  it("is known for real constants", () => {
    const order = (a: string, b: string) => compareOrder(plain(a), plain(b), settingOf())
    expect(order("1/3", "0.333")).toBe("greater")
    expect(order("sqrt(2)+sqrt(3)", "sqrt(5+2*sqrt(6))")).toBe("equal")
    expect(order("22/7", "pi")).toBe("greater")
    expect(order("e^(pi*sqrt(163))", "640320^3+744")).toBe("less")
    expect(order("-inf", "-10^100")).toBe("less")
    expect(order("inf", "inf")).toBe("equal")
    expect(order("x", "1")).toBeNull()
    expect(order("1/0", "1")).toBeNull()
  })
})

describe("a derivative", () => {
  it("is the one of the book", () => {
    for (const [text, derived] of [
      ["x^3-2*x", "3*x^2-2"],
      ["sin(x)*e^x", "e^x*(sin(x)+cos(x))"],
      ["ln(x^2+1)", "2*x/(x^2+1)"],
      ["x^x", "x^x*(ln(x)+1)"],
      ["sqrt(x^2+1)", "x/sqrt(x^2+1)"],
      ["arctan(2*x)", "2/(1+4*x^2)"],
      ["a*x^2+b", "2*a*x"],
      ["tan(x)", "1/cos(x)^2"],
      ["2^x", "2^x*ln(2)"],
      ["log(x, 2)", "1/(x*ln(2))"],
      ["cosh(3*x)", "3*sinh(3*x)"],
    ]) {
      const found = derivativeOf(plain(text!), "x")
      const verdict = compareScalars(plain(derived!), found!, settingOf())
      expect(verdict.is, text).toBe("equal")
    }
    expect(derivativeOf(plain("floor(x)"), "x")).toBeNull()
    expect(derivativeOf(plain("f(x)"), "x")).toBeNull()
  })

  it("keeps the product rule on random polynomials", () => {
    const factor = fc
      .array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 4 })
      .map((digits) => digits.map((digit, power) => `${digit}*x^${power + 1}`).join("+"))
    fc.assert(
      fc.property(factor, factor, (f, g) => {
        const whole = derivativeOf(plain(`(${f})*(${g})`), "x")!
        const [df, dg] = [derivativeOf(plain(f), "x")!, derivativeOf(plain(g), "x")!]
        const rule: Expr = {
          kind: "add",
          terms: [
            { kind: "multiply", factors: [df, plain(g)] },
            { kind: "multiply", factors: [plain(f), dg] },
          ],
        }
        expect(compareScalars(whole, rule, settingOf()).is).toBe("equal")
      }),
      { seed: 3, numRuns: 100 },
    )
  })
})

describe("trees", () => {
  it("are the same whatever way their numbers were written", () => {
    expect(sameTree(plain("x+0.5"), plain("x+0.50"))).toBe(true)
    expect(sameTree(plain("x+1"), plain("1+x"))).toBe(false)
    expect(sameTree(plain("sin(x)"), plain("cos(x)"))).toBe(false)
  })

  it("keep bound names apart from free ones", () => {
    expect([...freeNames(plain("sum(k*x, k, 1, n)"))].sort()).toEqual(["n", "x"])
    expect(isConstant(plain("sum(k, k, 1, 3)"))).toBe(true)
    expect(isConstant(plain("f(2)"))).toBe(false)
    const replaced = substitute(plain("sum(k*x, k, 1, k)"), "k", number(3))
    expect(sameTree(replaced, plain("sum(k*x, k, 1, 3)"))).toBe(true)
  })

  it("of small operations are written out", () => {
    const entries = [
      [1, 2],
      [3, 4],
    ].map((row) => row.map((entry) => number(entry)))
    const matrix: Expr = { kind: "matrix", rows: entries }
    const determinant: Expr = { kind: "call", name: "determinant", args: [matrix] }
    const value = evaluateSmall(determinant, settingOf())
    expect(print(exactValue(value!, fuel())!)).toBe("-2")
    expect(compareScalars(determinant, number(-2), settingOf()).is).toBe("equal")
  })
})

describe("numbers in print", () => {
  it("stay short", () => {
    expect(printExact(rational(-3, 4))).toBe("-3/4")
    expect(printExact(rational(10n ** 100n + 1n))).toBe("1e100")
    expect(printDecimal(rational(1, 3), 5)).toBe("0.33333")
    expect(printDecimal(rational(-1, 10n ** 9n), 5)).toBe("-1e-9")
    expect(printDecimal(rational(123456, 10), 4)).toBe("1.234e4")
  })
})

describe("whole numbers", () => {
  it("are taken apart into what multiplies back to them", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 15n }), (value) => {
        const product = factorsOf(value).reduce(
          (result, { base, power }) => result * base ** BigInt(power),
          1n,
        )
        expect(product).toBe(value)
      }),
      { seed: 4, numRuns: 200 },
    )
  })

  it("have roots rounded down", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 60n }),
        fc.integer({ min: 2, max: 9 }),
        (value, k) => {
          const root = wholeRoot(value, k)
          expect(root ** BigInt(k) <= value && (root + 1n) ** BigInt(k) > value).toBe(true)
        },
      ),
      { seed: 5, numRuns: 200 },
    )
  })
})
