import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { correct, incorrect, undecided } from "../../src/record/verdict.ts"
import { advantagesOf } from "../../src/rule/advantage.ts"
import type { Judged } from "../../src/rule/gate.ts"
import { mixRows } from "../../src/rule/mixture.ts"
import { randomStream } from "../../src/rule/random.ts"

const VERDICTS = {
  c: correct("exact", {}),
  i: incorrect("exact", "different-value", {}),
  u: undecided("exact", "limit"),
}

/** One attempt a letter: c, i, u, or a for one that abstained. */
function group(letters: string): Judged[] {
  return [...letters].map((letter, seat) =>
    letter === "a"
      ? { answer: { kind: "abstained", why: "cut" }, verdict: VERDICTS.i }
      : {
          answer: { kind: "answered", text: `${seat}` },
          verdict: VERDICTS[letter as "c" | "i" | "u"],
        },
  )
}

const weights = (letters: string) => advantagesOf(group(letters)).map(({ weight }) => weight)

describe("group-relative advantages", () => {
  it("pays the rare right answer more than the common one", () => {
    expect(weights("ciii")).toEqual([Math.sqrt(3), -1, -1, -1].map(about(Math.sqrt(3) / 3)))
    expect(weights("cciii")[0]).toBeLessThan(weights("ciiii")[0]!)
  })

  it("takes nothing from a group whose attempts all fared alike", () => {
    for (const letters of ["", "c", "cccc", "iiii", "uuuu", "cuua"]) {
      expect(weights(letters)).toEqual([])
    }
  })

  it("leaves out what nobody decided and what has no words, and keeps the seats", () => {
    const rows = advantagesOf(group("ucai"))
    expect(rows.map(({ seat, completion }) => [seat, completion])).toEqual([
      [1, "1"],
      [3, "3"],
    ])
  })

  it("sums to zero with variance one, whatever the group", () => {
    const letters = fc.array(fc.constantFrom("c", "i", "u", "a"), { maxLength: 32 })
    fc.assert(
      fc.property(letters, (drawn) => {
        const found = weights(drawn.join(""))
        if (found.length === 0) return
        const sum = found.reduce((total, weight) => total + weight, 0)
        const squares = found.reduce((total, weight) => total + weight * weight, 0)
        expect(sum).toBeCloseTo(0, 9)
        expect(squares / found.length).toBeCloseTo(1, 9)
      }),
    )
  })
})

describe("a round of attempts that all fared alike", () => {
  it("still rehearses, `replay` old rows for each of its lessons", () => {
    const older = ["a", "b", "c", "d", "e", "f"]
    const fresh = advantagesOf(group("iiii")).map(({ completion }) => completion)
    const rows = mixRows(fresh, older, (row) => row, 1.5, randomStream(1), 2)
    expect(rows).toHaveLength(3)
  })
})

/** ±1 and ±√3 scaled as the formula does: (1 − ¼)/s = √3 and (0 − ¼)/s = −√3/3 for s = √3/4. */
function about(unit: number) {
  return (weight: number) => expect.closeTo(weight < 0 ? -unit : weight, 12)
}
