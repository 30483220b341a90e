import { describe, expect, it } from "vitest"
import type { Json } from "../../src/record/canonical.ts"
import { answerSpecFrom, answerVerifier } from "../../verifiers/answer/verifier.ts"
import { STORIES } from "../../verifiers/answer/word-problem.ts"

/** The outcome of judging an answer to a row, or why the row was refused. */
function outcome(row: Json, answer: string): string {
  const made = answerSpecFrom(row)
  if (!made.ok) return made.reason
  const derived = answerVerifier.derive(made.spec)
  if (!derived.ok) return derived.reason
  return answerVerifier.judge(made.spec, derived.key, answer).outcome
}

describe("a row of a data set", () => {
  const EGGS = {
    question:
      "Lea's hens lay 14 eggs a day. She bakes with 5 and sells the rest for $3 each. Income?",
    answer: "She sells 14 - 5 = <<14-5=9>>9 eggs.\nShe makes 9 * 3 = $<<9*3=27>>27.\n#### 27",
  }
  const ROOT = {
    problem: "Simplify $\\sqrt{72}$.",
    solution: "We have $72 = 36 \\cdot 2$, so $\\sqrt{72} = \\boxed{6\\sqrt{2}}$.",
  }

  it("has its key behind the mark of GSM8K", () => {
    expect(answerSpecFrom(EGGS)).toMatchObject({ ok: true, spec: { key: "27" } })
    expect(outcome(EGGS, "Lea makes 9 * 3 = 27 dollars.\n#### 27")).toBe("correct")
    expect(outcome(EGGS, "The answer is $27.00.")).toBe("correct")
    expect(outcome(EGGS, "#### 28")).toBe("incorrect")
  })

  it("has its key in the box of a MATH solution", () => {
    expect(answerSpecFrom(ROOT)).toMatchObject({ ok: true, spec: { key: "6\\sqrt{2}" } })
    expect(outcome(ROOT, "\\boxed{6 \\sqrt 2}")).toBe("correct")
    expect(outcome(ROOT, "$\\sqrt{72}$ is $2\\sqrt{18}$.")).toBe("correct")
    expect(outcome(ROOT, "$\\boxed{6\\sqrt{3}}$")).toBe("incorrect")
  })

  it("may give the bare key, as a text or as a number", () => {
    expect(outcome({ question: "2 + 3?", answer: 5 }, "x = 5")).toBe("correct")
    expect(outcome({ question: "Which numbers?", answer: "{1, 2}" }, "2 and 1")).toBe("correct")
    expect(outcome({ question: "Which day?", answer: "Tuesday" }, "tuesday.")).toBe("correct")
    expect(outcome({ question: "How much?", answer: "1,250" }, "1250")).toBe("correct")
    expect(outcome({ question: "Solve.", answer: "(2, \\infty)" }, "x > 2")).not.toBe("correct")
  })

  it("may say how its answers are judged", () => {
    const row = { question: "Estimate the root of 2.", answer: "1.41" }
    expect(outcome(row, "1.414")).toBe("incorrect")
    expect(outcome({ ...row, options: { tolerance: { absolute: "0.01" } } }, "1.414")).toBe(
      "correct",
    )
    expect(outcome({ ...row, options: { tolerance: "much" } }, "1.41")).toBe("bad-row")
  })

  it("is refused where nobody could be marked by it", () => {
    expect(outcome({ question: "What?", answer: "" }, "1")).toBe("no-answer")
    expect(outcome({ question: "What?", answer: "####" }, "1")).toBe("no-answer")
    expect(outcome({ question: " ", answer: "1" }, "1")).toBe("no-question")
    expect(outcome({ answer: "1" }, "1")).toBe("no-question")
    expect(outcome({ question: "What?", answer: "\\frac{1}{" }, "1")).toBe("no-answer")
    expect(outcome({ question: "What?", answer: "1/0" }, "1/0")).toBe("bad-key")
    expect(outcome({ question: "What?", answer: ["1"] }, "1")).toBe("bad-row")
    expect(outcome("a line", "1")).toBe("bad-row")
    expect(outcome(null, "1")).toBe("bad-row")
  })

  it("is stated word for word, and asks for the form that its key has", () => {
    const made = answerSpecFrom(ROOT)
    if (!made.ok) throw new Error(made.reason)
    const stated = answerVerifier.state(made.spec, 0)
    expect(stated).toEqual({ text: ROOT.problem, latex: ROOT.problem, format: "expression" })
  })

  it("gives a key that its second method confirms, and no other", () => {
    for (const [answer, other] of [
      ["\\frac{3}{4}", "3/5"],
      ["x^2 + 1", "x^2 - 1"],
      ["3:45 pm", "3:54 pm"],
      ["[[1, 2], [3, 4]]", "[[1, 3], [2, 4]]"],
      ["2 hours 20 minutes", "2 hours 2 minutes"],
    ] as const) {
      const made = answerSpecFrom({ question: "What is it?", answer })
      if (!made.ok) throw new Error(`${answer}: ${made.reason}`)
      expect(answerVerifier.recheck(made.spec, answer).outcome).toBe("correct")
      expect(answerVerifier.recheck(made.spec, other).outcome).toBe("incorrect")
    }
  })
})

describe("word problems", () => {
  const KNOWN: readonly (readonly [story: string, numbers: number[], key: string])[] = [
    ["change", [45, 12, 10], "$4.60"],
    ["saving", [59, 45, 3], "5"],
    ["overtime", [12, 40, 6, 45], "$570"],
    ["discount", [80, 25, 7], "$67"],
    ["shared-bill", [120, 30, 45, 4], "$48.75"],
    ["tickets", [4, 15, 6, 8, 10], "$97.20"],
    ["budget", [200, 10, 4, 15], "$120"],
    ["arrival", [9, 45, 6, 30], "4:15 pm"],
    ["show", [105, 3, 15], "2 hours 30 minutes"],
    ["weekday", [58, 5, 10], "Wednesday"],
    ["average-speed", [60, 2, 30, 1], "50 miles per hour"],
    ["boards", [5, 3, 7], "17 feet 11 inches"],
    ["pipes", [4, 6], "2 hours 24 minutes"],
    ["garden", [1, 3, 1, 4], "1/2"],
    ["percentage", [25, 10], "60%"],
    ["recipe", [4, 3, 4, 12], "2 1/4 cups"],
    ["ratio", [9, 10, 6], "3:2"],
    ["ages", [24, 6, 3], "30"],
    ["heads-and-legs", [35, 94], "12"],
  ]

  it("are all known by an example that was worked out by hand", () => {
    expect(KNOWN.map(([story]) => story).sort()).toEqual(STORIES.map(({ name }) => name).sort())
  })

  for (const [story, numbers, key] of KNOWN) {
    it(`${story} ${numbers.join(", ")} has the answer ${key}`, () => {
      const spec = { skill: "word-problem", story, numbers }
      expect(answerVerifier.spec.parse(spec)).toEqual(spec)
      expect(answerVerifier.derive(spec)).toMatchObject({ ok: true, key })
      expect(answerVerifier.recheck(spec, key).outcome).toBe("correct")
      expect(answerVerifier.judge(spec, key, `The answer is ${key}.`).outcome).toBe("correct")
    })
  }
})
