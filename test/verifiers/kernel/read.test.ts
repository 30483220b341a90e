import { describe, expect, it } from "vitest"
import { Fuel } from "../../../verifiers/kernel/fuel.ts"
import { printPlain } from "../../../verifiers/kernel/print.ts"
import { type Read, type ReadSettings, readMath } from "../../../verifiers/kernel/read/read.ts"
import type { Expr } from "../../../verifiers/kernel/tree.ts"

const AUTO: ReadSettings = { notation: "auto", names: new Set() }
const FUEL = 20_000

function read(text: string, settings = AUTO): Read {
  return readMath(text, settings, new Fuel(FUEL))
}

function readings(text: string, settings = AUTO): readonly Expr[] {
  const result = read(text, settings)
  if (!result.ok) throw new Error(`${text}: ${result.reason} at ${result.at}`)
  return result.readings
}

/** The usual reading, printed: a compact form in which trees can be compared by eye. */
function plain(text: string, settings = AUTO): string {
  return printPlain(readings(text, settings)[0]!)
}

function refusal(text: string): string {
  const result = read(text)
  return result.ok ? `read as ${printPlain(result.readings[0]!)}` : result.reason
}

/** Each line is one thing in several notations, which must all become the same tree. */
const SAME: readonly (readonly string[])[] = [
  ["1/2", "\\frac12", "\\frac{1}{2}", "\\dfrac{1}{2}", "\\frac1{2}", "$\\tfrac{1}{2}$", "½", "1÷2"],
  ["sqrt(2)", "√2", "\\sqrt2", "\\sqrt{2}", "sqrt 2", "sqrt2", "\\(\\sqrt 2\\)"],
  ["cbrt(x)", "∛x", "\\sqrt[3]{x}", "root(x, 3)"],
  ["x^2", "x**2", "x²", "x^{2}", "𝑥²", "x squared"],
  ["x_12", "x_{12}", "x₁₂", "x12"],
  ["1 1/2", "1½", "1\\frac{1}{2}", "1\\frac12", "1 ½"],
  ["1234567", "1,234,567", "1{,}234{,}567", "1\\,234\\,567", "1 234 567", "1,\\!234,\\!567"],
  ["0.(3)", "0.\\overline{3}", "0.\\dot{3}", "0.333...", "0.333…", "0.3\u0305", "0.\\bar3"],
  ["2 * x", "2x", "2·x", "2×x", "2 \\cdot x", "2\\times x", "2 times x"],
  ["sin(x)^2", "\\sin^2 x", "sin^2(x)", "\\sin^{2}{x}", "sin²x"],
  ["arcsin(x)", "\\sin^{-1} x", "asin(x)", "\\arcsin x", "sin^-1(x)"],
  ["log(8, 2)", "\\log_2 8", "log_2(8)", "\\log_{2}{8}", "log2(8)"],
  ["|x|", "\\left|x\\right|", "\\lvert x\\rvert", "abs(x)", "\\vert x\\vert"],
  ["C(5, 2)", "\\binom{5}{2}", "{5 \\choose 2}", "5C2", "{}_5C_2", "nCr(5,2)"],
  ["x ≤ 3", "x <= 3", "x \\leq 3", "x \\le 3", "x ⩽ 3", "x \\leqslant 3"],
  ["x ≠ 3", "x != 3", "x \\neq 3", "x \\not= 3", "x =\u0338 3"],
  ["x ≡ 3 (mod 7)", "x \\equiv 3 \\pmod{7}", "x ≡ 3 mod 7", "x = 3 \\pmod 7"],
  ["∅", "\\emptyset", "\\varnothing", "{}", "\\{\\}", "no solution", "\\text{No real solutions}"],
  ["ℝ", "\\mathbb{R}", "all real numbers"],
  ["{1, 2}", "\\{1, 2\\}", "\\left\\{1,2\\right\\}"],
  ["{x | x > 1}", "\\{x : x > 1\\}", "\\{ x \\mid x > 1 \\}"],
  ["[1, 2)", "\\left[1, 2\\right)", "[1;2)", "[1, 2["],
  ["[[1, 2], [3, 4]]", "\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}", "[1,2;3,4]"],
  ["⟨1, 2⟩", "\\langle 1, 2 \\rangle", "<1, 2>"],
  ["x = 1 or x = 2", "x=1 \\text{ or } x=2"],
  ["p ∧ ¬q", "p \\land \\neg q", "p and not q", "p & ~q"],
  ["p ⇒ q", "p \\to q", "p -> q", "p implies q", "p \\implies q"],
  ["5%", "5\\%", "5 percent", "5\\text{ percent}", "5 %"],
  ["90°", "90^\\circ", "90^{\\circ}"],
  ["5 km", "5\\text{ km}", "5\\,\\mathrm{km}", "5km"],
  [
    "3 \\text{m/s^2}",
    "3\\text{ m/s}^2",
    "3\\,\\mathrm{m/s^{2}}",
    "3 \\frac{\\text{m}}{\\text{s}^2}",
  ],
  ["$5", "\\$5", "$ 5"],
  ["3 : 2", "3:2", "3 \\colon 2", "3 to 2"],
  ["12_5", "12_{5}", "12_{\\text{five}}", "(12)_5"],
  ["∞", "\\infty", "infinity", "\\text{infinity}"],
  ["undefined", "DNE", "\\text{does not exist}", "NaN"],
  ["±3", "\\pm 3", "+-3", "+/- 3"],
  ["e^(i*pi)", "e^{i\\pi}", "\\mathrm{e}^{\\mathrm{i}\\pi}"],
  ["lim_{x -> 0^+} x", "\\lim_{x\\to 0^+} x", "\\lim_{x \\rightarrow 0^{+}} x"],
  ["\\int_0^1 x dx", "∫_0^1 x dx", "\\int_{0}^{1} x \\, \\mathrm{d}x"],
  ["\\frac{d}{dx} (x)", "d/dx (x)"],
  ["\\sum_{k=1}^n k", "∑_{k=1}^{n} k", "sum_{k=1}^n k"],
  ["3:30 pm", "3:30 PM", "3:30 p.m.", "3:30\\text{ p.m.}"],
  ["(B)", "B.", "\\text{(B)}", "\\textbf{(B)}", "B) 12", "option B"],
]

