import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { bench } from "./agon.ts"

const PLANTED = new URL("./planted-judge.ts", import.meta.url)
const FAULTY = { NODE_OPTIONS: `--import ${fileURLToPath(PLANTED)}`, NO_COLOR: "1" }

const { start, file } = bench()

async function marksOf(answers: readonly string[]) {
  const lines = answers.map((answer, id) => JSON.stringify({ id, key: "1", answer }))
  const path = file(`faults-${answers.join("-").slice(0, 60)}.jsonl`, lines.join("\n"))
  const { code, out, err } = await start(["grade", path], FAULTY).ended
  const marks = out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line))
  return { code, err, marks }
}

describe("agon grade, where the judge itself is at fault", () => {
  it("calls what threw undecided and goes on", async () => {
    const { code, err, marks } = await marksOf(["1", "throw", "2", "1"])
    expect(code).toBe(0)
    expect(marks.map(({ id, outcome }) => [id, outcome])).toEqual([
      [0, "correct"],
      [1, "undecided"],
      [2, "incorrect"],
      [3, "correct"],
    ])
    expect(marks[1]).toMatchObject({ reason: "crash", level: "none" })
    expect(err).toContain("1 verdict broke")
  })

  it("stops a verdict that hangs, eats all memory or takes the process along", async () => {
    const answers = ["1", "hang", "1", "2", "grow", "1", "leave", "leave", "1"]
    const { code, marks } = await marksOf(answers)
    expect(code).toBe(0)
    expect(marks.map(({ id }) => id)).toEqual(answers.map((_, at) => at))
    for (const [at, answer] of answers.entries()) {
      const isPlanted = !/^\d$/.test(answer)
      const expected = answer === "1" ? "correct" : isPlanted ? "undecided" : "incorrect"
      expect(marks[at].outcome, answer).toBe(expected)
      if (isPlanted) expect(marks[at].reason, answer).toBe("stopped")
    }
  })

  it("says when a verdict took longer than it may", async () => {
    const { code, err } = await marksOf(["crawl", "1"])
    expect(code).toBe(0)
    expect(err).toMatch(/1 verdict took more than 100 ms/)
  })
})
