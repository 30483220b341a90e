import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { print, rational } from "../../verifiers/kernel/rational.ts"
import { readAnswer, readKey } from "../../verifiers/kernel/read-answer.ts"

const READ: readonly (readonly [text: string, value: string])[] = [
  ["5", "5"],
  ["  5\n", "5"],
  ["\u00a05\u00a0", "5"],
  ["5.", "5"],
  ["+5", "5"],
  ["-5", "-5"],
  ["- 5", "-5"],
  ["\u22125", "-5"],
  ["-0", "0"],
  ["007", "7"],
  ["5.0", "5"],
  ["0.75", "3/4"],
  [".5", "1/2"],
  ["-1.25", "-5/4"],
  ["1,234", "1234"],
  ["-1,234,567", "-1234567"],
  ["1,234.50", "2469/2"],
  ["12/18", "2/3"],
  ["12 / 18", "2/3"],
  ["-12/18", "-2/3"],
  ["12/-18", "-2/3"],
  ["6/3", "2"],
  ["1 1/2", "3/2"],
  ["-1 1/2", "-3/2"],
  ["\\frac{2}{3}", "2/3"],
  ["-\\frac{2}{3}", "-2/3"],
  ["\\dfrac{-2}{3}", "-2/3"],
  ["\\tfrac{ 2 }{ 3 }", "2/3"],
  ["x = 5", "5"],
  ["x=-2/3", "-2/3"],
  ["$5$", "5"],
  ["$x = \\frac{1}{2}$.", "1/2"],
  ["\\boxed{5}", "5"],
  ["$\\boxed{x = 5}$", "5"],
  ["\\(5\\)", "5"],
  ["\\[ 5 \\]", "5"],
]

const REFUSED: readonly (readonly [text: string, reason: string])[] = [
  ["", "empty"],
  [" \n ", "empty"],
  ["4 or 5", "hedged"],
  ["4, 5", "hedged"],
  ["4,5", "hedged"],
  ["1,23", "hedged"],
  ["not 42", "hedged"],
  ["about 42", "hedged"],
  ["42?", "hedged"],
  ["±42", "hedged"],
  ["x = x = 5", "unreadable"],
  ["Not 42", "hedged"],
  ["1 -1/2", "hedged"],
  ["2 7/3", "hedged"],
  ["1.5/2", "hedged"],
  ["37 + 48 = 85", "hedged"],
  ["x = 1 = 2", "hedged"],
  ["y = 5", "unreadable"],
  ["x = ", "unreadable"],
  ["--5", "unreadable"],
  ["5..", "unreadable"],
  ["1e3", "hedged"],
  ["0x10", "hedged"],
  ["1_000", "hedged"],
  ["5%", "unreadable"],
  ["five", "unreadable"],
  ["\uff15", "unreadable"],
  ["\u0665", "unreadable"],
  ["\\boxed{}", "unreadable"],
  ["\\frac{1}", "unreadable"],
  ["\\sqrt{4}", "unreadable"],
  ["\\frac{1}{2}{3}", "hedged"],
  ["5/0", "zero-denominator"],
  ["\\frac{0}{0}", "zero-denominator"],
]

describe("reading an answer", () => {
  for (const [text, value] of READ) {
    it(`reads ${JSON.stringify(text)} as ${value}`, () => {
      const reading = readAnswer(text)
      expect(reading.kind === "number" ? print(reading.value) : reading).toBe(value)
    })
  }

  for (const [text, reason] of REFUSED) {
    it(`refuses ${JSON.stringify(text)} as ${reason}`, () => {
      expect(readAnswer(text)).toEqual({ kind: "fault", reason })
    })
  }

  it("calls a text over a limit undecidable, not wrong", () => {
    expect(readAnswer("7".repeat(5_000))).toEqual({ kind: "limit", reason: "too-long" })
    const digits = "7".repeat(101)
    for (const text of [digits, `-${digits}`, `1/${digits}`, `0.${digits}`, `${digits} 1/2`]) {
      expect(readAnswer(text)).toEqual({ kind: "fault", reason: "too-many-digits" })
    }
    expect(readAnswer("7".repeat(100)).kind).toBe("number")
  })

  it("reads back every value in every spelling", () => {
    const part = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n })
    const below = fc.bigInt({ min: 1n, max: 10n ** 30n })
    const claim = fc.property(part, below, (top, bottom) => {
      const value = rational(top, bottom)
      const plain = print(value)
      for (const text of [plain, `$${plain}$`, `\\frac{${top}}{${bottom}}`, `${top}/${bottom}`]) {
        expect(readAnswer(text)).toMatchObject({ kind: "number", value })
      }
      expect(readKey(plain)).toEqual(value)
    })
    fc.assert(claim, { numRuns: 300, seed: 1 })
  })

  it("never throws and never reads two numbers as one", () => {
    const number = fc.integer({ min: -999, max: 999 }).map(String)
    const glue = fc.constantFrom(
      " ",
      "  ",
      " or ",
      ", ",
      ";",
      "\n",
      "=",
      "|",
      " to ",
      "±",
      ":",
      "\t",
    )
    const claim = fc.property(number, glue, number, (one, between, other) => {
      expect(readAnswer(one + between + other).kind).toBe("fault")
    })
    fc.assert(claim, { numRuns: 500, seed: 1 })
    const pieces = fc.constantFrom(..."0123456789-+/.,x= {}$()[]\\", "\\frac", "\\boxed{", "\u2212")
    const soup = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(""))
    fc.assert(
      fc.property(soup, (text) => {
        readAnswer(text)
      }),
      { numRuns: 3_000, seed: 1 },
    )
  })
})

describe("reading a key", () => {
  it("admits one spelling of each value", () => {
    for (const text of ["0", "-4", "19/12", "-1/2"]) expect(readKey(text)).not.toBeNull()
    for (const text of [
      "-0",
      "+4",
      "04",
      "4/1",
      "2/4",
      "1/-2",
      "4.0",
      " 4",
      "x = 4",
      "4.",
      "1,000",
    ]) {
      expect(readKey(text), text).toBeNull()
    }
  })
})
