import { describe, expect, it } from "vitest"
import { feed } from "../cli/feed.ts"
import { hostileQuestions } from "./hostile.ts"

const QUESTIONS = hostileQuestions()
const VERDICT_MS_MAX = 1_000 // 100 on a machine that does nothing else; this one runs other tests
const MEMORY_MIB_MAX = 768 // of it most is the lines of ten million characters themselves

function* lines() {
  for (const [id, { key, answer }] of QUESTIONS.entries()) {
    yield `${JSON.stringify({ id, key, answer })}\n`
  }
}

describe("agon grade --jsonl under attack", () => {
  it("judges every hostile question in bounded time and memory, and rightly", async () => {
    const { code, out, err, peakMiB } = await feed(["grade", "--jsonl"], lines(), QUESTIONS.length)
    expect(code, err).toBe(0)
    const marks = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line))
    expect(marks.map(({ id }) => id)).toEqual(QUESTIONS.map((_, at) => at))
    const told = (isTold: (mark: (typeof marks)[number], at: number) => boolean) =>
      marks.flatMap((mark, at) => (isTold(mark, at) ? [QUESTIONS[at]!.about] : []))
    expect(told(({ outcome }, at) => outcome === "correct" && !QUESTIONS[at]!.equal)).toEqual([])
    expect(told(({ outcome }, at) => outcome !== "correct" && QUESTIONS[at]!.equal)).toEqual([])
    expect(told(({ reason }) => /^(crash|stopped)$/.test(reason))).toEqual([])
    expect(told(({ micros }) => micros > VERDICT_MS_MAX * 1_000)).toEqual([])
    for (const peak of peakMiB) expect(peak).toBeLessThan(MEMORY_MIB_MAX)
    expect(out).not.toMatch(/[^\n\x20-\x7e]/)
  })

  it("says the same again, byte for byte", async () => {
    const args = ["grade", "--jsonl", "--no-micros"]
    const first = await feed(args, lines())
    expect((await feed(args, lines())).out).toBe(first.out)
  })

  it("gives what is no line of JSON one bad line each", async () => {
    const bad = [
      Uint8Array.of(0xff, 0xfe, 0x00, 0x0a),
      Buffer.from([...Buffer.from('{"key":"1","answer":"'), 0xc3, 0x28, ...Buffer.from('"}\n')]),
      `${"x".repeat(5_000_000)}\n`,
      `${"[".repeat(1_000_000)}\n`,
      `${'{"a":'.repeat(300_000)}\n`,
      `{"key":"1","answer":"1","options":${"[".repeat(100_000)}${"]".repeat(100_000)}}\n`,
      '{"key":"1","answer":"1","options":{"__proto__":{"digits":1}}}\n',
      '{"key":"1","answer":"1","options":{"fuel":1e308}}\n',
      `{"key":"1","answer":"${"1".repeat(17 * 1024 * 1024)}"}\n`,
      '{"key":"1","answer":"\\ud800\\u0000","id":1,}\n',
      '{"__proto__":{"key":"1","answer":"1"}}\n',
      '{"toString":"1","constructor":"1"}\n',
    ]
    const { code, out } = await feed(["grade", "--jsonl"], bad)
    expect(code).toBe(0)
    const marks = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line))
    expect(marks.map(({ reason }) => reason)).toEqual(bad.map(() => "bad-line"))
  })
})
