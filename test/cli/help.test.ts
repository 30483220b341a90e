import { describe, expect, it } from "vitest"
import { bench, TINY } from "./agon.ts"

const { agon, start, file } = bench()
const COMMANDS = [
  ...["run", "resume", "fork", "list", "report", "audit", "replay", "show", "export", "problems"],
  "grade",
]

describe("help", () => {
  it("lists every command and every exit code", async () => {
    const { code, out } = await agon("--help")
    expect(code).toBe(0)
    for (const name of COMMANDS) expect(out).toMatch(new RegExp(`^  ${name} `, "m"))
    for (const exit of ["0", "1", "2", "3", "4", "10", "11", "130"]) {
      expect(out).toMatch(new RegExp(`^  ${exit} `, "m"))
    }
  })

  it("explains each command with examples to copy", async () => {
    const helps = await Promise.all(COMMANDS.map((name) => agon(name, "--help")))
    helps.forEach(({ code, out }, at) => {
      expect(code).toBe(0)
      expect(out).toContain(`Examples:\n  npx agon ${COMMANDS[at]}`)
    })
  })

  it("writes every command as it can be typed: a clone has no agon on the path", async () => {
    const [overview, missing] = await Promise.all([agon("--help"), agon("list")])
    expect(overview.out).toContain("\n  npx agon run --quick")
    expect(missing.err).toContain("`npx agon run` starts one")
    expect(overview.out + missing.err).not.toMatch(/(?<!npx )\bagon (run|list|resume|problems)/)
  })

  it("says its version", async () => {
    const [long, short] = await Promise.all([agon("--version"), agon("-v")])
    expect(long.out).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect(short.out).toBe(long.out)
  })

  it("puts no colour into a pipe", async () => {
    expect((await agon("--help")).out).not.toContain("\u001b")
  })
})

describe("what is mistyped", () => {
  it("is met with the command that was meant", async () => {
    const { code, err } = await agon("rnu")
    expect(code).toBe(2)
    expect(err).toContain("Did you mean agon run?")
  })

  it("is met with the option that was meant", async () => {
    const { code, err } = await agon("run", "--ronuds", "3")
    expect(code).toBe(2)
    expect(err).toContain("Did you mean --rounds?")
  })

  it("never takes the next option for a value", async () => {
    const { code, err } = await agon("run", "--name", "--json")
    expect(code).toBe(2)
    expect(err).toContain("--name needs a value")
  })

  it("is told that a negative number is out of bounds, and that a dash is no value", async () => {
    const [number, dashes] = await Promise.all([
      agon("problems", "--skill", "integer-addition", "--count", "-1"),
      agon("run", "--name", "--", "-x"),
    ])
    expect([number.code, dashes.code]).toEqual([2, 2])
    expect(number.err).toMatch(/--count must be a whole number from 1 to \d+, not -1/)
    expect(dashes.err).toContain("--name needs a value, and -- is none")
  })

  it("is told which word is missing", async () => {
    const [replay, show] = await Promise.all([agon("replay"), agon("show")])
    expect(replay.err).toContain("<run> is missing\n→ npx agon replay <run>")
    expect(show.err).toContain("<id> is missing")
  })

  it("is told which numbers are allowed", async () => {
    const { code, err } = await agon("run", "--rounds", "0x10")
    expect(code).toBe(2)
    expect(err).toContain("a whole number from 1 to 1000")
  })

  it("cannot lead out of the runs folder", async () => {
    const recipe = file("tiny.json", JSON.stringify(TINY))
    for (const name of ["../out", "a/b", "A", ".", "x".repeat(65)]) {
      const { code, err } = await agon("run", recipe, "--name", name)
      expect(code).toBe(2)
      expect(err).toContain("cannot be named")
    }
    expect((await agon("audit", "../../etc")).code).toBe(2)
  })
})

