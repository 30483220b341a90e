import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { CsvFault, cellText, createCsvReader, SEPARATORS, separatorOf } from "../../src/cli/csv.ts"

const CHARS_MAX = 10_000

/** The records of a text that arrives in pieces of the given length. */
function read(text: string, separator: (typeof SEPARATORS)[number] = ",", piece = 1 << 20) {
  const reader = createCsvReader(separator, CHARS_MAX)
  const records = []
  for (let at = 0; at < text.length; at += piece) {
    records.push(...reader.push(text.slice(at, at + piece)))
  }
  return [...records, ...reader.end()]
}

const cells = (text: string) => read(text).map((record) => record.cells)

describe("the CSV reader", () => {
  it("reads quoted separators, line ends and doubled quotes", () => {
    expect(cells('a,"b,c"\r\n"d\ne","f ""g"""\n')).toEqual([
      ["a", "b,c"],
      ["d\ne", 'f "g"'],
    ])
  })

  it("keeps empty cells, at the end of a record and of the file too", () => {
    expect(cells(',a,\n,\n""')).toEqual([["", "a", ""], ["", ""], [""]])
  })

  it("takes a quote within a bare cell as a character", () => {
    expect(cells('5" pipe,x\n2,3')).toEqual([
      ['5" pipe', "x"],
      ["2", "3"],
    ])
  })

  it("refuses a quote that is never closed, however it ends", () => {
    for (const text of ['a,"b', 'a,"b""', '"', `"${"x,\n".repeat(CHARS_MAX)}`]) {
      expect(() => read(text), text.slice(0, 20)).toThrow(CsvFault)
    }
    expect(cells('a,"b"""')).toEqual([["a", 'b"']])
  })

  it("reads any table back, in pieces of any length, and loses no byte of it", () => {
    const cell = fc.string({ unit: fc.constantFrom('"', ",", ";", "\n", "\r", "a", "=", "é") })
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 })
    const ending = fc.constantFrom("\n" as const, "\r\n" as const)
    const check = fc.property(
      table,
      fc.constantFrom(...SEPARATORS),
      ending,
      fc.integer({ min: 1, max: 7 }),
      (rows, separator, end, piece) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
        const text = rows.map((row) => row.map(quoted).join(separator) + end).join("")
        const records = read(text, separator, piece)
        expect(records.map((record) => record.cells)).toEqual(rows)
        expect(records.map(({ raw, ending }) => raw + ending).join("")).toBe(text)
      },
    )
    fc.assert(check, { seed: 3, numRuns: 300 })
  })
})

describe("the separator", () => {
  it("is what the header has most of, outside of quotes", () => {
    expect(separatorOf("key;answer")).toBe(";")
    expect(separatorOf('"a,b,c";d')).toBe(";")
    expect(separatorOf("key\tanswer")).toBe("\t")
    expect(separatorOf("answer")).toBe(",")
  })
})

describe("a cell of our own", () => {
  it("reads back as it was, and never begins like a formula", () => {
    for (const text of ['a"b', "a,b", "a\nb", "plain"]) {
      expect(cells(`${cellText(text, ",")}\n`)).toEqual([[text]])
    }
    for (const text of ["=1+1", "+1", "-1", "@x"]) expect(cellText(text, ",")).toBe(`'${text}`)
  })
})
