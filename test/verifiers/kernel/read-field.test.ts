import { describe, expect, it } from "vitest"
import { Fuel } from "../../../verifiers/kernel/fuel.ts"
import { printPlain } from "../../../verifiers/kernel/print.ts"
import { readMath } from "../../../verifiers/kernel/read/read.ts"

function readings(text: string): string[] {
  const read = readMath(text, { notation: "auto", names: new Set() }, new Fuel(100_000))
  return read.ok ? read.readings.map((reading) => `${reading.kind}: ${printPlain(reading)}`) : []
}

const usual = (text: string) => readings(text)[0] ?? "unread"

/** Texts, each with the usual reading of it. */
type Rows = readonly (readonly [text: string, ...said: readonly string[]])[]

function claim(title: string, rows: Rows): void {
  it(title, () => {
    for (const [text, ...said] of rows) {
      expect(said.length === 1 ? [usual(text)] : readings(text), text).toEqual(said)
    }
  })
}

describe("the reader of units behind a value", () => {
  claim("takes units that no formula would have for units", [
    ["18 g/mol", "quantity: 18\\text{ g/mol}"],
    ["18 g mol^{-1}", "quantity: 18 g mol^-1"],
    ["220\\ \\Omega", "quantity: 220\\text{ Ω}"],
    ["0.22 k\\Omega", "quantity: 0.22 kΩ"],
    ["1 km/min", "quantity: 1\\text{ km/min}"],
    ["5 \\mu F", "quantity: 5 µF"],
    ["4.18 J/(g·°C)", "quantity: 4.18\\text{ J/(g*°C)}"],
    ["6.02 \\times 10^{23} mol^{-1}", "quantity: (6.02 * 10^23) mol^-1"],
    ["10\\pi cm^2", "quantity: (10 * pi) cm^2"],
  ])
  claim("gives both readings where the letters may be unknowns", [
    ["\\frac{50}{3} m/s", "quantity: (50 / 3)\\text{ m/s}", "divide: ((50 / 3) * m) / s"],
    ["450 N m", "quantity: 450 N m", "multiply: 450 * N * m"],
    ["2\\pi m", "multiply: 2 * pi * m", "quantity: (2 * pi)\\text{ m}"],
    ["3mg", "multiply: 3 * (m * g)", "quantity: 3 mg"],
  ])
  claim("keeps formulas formulas", [
    ["x + 5 m", "add: x + 5 * m"],
    ["2gh", "multiply: 2 * g * h"],
    ["\\frac{3mg}{2}", "divide: (3 * (m * g)) / 2"],
    ["12 ab", "multiply: 12 * a * b"],
  ])
  claim("adds quantities side by side", [
    ["45^\\circ 30'", "add: (45°) + (30 arcmin)"],
    ["45° 30' 15\"", "add: (45°) + (30 arcmin) + (15 arcsec)"],
    ["5'6\"", "add: (5 feet) + (6 inches)"],
    ["6'", "quantity: 6 feet"],
    ["1 hour and 30 minutes", "add: (1 hour) + (30 minutes)"],
    ["3 feet and 2 feet", "list: 3 feet and 2 feet"],
    ["3 hours and 2 meters", "list: 3 hours and 2 meters"],
  ])
})

describe("the reader of English", () => {
  claim("makes no product of words", [
    ["banana 0", "unread"],
    ["at least 0", "unread"],
    ["more than 0", "unread"],
    ["5 or more", "unread"],
    ["x the 5", "unread"],
    ["12 (thirteen)", "unread"],
    ["The solutions are $x=1$ and $x=2$", "unread"],
    ["big dog", "text: big dog"],
    ["no", "text: no"],
  ])
  claim("still multiplies letters", [
    ["abc", "multiply: a * b * c"],
    ["xyz", "multiply: x * y * z"],
    ["v = at", "relation: v = a * t"],
    ["alpha*beta", "multiply: alpha * beta"],
  ])
  claim("reads comparisons behind a name", [
    ["x is at least 5", "relation: x ≥ 5"],
    ["x greater than 5", "relation: x > 5"],
    ["x is less than or equal to 5", "relation: x ≤ 5"],
    ["3 less than x", "unread"],
  ])
  claim("reads numerals in words", [
    ["one hundred twenty-three", "number: 123"],
    ["two hundred and five", "number: 205"],
    ["three million five hundred thousand", "number: 3500000"],
    ["four weeks", "quantity: 4 weeks"],
    ["eighteen dollars", "quantity: 18 dollars"],
    ["fifty percent", "percent: 50%"],
    ["50 per cent", "percent: 50%"],
    ["two and a half hours", "quantity: (2 1/2) hours"],
    ["three-fifths", "divide: 3 / 5"],
    ["12 (twelve)", "number: 12"],
    ["12 out of 20", "divide: 12 / 20"],
    ["1 in 6", "divide: 1 / 6"],
  ])
  claim("reads what a statement says, however it is put", [
    ["The equation has no solution", "named-set: ∅"],
    ["there are no real roots", "named-set: ∅"],
    ["no such integer exists", "named-set: ∅"],
    ["x can be any real number", "named-set: ℝ"],
    ["There are infinitely many solutions", "text: infinitely many"],
    ["The series diverges", "text: diverges"],
    ["Tuesday, March 5th", "text: tuesday march 5"],
  ])
})

