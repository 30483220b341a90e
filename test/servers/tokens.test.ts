import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { cutTo, piecesOf, tokensOf } from "./tokens.ts"

const SEED = 20_261_120
const text = fc.string({ unit: "binary", maxLength: 400 })

describe("counting tokens", () => {
  it("charges at most a token a byte, and nothing for nothing", () => {
    fc.assert(
      fc.property(text, (words) => {
        expect(tokensOf(words)).toBeLessThanOrEqual(Buffer.byteLength(words))
        expect(tokensOf(words) > 0).toBe(words !== "")
      }),
      { seed: SEED },
    )
  })

  it("cuts to a beginning of whole characters within the limit, and only what is too long", () => {
    fc.assert(
      fc.property(text, fc.nat(60), (words, limit) => {
        const { text: kept, cut } = cutTo(words, limit)
        expect(words.startsWith(kept)).toBe(true)
        expect(kept.isWellFormed()).toBe(true)
        expect(tokensOf(kept)).toBeLessThanOrEqual(limit)
        expect(cut).toBe(kept !== words)
      }),
      { seed: SEED },
    )
  })

  it("tells a text in whole characters that make it up again", () => {
    fc.assert(
      fc.property(text, (words) => {
        const pieces = piecesOf(words)
        expect(pieces.join("")).toBe(words)
        expect(pieces.every((piece) => piece !== "" && piece.isWellFormed())).toBe(true)
      }),
      { seed: SEED },
    )
  })
})