describe("a recipe that cannot be run", () => {
  it("is explained line by line: where, what, and what is allowed", async () => {
    const bad = { ...TINY, rounds: 0, proposer: { policy: "learnd" }, training: { step: 3 } }
    const { code, err } = await agon("run", file("bad.json", JSON.stringify(bad)))
    expect(code).toBe(2)
    expect(err).toContain("- rounds: it is 0; it must be at least 1")
    expect(err).toContain('- proposer.policy: it is "learnd"; allowed: learned, uniform')
    expect(err).toContain("- training.step: there is no such setting. Did you mean steps?")
    expect(err).toContain("- training.batch: it is missing")
    expect(err).not.toContain("    at ") // no stack trace
  })

  it("is refused where its settings contradict each other or say nothing", async () => {
    const claude = { provider: "anthropic", model: "claude-haiku-4-5" }
    const contrary = {
      ...TINY,
      attempts: 4,
      sampling: { attemptsMax: 2 },
      seats: { proposer: { ...claude, batch: true, tools: ["calculator"] }, solver: claude },
      gate: { ...TINY.gate, solveRateMin: 0.9, solveRateMax: 0.1 },
    }
    const { code, err } = await agon("run", file("contrary.json", JSON.stringify(contrary)))
    expect(code).toBe(2)
    expect(err).toContain("- training: nothing trains a model that is only asked")
    expect(err).toContain("- sampling.attemptsMax: 2 is below attempts, 4")
    expect(err).toContain("- gate.solveRateMin: 0.9 is above solveRateMax, 0.1")
    expect(err).toContain("- seats.proposer.tools: only a solver uses tools")
    expect(err).toContain("- seats.proposer.batch: only a solver is asked in batches")
    const idle = {
      ...TINY,
      sampling: { attemptsMax: 16 },
      proposer: { ...TINY.proposer, wording: "written" },
    }
    const refused = await agon("run", file("idle.json", JSON.stringify(idle)))
    expect(refused.code).toBe(2)
    expect(refused.err).toContain("- sampling: only a solver that is a model")
    expect(refused.err).toContain("- proposer.wording: only a model writes statements")
  })

  it("is told what a seat of its provider can be set to", async () => {
    const solver = { provider: "anthropic", model: "claude-haiku-4-5", temperature: 1 }
    const seats = { proposer: { provider: "opnai", model: "m" }, solver }
    const { code, err } = await agon("run", file("seat.json", JSON.stringify({ ...TINY, seats })))
    expect(code).toBe(2)
    expect(err).toContain('- seats.proposer.provider: it is "opnai"; allowed: embedded, ')
    expect(err).toContain(
      "- seats.solver.temperature: there is no such setting. Allowed: provider,",
    )
    expect(err).toContain("effort, batch.")
  })

  it("names the skill that was meant", async () => {
    const recipe = file("skills.json", JSON.stringify({ ...TINY, skills: ["linear-equatoin"] }))
    const { code, err } = await agon("run", recipe)
    expect(code).toBe(2)
    expect(err).toContain("Did you mean linear-equation?")
  })

  it("need not be JSON to be refused in a sentence", async () => {
    for (const path of [file("broken.json", "{"), file("broken.ts", "export const a = 1"), "no"]) {
      const { code, err } = await agon("run", path)
      expect(code).toBe(2)
      expect(err).not.toContain("    at ")
    }
  })
})

describe("the launcher", () => {
  // Makes a Node believe that it is old; the Node that it hands over to gets no such flag.
  const OLD = [
    "--import",
    'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"18.19.0"}})',
  ]

  it("hands over to the Node that was installed along, exit code and all", async () => {
    const [version, typo] = await Promise.all([
      start(["--version"], {}, OLD).ended,
      start(["rnu"], {}, OLD).ended,
    ])
    expect(version).toMatchObject({ code: 0, out: expect.stringMatching(/^\d/), err: "" })
    expect(typo.code).toBe(2)
  })

  it("never hands over twice: it says in one line what to do", async () => {
    const { code, err } = await start(["--version"], { AGON_HANDED_OVER: "18.19.0" }, OLD).ended
    expect(code).toBe(1)
    expect(err).toContain("Agon needs Node 22.18 or newer, and this is 18.19.0")
  })
})
