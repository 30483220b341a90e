import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { VERIFIERS } from "../../verifiers/index.ts"
import { bench } from "./agon.ts"

const { agon, file, folder } = bench()

describe("agon verifier list", () => {
  it("names every built-in verifier and skill", async () => {
    const { out, code } = await agon("verifier", "list")
    expect(code).toBe(0)
    for (const { name, version, skills } of VERIFIERS) {
      expect(out).toContain(`${name} ${version}`)
      for (const skill of skills) expect(out).toContain(skill.name)
    }
  })

  it("prints the same as data", async () => {
    const { out } = await agon("verifier", "list", "--json")
    const expected = VERIFIERS.map(({ name, version, skills }) => ({
      ...{ name, version },
      skills: skills.map(({ name, title, levels }) => ({ name, title, levels: levels.length })),
    }))
    expect(JSON.parse(out)).toEqual(expected)
  })
})

describe("agon verifier new", () => {
  it("takes no name that leads elsewhere or is taken", async () => {
    for (const name of ["../x", "a/b", "Geometry", "a--b", "-a", "1a", "kernel", "arithmetic"]) {
      const { code, err } = await agon("verifier", "new", name)
      expect(code, name).toBe(2)
      expect(err, name).not.toContain("bug")
    }
    expect(readdirSync(folder)).toEqual([])
  })

  it("makes the folder where it is told to", async () => {
    const { code, out } = await agon("verifier", "new", "knots", "--dir", "mine/of-them")
    expect(code).toBe(0)
    expect(out).toContain("agon verifier test mine/of-them/knots")
    expect(existsSync(join(folder, "mine", "of-them", "knots", "verifier.ts"))).toBe(true)
  })
})

describe("agon verifier test", () => {
  const small = ["--samples", "20", "--skill", "integer-addition"]

  it("tests one skill of a built-in verifier, whose planted bugs are all noticed", async () => {
    const { code, out } = await agon("verifier", "test", "arithmetic", ...small)
    expect(out).toContain("integer-addition")
    expect(out).not.toContain("integer-subtraction")
    expect(out).toMatch(/wrong answers accepted {2}0 of [\d,]+ \(at most [\d.]+ %, 95 %\)/)
    expect(out).toMatch(/planted bugs caught: (\d+) of \1\n/)
    expect(code).toBe(0)
  })

  it("prints data, the same twice", async () => {
    const test = () => agon("verifier", "test", "arithmetic", ...small, "--no-bugs", "--json")
    const [first, second] = [await test(), await test()]
    expect(first.out).toBe(second.out)
    expect(JSON.parse(first.out)).toMatchObject({
      ...{ verifier: "arithmetic", samples: 20, seed: 1, passed: true, bugs: null },
      skills: [{ skill: "integer-addition", findings: [], falseAccepts: { wrong: 0 } }],
    })
  })

  it("stops code that loops or ends the process, and shows what it was asked", async () => {
    await agon("verifier", "new", "knots", "--dir", "broken")
    const sound = readFileSync(join(folder, "broken", "knots", "verifier.ts"), "utf8")
    const head = "solve: ({ first, step, place }) =>"
    const trap = (code: string) => sound.replace(head, `${head} place % 5 === 0 ? ${code} :`)
    const traps = [
      ["(() => { for (;;) {} })()", "did not answer within 5 seconds when asked"],
      ["process.exit(0) as never", "ended the test when asked"],
    ] as const
    for (const [code, told] of traps) {
      expect(trap(code)).not.toBe(sound)
      const path = file(join("broken", "knots", "verifier.ts"), trap(code))
      const tested = await agon("verifier", "test", path, "--samples", "20", "--no-bugs")
      expect(tested.err).toContain(told)
      expect(tested.err).toContain('"skill":"knots-term"')
      expect(tested.code).toBe(1)
    }
    const path = file(join("broken", "knots", "verifier.ts"), `process.exit(0)\n${sound}`)
    const loaded = await agon("verifier", "test", path)
    expect(loaded).toMatchObject({ code: 1, err: expect.stringContaining("while it was loaded") })
  })

  it("says what was probably meant", async () => {
    const typed = await agon("verifier", "test", "arithmetik")
    expect(typed).toMatchObject({ code: 2, err: expect.stringContaining("mean arithmetic?") })
    const skill = await agon("verifier", "test", "arithmetic", "--skill", "integer-additoin")
    expect(skill).toMatchObject({ code: 2, err: expect.stringContaining("integer-addition") })
    const action = await agon("verifier", "tset", "arithmetic")
    expect(action).toMatchObject({ code: 2, err: expect.stringContaining("test") })
    expect(await agon("verifier", "test")).toMatchObject({ code: 2 })
    expect(await agon("verifier")).toMatchObject({ code: 2 })
  })
})
