import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { describe, expect, it } from "vitest"
import { bench } from "../cli/agon.ts"

const PAGE = readFileSync("docs/verifiers.md", "utf8")

/** A clone as far as an author sees one: a folder `verifiers` with the kernel in it. */
const { agon, folder } = bench()
mkdirSync(join(folder, "verifiers"))
symlinkSync(resolve("verifiers/kernel"), join(folder, "verifiers", "kernel"))
const MODULE = join(folder, "verifiers", "geometry", "verifier.ts")
const TEST = ["verifier", "test", "verifiers/geometry", "--samples", "60"]

describe("the worked example of docs/verifiers.md", { timeout: 120_000 }, () => {
  it("begins with commands that the page shows", () => {
    expect(PAGE).toContain("npx agon verifier new geometry")
    expect(PAGE).toContain("npx agon verifier test verifiers/geometry")
  })

  it("makes a folder that already passes", async () => {
    const made = await agon("verifier", "new", "geometry")
    expect(made).toMatchObject({ code: 0, err: "" })
    for (const name of ["verifier.ts", "exploits.json", "verifier.test.ts", "README.md"]) {
      expect(made.out).toContain(join("verifiers", "geometry", name))
    }
    const tested = await agon(...TEST)
    expect(tested.out).toContain("every claim holds")
    expect(tested).toMatchObject({ code: 0, err: "" })
  })

  it("overwrites nothing", async () => {
    const before = readFileSync(MODULE, "utf8")
    const again = await agon("verifier", "new", "geometry")
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining("there already") })
    expect(readFileSync(MODULE, "utf8")).toBe(before)
  })

  it("passes as the page has it, in a hundred lines at most", async () => {
    const code = blockOf("ts")
    expect(code.trimEnd().split("\n").length).toBeLessThanOrEqual(100)
    writeFileSync(MODULE, code)
    const tested = await agon(...TEST)
    expect(tested.out).toMatch(/hypotenuse {2}\d+ claims hold/)
    expect(tested.out).toMatch(/planted bugs caught: (\d+) of \1\n/)
    expect(tested).toMatchObject({ code: 0, err: "" })
  })

  it("is caught with a bug in it", async () => {
    const code = blockOf("ts")
    const bugs = [
      ["long * long]", "long * long + 1]"], // in the key
      ["=== BigInt(short ** 2 + long ** 2)", "!== 0n"], // in the recheck
      ["min(1).max(9_999)", "min(1).max(40)"], // in the schema
      ["[long],", "[2 * long],"], // in what is hard
    ] as const
    for (const [right, wrong] of bugs) {
      expect(code).toContain(right)
      writeFileSync(MODULE, code.replace(right, wrong))
      const tested = await agon(...TEST, "--json", "--no-bugs")
      expect(tested.code, wrong).toBe(3)
      expect(JSON.parse(tested.out)).toMatchObject({ verifier: "geometry", passed: false })
    }
  })
})

function blockOf(language: string): string {
  const block = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "m").exec(PAGE)?.[1]
  if (block === undefined) throw new Error(`the page has no block of ${language}`)
  return block
}