describe("the reader of structure", () => {
  claim("leaves unbalanced brackets unread, and reads turned ones", [
    ["0-13, 4}", "unread"],
    ["(5", "unread"],
    ["5)", "unread"],
    ["[0,1[", "interval: [0, 1)"],
    ["]-\\infty,3]", "interval: (-∞, 3]"],
    ["]0,1[", "interval: ]0, 1["],
  ])
  claim("takes a statement in brackets for a condition", [
    ["x+1 (x≠1)", "list: x + 1, x ≠ 1"],
    ["x + 1, provided x ≠ 1", "list: x + 1, x ≠ 1"],
    ["x+1 \\text{ if } x \\neq 1", "list: x + 1, x ≠ 1"],
    ["k\\pi \\ (k \\in \\mathbb{Z})", "list: k * pi, k ∈ ℤ"],
    ["2(x+1)", "multiply: 2 * (x + 1)"],
  ])
  claim("never multiplies lines", [
    ["x = 1\ny = 2", "list: x = 1, y = 2"],
    ["x = 2 + 3\n= 5", "relation: x = 2 + 3 = 5"],
    ["x^2\n- 3", "unread"],
    ["\\frac{1}{2}\n\\frac{3}{4}", "unread"],
  ])
  claim("passes over marks of bold and italics", [
    ["**x = 1** and **x = -1/4**", "list: x = 1 and x = -1 / 4"],
    ["*x* = 4", "relation: x = 4"],
    ["2 ** 3", "power: 2^3"],
  ])
  claim("tells fractional parts, groups and sets apart", [
    ["x - \\{x\\}", "add: x - frac(x)"],
    ["\\mathbb{R} - \\{2\\}", "set-operation: ℝ ∖ {2}"],
    ["\\{x\\}", "set: {x}"],
    ["|{-3}|", "call: abs(-3)"],
    ["\\{2, 4, \\ldots, 10\\}", "set: {2, 4, 6, 8, 10}"],
    ["1 + 2 + \\cdots + 5", "add: 1 + 2 + 3 + 4 + 5"],
    ["1 + 2 + \\cdots + n", "unread"],
    ["\\{1, 2, 4, \\ldots, 16\\}", "unread"],
    ["\\{1, 2, 3, \\ldots\\}", "unread"],
  ])
  claim("reads numerals to the base sixteen in either case", [
    ["(2a)_{16}", "based: 2A_{16}"],
    ["FF_{16}", "based: FF_{16}"],
    ["2a_{16}", "multiply: 2 * a_16", "based: 2A_{16}"],
    ["a_{16}", "symbol: a_16"],
  ])
  claim("reads unions of statements and several residues", [
    ["x\\leq-1\\cup x\\geq 3", "list: x ≤ -1 or x ≥ 3"],
    ["n \\equiv 1, 3 \\pmod 4", "list: n ≡ 1 (mod 4) or n ≡ 3 (mod 4)"],
  ])
})

describe("the reader of what stands side by side", () => {
  claim("parts equations side by side, and shares what is said of several names", [
    ["x = 5 \\quad y = 6", "list: x = 5, y = 6"],
    ["x = 5y = 6", "relation: x = 5 * y = 6"],
    ["x, y > 0", "list: x > 0, y > 0"],
    ["Domain: x ≠ 0", "relation: x ≠ 0"],
    ["P(x) = x^2", "relation: P(x) = x^2"],
  ])
  claim("leaves values side by side unread", [
    ["5 $6", "unread"],
    ["50% 5", "unread"],
    ["30° 20°", "unread"],
    ["x = 5 (extraneous)", "unread"],
    ["2[1,2]", "unread"],
    ["ℝ \\ {3}", "set-operation: ℝ ∖ {3}"],
  ])
  claim("reads choices, logarithms and signs in words", [
    ["10 choose 3", "call: C(10, 3)"],
    ["log base 2 of 8", "call: log(8, 2)"],
    ["negative five", "negate: -5"],
    ["US$5", "quantity: 5 US$"],
  ])
  claim("tells vectors from products", [
    ["\\overrightarrow{AB}", "symbol: \\vec{AB}"],
    ["\\overrightarrow{BA}", "symbol: \\vec{BA}"],
    ["C_{10}^{3}", "call: C(10, 3)"],
    ["P(A|B)", "apply: P|(A, B)"],
    ["³⁄₈", "divide: 3 / 8"],
    ["(x^2)'", "operation: \\frac{d}{dx}(x^2)"],
  ])
})
