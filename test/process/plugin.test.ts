import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { bench } from "../cli/agon.ts"
import { doubling, HOLDING, pluginOf } from "../sandbox/plugins.ts"
import { blockOf, HAS_PYTHON } from "./python-plugin.ts"

const { agon, folder } = bench()
/** On a machine without a sandbox the plug-in is the user's risk, and every verdict says so. */
const flags = HOLDING.ok ? [] : ["--unsafe-plugins"]
const sandbox = HOLDING.ok ? "bubblewrap" : "none (--unsafe-plugins)"

describe.runIf(HAS_PYTHON)("the Python plug-in of docs/verifiers.md", { timeout: 120_000 }, () => {
  const place = join(folder, "rectangle")
  const test = ["verifier", "test", "rectangle", ...flags]

  it("is refused before it is sealed", async () => {
    mkdirSync(place)
    writeFileSync(join(place, "agon-verifier.json"), blockOf("json"))
    writeFileSync(join(place, "verifier.py"), blockOf("python"))
    const tested = await agon(...test)
    expect(tested).toMatchObject({ code: 1, err: expect.stringContaining("is not listed") })
  })

  it("passes every claim of the contract, in a process of its own", async () => {
    const sealed = await agon("verifier", "seal", "rectangle")
    expect(sealed).toMatchObject({ code: 0, err: "" })
    const tested = await agon(...test, "--samples", "60", "--no-bugs")
    expect(tested.out).toContain(`a plug-in, sandbox: ${sandbox}`)
    expect(tested.out).toContain("every claim holds")
    expect(tested).toMatchObject({ code: 0, err: "" })
  })

  it("is caught with a bug in it", async () => {
    const code = blockOf("python")
    const bug = code.replace("if value == wanted else", "if value else")
    expect(bug).not.toBe(code)
    writeFileSync(join(place, "verifier.py"), bug)
    await agon("verifier", "seal", "rectangle")
    const tested = await agon(...test, "--samples", "30", "--no-bugs", "--json")
    expect(tested.code).toBe(3)
    const [report] = JSON.parse(tested.out).skills
    expect(report.falseAccepts.wrong).toBeGreaterThan(0)
  })
})

describe("a plug-in on the command line", { timeout: 120_000 }, () => {
  it("may be the page's worked example, which then imports `agon`", async () => {
    const local = /from "\.\.\/kernel\/\w+\.ts"/g
    const code = blockOf("ts").replace(local, 'from "agon"')
    expect(code.match(/from "agon"/g)).toHaveLength(2)
    const place = pluginOf({ "verifier.ts": code }, { module: "verifier.ts", name: "geometry" })
    const quick = ["--samples", "20", "--no-bugs"]
    const tested = await agon("verifier", "test", place, ...flags, ...quick)
    expect(tested.out).toContain(`a plug-in, sandbox: ${sandbox}`)
    expect(tested.out).toContain("every claim holds")
    expect(tested).toMatchObject({ code: 0, err: "" })
  })

  it("is run in a process and never in Agon's own", async () => {
    const spy = 'globalThis.process.title = "plug-in"; return no("text")'
    const place = pluginOf({ "verifier.js": doubling(spy) })
    const tested = await agon("verifier", "test", place, ...flags, "--samples", "10", "--json")
    expect(JSON.parse(tested.out)).toMatchObject({ sandbox, passed: false })
  })

  it("is told from a folder that holds no verifier", async () => {
    expect(await agon("verifier", "test", folder)).toMatchObject({ code: 2 })
    expect(await agon("verifier", "test", "nowhere")).toMatchObject({ code: 2 })
    expect(await agon("verifier", "seal", folder)).toMatchObject({ code: 2 })
  })
})
