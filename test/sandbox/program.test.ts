import { spawn } from "node:child_process"
import fc from "fast-check"
import { beforeAll, describe, expect, it } from "vitest"
import { startHeld, watchUsage } from "../../src/sandbox/child.ts"
import { probeSandbox } from "../../src/sandbox/probe.ts"
import { openPrograms, type ProgramOptions, type Programs } from "../../src/sandbox/program.ts"
import { Queue } from "../../src/sandbox/program-queue.ts"
import { NOT_HELD } from "./plugins.ts"
import {
  childrenLeft,
  commandOf,
  PROGRAMS_HELD,
  printed,
  processesBelow,
  programs,
  ran,
  until,
} from "./programs.ts"

describe("a machine that cannot hold programs", () => {
  it("refuses them, and says why and what to do", async () => {
    expect(await openPrograms({ holding: NOT_HELD })).toEqual({
      ok: false,
      refused: "bubblewrap is not installed",
      advice: "do",
    })
  })

  it("holds them wherever it holds plug-ins, and says why where it does not", async () => {
    expect(PROGRAMS_HELD.ok).toBe((await probeSandbox()).ok)
    if (PROGRAMS_HELD.ok) return
    expect(PROGRAMS_HELD.why).not.toBe("")
    expect(PROGRAMS_HELD.advice).toContain("--unsafe-programs")
  })

  it("runs them without a sandbox only if asked to, and every result says so", async () => {
    const options: ProgramOptions = { holding: NOT_HELD, unsafe: true, limits: { wallMs: 2_000 } }
    const open = await programs(options)
    expect(open.sandbox).toBe("none (--unsafe-programs)")
    const note = "run without a sandbox: none (--unsafe-programs)"
    expect(await open.run("6 * 7")).toEqual({ kind: "output", text: `42\n[${note}]` })
    const file = await open.run('require("node:fs").readFileSync("/etc/hosts")')
    expect(file).toMatchObject({ kind: "failed", code: "error" })
    expect(file.text).toContain(note)
    const loop = await open.run("for (;;);")
    expect(loop).toMatchObject({ kind: "failed", code: "timeout" })
    process.env.AGON_TEST_CANARY = "sk-canary"
    expect((await open.run("JSON.stringify(process.env)")).text).not.toContain("canary")
    delete process.env.AGON_TEST_CANARY
    expect(childrenLeft()).toBe(0)
  })
})

describe.runIf(PROGRAMS_HELD.ok)("a program", () => {
  it("answers with what it prints, in order, and with its last value", async () => {
    expect(await printed("1 + 1")).toBe("2")
    expect(await printed('console.log("a"); console.error([1, { b: 2 }]); "c"')).toBe(
      "a\n[ 1, { b: 2 } ]\nc",
    )
    expect(await printed("2n ** 100n")).toBe("1267650600228229401496703205376")
    expect(await printed("let sum = 0; for (const n of [1, 2, 3]) sum += n; sum")).toBe("6")
    expect(await printed('process.stdout.write("plain")')).toMatch(/^plain/)
  })

  it("may wait for what it computes, as a script or as a module", async () => {
    expect(await printed("Promise.resolve(5)")).toBe("5")
    expect(await printed("const x = await Promise.resolve(6); console.log(x)")).toBe("6")
    expect(await printed('import { inspect } from "node:util"; console.log(inspect(7))')).toBe("7")
    expect(await printed('setTimeout(() => console.log("later"), 20)')).toBe("later")
  })

  it("that says nothing is told so", async () => {
    expect(await printed("const x = 1")).toContain("nothing was printed")
    expect(await printed("process.exit(0)")).toContain("nothing was printed")
  })

  it("is told its error and the line", async () => {
    const cases: Record<string, string> = {
      "\nx.y": "ReferenceError: x is not defined (line 2)",
      "const a = ;": "SyntaxError: Unexpected token ';' (line 1)",
      'throw "word"': "it threw word",
      "throw null": "it threw null",
      'Promise.reject(new Error("late"))': "Error: late (line 1)",
      "new Promise(() => {})": "it waits for something that never comes",
      "await 0; nothing()": "ReferenceError: nothing is not defined (line 1)",
      "process.exit(3)": "it ended itself with code 3",
      "(function f() { return f() })()": "RangeError: Maximum call stack size exceeded (line 1)",
      "throw { get message() { throw 1 } }": "it threw { message: [Getter] }",
    }
    for (const [program, text] of Object.entries(cases)) {
      expect(await ran(program)).toEqual({ kind: "failed", code: "error", text })
    }
  })

  it("that fails late keeps what it printed before", async () => {
    const result = await ran('console.log("first"); (async () => { throw new Error("then") })()')
    expect(result).toMatchObject({ code: "error" })
    expect(result.text).toBe("Error: then (line 1)\nPrinted until then:\nfirst")
  })

  it("says the same each time, chance included", async () => {
    const program = "[Math.random(), new Date(2024, 1, 29).toString(), (1e6).toLocaleString()]"
    const first = await printed(program)
    expect(await printed(program)).toBe(first)
    expect(first).toContain("GMT+0000")
    expect(first).toContain("1,000,000")
  })

  it("computes what this process computes", async () => {
    const term = fc.tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.nat(50))
    await fc.assert(
      fc.asyncProperty(fc.array(term, { minLength: 1, maxLength: 5 }), async (terms) => {
        const text = terms.map(([base, power]) => `(${base}n) ** ${power}n`).join(" + ")
        const value = terms.reduce((sum, [base, power]) => sum + base ** BigInt(power), 0n)
        expect(await printed(text)).toBe(`${value}`)
      }),
      { seed: 4, numRuns: 5 },
    )
  })
})

