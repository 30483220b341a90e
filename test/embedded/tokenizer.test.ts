import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { createTokenizer, openTokenizer } from "../../src/model/embedded/tokenizer.ts"
import { ASK, END } from "../../src/model/embedded/vocabulary.ts"
import { must } from "./small.ts"

const tokenizer = must(createTokenizer())
const words = (tokens: readonly number[]) => tokens.map((id) => tokenizer.vocabulary[id])
const prompt = (text: string) => words(must(tokenizer.encodePrompt(text)))
const back = (text: string) => tokenizer.decode(must(tokenizer.encodeCompletion(text)))

describe("the tokenizer", () => {
  it("reads the questions that verifiers ask, numbers lowest digit first", () => {
    expect(prompt("What is 37 + 48?")).toEqual(["What is", "7", "3", "+", "8", "4", "?"])
    expect(prompt("Find the remainder when 47 is divided by 6.")).toEqual([
      "Find",
      "the remainder when",
      "7",
      "4",
      "is divided by",
      "6",
      "?",
    ])
    expect(prompt("Solve 3x + 5 = 20 for x.").join(" ")).toBe("Solve 3 x + 5 = 0 2 for x ?")
    expect(prompt("If 2x = 6, what is x?").join(" ")).toBe("If 2 x = 6 , what is x ?")
    expect(prompt("Find the sum of 3 and 12.").join(" ")).toBe("Find the sum of 3 and 2 1 ?")
  })

  it("ends every prompt in the same mark, whatever it ended in", () => {
    for (const text of ["37 + 48 = ?", "37 + 48 =", "37 + 48 =."]) {
      expect(must(tokenizer.encodePrompt(text)).at(-1)).toBe(ASK)
      expect(prompt(text).join("")).toBe("73+84=?")
    }
  })

  it("charges nothing for spaces but keeps two numbers apart", () => {
    expect(prompt("3*( 4+5 )-6").length).toBe(prompt("3 * (4 + 5) - 6.").length)
    expect(prompt("12 34")).toEqual(["2", "1", " ", "4", "3", "?"])
  })

  it("reads typeset signs and either case, and cuts no word", () => {
    expect(prompt("what is 3 × −4?")).toEqual(["What is", "3", "*", "-", "4", "?"])
    expect(tokenizer.encodePrompt("band")).toMatchObject({ ok: false, code: "unknown-text" })
  })

  it("names the character it has no token for, and does not throw", () => {
    const outcome = tokenizer.encodePrompt("What is 3 § 4?")
    expect(outcome).toMatchObject({ ok: false, code: "unknown-text" })
    expect(outcome.ok ? "" : outcome.message).toContain("§")
  })

  it.each(["85", "-4", "19/12", "5", "0", "3.25", "x=-12/35", "(1, 20)", "1000000", ""])(
    "gives the answer %j back",
    (answer) => {
      expect(back(answer)).toBe(answer.replaceAll(" ", ""))
    },
  )

  it("gives any answer back but for its spaces", () => {
    const piece = fc.constantFrom(..."0123456789+-*/^=()., xyz".split(""))
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join("")
        const once = back(text)
        expect(back(once)).toBe(once)
        expect(once.replaceAll(" ", "")).toBe(text.replaceAll(" ", ""))
      }),
    )
  })

  it("gives any whole number and fraction back to the digit", () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt({ min: 1n }), (over, under) => {
        expect(back(`${over}/${under}`)).toBe(`${over}/${under}`)
      }),
    )
  })

  it("decodes whatever tokens a model may sample, and reads that text again", () => {
    const ids = fc.array(fc.nat({ max: tokenizer.vocabulary.length - 1 }), { maxLength: 12 })
    fc.assert(
      fc.property(ids, (tokens) => {
        expect(tokenizer.encodeCompletion(tokenizer.decode(tokens)).ok).toBe(true)
      }),
    )
  })

  it("takes a caller's phrases as one token each", () => {
    const own = must(createTokenizer(["the perimeter of a square of side"]))
    const tokens = must(own.encodePrompt("Find the perimeter of a square of side 12."))
    expect(tokens.length).toBe(5)
    expect(must(openTokenizer(own.vocabulary)).encodePrompt("Find 3")).toEqual(
      own.encodePrompt("Find 3"),
    )
  })

  it.each([
    ["an empty phrase", [" "]],
    ["a phrase twice", ["side of", "Side of"]],
    ["a digit in a phrase", ["step 1"]],
    ["more tokens than fit", Array.from({ length: 90 }, (_, i) => `${"ab".repeat(i + 1)}`)],
  ])("refuses %s", (_what, phrases) => {
    expect(createTokenizer(phrases)).toMatchObject({ ok: false, code: "bad-vocabulary" })
  })

  it("ends every completion with the end token", () => {
    expect(must(tokenizer.encodeCompletion("85"))).toEqual([7, 10, END])
  })
})
