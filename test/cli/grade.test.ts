import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { POLICIES } from "../../verifiers/kernel/judge/policy.ts"
import { bench } from "./agon.ts"
import { feed } from "./feed.ts"

const { agon, file, folder } = bench()

const grade = (...args: string[]) => agon("grade", ...args)

/** The marks of one stream, `micros` and all. */
async function stream(input: string | Uint8Array, ...args: string[]) {
  const { code, out, err } = await feed(["grade", "--jsonl", ...args], [input])
  const marks = out.split("\n").filter((line) => line !== "")
  return { code, out, err, marks: marks.map((line) => JSON.parse(line)) }
}

describe("agon grade of one answer", () => {
  it("tells the outcome by its exit code, and how it is known", async () => {
    const right = await grade("--key", "\\frac12", "--answer", "0.5")
    expect(right.code, right.out).toBe(0)
    expect(right.out).toMatch(/^correct\n {2}method .*\n {2}level +proved/)
    const wrong = await grade("--key", "x^2", "--answer", "x^3")
    expect(wrong.code, wrong.out).toBe(10)
    expect(wrong.out).toMatch(/^incorrect: /)
    expect(wrong.out).toMatch(/\n {2}witness +.*x = /)
    const unknown = await grade("--key", "\\frac{", "--answer", "1")
    expect(unknown.code, unknown.out).toBe(11)
    expect(unknown.out).toMatch(/^undecided: bad-key/)
  })

  it("prints the same as data", async () => {
    const { out } = await grade("--key", "2", "--answer", "3", "--json", "--no-micros")
    expect(JSON.parse(out)).toMatchObject({ outcome: "incorrect", level: "proved" })
    expect(Object.keys(JSON.parse(out)).slice(0, 4)).toEqual([
      "outcome",
      "method",
      "level",
      "reason",
    ])
  })

  it("reads a whole reply from standard input or a file, and says where the answer stood", async () => {
    const reply = "First I add, which gives 41.\nOne more: \\boxed{42}. That is it.\n"
    const { code, out } = await feed(["grade", "--key", "42", "--answer", "-"], [reply])
    expect(code, out).toBe(0)
    expect(out).toMatch(/span .*42/)
    const path = file("reply.txt", reply)
    expect((await grade("--key", "42", "--answer-file", path)).code).toBe(0)
    expect((await grade("--key", "41", "--answer-file", path)).code).toBe(10)
  })

  it("takes an empty answer for one that was left out", async () => {
    const { code, out } = await grade("--key", "42", "--answer", "")
    expect(code).not.toBe(0)
    expect(out).toMatch(/^(incorrect|undecided): empty/)
  })

  it("hands every flag to the judge", async () => {
    const pi = ["--key", "\\pi", "--answer", "3.14"]
    expect((await grade(...pi)).code).not.toBe(0)
    expect((await grade(...pi, "--tolerance", "0.01")).code).toBe(0)
    expect((await grade(...pi, "--tolerance", "1%")).code).toBe(0)
    expect((await grade(...pi, "--tolerance", "0.001%")).code).not.toBe(0)
    const root = ["--key", "x", "--answer", "\\sqrt{x^2}"]
    expect((await grade(...root)).code).toBe(10)
    expect((await grade(...root, "--assume", "x=positive")).code).toBe(0)
    const half = ["--key", "1/2", "--answer", "2/4"]
    expect((await grade(...half)).code).toBe(0)
    expect((await grade(...half, "--form", "lowest-terms")).code).not.toBe(0)
    const named = ["--key", "2n+1", "--answer", "2k+1"]
    expect((await grade(...named)).code).toBe(10)
    expect((await grade(...named, "--dummy", "n", "--dummy", "k")).code).toBe(0)
    expect((await grade(...named, "--options", '{"dummies":["n","k"]}')).code).toBe(0)
  })

  it("lists the rules that can be switched off", async () => {
    const { out } = await grade("--policies")
    const names = out
      .trimEnd()
      .split("\n")
      .map((line) => line.split(" ")[0])
    expect(names).toEqual(Object.keys(POLICIES))
    expect(JSON.parse((await grade("--policies", "--json")).out)).toEqual(POLICIES)
  })

  it("says what is wrong with a command line, and judges nothing", async () => {
    const told = async (...args: string[]) => {
      const { code, out, err } = await grade(...args)
      expect(code, args.join(" ")).toBe(2)
      expect(out).toBe("")
      return err
    }
    expect(await told()).toContain("--key is missing")
    expect(await told("--key", "1")).toContain("--answer is missing")
    expect(await told("--answer", "1")).toContain("--key is missing")
    const one = ["--key", "1", "--answer", "1"]
    expect(await told(...one, "--assume", "x")).toContain("--assume is a name")
    expect(await told(...one, "--assume", "x=lucky")).toContain("assume.x")
    expect(await told(...one, "--no-policy", "roundin")).toContain("Did you mean rounding?")
    expect(await told(...one, "--options", "{")).toContain("--options is not JSON")
    expect(await told(...one, "--options", '{"digit":3}')).toContain("digit")
    expect(await told(...one, "--form", "nice")).toContain("form")
    expect(await told(...one, "--jsonl")).toContain("--answer does not go with the rest")
    expect(await told("nowhere.csv")).toContain("nowhere.csv cannot be read")
  })

  it("shows a terminal no control character that an answer holds", async () => {
    const answer = "\u001b[31m5\u0007\u202e\u009b1m"
    for (const flags of [[], ["--json"], ["--bare"]]) {
      const { out, err } = await grade("--key", "4", "--answer", answer, ...flags)
      expect((out + err).replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    }
  })
})

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
    expect(err).toBe("4 lines: 2 correct, 1 incorrect, 1 undecided\n")
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
    const { spawnSync } = await import("node:child_process")
    const bin = join(import.meta.dirname, "../../bin/agon.js")
    const { stdout, stderr } = spawnSync(
      "sh",
      ["-c", `"${process.execPath}" "${bin}" grade "${path}" | head -n 1`],
      { encoding: "utf8" },
    )
    expect(stdout.trim().split("\n")).toHaveLength(1)
    expect(stderr).toBe("")
  })
})

