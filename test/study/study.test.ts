import { readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { readHistory } from "../../src/run/history.ts"
import { openSqliteStore } from "../../src/store/sqlite.ts"
import { freshRuns, runAgon, startAgon } from "../process/agon.ts"
import tiny from "../process/tiny.json" with { type: "json" }
import { passAgain, type StudyData, verdictsAgain } from "./data.ts"

const { runs, remove } = freshRuns()
const file = join(runs, "trial.json")
const { seed: _seed, name: _name, ...recipe } = tiny
const STUDY = {
  name: "trial",
  question: "Does a vote teach as much as a proof?",
  recipe: { ...recipe, rounds: 3, suites: { developmentPerLevel: 2, testPerLevel: 4 } },
  arms: [
    { name: "reference" },
    {
      name: "majority",
      is: "majority-labels",
      from: { arm: "reference", at: 1 },
      follow: "reference",
    },
    { name: "idle", is: "no-training", from: { arm: "reference", at: 1 } },
    { name: "frozen", is: "frozen-proposer", from: { arm: "reference", at: 1 } },
    // As many examples, in steps of half the number and twice the size.
    { name: "wide", set: { training: { steps: 5, batch: 32 } }, from: { arm: "reference", at: 1 } },
  ],
  seeds: [1, 2],
  contrasts: [
    { of: "reference", against: "majority" },
    { of: "reference", against: "idle" },
  ],
  exam: { samples: 4, k: [1, 4], freshPerLevel: 3 },
}
const PATIENCE_MS = 1_200_000 // ten runs, each in two processes, on a machine that does much else
const study = (name: string) => ["study", file, "--runs", runs, "--name", name, "--jobs", "2"]
const reports = (name: string) =>
  ["report.md", "report.html", "report.json"].map((one) =>
    readFileSync(join(runs, name, one), "utf8"),
  )

async function historyOf(name: string, run: string) {
  const store = openSqliteStore(join(runs, name, run, "journal.sqlite"), { readOnly: true })
  const history = await readHistory(store)
  await store.close()
  return history!
}

beforeAll(async () => {
  writeFileSync(file, JSON.stringify(STUDY))
  const { code, stderr } = await runAgon(study("whole"))
  expect(code, stderr).toBe(0)
}, PATIENCE_MS)

afterAll(remove)

describe("a study", () => {
  it("gives a follower the same problems in the same order, under other labels", async () => {
    const leader = await historyOf("whole", "main-reference-s2")
    const follower = await historyOf("whole", "main-majority-s2")
    const ids = ({ rounds }: typeof leader) =>
      rounds.map(({ posed }) => posed.problems.map(({ id }) => id))
    expect(ids(follower)).toEqual(ids(leader))
    const labels = follower.rounds.map(({ curated }) => curated?.pairs.map(({ label }) => label))
    expect(new Set(labels[0])).toEqual(new Set(["reference"]))
    expect(new Set(labels.slice(1).flat())).toEqual(new Set(["majority"]))
  })

  it("shares rounds by forking: their events are the parent's", async () => {
    const parent = await historyOf("whole", "main-reference-s1")
    const child = await historyOf("whole", "main-idle-s1")
    expect(child.opened.parent?.history).toHaveLength(1)
    expect(child.rounds[0]).toMatchObject({ trained: parent.rounds[0]!.trained })
    expect(child.rounds[1]?.trained).toBeUndefined()
  })

  it("freezes a proposer where its arm begins", async () => {
    const { rounds } = await historyOf("whole", "main-frozen-s1")
    const policies = rounds.map(({ taught }) => JSON.stringify(taught?.policy))
    expect(policies[1]).toBe(policies[0])
    expect(policies[2]).toBe(policies[0])
    const { rounds: moving } = await historyOf("whole", "main-reference-s1")
    expect(JSON.stringify(moving[1]?.taught?.policy)).not.toBe(policies[0])
  })

  it("replays and audits as runs do, the follower from its own journal", async () => {
    for (const run of ["main-majority-s1", "main-frozen-s2"]) {
      const path = join(runs, "whole", run)
      for (const command of ["replay", "audit"]) {
        const { code, stdout, stderr } = await runAgon([command, path])
        expect(code, `${command} ${run}: ${stdout}${stderr}`).toBe(0)
      }
    }
  })

  it("states the contract from the journals and answers the four questions", () => {
    const [text, page, data] = reports("whole")
    for (const title of ["Verdicts", "What improved", "What the system decided itself"]) {
      expect(text).toContain(`## ${title}`)
      expect(page).toContain(title)
    }
    expect(text).toContain("| majority was posed what reference was | kept |")
    expect(text).toContain(
      "| training examples, of arms that train | kept | 480 in every run of 4 arms |",
    )
    expect(text).toContain("cannot tell reference from majority: ")
    expect(text).toContain("    npx agon study trial.json\n")
    expect(text).toContain("pass@4")
    expect(text).toContain("| fresh | ")
    expect(page).not.toContain("<script")
    const told: StudyData = JSON.parse(data!)
    expect(told.comparisons).toHaveLength(2)
    const again = verdictsAgain(told).map(({ verdict }) => verdict.sentence)
    expect(again).toEqual(told.comparisons.map(({ sentence }) => sentence))
    expect(passAgain(told, "main", "reference", 4)).toHaveLength(2)
  })

  it("makes the same report again from the journals, whatever was kept beside them", async () => {
    const before = reports("whole")
    rmSync(join(runs, "whole", "facts"), { recursive: true })
    const { code, stdout } = await runAgon([...study("whole"), "--json"])
    expect(code).toBe(0)
    expect(JSON.parse(stdout.trim().split("\n").at(-1)!)).toMatchObject({
      study: "trial",
      isContractKept: true,
      comparisons: [{ of: "reference", against: "majority" }, { against: "idle" }],
    })
    expect(reports("whole")).toEqual(before)
  })

  it("goes on after kills and ends with the same report, byte for byte", {
    timeout: PATIENCE_MS,
  }, async () => {
    let kills = 0
    for (let after = 2_000; ; after *= 1.5) {
      const agon = startAgon(study("killed"))
      const timer = setTimeout(() => agon.killAll(), after)
      const { code, signal, stderr } = await agon.ended
      clearTimeout(timer)
      if (signal === null) {
        expect(code, stderr).toBe(0)
        break
      }
      kills++
    }
    expect(kills).toBeGreaterThan(0)
    expect(reports("killed")).toEqual(reports("whole"))
  })

  it("waits with a run that waits, and says for what in a sentence", async () => {
    const path = join(runs, "held.json")
    const simulated = { provider: "simulated", ability: -1, learning: 1.5 }
    const asking = {
      ...recipe,
      training: { ...recipe.training, steps: 80 },
      promotion: { alpha: 0.4, approval: "human" },
      suites: { developmentPerLevel: 20, testPerLevel: 4 },
      seats: { solver: simulated },
    }
    const arms = [{ name: "reference" }, { name: "static", is: "static" }]
    const contrasts = [{ of: "reference", against: "static" }]
    const held = { ...STUDY, name: "held", recipe: asking, arms, contrasts, seeds: [1] }
    writeFileSync(path, JSON.stringify(held))
    const { code, stderr } = await runAgon(["study", path, "--runs", runs, "--jobs", "1"])
    expect(code).toBe(5)
    expect(stderr).toContain("run main-reference-s1 ended with 5: round 1: challenger")
    expect(stderr).toContain("waits for a person")
    expect(stderr).not.toMatch(/^ +at /m)
  })

  it("refuses to go on under other terms, or with a study that is none", async () => {
    writeFileSync(join(runs, "other.json"), JSON.stringify({ ...STUDY, seeds: [1, 3] }))
    const other = ["study", join(runs, "other.json"), "--runs", runs, "--name", "whole"]
    const refused = await runAgon(other)
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain("under other terms")
    const inRun = ["study", file, "--runs", join(runs, "whole"), "--name", "main-idle-s1"]
    const taken = await runAgon(inRun)
    expect(taken.code).toBe(2)
    expect(taken.stderr).toContain("is there already and holds no study")
    const outside = await runAgon(["study", file, "--runs", runs, "--name", "../outside"])
    expect(outside.code).toBe(2)
    expect(outside.stderr).toContain("a study's folder cannot be named ../outside")
    writeFileSync(join(runs, "none.json"), JSON.stringify({ ...STUDY, arms: [] }))
    const none = await runAgon(["study", join(runs, "none.json"), "--runs", runs])
    expect(none.code).toBe(2)
    expect(none.stderr).toContain("- arms:")
  })
})
