import { existsSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { scratch } from "./plugins.ts"
import { PROGRAMS_HELD, printed, ran } from "./programs.ts"

/** A program that prints `held` where what it tries throws, and what it got where it does not. */
function attempt(body: string): Promise<string> {
  const names = ["node:fs", "node:child_process", "node:worker_threads", "node:net", "node:os"]
  const [fs, child, worker, net, os] = names.map((name) => `require(${JSON.stringify(name)})`)
  return printed(`
    const [fs, child, worker, net, os] = [${[fs, child, worker, net, os].join(", ")}]
    async function go() { ${body} }
    go().then((got) => console.log("got", got), () => console.log("held"))
    undefined
  `)
}

describe.runIf(PROGRAMS_HELD.ok)("a hostile program", () => {
  it("runs for ever: it is stopped, with what it said", async () => {
    const limits = { wallMs: 2_000 }
    const spins = [
      'console.log("on"); for (;;);',
      'console.log("on"); setInterval(() => {}, 9)',
      'console.log("on"); /(a+)+$/.test("a".repeat(40) + "b")',
      'console.log("on"); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)',
    ]
    const results = await Promise.all(spins.map((spin) => ran(spin, { limits })))
    for (const result of results) {
      const text = "it ran longer than 2 s\nPrinted until then:\non"
      expect(result).toEqual({ kind: "failed", code: "timeout", text })
    }
  })

  it("eats memory: arrays, buffers and shared memory", async () => {
    const array = await ran("const a = []; for (;;) a.push(new Array(1e5).fill(1.5))")
    expect(array).toMatchObject({ kind: "failed", code: "memory" })
    const limits = { bytes: 160 * 1024 * 1024 } // beside the heap, which has its own limit
    for (const more of ["Buffer.alloc(1 << 23, 1)", "new SharedArrayBuffer(1 << 23)"]) {
      const bomb = `const a = []; for (;;) a.push(new Uint8Array(${more}).fill(1))`
      expect(await ran(bomb, { limits }), bomb).toMatchObject({ kind: "failed", code: "memory" })
    }
  })

  it("floods: no more is kept than a result holds, and this process does not grow", async () => {
    const before = process.memoryUsage().rss
    const flood = await ran('const s = "x".repeat(1e6); for (;;) process.stdout.write(s)')
    expect(flood).toMatchObject({ kind: "failed", code: "too-long" })
    const many = await ran('for (let i = 0; i < 1e5; i++) console.log("0123456789".repeat(10)); 42')
    expect(many.kind).toBe("output")
    expect(many.text).toMatch(/\[\d+ characters are left out here\][\s\S]*is not kept\]\n42$/)
    for (const { text } of [flood, many]) expect(text.length).toBeLessThanOrEqual(8_192)
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024)
  })

  it("reads no file: not the system's, not this repository, not itself", async () => {
    const secret = join(scratch(), "secret")
    writeFileSync(secret, "key: 42")
    const paths = [secret, "/etc/passwd", join(process.cwd(), "README.md"), "/proc/self/environ"]
    for (const path of paths) {
      expect(await attempt(`return fs.readFileSync(${JSON.stringify(path)}, "utf8")`)).toBe("held")
    }
    expect(await attempt('return fs.readdirSync("/")')).toBe("held")
    expect(await attempt('return (await import("file:///etc/passwd")).default')).toBe("held")
  })

  it("writes no file", async () => {
    const path = join(scratch(), "written")
    for (const target of [path, "/tmp/written", "/written"]) {
      expect(await attempt(`fs.writeFileSync(${JSON.stringify(target)}, "")`)).toBe("held")
    }
    expect(existsSync(path)).toBe(false)
  })

  it("has inherited no open file and no connection but its three pipes", async () => {
    const kinds = await printed(`
      const { fstatSync } = require("node:fs")
      const open = []
      for (let at = 0; at < 256; at++) {
        try {
          const about = fstatSync(at)
          if (about.isFile() || about.isBlockDevice() || about.isSocket()) open.push(at)
        } catch {}
      }
      open.join()
    `)
    expect(kinds).toBe("0,1,2")
  })

  it("reaches no network", async () => {
    let visits = 0
    const server = createServer(() => visits++)
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    const address = server.address()
    const port = typeof address === "object" ? address?.port : 0
    try {
      expect(await attempt(`return (await fetch("http://127.0.0.1:${port}")).status`)).toBe("held")
      const socket = `net.connect(${port}, "127.0.0.1")`
      const connects = `const s = ${socket}; s.on("connect", y); s.on("error", n)`
      expect(await attempt(`return new Promise((y, n) => { ${connects} })`)).toBe("held")
      expect(await attempt('return require("node:dns").promises.lookup("localhost.test")')).toBe(
        "held",
      )
    } finally {
      server.close()
    }
    expect(visits).toBe(0)
  })

  it("sees nothing of the environment", async () => {
    process.env.ANTHROPIC_API_KEY_CANARY = "sk-canary"
    const seen = JSON.parse(await printed("JSON.stringify(process.env)")) as object
    delete process.env.ANTHROPIC_API_KEY_CANARY
    expect(seen).toEqual({ TZ: "UTC", LANG: "C.UTF-8", PWD: "/" })
    const about = "process.argv.concat(process.execPath, process.cwd(), require('os').hostname())"
    const told = await printed(`JSON.stringify(${about})`)
    expect(JSON.parse(told)).toEqual(["/node", "/node", "/", "program"])
  })

  it("starts no process and no thread", async () => {
    expect(await attempt('return child.execFileSync("/node", ["-v"])')).toBe("held")
    expect(await attempt('return child.spawnSync("sh").error?.message ?? "ran"')).toBe("held")
    expect(await attempt('return new worker.Worker("1", { eval: true }).threadId')).toBe("held")
    expect(await attempt('return process.binding("spawn_sync").spawn')).toBe("held")
    const late = 'return (await import("node:child_process")).fork("x").pid'
    expect(await attempt(late)).toBe("held")
    const bomb = 'for (;;) try { child.spawn("/node", ["-e", "for(;;);"]) } catch (e) { throw e }'
    expect(await attempt(bomb)).toBe("held")
  })

  it("signals nobody: it sees no process but its own", async () => {
    expect(await attempt(`process.kill(${process.pid}, 0)`)).toBe("held")
    await ran('process.kill(process.ppid, "SIGKILL"); process.kill(-1, "SIGKILL")')
    expect(await printed("1")).toBe("1")
  })

  it("breaks what prints its own result, and nobody else's", async () => {
    const games = `
      Object.prototype.then = 1
      Array.prototype.join = () => "forged"
      String.prototype.replace = () => { throw 1 }
      JSON.stringify = () => { throw 2 }
    `
    expect(await printed(`${games}; [1, 2]`)).toBe("[ 1, 2 ]")
    expect(await printed("[[3, 4].join(), typeof Object.prototype.then].join()")).toBe(
      "3,4,undefined",
    )
  })

  it("leaves nothing behind for the next one", async () => {
    await printed('globalThis.left = 1; process.env.LEFT = "1"')
    expect(await printed("[typeof left, process.env.LEFT].join()")).toBe("undefined,")
  })

  it("prints what no terminal and no journal should get: it is taken out", async () => {
    const noise = String.raw`"a\u0000b\u001b[2Jc\u0085\u009bd\r\ne\tf\ud800g"`
    expect(await printed(`console.log(${noise})`)).toBe("ab[2Jcd\ne\tf\ufffdg")
    expect((await ran(`throw new Error(${noise})`)).text).toMatch(/^Error: ab\[2Jcd\ne\tf\ufffdg/)
  })

  it("dies: that is a crash, and not an answer", async () => {
    expect(await ran("process.abort()")).toMatchObject({ kind: "failed", code: "crashed" })
    expect(await ran('process.kill(process.pid, "SIGSEGV")')).toMatchObject({ code: "crashed" })
  })
})
