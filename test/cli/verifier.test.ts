import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { describe, expect, it } from "vitest"
import { skillLines } from "../../src/cli/verifier-report.ts"
import { counted } from "../../src/kit/ground.ts"
import { VERIFIERS } from "../../verifiers/index.ts"
import { bench } from "./agon.ts"

const { agon, file, folder } = bench()
const BIOME = resolve("node_modules/@biomejs/biome/bin/biome")

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
    const below = await agon("verifier", "new", "knots", "--dir", join(file("a.txt", ""), "b"))
    expect(below.code).toBe(2)
    expect(below.err).toContain("a.txt is a file, and no folder\n→ --dir names a folder")
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
    const option = await agon("verifier", "list", "--samples", "9")
    expect(option).toMatchObject({ code: 2, out: "" })
    expect(option.err).toContain("--samples does not go with list\n→ it is for verifier test")
    expect(await agon("verifier", "list", "arithmetic")).toMatchObject({ code: 2, out: "" })
    expect(await agon("verifier", "test")).toMatchObject({ code: 2 })
    expect(await agon("verifier")).toMatchObject({ code: 2 })
  })
})

describe("agon verifier seal", () => {
  const card = { name: "knot", version: "1.0.0", protocol: 1, command: ["node", "a.js", "--all"] }
  const manifest = (name: string, content: unknown) => {
    mkdirSync(join(folder, name), { recursive: true })
    const text = typeof content === "string" ? content : JSON.stringify(content)
    return file(join(name, "agon-verifier.json"), text)
  }

  it("is advised where a plug-in is not sealed, or was changed since", async () => {
    manifest("plug", card)
    file(join("plug", "a.js"), "1\n")
    const advice = "→ where you trust the folder as it is: agon verifier seal plug\n"
    const never = await agon("verifier", "test", "plug")
    expect(never).toMatchObject({ code: 1, err: expect.stringContaining("has no hashes") })
    expect((await agon("verifier", "seal", "plug")).code).toBe(0)
    file(join("plug", "a.js"), "2\n")
    const since = await agon("verifier", "test", "plug")
    expect(since).toMatchObject({ code: 1, err: expect.stringContaining("its hash differs") })
    for (const { err } of [never, since]) expect(err.replace("npx ", "")).toContain(advice)
  })

  it("writes what a formatter leaves as it is", async () => {
    const path = manifest("tidy", card)
    for (const name of ["a.js", "b.js"]) file(join("tidy", name), "")
    expect((await agon("verifier", "seal", "tidy")).code).toBe(0)
    const dirs = ["tidy", join("tidy", "a-folder-whose-path-is-long/".repeat(3))]
    for (const dir of dirs) await agon("verifier", "new", "rings", "--dir", dir)
    const made = [path, ...dirs.map((dir) => join(folder, dir, "rings"))]
    file(join("tidy", "biome.json"), readFileSync("biome.json", "utf8").replace(/"vcs".*\n/, ""))
    const checked = spawnSync(process.execPath, [BIOME, "check", ...made], {
      cwd: join(folder, "tidy"),
    })
    expect(checked.status, `${checked.stdout}${checked.stderr}`).toBe(0)
  })

  it("says in a sentence what is wrong with a manifest, and writes nothing", async () => {
    const told = async (content: unknown) => {
      const path = manifest("bad", content)
      const before = readFileSync(path, "utf8")
      const { code, err } = await agon("verifier", "seal", "bad")
      expect(code).toBe(2)
      expect(err).not.toMatch(/\uFFFD|✖|pattern|this is a bug/)
      expect(readFileSync(path, "utf8")).toBe(before)
      return err
    }
    expect(await told("{")).toContain("is missing or holds no JSON object")
    expect(await told("[]")).toContain("is missing or holds no JSON object")
    const typo = await told({ ...card, name: "Knot", version: undefined, versio: "1" })
    expect(typo).toContain("it has no field versio")
    expect(typo).toContain("name is small letters, digits and single dashes")
    expect(typo).toContain("version is missing")
    const both = await told({ ...card, module: "a.js" })
    expect(both).toContain("a plug-in has a command or a module, and not both")
    const lost = await told({ ...card, command: undefined, module: "gone.js" })
    expect(lost).toContain("names the module gone.js, and there is no such file")
    for (const [typed, sentence] of [
      ["nowhere", "there is no folder nowhere"],
      [join("bad", "agon-verifier.json"), "is a file, and no folder"],
    ] as const) {
      const { code, err } = await agon("verifier", "seal", typed)
      expect(code).toBe(2)
      expect(err).toContain(sentence)
    }
  })
})

describe("a bound on errors that were not seen", () => {
  it("is told with two digits, and not where it bounds nothing", () => {
    const told = (tried: number, wrong = 0) => {
      const count = counted({ tried, wrong })
      const report = {
        ...{ skill: "s", problems: tried, claims: 1 },
        findings: [],
        falseAccepts: count,
        falseRejects: count,
      }
      return skillLines(report)[2]!
    }
    expect(told(0)).toMatch(/accepted {2}0 of 0$/)
    expect(told(2)).toMatch(/0 of 2$/)
    expect(told(3)).toMatch(/0 of 3$/)
    expect(told(4)).toMatch(/\(at most 75 %, 95 %\)$/)
    expect(told(36)).toMatch(/\(at most 8\.3 %, 95 %\)$/)
    expect(told(2_500)).toMatch(/\(at most 0\.12 %, 95 %\)$/)
    expect(told(10_000_000)).toMatch(/\(at most 0\.000030 %, 95 %\)$/)
    expect(told(2, 2)).toMatch(/2 of 2$/)
  })
})
