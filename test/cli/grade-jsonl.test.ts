import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { bench } from "./agon.ts"
import { feed } from "./feed.ts"

const BIN = fileURLToPath(new URL("../../bin/agon.js", import.meta.url))
const { file } = bench()

/** The marks of one stream, `micros` and all. */
async function stream(input: string | Uint8Array, ...args: string[]) {
  const { code, out, err } = await feed(["grade", "--jsonl", ...args], [input])
  const marks = out.split("\n").filter((line) => line !== "")
  return { code, out, err, marks: marks.map((line) => JSON.parse(line)) }
}

describe("agon grade --jsonl", () => {
  it("answers each line, in order, with the fields that it promises", async () => {
    const { code, marks, err } = await stream(
      [
        { id: "a", key: "\\frac{1}{2}", answer: "0.5" },
        { id: 2, key: "x", answer: "y" },
        { id: null, key: "\\frac{", answer: "1" },
        { key: "3", answer: "so it is \\boxed{3}" },
      ]
        .map((line) => JSON.stringify(line))
        .join("\n"),
    )
    expect(code).toBe(0)
    expect(marks.map(({ id, outcome }) => [id, outcome])).toEqual([
      ["a", "correct"],
      [2, "incorrect"],
      [null, "undecided"],
      [null, "correct"],
    ])
    for (const mark of marks) {
      expect(mark).toMatchObject({
        method: expect.any(String),
        reason: expect.any(String),
        level:
          mark.outcome === "undecided" ? "none" : expect.stringMatching(/^(proved|probabi|num)/),
      })
      expect(Number.isInteger(mark.micros)).toBe(true)
    }
    expect(err).toMatch(/^line 3, its key: it is cut off: .*“\\frac\{”\n/)
    expect(err).toContain("\n4 lines: 2 correct, 1 incorrect, 1 undecided, 1 for their key\n")
  })

  it("gives the same bytes again when the time is left out", async () => {
    const lines = ["1/3", "0.333333", "x+1", "{1,2}", "5 km", "junk ((", "\\boxed{7}"].flatMap(
      (key) =>
        ["0.3333333", "1+x", "{2,1}", "5000 m", "7"].map((answer) =>
          JSON.stringify({ key, answer }),
        ),
    )
    const first = await stream(lines.join("\n"), "--no-micros")
    const again = await stream(lines.join("\n"), "--no-micros")
    expect(first.marks).toHaveLength(lines.length)
    expect(again.out).toBe(first.out)
    expect(first.out).not.toContain("micros")
  })

  it("calls a line that it cannot read a bad line, and goes on", async () => {
    const good = '{"id":9,"key":"1","answer":"1"}'
    const bad: [line: string | Uint8Array, id: unknown][] = [
      ["", null],
      ["not JSON", null],
      ["[1]", null],
      ["null", null],
      ['{"id":1}', 1],
      ['{"id":2,"key":"1"}', 2],
      ['{"id":3,"answer":"1"}', 3],
      ['{"id":4,"key":["1"],"answer":"1"}', 4],
      ['{"id":5,"key":"1","answer":{"a":1}}', 5],
      ['{"id":6,"key":"1","answer":"1","options":{"digitz":1}}', 6],
      ['{"id":7,"key":"1","answer":"1","options":[]}', 7],
      [`{"id":"${"x".repeat(5_000)}","key":"1","answer":"1"}`, null],
      [`{"id":${"[".repeat(50_000)}${"]".repeat(50_000)},"key":"1","answer":"1"}`, null],
      [`${"[".repeat(200_000)}`, null],
      [
        Uint8Array.of(...Buffer.from('{"id":8,"key":"'), 0xff, ...Buffer.from('","answer":"1"}')),
        8,
      ],
      ['{"id":10,"__proto__":{"key":"1"},"answer":"1"}', 10],
      ['{"id":"\\ud800","key":1e,"answer":"1"}', null],
      ["\u0000", null],
    ]
    const input = Buffer.concat(
      bad.flatMap(([line]) => [Buffer.from(line), Buffer.from(`\n${good}\r\n`)]),
    )
    const { code, marks, err } = await stream(input)
    expect(code).toBe(0)
    expect(marks).toHaveLength(2 * bad.length)
    for (const [at, [line, id]] of bad.entries()) {
      const about = String(line).slice(0, 60)
      expect(marks[2 * at], about).toMatchObject({ id, outcome: "undecided", reason: "bad-line" })
      expect(marks[2 * at + 1], about).toMatchObject({ id: 9, outcome: "correct" })
    }
    expect(err).toContain("line 1: it is empty")
    expect(err).toContain(`${bad.length} of them not readable`)
  })

  it("takes numbers and truth values as they are written, to the last digit", async () => {
    const { marks } = await stream(
      [
        '{"key":12345678901234567890,"answer":"12345678901234567890"}',
        '{"key":12345678901234567890,"answer":12345678901234567891}',
        '{"key":"1","answer":1,"options":{"assume":{}},"more":{"answer":2}}',
        '{"key":"2","answer":1,"more":{"answer":2}}',
        '{"key":0.10,"answer":"1/10"}',
        '{"key":true,"answer":false}',
        '{"key":"5","answer":null}',
      ].join("\n"),
    )
    const outcomes = marks.map(({ outcome }) => outcome)
    expect(outcomes.slice(0, 5)).toEqual([
      "correct",
      "incorrect",
      "correct",
      "incorrect",
      "correct",
    ])
    expect(outcomes.slice(5)).not.toContain("correct")
    expect(marks[6].reason).toBe("empty")
  })

  it("lets a line's options go before those of the command line", async () => {
    const line = (options?: object) => JSON.stringify({ key: "\\pi", answer: "3.14", options })
    const tight = { tolerance: { absolute: "0.0001" } }
    const { marks } = await stream([line(), line(tight)].join("\n"), "--tolerance", "0.01")
    expect(marks[0].outcome).toBe("correct")
    expect(marks[1].outcome).not.toBe("correct")
  })

  it("passes over a line that is too long without holding it", async () => {
    const piece = "x".repeat(1 << 20)
    const long = ['{"id":1,"key":"1","answer":"', ...Array(64).fill(piece), '"}\n']
    const { code, out, peakMiB } = await feed(
      ["grade", "--jsonl"],
      [...long, '{"id":2,"key":"1","answer":"1"}\n'],
      2,
    )
    expect(code).toBe(0)
    const [first, second] = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line))
    expect(first).toMatchObject({ id: null, outcome: "undecided", reason: "bad-line" })
    expect(second).toMatchObject({ id: 2, outcome: "correct" })
    for (const peak of peakMiB) expect(peak).toBeLessThan(220)
  })

  it("answers what has come before it waits for more", async () => {
    const lines = function* () {
      for (let id = 0; id < 3; id++) yield `${JSON.stringify({ id, key: "1", answer: "1" })}\n`
    }
    // The input stays open until every line is answered: were one held back, this would not end.
    const { out } = await feed(["grade", "--jsonl"], lines(), 3)
    expect(out.trimEnd().split("\n")).toHaveLength(3)
  })

  it("holds a hundred thousand lines in the memory of a few", async () => {
    const answers = ["1/2", "0.5", "x+1", "{2,1}", "\\boxed{7}", "5 km"]
    const lines = function* () {
      for (let id = 0; id < 100_000; id += 100) {
        const block = Array.from({ length: 100 }, (_, at) =>
          JSON.stringify({ id: id + at, key: String(at % 7), answer: answers[at % 6] }),
        )
        yield `${block.join("\n")}\n`
      }
    }
    const { code, out, peakMiB } = await feed(["grade", "--jsonl"], lines(), 100_000)
    expect(code).toBe(0)
    const ids = out.split("\n", 100_000).map((line) => JSON.parse(line).id)
    expect(ids.every((id, at) => id === at)).toBe(true)
    for (const peak of peakMiB) expect(peak).toBeLessThan(260)
  })

  it("ends quietly when its reader leaves", async () => {
    const line = `${JSON.stringify({ key: "1", answer: "1" })}\n`
    const path = file("many.jsonl", line.repeat(50_000))
    const { stdout, stderr } = spawnSync(
      "sh",
      ["-c", `"${process.execPath}" "${BIN}" grade "${path}" | head -n 1`],
      { encoding: "utf8" },
    )
    expect(stdout.trim().split("\n")).toHaveLength(1)
    expect(stderr).toBe("")
  })
})
