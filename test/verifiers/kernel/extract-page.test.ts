import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { lastBefore, lastFinder, pageOf } from "../../../verifiers/kernel/extract/page.ts"
import { Fuel } from "../../../verifiers/kernel/fuel.ts"

const WORDS = ["ab", "aba", "b"]
const Text = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 40 })

function pageIn(text: string, start: number, end: number) {
  return { ...pageOf(text, new Fuel(1_000_000)), start, end }
}

describe("looking backwards through a reply", () => {
  it("finds the last place of a word within the page, from its end and from before it", () => {
    fc.assert(
      fc.property(
        Text,
        fc.constantFrom(...WORDS),
        fc.nat(40),
        fc.nat(40),
        fc.nat(40),
        (text, word, a, b, before) => {
          const [start, end] = [Math.min(a, b, text.length), Math.min(Math.max(a, b), text.length)]
          const from = Math.min(Math.max(before, start), end)
          const page = pageIn(text, start, end)
          for (const asked of [from, end]) {
            const stretch = text.slice(start, asked).lastIndexOf(word)
            expect(lastBefore(page, word, asked)).toBe(stretch < 0 ? -1 : start + stretch)
          }
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it("meets every place of every word once, the last ones first", () => {
    fc.assert(
      fc.property(Text, (text) => {
        const find = lastFinder(pageIn(text, 0, text.length), ["a", "b"])
        const met: string[] = []
        for (let found = find(text.length); found !== null; found = find(found.at)) {
          met.unshift(`${found.word}${found.at}`)
        }
        const wanted = [...text].flatMap((letter, at) => (letter === "c" ? [] : [`${letter}${at}`]))
        expect(met).toEqual(wanted)
      }),
    )
  })
})
