import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { tryEscape } from "../../src/sandbox/probe.ts"
import { doubling, HOLDING, NOT_HELD, opened, pluginOf, scratch } from "./plugins.ts"

const SPEC = { skill: "double", n: 21 }

describe("the self-test of the sandbox", () => {
  it("finds a sandbox that holds, or says why there is none and what to do", () => {
    if (HOLDING.ok) return
    expect(HOLDING.why).not.toBe("")
    expect(HOLDING.advice).toContain("--unsafe-plugins")
  })

  it("refuses a sandbox that holds nothing, and names what got out", async () => {
    const env = { PATH: "/usr/bin:/bin" }
    const holding = await tryEscape((folder, [file, ...args]) => {
      return { file: file!, args, cwd: folder, env }
    })
    expect(holding).toMatchObject({ ok: false, why: expect.stringContaining("does not hold") })
    for (const attempt of ["read a file outside", "written a file outside", "connected"]) {
      expect(holding).toMatchObject({ why: expect.stringContaining(attempt) })
    }
  })

  it("refuses a sandbox that does not start or says nothing", async () => {
    const started = (file: string, args: string[]) => () => ({ file, args, cwd: "/", env: {} })
    expect(await tryEscape(started("/nowhere/bwrap", []))).toMatchObject({ ok: false })
    expect(await tryEscape(started("/bin/echo", ["{}"]))).toMatchObject({ ok: false })
  })
})

/** Whether a judge gets away with an attempt: it says correct if it did, incorrect if it threw. */
async function escapes(attempt: string): Promise<boolean> {
  const body = `try { ${attempt}; return yes("escaped") } catch { return no("held") }`
  const plugin = await opened(pluginOf({ "verifier.js": doubling(body) }))
  expect(plugin.sandbox).toBe("bubblewrap")
  const verdict = await plugin.judge(SPEC, "42", "42")
  expect(verdict.outcome).not.toBe("undecided")
  return verdict.outcome === "correct"
}

describe.runIf(HOLDING.ok)("a plug-in in the sandbox", () => {
  it("reads no file of the host", async () => {
    const secret = join(scratch(), "secret")
    writeFileSync(secret, "key: 42")
    for (const path of [secret, "/etc/passwd", join(process.cwd(), "README.md")]) {
      expect(await escapes(`readFileSync(${JSON.stringify(path)})`), path).toBe(false)
    }
  })

  it("writes no file, in its own folder neither", async () => {
    const path = join(scratch(), "written")
    expect(await escapes(`writeFileSync(${JSON.stringify(path)}, "")`)).toBe(false)
    expect(existsSync(path)).toBe(false)
    expect(await escapes('writeFileSync("/plugin/written", "")')).toBe(false)
  })

  it("starts no program and sees no other process", async () => {
    expect(await escapes('execFileSync("/bin/sh", ["-c", "true"])')).toBe(false)
    expect(await escapes(`process.kill(${process.pid}, 0)`)).toBe(false)
  })

  it("has nothing of the host's environment", async () => {
    process.env.AGON_TEST_SECRET = "42"
    const names = '["HOME", "USER", "AGON_TEST_SECRET"].some((name) => name in process.env)'
    expect(await escapes(`if (!${names}) throw new Error()`)).toBe(false)
    delete process.env.AGON_TEST_SECRET
  })

  it("can read itself and count: the attempts above fail for the right reason", async () => {
    expect(await escapes('readFileSync("/plugin/verifier.js")')).toBe(true)
  })
})

describe.runIf(process.platform === "linux")("the process of a plug-in", () => {
  it("is gone once it is closed, and once it was too slow", async () => {
    for (const holding of [HOLDING, NOT_HELD]) {
      const body = 'if (answer === "loop") for (;;); return no("text")'
      const folder = pluginOf({ "verifier.js": doubling(body) })
      const plugin = await opened(folder, { holding, limits: { answerMs: 300 } })
      await plugin.judge(SPEC, "42", "1")
      expect(processesOf(folder)).not.toEqual([])
      await plugin.judge(SPEC, "42", "loop")
      expect(processesOf(folder)).toEqual([])
      await plugin.judge(SPEC, "42", "1")
      await plugin.close()
      expect(processesOf(folder)).toEqual([])
    }
  })
})

/** Living processes whose command line names the folder. Linux only. */
function processesOf(folder: string): string[] {
  return readdirSync("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid)) return false
    try {
      const isDead = /\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"))
      return !isDead && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(folder)
    } catch {
      return false // it ended while we looked
    }
  })
}
