import { describe, expect, it } from "vitest"
import { judge } from "../../../verifiers/kernel/judge/judge.ts"

const KEY = "\\textbf{(C)}\\ \\frac{1}{2}"

describe("a key that is a choice with what it stands for", () => {
  it.each(["C", "(C)", "0.5", "\\boxed{\\textbf{(C)}\\ \\frac12}", "The answer is C."])(
    "takes %s",
    (answer) => {
      expect(judge(KEY, answer).outcome).toBe("correct")
    },
  )

  it.each(["D", "\\frac13", "(D) 1/3", "\\frac{C}{2}"])("refuses %s", (answer) => {
    expect(judge(KEY, answer).outcome).toBe("incorrect")
  })

  it.each(["(C) 1/3", "(A) 1/2"])("decides nothing where %s contradicts itself", (answer) => {
    expect(judge(KEY, answer)).toMatchObject({ outcome: "undecided", reason: "contradiction" })
  })

  it("leaves a product with a letter in brackets alone", () => {
    expect(judge("(A)+2", "2+A").outcome).toBe("correct")
  })
})

describe("solutions of several unknowns", () => {
  it.each([
    ["x=1, y=2 \\text{ or } x=3, y=4", "x=1, y=4 or x=3, y=2"],
    ["x=1, y=2; x=3, y=4", "x=1, y=4; x=3, y=2"],
    ["x=1, y=2, x=3, y=4", "x=1, y=4, x=3, y=2"],
    ["x=1 and y=2 or x=3 and y=4", "x=1 and y=4 or x=3 and y=2"],
  ])("stay together: %s is not %s", (key, answer) => {
    expect(judge(key, answer).outcome).toBe("incorrect")
    expect(judge(key, "(3,4),(1,2)").outcome).toBe("correct")
  })
})
