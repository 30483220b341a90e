import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { ToolUse } from "../../src/record/call.ts"
import { canonicalJson } from "../../src/record/canonical.ts"
import { plainText, ToolResult, toolFailed, toolInputFrom } from "../../src/record/tool.ts"

const anyText = fc.string({ unit: "binary", maxLength: 400 })

describe("text that a tool says", () => {
  it("is kept as it is where it is plain and short", () => {
    const plain = fc.string({ unit: "grapheme-ascii", maxLength: 400 })
    const claim = fc.property(plain, (text) => plainText(text) === text)
    fc.assert(claim, { seed: 1 })
    expect(plainText("a\n\tb — ∑ 😀")).toBe("a\n\tb — ∑ 😀")
  })

  it("loses control characters and lone surrogates, and nothing else", () => {
    expect(plainText("a\u0000b\u001b[31mc\u007fd\u0085e\r\nf")).toBe("ab[31mcde\nf")
    expect(plainText("x\ud800y\udc00z")).toBe("x\ufffdy\ufffdz")
  })

  it("is never longer than its limit, however it is cut, and keeps both its ends", () => {
    const claim = fc.property(anyText, fc.integer({ min: 1, max: 300 }), (text, max) => {
      const cut = plainText(text, max)
      expect(cut.length).toBeLessThanOrEqual(max)
      expect(cut.isWellFormed()).toBe(true)
      expect(plainText(cut, max)).toBe(cut)
    })
    fc.assert(claim, { seed: 2 })
    const long = plainText(`start${"😀".repeat(9_000)}end`)
    expect(long).toMatch(/^start/)
    expect(long).toMatch(/end$/)
    const left = Number(/\[(\d+) characters are left out here\]/.exec(long)?.[1])
    expect(left).toBe(18_008 - long.replace(/\n\[.*\]\n/, "").length)
  })

  it("fits its record, whatever it was", () => {
    const claim = fc.property(anyText, (text) => {
      const result = toolFailed("error", text.repeat(100))
      expect(ToolResult.parse(JSON.parse(canonicalJson(result)))).toEqual(result)
    })
    fc.assert(claim, { seed: 3 })
  })
})

describe("the input of a tool's use", () => {
  it("is kept whatever JSON a model sends, as it fits the record of its reply", () => {
    const claim = fc.property(fc.jsonValue({ noUnicodeString: false }), (input) => {
      const kept = toolInputFrom(input)
      if (kept === undefined) return
      const use = { id: "use_1", name: "calculator", input: kept }
      expect(ToolUse.parse(JSON.parse(canonicalJson(use)))).toEqual(use)
    })
    fc.assert(claim, { seed: 4 })
    const sent = JSON.parse('{"expression": "1\\ud800", "n": -0}') as unknown
    expect(toolInputFrom(sent)).toEqual({ expression: "1\ufffd", n: 0 })
  })

  it("is none where it is no JSON, too deep or too long", () => {
    const deep = JSON.parse(`${"[".repeat(20_000)}${"]".repeat(20_000)}`) as unknown
    for (const input of [undefined, () => 1, 1n, Number.NaN, deep, "x".repeat(70_000)]) {
      expect(toolInputFrom(input)).toBeUndefined()
    }
  })

  it("keeps a member named __proto__ a member", () => {
    const sent = JSON.parse('{"__proto__": {"expression": "1"}}') as unknown
    const kept = toolInputFrom(sent)
    expect(Object.keys(kept as object)).toEqual(["__proto__"])
    expect(canonicalJson(kept)).toBe('{"__proto__":{"expression":"1"}}')
  })
})