describe("the reader", () => {
  for (const forms of SAME) {
    it(`reads ${forms.length} ways to write ${forms[0]} alike`, () => {
      const [first, ...others] = forms.map((form) => readings(form)[0])
      for (const [i, other] of others.entries()) {
        expect(withoutUnitText(other!), forms[i + 1]).toEqual(withoutUnitText(first!))
      }
    })
  }

  it("reads what these mean", () => {
    const meant: readonly (readonly [text: string, printed: string])[] = [
      ["-x^2", "-x^2"],
      ["2^3^2", "2^(3^2)"],
      ["a/b/c", "(a / b) / c"],
      ["xy", "x * y"],
      ["2\\sin x\\cos y", "2 * sin(x) * cos(y)"],
      ["\\sin 2x + 1", "sin(2 * x) + 1"],
      ["2 \\frac{x}{3}", "2 * (x / 3)"],
      ["||x|-1|", "abs(abs(x) - 1)"],
      ["|a||b|", "abs(a) * abs(b)"],
      ["3!!", "3!!"],
      ["x = 1, y = 2", "x = 1, y = 2"],
      ["1 < x \\le 3", "1 < x ≤ 3"],
      ["1, 2, and 3", "1 and 2 and 3"],
      ["A^T", "A^T"],
      ["\\sqrt{x}\\,y", "sqrt(x) * y"],
      ["x \\in (1,2] \\cup [3, \\infty)", "x ∈ (1, 2] ∪ [3, ∞)"],
      ["y = 2x + 1", "y = 2 * x + 1"],
      ["2 hours 30 minutes", "(2 hours) + (30 minutes)"],
      ["0xFF", "FF_{16}"],
      ["x - \\frac{1}{x}", "x - 1 / x"],
      ["\\int x e^x dx + C", "(∫ (x * e^x) dx) + C"],
      ["k \\in Z", "k ∈ ℤ"],
      ["twenty-five", "25"],
      ["25th", "25"],
      ["2 h 30 min", "(2\\text{ h}) + (30 min)"],
      ["1/2 cup", "(1 / 2) cup"],
      ["17 % 5", "17 mod 5"],
      ["\\mathbb{R} - \\{0\\}", "ℝ ∖ {0}"],
      ["all real numbers except 2", "ℝ ∖ {2}"],
      ["P(X \\le 3)", "P(X ≤ 3)"],
      ["r + t(1, 2)", "r + t * (1, 2)"],
      ["f^{(3)}(x)", "f'''(x)"],
      ["x=1, y=2 or x=3, y=4", "(x = 1, y = 2) or (x = 3, y = 4)"],
    ]
    for (const [text, printed] of meant) expect(plain(text), text).toBe(printed)
  })

  it("keeps how a numeral was written", () => {
    const shown = (text: string) => {
      const [node] = readings(text)
      if (node?.kind !== "number") throw new Error(`${text} is no numeral`)
      return [node.written, node.decimals, node.significant]
    }
    expect(shown("0.50")).toEqual(["decimal", 2, 2])
    expect(shown("1200")).toEqual(["integer", 0, 4])
    expect(shown("1.5e3")).toEqual(["scientific", 1, 2])
    expect(shown(".050")).toEqual(["decimal", 3, 2])
    expect(shown("1 1/2")).toEqual(["mixed", 0, 1])
    expect(shown("0.1(6)")[0]).toBe("repeating")
  })

  it("gives both readings of what is ambiguous, the usual one first", () => {
    const both: readonly (readonly [text: string, first: string, second: string])[] = [
      ["1/2x", "(1 / 2) * x", "1 / (2 * x)"],
      ["a/bc", "(a / b) * c", "a / (b * c)"],
      ["(1,234)", "1234", "(1, 234)"],
      ["e^2x", "e^2 * x", "e^(2 * x)"],
      ["2e-1", "2e-01", "2 * e - 1"],
      ["f(x)", "f(x)", "f * x"],
      ["5m", "5 * m", "5\\text{ m}"],
      ["3 m/s", "3\\text{ m/s}", "(3 * m) / s"],
      ["sin pi/4", "sin(pi) / 4", "sin(pi / 4)"],
      ["0,5", "0.5", "0, 5"],
      ["p or q", "p or q", "p ∨ q"],
    ]
    for (const [text, first, second] of both) {
      expect(readings(text).map(printPlain), text).toEqual([first, second])
    }
  })

  it("gives one reading of what only looks ambiguous", () => {
    for (const text of [
      "x^2y",
      "1,234",
      "(1, 2)",
      "(1,2)",
      "(1,000)",
      "1/2 x",
      "x/2 + y",
      "2x/3",
      "1e-3",
    ]) {
      expect(readings(text), text).toHaveLength(1)
    }
  })

  it("reads a name of the other side as one symbol, and letters as a product otherwise", () => {
    const names = new Set(["AB", "speed"])
    expect(readings("AB", { notation: "auto", names })).toEqual([{ kind: "symbol", name: "AB" }])
    expect(plain("AB")).toBe("A * B")
    expect(readings("\\overline{AB}")).toEqual([{ kind: "symbol", name: "bar AB" }])
  })

  it("takes look-alike letters for other symbols", () => {
    for (const letter of ["\u0430", "\u03bf", "\uff41", "\u0435"]) {
      const [node] = readings(letter)
      expect(node?.kind, letter).toBe("symbol")
      expect([
        { kind: "symbol", name: "a" },
        { kind: "symbol", name: "o" },
      ]).not.toContainEqual(node)
    }
  })
})

