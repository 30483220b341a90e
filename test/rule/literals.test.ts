import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Literal, literalsIn, plainly } from "../../src/rule/literals.ts"

/** Every number with its readings: "75|75/100". */
function read(text: string): string[] {
  return literalsIn(plainly(text)).map(({ readings }) => readings.map(written).join("|"))
}

function written({ numerator, denominator }: Literal): string {
  return denominator === 1n ? `${numerator}` : `${numerator}/${denominator}`
}

describe("numbers in prose", () => {
  const digits: [string, string[]][] = [
    ["-8x - 13 = 83", ["8", "13", "83"]],
    ["3.50 and 0.5 and .25", ["35/10", "5/10", "25/100"]],
    ["50/44 or 25 / 22", ["50/44", "25/22"]],
    ["1 7/18 cups", ["25/18|1|7/18"]],
    ["75% or 75 percent", ["75|75/100", "75|75/100"]],
    ["1,250 people", ["1250|125/100|1|250"]],
    ["0,75", ["75/100|0|75"]],
    ["12 345", ["12345", "12", "345"]],
    ["7x^5/5", ["7", "5", "5"]],
    ["4/0", ["4", "0"]],
    ["x1, D10_14 and the 3rd of 233_6", ["233"]],
  ]
  for (const [text, numbers] of digits) {
    it(`are in ${text}: ${numbers.join(", ")}`, () => expect(read(text)).toEqual(numbers))
  }

  const words: [string, string[]][] = [
    ["forty-two", ["42"]],
    ["one hundred and five", ["105"]],
    ["twelve thousand three hundred forty five", ["12345"]],
    ["a million", ["1000000"]],
    ["four two", ["4", "2"]],
    ["two and a half", ["5/2", "1/2", "2"]],
    ["three quarters of a dozen", ["3/4", "3", "12"]],
    ["half of it", ["1/2"]],
    ["one of them, the third man", []],
    ["often, attend, weight", []],
    ["XLII and VI", ["42", "6"]],
    ["I mix it", []],
  ]
  for (const [text, numbers] of words) {
    it(`are in ${text}: ${numbers.join(", ") || "none"}`, () => {
      expect(read(text)).toEqual(numbers)
    })
  }

  it("are seen through LaTeX, other widths, fractions of one sign and hidden characters", () => {
    expect(read("\\frac{3}{4} and \\dfrac12")).toEqual(["3/4", "1/2"])
    expect(read("$1{,}000$")).toEqual(["1000|1|1|0"])
    expect(read("１２ and 1½ and ²")).toEqual(["12", "3/2|1|1/2", "2"])
    expect(read("4\u200b2")).toEqual(["42"])
    expect(read("10²")).toEqual(["10", "2"])
  })

  it("are found for every whole number, in digits and in words", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 999_999 }), (n) => {
        expect(read(`There are ${n} of them.`)[0]).toBe(`${n}`)
        expect(read(`There are ${inWords(n)} of them.`)).toEqual([`${n}`])
      }),
      { seed: 4 },
    )
  })

  it("are no reason to fall over, whatever the text is", () => {
    const sign = fc.constantFrom(..."0123456789 .,/%^\\{}$-", "and a ", "half ", "one ", "XI", "½")
    fc.assert(
      fc.property(
        fc.array(sign).map((signs) => signs.join("")),
        fc.string(),
        (text, other) => {
          for (const { at, end, readings } of literalsIn(plainly(text + other))) {
            expect(end).toBeGreaterThan(at)
            expect(readings.length).toBeGreaterThan(0)
            for (const { denominator } of readings) expect(denominator > 0n).toBe(true)
          }
        },
      ),
      { seed: 4 },
    )
  })
})

const UNITS = `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
fifteen sixteen seventeen eighteen nineteen`.split(/\s/)
const TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

function inWords(n: number): string {
  if (n < 20) return UNITS[n]!
  if (n < 100) return n % 10 === 0 ? TENS[n / 10]! : `${TENS[Math.floor(n / 10)]}-${UNITS[n % 10]}`
  const [size, name] = n < 1_000 ? [100, "hundred"] : [1_000, "thousand"]
  const rest = n % size
  return `${inWords(Math.floor(n / size))} ${name}${rest === 0 ? "" : ` and ${inWords(rest)}`}`
}
