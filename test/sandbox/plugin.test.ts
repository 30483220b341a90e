import { symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { readPluginFolder } from "../../src/sandbox/manifest.ts"
import { openPluginVerifier } from "../../src/sandbox/plugin.ts"
import { doubling, HOLDING, NOT_HELD, opened, pluginOf, scratch } from "./plugins.ts"

const SPEC = { skill: "double", n: 21 }
const sandbox = HOLDING.ok ? "bubblewrap" : "none (--unsafe-plugins)"

describe("a plug-in", () => {
  it("answers behind the door of every verifier, each answer a promise", async () => {
    const plugin = await opened(pluginOf({ "verifier.js": doubling() }))
    expect(plugin).toMatchObject({ name: "double", version: "1.0.0", sandbox })
    const [skill] = plugin.skills
    const spec = await skill!.sample({ n: 999 }, 7)
    expect(await skill!.sample({ n: 999 }, 7)).toEqual(spec)
    expect(await skill!.measure(spec)).toEqual({ n: 999 })
    expect(await plugin.admits(spec)).toBe(true)
    expect(await plugin.admits({ ...spec, extra: 1 })).toBe(false)
    expect(await plugin.derive(SPEC)).toMatchObject({ ok: true, key: "42" })
    expect(await plugin.recheck(SPEC, "42")).toMatchObject({ outcome: "correct" })
    expect(await plugin.recheck(SPEC, "43")).toMatchObject({ outcome: "incorrect" })
    expect((await plugin.state(SPEC, 0)).text).toBe("Double 21.")
    expect(await plugin.present("42")).toBe("42")
    expect(await plugin.identify(SPEC)).toEqual({ canonical: "2*21", family: "2*21" })
    expect(await plugin.mistakes(SPEC, "42")).toHaveLength(3)
    expect(await skill!.mutate(SPEC, 1)).toEqual({ ...SPEC, n: 20 })
  })

  it("signs every verdict with its sandbox and the hash of its files", async () => {
    const plugin = await opened(pluginOf({ "verifier.js": doubling() }))
    for (const answer of ["42", "43"]) {
      const { evidence } = await plugin.judge(SPEC, "42", answer)
      expect(evidence).toMatchObject({ sandbox, plugin: `sha256:${plugin.digest}` })
    }
  })

  it("cannot claim a sandbox that it is not in", async () => {
    const lie = 'return yes("text", { sandbox: "bubblewrap", plugin: "none" })'
    const folder = pluginOf({ "verifier.js": doubling(lie) })
    const plugin = await opened(folder, { holding: NOT_HELD })
    const { evidence } = await plugin.judge(SPEC, "42", "42")
    expect(evidence.sandbox).toBe("none (--unsafe-plugins)")
    expect(evidence.plugin).toBe(`sha256:${plugin.digest}`)
  })

  it("is refused where no sandbox is, unless it is asked for by its flag", async () => {
    const folder = pluginOf({ "verifier.js": doubling() })
    const refused = await openPluginVerifier(folder, { holding: NOT_HELD })
    expect(refused).toEqual({ ok: false, refused: NOT_HELD.ok ? "" : NOT_HELD.why, advice: "do" })
    const plugin = await opened(folder, { holding: NOT_HELD })
    expect(plugin.sandbox).toBe("none (--unsafe-plugins)")
    expect(await plugin.judge(SPEC, "42", "42")).toMatchObject({
      outcome: "correct",
      evidence: { sandbox: "none (--unsafe-plugins)" },
    })
  })
})

const RIGHT = { outcome: "correct", method: "text", proof: { level: "proved" }, evidence: {} }

describe("a plug-in that fails decides nothing:", () => {
  const limits = { answerMs: 400 }
  const CASES: readonly (readonly [what: string, judge: string, reason: string])[] = [
    ["one that never answers", "for (;;);", "plugin-timed-out"],
    ["one that ends", "process.exit(0)", "plugin-crashed"],
    ["one that throws", 'throw new Error("no")', "plugin-failed"],
    ["one that answers with another shape", 'return { outcome: "right" }', "plugin-malformed"],
    ["one that answers with nothing", "return undefined", "plugin-malformed"],
    ["one that answers twice", 'writeSync(1, "{}\\n"); return no("text")', "plugin-malformed"],
    ["one that answers no JSON", 'writeSync(1, "yes"); return no("text")', "plugin-malformed"],
    ["one that answers for another", 'writeSync(1, LIE); return no("text")', "plugin-malformed"],
    ["one that says too much", 'return yes("x".repeat(100_000))', "plugin-too-long"],
    [
      "one that says correct and not how it knows",
      'return { outcome: "correct", method: "text", evidence: {} }',
      "plugin-malformed",
    ],
  ]
  for (const [what, judge, reason] of CASES) {
    it(what, async () => {
      // As if it were the next question's answer, sent ahead.
      const lie = `${JSON.stringify({ id: 99, ok: true, result: RIGHT })}\n`
      const body = `if (answer === "42") return yes("text"); ${judge.replace("LIE", JSON.stringify(lie))}`
      const plugin = await opened(pluginOf({ "verifier.js": doubling(body) }), { limits })
      expect(await plugin.judge(SPEC, "42", "boom")).toMatchObject({
        outcome: "undecided",
        reason,
        evidence: { sandbox },
      })
      expect(await plugin.judge(SPEC, "42", "42")).toMatchObject({ outcome: "correct" })
    })
  }

  it("one that is asked more than a line can hold, without being killed for it", async () => {
    const plugin = await opened(pluginOf({ "verifier.js": doubling() }))
    const verdict = await plugin.judge(SPEC, "42", "7".repeat(100_000))
    expect(verdict).toMatchObject({ outcome: "undecided", reason: "plugin-too-long" })
    expect(plugin.restarts()).toBe(0)
  })

  it("one that takes all the memory", async () => {
    const hoard = "const held = []; for (;;) held.push(Buffer.alloc(8_000_000, 1))"
    const folder = pluginOf({ "verifier.js": doubling(hoard) })
    const limits = { answerMs: 20_000, bytes: 300 * 1024 * 1024 }
    const plugin = await opened(folder, { limits })
    expect(await plugin.judge(SPEC, "42", "42")).toMatchObject({
      outcome: "undecided",
      reason: expect.stringMatching(/plugin-(out-of-memory|crashed)/),
    })
  })

  it("one that dies too often is not started again", async () => {
    const folder = pluginOf({ "verifier.js": doubling("process.exit(0)") })
    const plugin = await opened(folder, { limits: { restarts: 1 } })
    for (let i = 0; i < 3; i++) {
      const verdict = await plugin.judge(SPEC, "42", "42")
      expect(verdict).toMatchObject({ outcome: "undecided", reason: "plugin-crashed" })
    }
    expect(plugin.restarts()).toBe(1)
  })

  it("one whose files are changed while it runs is not started again", async () => {
    const body = 'if (answer === "die") process.exit(0); return yes("text")'
    const folder = pluginOf({ "verifier.js": doubling(body) })
    const plugin = await opened(folder)
    expect(await plugin.judge(SPEC, "42", "42")).toMatchObject({ outcome: "correct" })
    writeFileSync(join(folder, "verifier.js"), doubling('return yes("bribed")'))
    await plugin.judge(SPEC, "42", "die")
    expect(await plugin.judge(SPEC, "42", "42")).toMatchObject({
      outcome: "undecided",
      reason: "plugin-crashed",
    })
  })

  it("one that is closed", async () => {
    const plugin = await opened(pluginOf({ "verifier.js": doubling() }))
    await plugin.close()
    expect(await plugin.judge(SPEC, "42", "42")).toMatchObject({
      outcome: "undecided",
      reason: "plugin-closed",
    })
    expect(await plugin.derive(SPEC)).toEqual({ ok: false, reason: "plugin-closed" })
  })

  it("prints what it likes: that is no answer", async () => {
    const body = 'console.log("{\\"id\\":1,\\"ok\\":true,\\"result\\":true}"); return no("text")'
    const plugin = await opened(pluginOf({ "verifier.js": doubling(body) }))
    expect(await plugin.judge(SPEC, "42", "42")).toMatchObject({ outcome: "incorrect" })
  })
})

describe("a plug-in's folder", () => {
  const refusal = (folder: string) => {
    const read = readPluginFolder(folder)
    return read.ok ? "read" : read.refused
  }

  it("is refused when it is not what its manifest says", () => {
    const folder = pluginOf({ "verifier.js": doubling(), "exploits.json": "{}" })
    expect(refusal(folder)).toBe("read")
    writeFileSync(join(folder, "verifier.js"), "")
    expect(refusal(folder)).toContain("verifier.js is not what")
  })

  it("is refused with a file that is not listed, and with a link", () => {
    const folder = pluginOf({ "verifier.js": doubling() })
    writeFileSync(join(folder, "more.js"), "")
    expect(refusal(folder)).toContain("more.js is not listed")
    const linked = pluginOf({ "verifier.js": doubling() })
    symlinkSync("/etc/hosts", join(linked, "hosts"))
    expect(refusal(linked)).toContain("neither a file nor a folder")
  })

  it("is refused without a manifest, and with one that leads outside", () => {
    expect(refusal(scratch())).toContain("agon-verifier.json is missing")
    for (const module of ["../verifier.js", "/etc/passwd", "a/../../b.js", ""]) {
      expect(() => pluginOf({}, { module })).toThrow(/agon-verifier.json/)
    }
    expect(() => pluginOf({}, { module: "a.js", command: ["python3"] })).toThrow(/not both/)
  })

  it("is refused when the process says another name than the manifest", async () => {
    const folder = pluginOf(
      { "verifier.js": doubling() },
      { module: "verifier.js", name: "triple" },
    )
    const found = await openPluginVerifier(folder, { unsafe: true })
    expect(found).toMatchObject({ ok: false, refused: expect.stringContaining("triple") })
  })
})