describe("agon grade of a table", () => {
  const table = '\ufeffName;KEY;Answer\r\n"Ada; L";1/2;0,5\r\n"B ""b""\n";1/2;"2/4"\r\n\r\nC;3\r\n'

  it("keeps the table as it was and adds three columns", async () => {
    const { code, out, err } = await grade(file("class.csv", table))
    expect(code).toBe(0)
    const lines = out.split("\r\n")
    expect(lines[0]).toBe("\ufeffName;KEY;Answer;outcome;reason;level")
    expect(lines[1]).toMatch(/^"Ada; L";1\/2;0,5;/)
    expect(lines[2]).toBe('"B ""b""\n";1/2;"2/4";correct;equal;proved')
    expect(lines[3]).toBe("")
    expect(lines[4]).toMatch(/^C;3;;(incorrect|undecided);empty;/)
    expect(err).toMatch(/^3 rows: /)
  })

  it("writes to a file that is there when it is whole", async () => {
    const path = file("small.csv", "key,answer\n1,1\n1,2")
    const { code, out, err } = await grade(path, "--out", "marked.csv")
    expect([code, out]).toEqual([0, ""])
    expect(err).toContain("2 rows: 1 correct, 1 incorrect, 0 undecided")
    expect(readFileSync(join(folder, "marked.csv"), "utf8")).toBe(
      "key,answer,outcome,reason,level\n1,1,correct,equal,proved\n" +
        readFileSync(join(folder, "marked.csv"), "utf8").split("\n")[2],
    )
  })

  it("marks columns of other names, or every row by one key", async () => {
    const path = file("names.csv", "Solution,Response\n4,4\n5,4\n")
    const named = await grade(path, "--key-column", "solution", "--answer-column", "RESPONSE")
    expect(outcomes(named.out)).toEqual(["correct", "incorrect"])
    const keyed = await grade(path, "--key", "4", "--answer-column", "response")
    expect(outcomes(keyed.out)).toEqual(["correct", "correct"])
    const lost = await grade(path)
    expect(lost.code).toBe(2)
    expect(lost.err).toContain("It has: Solution, Response")
  })

  it("does not judge a row that has more cells than the header", async () => {
    const path = file("wide.csv", "key,answer\n(1,2),(1,2)\n3,3,\n")
    const { out, err } = await grade(path)
    expect(outcomes(out)[0]).toBe("undecided")
    expect(out.split("\n")[1]).toContain("bad-line")
    expect(err).toContain("row 1: it has 4 cells, and the header has 2")
  })

  it("gives its own columns other names where the table has them already", async () => {
    const first = await grade(file("once.csv", "key,answer\n1,1\n"))
    const second = await grade(file("twice.csv", first.out))
    expect(second.code).toBe(0)
    expect(second.out.split("\n")[0]).toContain("agon outcome,agon reason,agon level")
  })

  it("refuses what is no table of text, in a sentence", async () => {
    for (const [name, content, sentence] of [
      ["latin.csv", Buffer.from("key,answer\n\xe9,1\n", "latin1"), "not in UTF-8"],
      ["open.csv", 'key,answer\n1,"2\n', "a quote that is never closed"],
      ["empty.csv", "", "the table is empty"],
    ] as const) {
      const { code, err } = await grade(file(name, content), "--out", "never.csv")
      expect(code, name).not.toBe(0)
      expect(err).toContain(sentence)
      expect(() => readFileSync(join(folder, "never.csv"))).toThrow()
      expect(() => readFileSync(join(folder, "never.csv.tmp"))).toThrow()
    }
  })
})

/** The outcomes of a marked table whose cells hold no line ends. */
function outcomes(out: string): string[] {
  const rows = out.trimEnd().split("\n").slice(1)
  return rows.map((row) => /,(correct|incorrect|undecided),/.exec(row)![1]!)
}
