import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { JobProgram } from "../../src/record/job.ts"
import { BY, clientIn, program } from "../training/trainer-places.ts"
import { type Ended, freshRuns, runAgon, startAgon } from "./agon.ts"
import {
  EACH,
  processesAbout,
  recipeFile,
  SERVER,
  startTrainer,
  trainedEssence,
  trainedRecipe,
} from "./trained.ts"

const { runs, remove } = freshRuns()
const at = ["--runs", runs]
const play = (recipe: string, id: string) => runAgon(["run", recipe, "--name", id, ...at])
const recipe = (name: string, options?: Parameters<typeof trainedRecipe>[0]) =>
  recipeFile(runs, name, trainedRecipe(options))

let whole: Awaited<ReturnType<typeof trainedEssence>>

beforeAll(async () => {
  expectDone(await play(recipe("whole", { rounds: 2 }), "whole"))
  whole = await trainedEssence(runs, "whole")
})
afterAll(remove)

/** What does not depend on which program trains and serves. */
const facts = ({ champion, curriculum, decisions, exported }: typeof whole) => {
  return { champion, curriculum, decisions, exported }
}

describe("a run that is trained by a program", () => {
  it("promotes what it made, and all commands understand it", async () => {
    expect(whole.decisions[0]).toBe("promoted")
    for (const command of [["audit"], ["replay"], ["report"], ["export", "--target", "trl-sft"]]) {
      const [name = "", ...more] = command
      const out = name === "export" ? ["--out", join(runs, "bundles")] : []
      expectDone(await runAgon([name, "whole", ...more, ...out, ...at]))
    }
    const listed = expectDone(await runAgon(["list", ...at]))
    expect(listed.stdout).toMatch(/whole/)
    const { stdout } = expectDone(await runAgon(["audit", "whole", "--json", ...at]))
    expect(JSON.parse(stdout)).toMatchObject({ checkpoints: 3, bundles: 2, faults: [] })
  })

  it("samples for itself and is paid by the judge, after a round of imitation", async () => {
    const path = recipe("paid", {
      ...{ rounds: 2, warmupRounds: 1, by: { method: "grpo" } },
      training: { objective: "policy-gradient", steps: 16 },
    })
    expectDone(await play(path, "paid"))
    const jobs = join(runs, "paid", "jobs")
    const said = readdirSync(jobs).map((job) => readFileSync(join(jobs, job, "log"), "utf8"))
    expect(said.filter((log) => /^paid [1-9]\d* samples/m.test(log))).toHaveLength(1)
    expectDone(await runAgon(["audit", "paid", ...at]))
    expectDone(await runAgon(["replay", "paid", ...at]))
  })

  it("is forked with its checkpoints", async () => {
    const sets = ["training.steps=30", "training.by.model=another", "training.by.minutesMax=9"]
    const changed = sets.flatMap((set) => ["--set", set])
    expectDone(await runAgon(["fork", "whole", "--at", "1", ...changed, "--name", "forked", ...at]))
    expectDone(await runAgon(["audit", "forked", ...at]))
    const forked = await trainedEssence(runs, "forked")
    expect(forked.head).not.toBe(whole.head)
    expect(forked.decisions).toHaveLength(2)
    const jobs = readdirSync(join(runs, "forked", "jobs"))
    expect(jobs, "what the parent has trained is not trained again").toHaveLength(1)
  })

  it("is not forked with another player, who would be asked for the shared past", async () => {
    const set = ["--set", "seats.solver.form=chat"]
    const { code, stderr } = await runAgon(["fork", "whole", "--at", "1", ...set, ...at])
    expect(code).toBe(1)
    expect(stderr).toMatch(/keeps its parent's seats.solver: .*"bare".* → .*"chat"/)
  })

  it("starts a server again for every checkpoint where it serves only one", async () => {
    expectDone(await play(recipe("each", { rounds: 2, serve: EACH }), "each"))
    expect(facts(await trainedEssence(runs, "each"))).toEqual(facts(whole))
    expect(processesAbout(join(runs, "each"))).toEqual([])
  })

  it("sends its jobs to another machine", async () => {
    const server = await startTrainer(runs)
    try {
      const path = recipe("remote", { rounds: 2, by: { kind: "http", command: undefined } })
      const environment = { AGON_TRAINER_URL: server.url }
      const args = ["run", path, "--name", "remote", ...at]
      expectDone(await startAgon(args, process.execPath, environment).ended)
      expect(facts(await trainedEssence(runs, "remote"))).toEqual(facts(whole))
      expect(readdirSync(join(runs, "remote", "jobs"))).toHaveLength(3)
      expectDone(await runAgon(["audit", "remote", ...at]))
    } finally {
      server.child.kill("SIGTERM")
    }
  })
})

describe("a trainer for other machines", () => {
  it("keeps the token that it asks for from its programs", async () => {
    const folder = join(runs, "guarded")
    const token = "a-token-that-nobody-else-knows"
    const { command } = program(runs, 'write("env", JSON.stringify(process.env)); end()')
    const args = ["--token-env", "THE_TOKEN"]
    const server = await startTrainer(folder, [], { command, args, env: { THE_TOKEN: token } })
    try {
      const { command: _, ...rules } = BY as JobProgram & { kind: "command" }
      const client = clientIn(folder, server.url, () => "", token)
      const hash = await client.create(1, { ...rules, kind: "http" })
      await client.close()
      const seen = readFileSync(join(folder, "checkpoints", hash, "env"), "utf8")
      expect(JSON.parse(seen)).toHaveProperty("PATH")
      expect(seen).not.toContain(token)
    } finally {
      server.child.kill("SIGTERM")
    }
  })
})

describe("a run whose checkpoints are not served as they should be", () => {
  const claim = ["--claim", "f".repeat(64)]
  const cases: [what: string, serve: readonly string[], says: RegExp][] = [
    ["other bytes", [...SERVER, "--checkpoints", "{checkpoints}", ...claim], /bytes with the hash/],
    ["another name", [...SERVER, "--checkpoints", "{agon}", "{checkpoints}"], /it serves nothing/],
    [
      "nothing",
      ["node", "-e", "process.exit(4)", "{checkpoints}", "{port}"],
      /died 3 times.*code 4/,
    ],
    ["no program", ["no-such-program", "{checkpoints}", "{port}"], /no-such-program ENOENT/],
  ]
  it.each(cases)("stops in a sentence when %s is served", async (what, serve, says) => {
    const id = what.replaceAll(" ", "-")
    const { code, stderr } = await play(recipe(id, { serve }), id)
    expect(code).toBe(1)
    expect(stderr).toMatch(says)
    expect(stderr).toMatch(/agon resume/)
    expect(processesAbout(join(runs, id))).toEqual([])
  })
})

describe("a recipe that a trainer could not follow is refused in words", () => {
  const cases: [what: string, change: (recipe: never) => object, says: RegExp][] = [
    ["no seat for what is trained", (one: Loose) => ({ ...one, seats: {} }), /"trained"/],
    ["nobody to train", (one: Loose) => ({ ...one, training: bare(one) }), /which program trains/],
    ["grpo that imitates", (one: Loose) => ({ ...one, training: grpo(one) }), /policy-gradient/],
    [
      "a server without a port",
      (one: Loose) => ({ ...one, seats: { solver: { ...one.seats.solver, serve: SILENT } } }),
      /\{port\}/,
    ],
  ] as never
  it.each(cases)("%s", async (what, change, says) => {
    const id = what.replaceAll(/\W/g, "-")
    const path = recipeFile(runs, id, change(trainedRecipe() as never) as never)
    const { code, stderr } = await play(path, id)
    expect(code).toBe(2)
    expect(stderr).toMatch(says)
  })

  it("a job server that nobody has named", async () => {
    const path = recipe("nowhere", { by: { kind: "http", command: undefined } })
    const { code, stderr } = await play(path, "nowhere")
    expect(code).toBe(2)
    expect(stderr).toMatch(/AGON_TRAINER_URL/)
  })
})

interface Loose {
  readonly seats: { readonly solver: object }
  readonly training: { readonly by: object }
}

const SILENT = { command: ["node", "{checkpoints}"] }
const bare = ({ training: { by: _, ...rest } }: Loose) => rest
const grpo = ({ training }: Loose) => ({ ...training, by: { ...training.by, method: "grpo" } })

function expectDone(ended: Ended): Ended {
  expect(ended.code, ended.stdout + ended.stderr).toBe(0)
  return ended
}
