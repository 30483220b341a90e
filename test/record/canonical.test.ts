import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { canonicalJson, hasCanonicalForm } from "../../src/record/canonical.ts"

/** JSON as canonical form has it: no -0, well-formed text, at most 32 deep. */
const json = fc
  .jsonValue({ maxDepth: 6, stringUnit: "grapheme" })
  .map((value) => JSON.parse(JSON.stringify(value)) as unknown)
  .filter((value) => JSON.stringify(value).isWellFormed())

describe("canonical JSON", () => {
  it("writes one text for one value", () => {
    for (const [value, text] of [
      [{ b: 1, a: [true, null, "x"] }, '{"a":[true,null,"x"],"b":1}'],
      [{ a: undefined, b: {} }, '{"b":{}}'],
      [{ 10: 1, 9: 2, B: 3, a: 4, é: 5 }, '{"10":1,"9":2,"B":3,"a":4,"é":5}'],
      ['"\\\n\u2028é😀', '"\\"\\\\\\n\u2028é😀"'],
      [1e21, "1e+21"],
      [0.1 + 0.2, "0.30000000000000004"],
      [[], "[]"],
    ] as const) {
      expect(canonicalJson(value)).toBe(text)
    }
  })

  it("is the same whatever order the members came in", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), json), fc.nat(), (value, seed) => {
        fc.pre(hasCanonicalForm(value))
        const turned = Object.entries(value)
        turned.push(...turned.splice(0, seed % (turned.length + 1)))
        expect(canonicalJson(Object.fromEntries(turned.reverse()))).toBe(canonicalJson(value))
      }),
    )
  })

  it("reads back as the value that was written, and writes the same text again", () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalJson(value)
        expect(JSON.parse(text)).toEqual(value)
        expect(canonicalJson(JSON.parse(text))).toBe(text)
      }),
    )
  })

  it("refuses what JSON would change without a word", () => {
    for (const value of [
      Number.NaN,
      Number.POSITIVE_INFINITY,
      -0,
      "\ud800",
      { "\udc00": 1 },
      undefined,
      [undefined],
      new Array(2),
      10n,
      Symbol("a"),
      () => 1,
      new Map([[1, 2]]),
      new Date(0),
      Object.assign(Object.create({ inherited: 1 }), { own: 2 }),
    ]) {
      expect(() => canonicalJson(value)).toThrow(TypeError)
      expect(hasCanonicalForm({ deep: [value] })).toBe(typeof value === "undefined" && false)
    }
  })

  it("refuses depth before the stack does", () => {
    const nest = (depth: number) => JSON.parse(`${"[".repeat(depth)}1${"]".repeat(depth)}`)
    expect(hasCanonicalForm(nest(32))).toBe(true)
    expect(hasCanonicalForm(nest(33))).toBe(false)
    expect(hasCanonicalForm(nest(5_000))).toBe(false)
  })
})
