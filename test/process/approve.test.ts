import { readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { readHistory } from "../../src/run/history.ts"
import { openSqliteStore } from "../../src/store/sqlite.ts"
import { essenceOf, freshRuns, runAgon, SMALL, TINY } from "./agon.ts"

const golden = JSON.parse(readFileSync(new URL("./golden.json", import.meta.url), "utf8"))
const { runs, remove } = freshRuns()
afterAll(remove)

const where = ["--runs", runs]
const AWAITING = 5

function begin(name: string) {
  const change = ["--set", "promotion.approval=human"]
  return runAgon(["run", SMALL, "--name", name, "--no-report", "--json", ...change, ...where])
}

function resume(name: string) {
  return runAgon(["resume", name, "--no-report", "--json", ...where])
}

/** What was decided in the whole run, whichever session decided it. */
async function decisionsOf(name: string) {
  const store = openSqliteStore(join(runs, name, "journal.sqlite"), { readOnly: true })
  const history = await readHistory(store)
  await store.close()
  return history!.rounds.flatMap(({ decided }) => decided ?? [])
}

describe("a promotion that waits for a person", () => {
  it("pauses the run with its numbers, and goes on to the same end when approved", async () => {
    const begun = await begin("asked")
    expect(begun.code).toBe(AWAITING)
    expect(begun.stderr).toMatch(/challenger [0-9a-f]{12} is better by .* waits for a person/)
    expect(begun.stderr).toContain("agon approve asked --reject")
    // Without an answer it waits on, however often it is resumed.
    expect((await resume("asked")).code).toBe(AWAITING)
    const shown = await runAgon(["approve", "asked", "--show", "--json", ...where])
    expect(JSON.parse(shown.stdout)).toMatchObject({ decision: { decision: "promoted" } })
    let ended = begun
    let answers = 0
    while (ended.code === AWAITING) {
      const note = `look ${++answers}`
      expect((await runAgon(["approve", "asked", "--note", note, ...where])).code).toBe(0)
      ended = await resume("asked")
    }
    expect(ended.code).toBe(0)
    const decisions = await decisionsOf("asked")
    const promoted = decisions.filter(({ decision }) => decision === "promoted")
    expect(promoted.map(({ approval }) => approval)).toEqual(
      promoted.map((_, at) => ({ approved: true, note: `look ${at + 1}` })),
    )
    expect(answers).toBe(promoted.length)
    const { curriculum, champion } = await essenceOf(runs, "asked")
    expect({ curriculum, champion }).toEqual({
      curriculum: golden.curriculum,
      champion: golden.champion,
    })
    expect((await runAgon(["replay", "asked", ...where])).code).toBe(0)
  })

  it("leaves the champion where it was when rejected, and says so in the journal", async () => {
    expect((await begin("rejected")).code).toBe(AWAITING)
    const answer = ["approve", "rejected", "--reject", "--note", "not yet", ...where]
    expect((await runAgon(answer)).stdout).toContain("rejected: `agon resume rejected` goes on")
    await resume("rejected")
    const [first] = (await decisionsOf("rejected")).filter(({ approval }) => approval)
    expect(first).toMatchObject({
      decision: "rolled-back",
      reason: "rejected",
      approval: { approved: false, note: "not yet" },
    })
  })

  it("is refused in words where nothing waits", async () => {
    const change = ["--rounds", "1", "--no-report", "--json", ...where]
    await runAgon(["run", TINY, "--name", "plain", ...change])
    const ended = await runAgon(["approve", "plain", ...where])
    expect(ended.code).toBe(1)
    expect(ended.stderr).toContain("no promotion of plain waits for a person")
  })
})
