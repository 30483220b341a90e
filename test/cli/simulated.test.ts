import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { bench } from "./agon.ts"

const { agon, start, file, runs } = bench()

/** Four rounds of two skills, a second or two. */
const RECIPE = {
  name: "simulated",
  rounds: 4,
  skills: ["integer-addition", "integer-remainder"],
  problemsPerRound: 60,
  attempts: 4,
  seats: { solver: { provider: "simulated", ability: -0.5 } },
  proposer: { policy: "learned" },
  gate: {},
  training: { steps: 100, batch: 64, replay: 2, learningRate: 1e-3, learningRateEnd: 1e-4 },
  suites: { developmentPerLevel: 20, testPerLevel: 20, sealedPermille: 300 },
  promotion: {},
  stop: {},
}

const path = file("simulated.json", JSON.stringify(RECIPE))

describe("a recipe with a simulated solver", () => {
  it("runs, is audited and replayed like any other, its checkpoints by hash", async () => {
    const run = await agon("run", path, "--name", "one")
    expect(run.err).toBe("")
    expect(run.code).toBe(0)
    expect((await agon("audit", "one")).out).toContain("no fault found")
    const head = /head\s+([0-9a-f]{64})/.exec(run.out)![1]!
    expect((await agon("replay", "one")).out).toContain(head)

    const checkpoint = join(runs, "one", "checkpoints", lastCheckpoint("one"), "ability.json")
    const ability = JSON.parse(readFileSync(checkpoint, "utf8"))
    expect(Object.keys(ability.skills)).toEqual([...RECIPE.skills].sort())
    writeFileSync(checkpoint, JSON.stringify({ ...ability, exploit: 1 }))
    const audit = await agon("audit", "one")
    expect(audit.code).not.toBe(0)
    expect(audit.out).toContain("checkpoint")
  })

  it("is nowhere taken for one that a model has played", async () => {
    const run = await agon("run", path, "--name", "told", "--rounds", "1")
    expect(run.out).toContain("a simulated solver")
    expect(run.out).toContain("simulated: no model played, and none learned")
    expect((await agon("list")).out).toMatch(/^told .* simulated {2}/m)
    const page = readFileSync(join(runs, "told", "report.html"), "utf8")
    expect(page).toContain("<h1>Simulated. ")
    expect(page).toContain("<b>No model played.</b>")
    expect(page).toContain("no figure here is evidence about any model")
    expect(page).not.toContain("toy size")
  })

  it("says in a bundle that its replies and rates are no model's", async () => {
    await agon("run", path, "--name", "packed", "--no-report")
    const { out } = await agon("export", "packed", "--target", "jsonl", "--out", join(runs, "sets"))
    const bundle = out.trim().split("\n").at(-1)!
    expect(readFileSync(join(bundle, "README.md"), "utf8")).toContain("a simulated solver answered")
    expect((await agon("audit", bundle)).code).toBe(0)
  })

  it("ends with the same head when it was killed on the way", async () => {
    const whole = await agon("run", path, "--name", "whole", "--no-report")
    const killed = start(["run", path, "--name", "killed", "--no-report", "--json"])
    await new Promise<void>((resolve) => {
      killed.child.stdout.on("data", () => {
        if (killed.text().includes('"round.trained"')) resolve()
      })
    })
    killed.child.kill("SIGKILL")
    await killed.ended
    const resumed = await agon("resume", "killed", "--no-report")
    const headIn = (text: string) => /head\s+([0-9a-f]{64})/.exec(text)?.[1]
    expect(headIn(resumed.out)).toBeDefined()
    expect(headIn(resumed.out)).toBe(headIn(whole.out))
  })

  it("forks into a future in which something goes wrong", async () => {
    await agon("run", path, "--name", "parent", "--no-report")
    const faults = JSON.stringify({ forgetting: { from: 3, share: 1 } })
    const set = ["--set", `seats.solver.faults=${faults}`]
    const fork = await agon("fork", "parent", "--at", "2", ...set, "--name", "ill", "--no-report")
    expect(fork.err).toBe("")
    expect(fork.out).toMatch(/3 +[^\n]*rolled-back/)
    expect((await agon("audit", "ill")).out).toContain("no fault found")
  })

  it("is refused in words where it says nothing", async () => {
    const seats = { ...RECIPE.seats, proposer: { provider: "simulated" } }
    const wrong = file("wrong.json", JSON.stringify({ ...RECIPE, seats }))
    const { code, err } = await agon("run", wrong)
    expect(code).not.toBe(0)
    expect(err).toContain("seats.proposer: only the solver is simulated; leave this seat out")
  })
})

function lastCheckpoint(run: string): string {
  const folder = join(runs, run, "checkpoints")
  expect(existsSync(folder)).toBe(true)
  return readdirSync(folder).sort().at(-1)!
}