describe("the reader refuses", () => {
  const refused: readonly (readonly [reason: string, ...texts: readonly string[]])[] = [
    ["empty", "", "  ", "$$"],
    [
      "incomplete",
      "\\frac{1}{",
      "((1)",
      "x = ",
      "\\sqrt{2",
      "1 +",
      "\\begin{cases} 1 & x",
      "[1, 2",
    ],
    ["unreadable", "\\foo{x}", "1 2", "x \\cancel{y}", "3 ? 4", "x)", "1..2"],
    ["unreadable", "\\overline{0.3}", "\\vec a \\times \\vec b", "12_1", "19_5", "\u202e12"],
    [
      "unreadable",
      "x 2",
      "1 2/x 3",
      "banana 0",
      "at least 5",
      "1 + (x > 2)(x < 3) + 1",
      "2 + \\text{true}",
    ],
    ["mixed-script", "1\u0662", "\u0661\u0662", "x + \u0967"],
    ["code", "5;process.exit()", "import os", "x => x", "x == 2", "lambda x: x", "console.log(1)"],
    [
      "code",
      "os.system('ls')",
      "a.__proto__",
      "def f(x): return x",
      "eval(1)",
      "config({})",
      "f()",
    ],
    [
      "limit",
      "9".repeat(3_000),
      "(".repeat(100),
      "x+".repeat(2_000),
      "1e999999",
      "x".repeat(30_000),
    ],
    ["limit", `${"\\frac{1}{".repeat(70)}1${"}".repeat(70)}`, `1${"/a".repeat(80)}`],
  ]
  for (const [reason, ...texts] of refused) {
    for (const text of texts) {
      it(`${JSON.stringify(text.slice(0, 30))} as ${reason}`, () => {
        expect(refusal(text)).toBe(reason)
      })
    }
  }

  it("no call that mathematics knows", () => {
    for (const text of ["sqrt(2)", "gcd(4,6)", "f(x)", "lambda", "max(1,2)", "C(5,2)", "log(2)"]) {
      expect(refusal(text), text).not.toBe("code")
    }
  })
})

/** Units keep the word they were written with; here only what they are worth counts. */
function withoutUnitText(expr: Expr): unknown {
  if (expr.kind !== "quantity") return expr
  return { ...expr, unit: { ...expr.unit, text: "" } }
}
