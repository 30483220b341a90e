import { describe, expect, it } from "vitest"
import { judge, judgeBy, readKey } from "../../../verifiers/kernel/judge/judge.ts"
import { keyFrom } from "../../../verifiers/kernel/judge/key.ts"
import { JudgeOptions, type JudgeOptionsInput } from "../../../verifiers/kernel/judge/options.ts"

const OPTIONS: readonly (JudgeOptionsInput | undefined)[] = [
  undefined,
  {},
  { tolerance: { absolute: "1" } },
  { percent: true },
  { ordered: true },
  { dummies: ["n"] },
  { policies: { "missing-unit": false } },
]
const KEYS = ["5 m", "50", "1, 2", "x = 2n", "\\frac{1}{3}", "0.5"]
const ANSWERS = ["5", "50%", "2, 1", "x = 2k", "0.333333", "\\frac12", "5 m"]

describe("a key that was read before", () => {
  it("gives the verdict of one that is read anew, whatever was asked between", () => {
    for (let round = 0; round < 2; round++) {
      for (const key of KEYS) {
        for (const options of OPTIONS) {
          const anew = keyFrom(key, JudgeOptions.parse(options ?? {}))
          for (const answer of ANSWERS) {
            expect(judge(key, answer, options), `${key} ${answer}`).toEqual(judgeBy(anew, answer))
          }
        }
      }
    }
  })

  it("is told from the same text with other options", () => {
    expect(judge("50", "50%", { percent: true }).outcome).toBe("correct")
    expect(judge("50", "50%").outcome).not.toBe("correct")
    expect(judge("50", "50%", { percent: true }).outcome).toBe("correct")
  })

  it("is not mistaken for a key whose text begins like its options", () => {
    const text = `${JSON.stringify(JudgeOptions.parse({ percent: true }))}\n50`
    expect(readKey("50", { percent: true }).readings).toHaveLength(1)
    expect(readKey(text).text).toBe(text)
  })

  it("is forgotten when many others came, and read again to the same verdict", () => {
    const first = readKey("\\sqrt{2}")
    for (let i = 0; i < 200; i++) readKey(`${i}`)
    const again = readKey("\\sqrt{2}")
    expect(again).not.toBe(first)
    expect(again).toEqual(first)
  })

  it("still refuses options of the wrong shape", () => {
    readKey("5", { digits: 6 })
    expect(() => readKey("5", { digits: 0 })).toThrow()
  })
})
