import { describe, expect, it } from "vitest"
import { keyFault } from "../../src/cli/grade-key.ts"
import { createOptionReader } from "../../src/cli/grade-options.ts"
import { OPTION_SHAPES } from "../../src/cli/grade-shapes.ts"
import { JudgeOptions } from "../../verifiers/kernel/judge/options.ts"
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

  it("says what is wrong with a key that it cannot read, and where", async () => {
    const told = (key: string) => keyFault(key, "bad-key")
    expect(told(" ")).toContain("it is empty")
    expect(told("\\frac{1")).toContain("still open at the end of “\\frac{1”")
    expect(told("2 + * 3")).toContain("character 5, from here on: “* 3”")
    expect(told("print(3)")).toContain("program code")
    expect(told("½ ? 3")).toBe("not understood: “½ ? 3”")
    expect(told(`1 ? ${"2".repeat(100)}`)!.length).toBeLessThan(100)
    expect(keyFault("1/0", "undefined-key")).toBe("“1/0” has no value")
    expect(keyFault("1", "different-value")).toBeUndefined()
    const { code, out } = await grade("--key", "", "--answer", "2")
    expect(code).toBe(11)
    expect(out).toMatch(/\n {2}key +it is empty/)
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
    expect((await grade(...pi, "--options", '{"tolerance":"1%"}')).code).toBe(0)
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

  it("explains every option that a line of --jsonl may hold, in help and in errors", async () => {
    const { out } = await grade("--help")
    expect(Object.keys(OPTION_SHAPES).sort()).toEqual(Object.keys(JudgeOptions.shape).sort())
    for (const name of Object.keys(OPTION_SHAPES))
      expect(out).toMatch(new RegExp(`^  ${name} `, "m"))
    const read = createOptionReader(undefined)
    for (const [name, shape] of Object.entries(OPTION_SHAPES)) {
      expect(read({ [name]: [[]] })).toMatchObject({
        ok: false,
        why: expect.stringContaining(shape),
      })
    }
    for (const [said, meant] of [
      [{ tolerance: "1%" }, { relative: "1e-2" }],
      [{ tolerance: "0.01" }, { absolute: "0.01" }],
      [{ tolerance: 0.01 }, { absolute: "0.01" }],
      [{ tolerance: ".5" }, { absolute: "0.5" }],
      [{ tolerance: "1e-3" }, { absolute: "1e-3" }],
      [{ tolerance: "2.5e1 %" }, { relative: "2.5e-1" }],
    ] as const) {
      expect(read(said)).toEqual(read({ tolerance: meant }))
      expect(read(said).ok).toBe(true)
    }
    for (const tolerance of ["about", "", ".", "%", "-1", "1%%", "1e"]) {
      expect(read({ tolerance }).ok, tolerance).toBe(false)
    }
    expect(read({ policies: { rouding: false } })).toMatchObject({
      why: expect.stringContaining("there is no rule rouding. Did you mean rounding?"),
    })
  })

  it("names no rule whose words deny the verdict", async () => {
    const { out } = await grade("--key", "50%", "--answer", "0.5")
    expect(out).toMatch(/^correct\n/)
    expect(out).toContain(
      "policy    percent: a bare number equals a percentage where that is the key",
    )
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
    expect(await told(...one, "--assume", "x=lucky")).toContain("assume.x is real, positive,")
    expect(await told(...one, "--digits", "many")).toContain("from 1 to 50, not many")
    expect(await told(...one, "--no-policy", "roundin")).toContain("Did you mean rounding?")
    expect(await told(...one, "--options", "{")).toContain("--options is not JSON")
    const typo = await told(...one, "--options", '{"tolerence":"1%"}')
    expect(typo).toContain("there is no option tolerence. Did you mean tolerance? There are toler")
    const shape = await told(...one, "--options", '{"tolerance":true}')
    expect(shape).toContain('tolerance is "0.01" off, "1%" of the key,')
    expect(await told(...one, "--form", "lowest-term")).toContain("Did you mean lowest-terms?")
    expect(await told(...one, "--jsonl")).toContain("--answer does not go with a stream of lines")
    expect(await told(...one, "a.csv")).toContain("--answer does not go with the table a.csv")
    expect(await told(...one, "--key-column", "k")).toContain("it is for a table or a stream")
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
