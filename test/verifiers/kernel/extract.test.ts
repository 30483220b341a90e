import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { extractAnswer } from "../../../verifiers/kernel/extract/extract.ts"
import { Fuel } from "../../../verifiers/kernel/fuel.ts"
import {
  ANNOUNCED,
  BARE,
  BOXED,
  type Case,
  CONCLUDED,
  TAGGED,
  WHOLE_VALUES,
} from "./extract.cases.ts"
import { ELSEWHERE, STATED, UNSTATED, UNTRUSTED } from "./extract-stance.cases.ts"

/** What is found, in the words of the tables. */
function saidBy(reply: string): Case[1] {
  const found = extractAnswer(reply)
  switch (found.kind) {
    case "found":
      return found.text
    case "hedged":
      return found.texts
    case "negated":
    case "unclear":
    case "cut-off":
      return `!${found.kind}`
    case "none":
      return null
    case "limit":
      return "!limit"
  }
}

function stepsFor(reply: string): number {
  const fuel = new Fuel(Infinity)
  extractAnswer(reply, fuel)
  return fuel.spent
}

const TABLES = {
  BARE,
  TAGGED,
  BOXED,
  ANNOUNCED,
  WHOLE_VALUES,
  CONCLUDED,
  UNSTATED,
  STATED,
  ELSEWHERE,
  UNTRUSTED,
}

/** Pieces that replies are made of, and that trip up who looks for an answer in them. */
const PIECES = [
  ...["\\boxed{", "}", "{", "\\boxed", "$", "$$", "\\(", "\\)", "\\[", "\\]", "**", "`", "```"],
  ...[
    "<answer>",
    "</answer>",
    "<think>",
    "</think>",
    "final answer",
    "answer",
    " is ",
    ": ",
    "not ",
  ],
  ...["5", "42", "x", " = ", "\\frac{1}{2}", "\\begin{cases}", "\\end{cases}", "\n", "\n\n", ". "],
  ...[
    " or ",
    " and ",
    ", ",
    "maybe ",
    "Therefore ",
    "####",
    "\u200b",
    "\u202e",
    "\ud83d",
    "İ",
    '"',
  ],
  ...["(B) ", "is wrong", "Wait, ", "it's ", "apples", " km", "%", "\\", "!", "?", "&", "#"],
]

const replies = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 40 })
  .map((parts) => parts.join(""))

