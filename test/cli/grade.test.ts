import { describe, expect, it } from "vitest"
import { POLICIES } from "../../verifiers/kernel/judge/policy.ts"
import { bench } from "./agon.ts"
import { feed } from "./feed.ts"

const { agon, file } = bench()

const grade = (...args: string[]) => agon("grade", ...args)

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

  it("reads a whole reply, and says where in it the answer stood", async () => {
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
