import { describe, expect, it } from "vitest"
import { type Leak, leakFault } from "../../src/rule/leak.ts"
import { randomStream } from "../../src/rule/random.ts"
import { VERIFIERS } from "../../verifiers/index.ts"

const refusal = (text: string, answer: string, given = "") =>
  leakFault(text, answer, given)?.refused ?? "passes"

/** Every built-in skill at every level: a statement, the same in other words, and the answer. */
function* worded(each: number, seed: number) {
  for (const verifier of VERIFIERS) {
    for (const skill of verifier.skills) {
      const random = randomStream(seed, skill.name)
      for (const level of skill.levels) {
        for (let count = 0; count < each; count++) {
          const spec = skill.sample(level, random)
          const derived = verifier.derive(spec)
          if (!derived.ok) continue
          const wording = 1 + random.int(Math.max(1, skill.wordings - 1))
          yield {
            skill: skill.name,
            given: verifier.state(spec, 0).text,
            other: verifier.state(spec, wording % skill.wordings).text,
            answer: verifier.present(derived.key),
          }
        }
      }
    }
  }
}

describe("a statement that gives its answer away", () => {
  const given = "What is 30 + 12 × 1?"
  const caught: [string, string, Leak["refused"]][] = [
    ["Hint: the answer is 42.", "42", "answer-announced"],
    ["(Answer: 42)", "42", "answer-announced"],
    ["The solution to this problem is therefore exactly $42$.", "42", "answer-announced"],
    ["Write it down as \\boxed{42}.", "42", "answer-announced"],
    ["<answer> 42 </answer>", "42", "answer-announced"],
    ["You should get forty-two.", "42", "answer-announced"],
    ["The key is 12.", "12", "answer-announced"],
    ["30 + 12 × 1 = 42, or is it?", "42", "answer-equated"],
    ["So x = 12.", "12", "answer-equated"],
    ["Forty-two people wait.", "42", "answer-spelled"],
    ["There are XLII of them.", "42", "answer-spelled"],
    ["There are 42 of them.", "42", "answer-shown"],
    ["There are 4\u200b2 of them.", "42", "answer-shown"],
    ["It is 75% of all.", "3/4", "answer-shown"],
    ["It is 0.750 of all.", "3/4", "answer-shown"],
    ["It is \\frac{6}{8} of all.", "3/4", "answer-shown"],
    ["It is three quarters of all.", "3/4", "answer-spelled"],
    ["It takes 1½ cups.", "1.5", "answer-shown"],
    ["It costs 1,250 dollars.", "$1250", "answer-shown"],
    ["It lies 42 below zero.", "-42", "answer-shown"],
    ["One root is 20 and the other -6.", "{-20, 6}", "answer-shown"],
    ["One root is -20.", "{-20, 6}", "answer-shown"],
    ["Put 12 and 30 together.", "(12, 30)", "answer-shown"],
    ["B and C are the knights.", "{B, C}", "answer-shown"],
    ["Is it x+y?", "x + y", "answer-shown"],
    ["It happened on a Monday.", "Monday", "answer-shown"],
    ["Clearly, the answer is true.", "true", "answer-announced"],
    ["The correct option is C.", "C", "answer-announced"],
  ]
  for (const [text, answer, how] of caught) {
    it(`is one that says “${text}” of ${answer}`, () => {
      expect(refusal(`${given} ${text}`, answer, given)).toBe(how)
    })
  }

  it("is told with the words that do it", () => {
    expect(leakFault("Ann has forty-two apples.", "42", "")).toEqual({
      refused: "answer-spelled",
      detail: "forty-two",
    })
  })

  it("is not looked for in what is longer than a statement may be", () => {
    expect(refusal("a".repeat(4_097), "42")).toBe("too-long")
  })
})

describe("a statement passes", () => {
  const passing: [string, string, string][] = [
    ["Ann has 12 apples and buys 0 more. How many has she?", "12", "What is 12 + 0?"],
    ["What is the answer? Give it as a whole number.", "42", ""],
    ["Answer: true or false?", "true", ""],
    ["Is the correct answer A, B or C?", "A", ""],
    ["One of them is at home on the 3rd day.", "3", ""],
    ["I think of a number, double it and get 20. The answer is even.", "10", ""],
    ["Solve 4x + 8 = 56 for x, and mind that 56 = 56.", "12", "Solve 4x + 8 = 56."],
    ["Simplify fifty out of 44 parts, that is 50/44.", "25/22", "Simplify 50/44."],
    ["Say “no solution” where there is none.", "no solution", ""],
    ["Is it true that p holds?", "true", ""],
    ["Only A is asked.", "A", ""],
    ["Find the number of solutions of a + b = 9.", "9", "How many solutions has a + b = 9?"],
  ]
  for (const [text, answer, given] of passing) {
    it(`that says “${text}” where the answer is ${answer}`, () => {
      expect(leakFault(text, answer, given)).toBeUndefined()
    })
  }

  it("though it holds its answer, where the spec holds it too; bare, it is not seen", () => {
    expect(refusal("Find gcd(33, 66). (33)", "33", "Find the gcd of 33 and 66.")).toBe("passes")
    expect(refusal("Find gcd(33, 66). (33)", "33")).toBe("answer-shown")
  })
})

describe("measured on the built-in skills", () => {
  it("no false alarm among their own other wordings", () => {
    const alarms: string[] = []
    let asked = 0
    for (const { skill, given, other, answer } of worded(6, 5)) {
      asked++
      if (leakFault(other, answer, given) !== undefined) alarms.push(`${skill}: ${other}`)
    }
    expect(asked).toBeGreaterThan(1_400)
    expect(alarms).toEqual([])
  })

  it("at most 3 in 100 are refused for a story around them with a two, a three and a clock", () => {
    let asked = 0
    let refused = 0
    for (const { given, other, answer } of worded(4, 6)) {
      asked++
      const story = `Two friends meet at 3 pm on the 5th day of the week. ${other}`
      if (leakFault(story, answer, given) !== undefined) refused++
    }
    expect(refused / asked).toBeLessThan(0.03)
    expect(refused).toBeGreaterThan(0)
  })

  const announcements: Record<string, (answer: string) => string> = {
    "a hint": (answer) => `Hint: the answer is ${answer}.`,
    "a label": (answer) => `(Answer: ${answer})`,
    "a bold label": (answer) => `**Answer:** ${answer}`,
    "a box": (answer) => `\\boxed{${answer}}`,
    "a tag": (answer) => `<answer>${answer}</answer>`,
    "four crosses": (answer) => `#### ${answer}`,
    dollars: (answer) => `The solution is $${answer}$.`,
    "quotation marks": (answer) => `The correct answer is “${answer}”.`,
    "a longer sentence": (answer) => `The answer to this problem is therefore ${answer}.`,
    "what one should get": (answer) => `You should get ${answer}.`,
  }
  it(`every answer is seen in ${Object.keys(announcements).join(", ")}`, () => {
    const missed: string[] = []
    for (const { skill, given, answer } of worded(2, 7)) {
      for (const [name, announce] of Object.entries(announcements)) {
        if (leakFault(`${given} ${announce(answer)}`, answer, given) === undefined)
          missed.push(`${skill}, ${name}: ${answer}`)
      }
    }
    expect(missed).toEqual([])
  })

  it("nine in ten are seen bare, in brackets; the rest is a number of the question", () => {
    let asked = 0
    let seen = 0
    for (const { given, answer } of worded(4, 6)) {
      asked++
      if (leakFault(`${given} (${answer})`, answer, given) !== undefined) seen++
    }
    expect(seen / asked).toBeGreaterThan(0.9)
  })
})