describe("extractAnswer", () => {
  for (const [name, cases] of Object.entries(TABLES)) {
    it.each(cases)(
      `finds in ${name.toLowerCase().replace("_", " ")} text %j: %j`,
      (reply, expected) => {
        expect(saidBy(reply)).toEqual(expected)
      },
    )
  }

  it("says by what it knew the answer, and where it stands", () => {
    const rules = [
      ["<answer>5</answer>", "tag", [0, 18]],
      ["so \\boxed{5}.", "box", [3, 12]],
      ["The final answer is 5.", "final-answer", [20, 21]],
      ["Answer: 5", "answer", [8, 9]],
      ["Adding, we see:\n**5**", "bold", [18, 19]],
      ["2x = 10. So x = 5.", "conclusion", [12, 17]],
      ["We see $x = 5$ here.", "last-math", [7, 14]],
      ["We see 5 here.", "last-number", [7, 8]],
      ["5", "whole", [0, 1]],
    ] as const
    for (const [reply, rule, span] of rules) {
      expect(extractAnswer(reply), reply).toMatchObject({ kind: "found", rule, span })
    }
  })

  it("gives the parts of a list of boxes, the unit behind a box and the rest of a choice", () => {
    expect(extractAnswer("x = \\boxed{1} and y = \\boxed{2}")).toMatchObject({ more: ["1", "2"] })
    for (const [reply, unit] of [
      ["\\boxed{5} km", "km"],
      ["$\\boxed{5}$ km/h.", "km/h"],
      ["$\\boxed{50}\\%$", "%"],
      ["$$\\boxed{5}\\text{ cm}^2$$", "cm^2"],
      ["\\boxed{5} square feet of carpet", "square feet"],
      ["$\\boxed{30}^\\circ$", "°"],
    ] as const) {
      const number = /\d+/.exec(reply)![0]
      const text = unit.length === 1 ? `${number}${unit}` : `${number} ${unit}`
      expect(extractAnswer(reply), reply).toMatchObject({ text, unit })
    }
    for (const reply of [
      "\\boxed{5} apples",
      "\\boxed{5} in total",
      "\\boxed{5}. m is odd",
      "\\boxed{5\\text{ m}} km",
    ]) {
      expect(extractAnswer(reply), reply).not.toHaveProperty("unit")
    }
    expect(extractAnswer("Answer: (B) 12")).toMatchObject({
      text: "B",
      choice: { letter: "B", rest: "12" },
    })
  })

  it("names the longer stretches that a value may be a part of, if any", () => {
    const widerTexts = (reply: string) => {
      const found = extractAnswer(reply)
      return found.kind === "found" ? (found.wider ?? []).map(({ text }) => text) : null
    }
    expect(widerTexts("Answer: 5 a b")).toContain("5 a b")
    expect(widerTexts("2\\boxed{5}!")).toEqual(["2(5)!"])
    expect(widerTexts("\\boxed{5}")).toEqual([])
    expect(widerTexts("x^2+1")).toEqual([])
    expect(widerTexts("The answer is 5.")).toEqual([])
  })

  it("takes a plain formula for what the long way takes it for", () => {
    const signs = fc.constantFrom(..."0123456789abxy+-*/^. ", "\\frac{1}{2}", "\\sqrt{3}")
    const formulas = fc.array(signs, { maxLength: 12 }).map((parts) => parts.join(""))
    fc.assert(
      fc.property(formulas, (formula) => {
        const padded = `${formula}${" ".repeat(41)}` // too long for the short way
        expect(saidBy(formula)).toEqual(saidBy(padded))
      }),
      { seed: 10, numRuns: 3000 },
    )
  })

  it("points into the reply: the text of one answer lies in its span", () => {
    fc.assert(
      fc.property(replies, (reply) => {
        const found = extractAnswer(reply)
        if (!("span" in found)) return true
        const [start, end] = found.span
        expect(start).toBeGreaterThanOrEqual(0)
        expect(end).toBeGreaterThanOrEqual(start)
        expect(end).toBeLessThanOrEqual(reply.length)
        if (found.kind !== "found") return true
        const bare = found.unit === undefined ? found.text : found.text.slice(0, -found.unit.length)
        const parts = found.more ?? [bare.trim()]
        return parts.every((part) => part !== "" && reply.slice(start, end).includes(part))
      }),
      { seed: 7, numRuns: 2500 },
    )
  })

  it("takes any text without a throw", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (reply) => {
        extractAnswer(reply)
      }),
      { seed: 8, numRuns: 200 },
    )
  })

  it("finds a box whatever is said before it", () => {
    fc.assert(
      fc.property(fc.lorem({ mode: "sentences", maxCount: 5 }), fc.integer(), (words, value) => {
        return saidBy(`${words}\n\nThe result: $\\boxed{${value}}$`) === String(value)
      }),
      { seed: 9, numRuns: 300 },
    )
  })

  it("does not read a reply over its limit, or the end of one endless sentence", () => {
    expect(extractAnswer("1".repeat(1_000_001))).toEqual({ kind: "limit" })
    expect(saidBy(`We see ${"1 + ".repeat(20_000)}1 apples`)).toBe("!limit")
    expect(saidBy(`The answer is ${"1 + ".repeat(20_000)}1.`)).toBe("!limit")
  })

  it("keeps a long formula whole", () => {
    const formula = `${"1 + ".repeat(20_000)}1`
    expect(saidBy(formula)).toBe(formula)
  })

  it("does work in proportion to the reply, whatever is repeated in it", () => {
    const traps = [
      ...PIECES,
      ...["1 is ", "if 1, ", "1 but a ", "answer is if 1. ", "and 1 is, ", "(1 a) "],
      "answer is ",
      "final answer is not ",
      "\\boxed{1} or ",
      "**1** ",
      "((",
    ]
    for (const trap of [...traps, "\\begin{a}", "Wait, it's ", "$1", "1 ", "1. ", "))", "####\n"]) {
      const [once, twice] = [50_000, 100_000].map((size) =>
        stepsFor(trap.repeat(size / trap.length)),
      )
      expect(twice!, trap).toBeLessThan(2.1 * once! + 1000)
      expect(twice!, trap).toBeLessThan(200_000)
    }
  })

  it("survives a hundred thousand nested boxes, closed or not", () => {
    const deep = `${"\\boxed{".repeat(100_000)}5${"}".repeat(100_000)}`
    expect(saidBy(deep)).toBe("5")
    expect(saidBy("\\boxed{".repeat(100_000))).toBe("!cut-off")
  })
})