describe.runIf(PROGRAMS_HELD.ok)("many programs", () => {
  let open: Programs

  beforeAll(async () => {
    open = await programs()
  })

  it("all get their own answer, however they are called at once", async () => {
    const numbers = Array.from({ length: 12 }, (_, n) => n)
    const texts = numbers.map(async (n) => (await open.run(`${n} * ${n}`)).text)
    expect(await Promise.all(texts)).toEqual(numbers.map((n) => `${n * n}`))
  })

  it("are called off while they run, while they wait, and before", async () => {
    const calledOff = { kind: "failed", code: "unavailable", text: "it was called off" }
    const control = new AbortController()
    const all = Array.from({ length: 12 }, () => open.run("for (;;);", control.signal))
    setTimeout(() => control.abort(), 200)
    for (const result of await Promise.all(all)) expect(result).toEqual(calledOff)
    expect(await open.run("1", control.signal)).toEqual(calledOff)
    expect(await open.run("2")).toEqual({ kind: "output", text: "2" })
  })

  it("leave no process behind, however they end", async () => {
    const limits = { wallMs: 3_000 }
    const idle = "setInterval(() => {}, 9)" // uses no processor time, which has a limit of its own
    const flood = 'setTimeout(() => process.stdout.write("x".repeat(1e6)), 500)'
    const ends = [
      () => open.run("const end = Date.now() + 500; while (Date.now() < end);"),
      () => open.run(`${flood}; ${idle}`),
      () => ran(idle, { limits }),
      (signal: AbortSignal) => open.run(idle, signal),
    ]
    for (const end of ends) {
      const control = new AbortController()
      const result = end(control.signal)
      const seen = await until(() => withNode(processesBelow(process.pid)))
      control.abort()
      await result
      expect(seen.length).toBeGreaterThan(1)
      expect(seen.filter((pid) => commandOf(pid) !== "")).toEqual([])
    }
  })
})

describe.runIf(PROGRAMS_HELD.ok)("the process of a program", () => {
  it("dies with the one that started it, even when that is killed", async () => {
    const module = new URL("../../src/sandbox/program.ts", import.meta.url).href
    const script = `
      const { openPrograms } = await import(${JSON.stringify(module)})
      const { programs } = await openPrograms({ limits: { wallMs: 60_000 } })
      await programs.run("setInterval(() => {}, 9)")
    `
    const args = ["--no-warnings", "--input-type=module", "--eval", script]
    const host = spawn(process.execPath, args, { stdio: "ignore" })
    const started = await until(() => withNode(processesBelow(host.pid!)))
    host.kill("SIGKILL")
    try {
      await until(() => (started.every((pid) => commandOf(pid) === "") ? true : undefined))
    } finally {
      for (const pid of started) if (commandOf(pid) !== "") process.kill(pid, "SIGKILL")
    }
  })
})

describe("the queue of programs", () => {
  it("lets in no more than it has places for, first come first served", async () => {
    const hurry = fc.array(fc.nat(4), { minLength: 1, maxLength: 40 })
    const property = fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      hurry,
      async (places, all) => {
        const queue = new Queue(places)
        const order: number[] = []
        let inside = 0
        const visits = all.map(async (turns, name) => {
          expect(await queue.enter()).toBe("inside")
          order.push(name)
          expect(++inside).toBeLessThanOrEqual(places)
          for (let turn = 0; turn < turns; turn++) await Promise.resolve()
          inside--
          queue.leave()
        })
        await Promise.all(visits)
        expect(order).toEqual(all.map((_, name) => name))
      },
    )
    await fc.assert(property, { seed: 5 })
  })

  it("passes over whoever was called off in line, and turns away what is too much", async () => {
    const queue = new Queue(1)
    const control = new AbortController()
    expect(await queue.enter()).toBe("inside")
    const [leaving, staying] = [queue.enter(control.signal), queue.enter()]
    control.abort()
    expect(await leaving).toBe("called-off")
    queue.leave()
    expect(await staying).toBe("inside")
    const waiting = Array.from({ length: 4_096 }, () => queue.enter())
    expect(await queue.enter()).toBe("full")
    for (const _ of waiting) queue.leave()
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(["inside"]))
  })
})

describe.runIf(process.platform === "linux")("a watched process", () => {
  it("that starts too many others is told of, and all of them die with it", async () => {
    const env = { PATH: "/usr/bin:/bin" }
    const args = ["-c", "for i in 1 2 3 4 5 6; do sleep 60 & done; wait"]
    const child = startHeld({ file: "sh", args, cwd: "/", env })
    const over = await new Promise((resolve) => {
      const stop = watchUsage(child, { bytes: 1e9, processes: 4 }, (what) => {
        stop()
        resolve(what)
      })
    })
    expect(over).toBe("too-many-processes")
    const gone = new Promise((resolve) => child.on("close", resolve))
    process.kill(-child.pid!, "SIGKILL")
    await gone
    expect(childrenLeft()).toBe(0)
  })
})

/** Processes, once a program is among them. */
function withNode(found: readonly number[]): readonly number[] | undefined {
  const isProgram = (pid: number) => /^\/node[\s\S]*--random-seed/.test(commandOf(pid))
  return found.some(isProgram) ? found : undefined
}
