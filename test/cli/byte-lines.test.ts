import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { createLineCutter } from "../../src/cli/byte-lines.ts"

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** The lines of a text in pieces, `null` for one that was too long. */
function cut(text: string, bytesMax: number, piece: number): (string | null)[] {
  const cutter = createLineCutter(bytesMax)
  const bytes = encoder.encode(text)
  const lines = []
  for (let at = 0; at < bytes.length; at += piece) {
    lines.push(...cutter.push(bytes.subarray(at, at + piece)))
  }
  return [...lines, ...cutter.end()].map((line) =>
    line.isWhole ? decoder.decode(line.bytes) : null,
  )
}

describe("the line cutter", () => {
  it("gives one line for each end of line, and one for what stands behind the last", () => {
    expect(cut("a\n\nb", 10, 100)).toEqual(["a", "", "b"])
    expect(cut("a\n", 10, 100)).toEqual(["a"])
    expect(cut("", 10, 100)).toEqual([])
  })

  it("lets a line go that is too long, and keeps its place", () => {
    expect(cut("abc\nabcd\nab", 3, 2)).toEqual(["abc", null, "ab"])
    expect(cut("abcd", 3, 1)).toEqual([null])
  })

  it("cuts alike in whatever pieces the bytes come", () => {
    const text = fc.string({ unit: fc.constantFrom("\n", "a", "é", "\r"), maxLength: 60 })
    const check = fc.property(text, fc.integer({ min: 1, max: 9 }), (whole, piece) => {
      expect(cut(whole, 8, piece)).toEqual(cut(whole, 8, 1_000))
      const kept = cut(whole, 1_000, piece).join("\n")
      expect(kept).toBe(whole.endsWith("\n") ? whole.slice(0, -1) : whole)
    })
    fc.assert(check, { seed: 4, numRuns: 500 })
  })
})
