import { existsSync, readdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { beforeAll, describe, expect, it } from "vitest"
import { bench, TINY } from "./agon.ts"

const { agon, start, file, folder, runs } = bench()
const recipe = file("tiny.json", JSON.stringify({ ...TINY, rounds: 1 }))
const begin = (name: string, ...more: string[]) =>
  agon("run", recipe, "--name", name, "--no-report", ...more)

beforeAll(async () => {
  expect((await begin("one")).code).toBe(0)
})

describe("a full disk", () => {
  const planted = fileURLToPath(new URL("./planted-full-disk.ts", import.meta.url))
  const full = { NODE_OPTIONS: `--import ${planted}` }

  for (const [what, ...words] of [
    ["a sheet", "problems", "--skill", "powers", "--count", "2", "--out", "sheet.md"],
    ["pairs", "export", "one", "--out", "pairs.jsonl"],
    ["a bundle", "export", "one", "--target", "jsonl", "--out", "bundles"],
    ["a marked table", "grade", "class.csv", "--out", "marked.csv"],
  ] as const) {
    it(`is named where it takes no more of ${what}, and keeps no half of it`, async () => {
      file("class.csv", "key,answer\n1,1\n")
      const { code, err } = await start(words, full).ended
      expect(code).toBe(1)
      expect(err).toMatch(/the disk is full|no space left on device/)
      expect(err).toContain(words.at(-1))
      expect(err).not.toMatch(/this is a bug| {4}at /)
      const left = readdirSync(folder, { recursive: true }).map(String)
      expect(left.filter((name) => /\.(tmp|part)$|sheet\.md|marked|pairs\./.test(name))).toEqual([])
    })
  }
})

describe("a place where nothing can be made", () => {
  it.skipIf(process.platform !== "linux")("is refused at once below /proc", async () => {
    const skill = ["--skill", "integer-addition", "--count", "2"]
    const { code, err } = await agon("problems", ...skill, "--out", "/proc/none/sheet.html")
    expect(err).toContain("could not be written")
    expect(code).toBe(1)
  })
})

describe("a place that is taken", () => {
  it("is advised about by the option that named it", async () => {
    file("a-file", "")
    const { code, err } = await agon("export", "one", "--target", "jsonl", "--out", "a-file")
    expect(code).toBe(1)
    expect(err).toContain("→ choose another folder: --out <folder>")
  })

  it("goes to one of two runs that want it at once, and the other is told", async () => {
    const both = await Promise.all([begin("twin", "--seed", "1"), begin("twin", "--seed", "2")])
    expect(both.map(({ code }) => code).sort()).toEqual([0, 2])
    const late = both.find(({ code }) => code === 2)!
    expect(late.err).toContain("twin is there already")
    expect(late.err).toContain("agon resume twin")
    expect((await agon("audit", "twin")).code).toBe(0)
    expect(readdirSync(runs).filter((name) => name.startsWith("."))).toEqual([])
  })
})

it("a run that has lost its journal says so, and gets no empty one", async () => {
  expect((await begin("lost")).code).toBe(0)
  for (const end of ["", "-wal", "-shm"]) {
    rmSync(join(runs, "lost", `journal.sqlite${end}`), { force: true })
  }
  for (const command of ["resume", "audit"]) {
    const { code, err } = await agon(command, "lost")
    expect(code).toBe(1)
    expect(err).toContain("there is no journal at")
  }
  expect(existsSync(join(runs, "lost", "journal.sqlite"))).toBe(false)
})

it("a recall that has judged nothing does not say that everything stands", async () => {
  const { code, out } = await agon("recall", "one", "--skill", "determinant")
  expect(code).toBe(0)
  expect(out).toContain("nothing was judged again")
  expect(out).not.toContain("everything stands")
})

it("a recipe's or a study's name that is mistyped is put right", async () => {
  expect((await agon("run", "qiuck")).err).toContain("no recipe qiuck. Did you mean quick?")
  const study = await agon("study", "atribution")
  expect(study.err).toContain("no study atribution. Did you mean attribution?")
})
